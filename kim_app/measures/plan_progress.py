"""Goals and actions of inclusion plans: how they stand, what is overdue, how long the first achievement took. May
import frappe.

A goal or an action is overdue when its day has passed, it is neither done nor dropped, and its plan is under way.
The time to the first achievement runs from the plan's first approval; of plans without one it is not told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce, Count, Min, Sum
from frappe.utils import today
from pypika import Case
from pypika.terms import ValueWrapper

from kim_app.measures import durations, rows, tally
from kim_app.measures.catalogue import PLAN_OPEN

DOCTYPE = "KIM Inclusion Plan"
GOALS, ACTIONS = "KIM Plan Goal", "KIM Plan Action"
GOAL_STATES = ("Open", "In Progress", "Achieved", "Dropped")
ACTION_STATES = ("Planned", "In Progress", "Done", "Dropped")
GOALS_UNDER_WAY, ACTIONS_UNDER_WAY = GOAL_STATES[:2], ACTION_STATES[:2]
PLAN_STATES = (*PLAN_OPEN, "Completed", "Discontinued")


@dataclass
class Area:
	"""An area of goals: how many goals and actions in which state, how many of them overdue, and the days to the
	first achievement {days: how many plans}."""

	area: str
	goals: dict[str, int] = field(default_factory=lambda: defaultdict(int))
	actions: dict[str, int] = field(default_factory=lambda: defaultdict(int))
	goals_overdue: int = 0
	actions_overdue: int = 0
	days: dict[int, int] = field(default_factory=dict)

	@property
	def to_first(self) -> durations.Durations:
		return durations.durations(self.days)


def areas(filters: Mapping) -> list[Area]:
	"""An Area for each that has goals, by name; `filters` name a place, `case_worker` and the plans' `state`."""
	found: dict[str, Area] = {}
	for area, state, number, overdue in _goals(filters):
		line = found.setdefault(area, Area(area))
		line.goals[state] += number
		line.goals_overdue += int(overdue or 0)
	for area, state, number, overdue in _actions(filters):
		line = found.setdefault(area, Area(area))
		line.actions[state] += number
		line.actions_overdue += int(overdue or 0)
	for area, day, number in _first_achievements(filters):
		days = found.setdefault(area, Area(area)).days
		days[max(0, day)] = days.get(max(0, day), 0) + number
	return sorted(found.values(), key=lambda line: line.area)


def plans(filters: Mapping) -> dict[str, int]:
	"""{state: how many plans}."""

	def ask(table, query):
		return tally.Asked(_filtered(query, table, filters), [table.workflow_state], [Count("*")])

	counted = dict(tally.tally(DOCTYPE, ask))
	return {state: counted[state] for state in PLAN_STATES if state in counted}


def entries(filters: Mapping, late: bool = False) -> list:
	"""The goals and actions one by one, the longest overdue first: `plan`, `participant`, `participant_name`, `centre`,
	`case_worker`, `kind` (goal or action), `what`, `area`, `status`, `due`, `days` since then.

	`filters` may also name a `kind`, an `area` and a `status`; `late` leaves what is overdue.
	"""
	found = []
	for kind in [filters["kind"]] if filters.get("kind") in ("goal", "action") else ("goal", "action"):
		plan, query = _plans(filters)
		goal, action = DocType(GOALS), DocType(ACTIONS)
		query = _with_goals(query, plan, goal)
		if kind == "action":
			query = _with_actions(query, plan, goal, action)
		table = action if kind == "action" else goal
		if late:
			query = query.where(_is_overdue(plan, table, kind))
		if filters.get("area"):
			query = query.where(goal.area == filters["area"])
		if filters.get("status"):
			query = query.where(table.status == filters["status"])
		query = query.select(
			plan.name.as_("plan"),
			plan.participant,
			plan.participant_name,
			plan.centre,
			plan.case_worker,
			(action.what if kind == "action" else goal.title).as_("what"),
			goal.area,
			table.status,
			table.due,
			rows.DaysBetween(today(), table.due, alias="days"),
		)
		found += [{**row, "kind": kind} for row in query.run(as_dict=True)]
	return sorted(found, key=lambda row: (-(row["days"] or 0), row["plan"]))


def _plans(filters: Mapping):
	table, query = rows.of(DOCTYPE)
	return table, _filtered(query, table, filters)


def _filtered(query, table, filters: Mapping):
	query = rows.placed(query, table, filters)
	if filters.get("case_worker"):
		query = query.where(table.case_worker == filters["case_worker"])
	if filters.get("state"):
		query = query.where(table.workflow_state == filters["state"])
	return query


def _is_overdue(plan, table, kind: str):
	under_way = ACTIONS_UNDER_WAY if kind == "action" else GOALS_UNDER_WAY
	return (table.due < today()) & table.status.isin(under_way) & plan.workflow_state.isin(PLAN_OPEN)


def _goals(filters: Mapping):
	def ask(plan, query):
		goal = DocType(GOALS)
		query = _with_goals(_filtered(query, plan, filters), plan, goal)
		late = Sum(Case().when(_is_overdue(plan, goal, "goal"), 1).else_(0))
		return tally.Asked(query, [goal.area, goal.status], [Count("*"), late])

	return tally.tally(DOCTYPE, ask)


def _actions(filters: Mapping):
	def ask(plan, query):
		goal, action = DocType(GOALS), DocType(ACTIONS)
		query = _with_goals(_filtered(query, plan, filters), plan, goal)
		query = _with_actions(query, plan, goal, action)
		late = Sum(Case().when(_is_overdue(plan, action, "action"), 1).else_(0))
		return tally.Asked(query, [goal.area, action.status], [Count("*"), late])

	return tally.tally(DOCTYPE, ask)


def _first_achievements(filters: Mapping):
	"""(area, days from a plan's first approval to the first goal achieved in that area, how many plans)."""

	def ask(plan, query):
		goal, step = DocType(GOALS), DocType("KIM Plan Step")
		query = _with_goals(_filtered(query, plan, filters), plan, goal)
		query = query.join(step).on(
			(step.parent == plan.name) & (step.parenttype == DOCTYPE) & (step.action == "Approve")
		)
		query = query.where(goal.achieved_on.isnotnull() & (goal.status == "Achieved"))
		area, days = Coalesce(goal.area, ""), rows.DaysBetween(Min(goal.achieved_on), Min(step.taken_on))
		return tally.Asked(query, [area, days], [ValueWrapper(1)], each=[plan.name, goal.area])

	return tally.tally(DOCTYPE, ask)


def _with_goals(query, plan, goal):
	return query.join(goal).on((goal.parent == plan.name) & (goal.parenttype == DOCTYPE))


def _with_actions(query, plan, goal, action):
	return query.join(action).on(
		(action.parent == plan.name) & (action.parenttype == DOCTYPE) & (action.goal_key == goal.goal_key)
	)
