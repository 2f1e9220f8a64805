"""What a plan agrees on, apart from how it is carried out: told apart, signed by a digest, and compared
between two versions. May import nothing of Frappe.

A plan is given as a mapping with its fields, `goals` and `actions` (rows as mappings). Goals are known by
their `goal_key`, actions by their `action_key`, through all versions; an action names its goal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# What participant and centre agree on. Everything else of a row says how it is carried out.
DATES = ("from_date", "to_date", "wishes")
GOAL = (
	"goal_key",
	"area",
	"title",
	"title_second",
	"competence",
	"baseline_level",
	"target_level",
	"target",
	"target_second",
	"due",
)
ACTION = (
	"action_key",
	"goal_key",
	"what",
	"what_second",
	"who",
	"staff",
	"person",
	"provider",
	"from_date",
	"due",
)
GOAL_CARRIED_OUT = ("status", "note")
ACTION_CARRIED_OUT = ("status", "done_on", "result", "link_doctype", "link_name")
DROPPED = "Dropped"
SAME, ADDED, REMOVED, CHANGED = "same", "added", "removed", "changed"


def agreed(plan: Mapping) -> dict:
	"""What `plan` agrees on, in a form that is equal when nothing of it was changed.

	What is empty is left out, so that a column which a later KIM adds makes no signed plan another one.
	"""
	return {
		**{field: _text(plan.get(field)) for field in DATES if plan.get(field)},
		# In the order of their keys: to show another one first is not to agree on something else.
		"goals": sorted(_agreed_row(row, GOAL) for row in plan.get("goals") or ()),
		"actions": sorted(_agreed_row(row, ACTION) for row in plan.get("actions") or ()),
	}


def rows(plan: Mapping) -> dict:
	"""Of `agreed`, the goals and actions alone."""
	return {table: values for table, values in agreed(plan).items() if table in ("goals", "actions")}


def carried_out(plan: Mapping) -> dict:
	"""How the goals and actions of `plan` are carried out, by their keys."""
	return {
		"goals": {
			row.get("goal_key"): _columns(row, GOAL_CARRIED_OUT)
			for row in plan.get("goals") or ()
			if not _dropped(row)
		},
		"actions": {
			row.get("action_key"): _columns(row, ACTION_CARRIED_OUT)
			for row in plan.get("actions") or ()
			if not _dropped(row)
		},
	}


def digest(plan: Mapping) -> str:
	"""A short text that is another one when anything agreed on is changed: what was signed is known by it."""
	canonical = json.dumps(agreed(plan), sort_keys=True, ensure_ascii=False)
	return hashlib.sha256(canonical.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Difference:
	"""One row of two versions side by side. `state` is SAME, ADDED, REMOVED or CHANGED; `left` and `right`
	hold the rows, None where there is none; `columns` are those that differ; `parts` are a goal's actions."""

	state: str
	left: Mapping | None
	right: Mapping | None
	columns: tuple[str, ...] = ()
	parts: tuple[Difference, ...] = ()


def differences(left: Mapping, right: Mapping) -> tuple[Difference, list[Difference]]:
	"""What differs between two versions of a plan: its dates, and its goals with their actions, in the
	order of the right one, with what only the left one has at the end.

	How rows were carried out is compared too (`status`), as a version shows how far things had come.
	"""
	dates = _difference(left, right, DATES)
	goals = []
	actions = [_by_goal(plan.get("actions") or ()) for plan in (left, right)]
	for key, before, after in _paired(left.get("goals") or (), right.get("goals") or (), "goal_key"):
		parts = tuple(
			_difference(old, new, (*ACTION[2:], *ACTION_CARRIED_OUT[:3]))
			for _key, old, new in _paired(actions[0].get(key, ()), actions[1].get(key, ()), "action_key")
		)
		goal = _difference(before, after, (*GOAL[1:], "status"))
		state = goal.state
		if state == SAME and any(part.state != SAME for part in parts):
			state = CHANGED
		goals.append(Difference(state, goal.left, goal.right, goal.columns, parts))
	return dates, goals


def _difference(left: Mapping | None, right: Mapping | None, columns: Sequence[str]) -> Difference:
	if left is None or right is None:
		return Difference(REMOVED if right is None else ADDED, left, right)
	differing = tuple(column for column in columns if _text(left.get(column)) != _text(right.get(column)))
	return Difference(CHANGED if differing else SAME, left, right, differing)


def _paired(left: Sequence[Mapping], right: Sequence[Mapping], key: str):
	before = {row.get(key): row for row in left}
	after = {row.get(key): row for row in right}
	for name in [*after, *(name for name in before if name not in after)]:
		yield name, before.get(name), after.get(name)


def _by_goal(actions: Sequence[Mapping]) -> dict[str, list[Mapping]]:
	found: dict[str, list[Mapping]] = {}
	for action in actions:
		found.setdefault(action.get("goal_key"), []).append(action)
	return found


def _agreed_row(row: Mapping, columns: Sequence[str]) -> list[list[str]]:
	# To drop a goal or an action is to agree on something else; how far it has come is not.
	written = [[column, _text(row.get(column))] for column in columns if row.get(column)]
	return [*written, ["status", DROPPED]] if _dropped(row) else written


def _columns(row: Mapping, columns: Sequence[str]) -> list[str]:
	return [_text(row.get(column)) for column in columns]


def _dropped(row: Mapping) -> bool:
	return row.get("status") == DROPPED


def _text(value) -> str:
	return str(value) if value else ""
