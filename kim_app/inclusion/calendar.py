"""What the calendar and the time line of plans show: their actions and reviews. May import frappe.

Read with the user's own rights: of plans that they may not see, nothing is told.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate, today

from kim_app import permissions
from kim_app.arguments import checked
from kim_app.inclusion import plan, progress, workflow

MOST = 1000
FIELDS = ("name", "participant_name", "case_worker", "centre", "workflow_state", "from_date", "to_date")


@frappe.whitelist()
@checked
def events(start: str, end: str, filters: str | list | None = None) -> list[dict]:
	"""For the calendar view: an event for each action that is due and each review between `start` and `end` in
	the open plans that meet `filters`. `name` is the plan's, which a click opens; `kind` is due, overdue, done or review.

	Raises frappe.PermissionError.
	"""
	permissions.demand(plan.DOCTYPE)
	given = frappe.parse_json(filters) or []
	still_open = ["workflow_state", "in", list(workflow.OPEN_STATES)]
	plans = {row.name: row for row in _plans([*given, still_open], ["next_review"])}
	found = [
		_event(row.parent, row.name, f"{plans[row.parent].participant_name}: {row.what}", row.due, _kind(row))
		for row in _actions(list(plans), {"due": ["between", [start, end]]})
	]
	for row in plans.values():
		if row.next_review and getdate(start) <= row.next_review <= getdate(end):
			subject = _("{0}: review of the plan").format(row.participant_name)
			found.append(_event(row.name, f"{row.name}-review", subject, row.next_review, "review"))
	return found


def _event(document: str, key: str, subject: str, day, kind: str) -> dict:
	return {
		"name": document,
		"id": key,
		"subject": subject,
		"start": str(day),
		"end": str(day),
		"all_day": 1,
		"kind": kind,
		# A day is a day wherever it is read, and is not moved by dragging: it was agreed on.
		"in_time_zone": 0,
		"movable": 0,
	}


def _kind(row) -> str:
	if row.status == progress.DONE:
		return "done"
	return "overdue" if row.due and row.due < getdate(today()) else "due"


@frappe.whitelist()
@checked
def lines(
	name: str | None = None, case_worker: str | None = None, centre: str | None = None, done: str | int = 0
) -> dict:
	"""For the time line: `plans` with their `goals` and the actions of each, of the plan `name` or of all that
	are in force; `case_worker` and `centre` narrow them down, `done` adds what is done. `today` is the day.

	Raises frappe.PermissionError.
	"""
	permissions.demand(plan.DOCTYPE)
	filters = (
		[["name", "=", name]]
		if name
		else [["workflow_state", "in", [workflow.ACTIVE, workflow.UNDER_REVIEW]]]
	)
	filters += [
		[field, "=", value] for field, value in (("case_worker", case_worker), ("centre", centre)) if value
	]
	plans = _plans(filters, ["next_review"])
	names = [row.name for row in plans]
	statuses = [progress.PLANNED, progress.IN_PROGRESS]
	if done or name:
		statuses.append(progress.DONE)
	actions = _actions(names, {"status": ["in", statuses]})
	goals = frappe.get_all(
		"KIM Plan Goal",
		filters={
			"parent": ["in", names or [""]],
			"parenttype": plan.DOCTYPE,
			"status": ["!=", progress.DROPPED],
		},
		fields=["parent", "goal_key", "title", "area", "due", "status", "progress"],
		order_by="idx asc",
	)
	for row in actions:
		row.overdue = progress.overdue({"status": row.status, "due": row.due}, getdate(today()))
	for row in plans:
		row.goals = [goal for goal in goals if goal.parent == row.name]
		for goal in row.goals:
			goal.actions = [
				action for action in actions if action.parent == row.name and action.goal_key == goal.goal_key
			]
	return {"plans": plans, "today": today()}


def _plans(filters: list, more: list[str]) -> list:
	return frappe.get_list(
		plan.DOCTYPE,
		filters=filters,
		fields=[*FIELDS, *more],
		order_by="participant_name asc, name asc",
		limit=MOST,
	)


def _actions(plans: list[str], filters: dict) -> list:
	return frappe.get_all(
		"KIM Plan Action",
		filters={
			"parent": ["in", plans or [""]],
			"parenttype": plan.DOCTYPE,
			"status": ["!=", progress.DROPPED],
			**filters,
		},
		fields=[
			"name",
			"parent",
			"goal_key",
			"what",
			"from_date",
			"due",
			"status",
			"who",
			"staff",
			"person",
			"provider",
		],
		order_by="due asc, idx asc",
	)
