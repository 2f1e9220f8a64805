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

from kim_app.measures import durations, rows
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
	for area, day in _first_achievements(filters):
		days = found[area].days
		days[max(0, day)] = days.get(max(0, day), 0) + 1
	return sorted(found.values(), key=lambda line: line.area)


def plans(filters: Mapping) -> dict[str, int]:
	"""{state: how many plans}."""
	table, query = _plans(filters)
	counted = dict(query.groupby(table.workflow_state).select(table.workflow_state, Count("*")).run())
	return {state: counted[state] for state in PLAN_STATES if state in counted}


def overdue(filters: Mapping) -> list:
	"""The goals and actions that are overdue, the longest first: `plan`, `participant`, `participant_name`, `centre`,
	`case_worker`, `kind` (goal or action), `what`, `area`, `due`, `days`."""
	found = []
	for kind in ("goal", "action"):
		plan, query = _plans(filters)
		goal, action = DocType(GOALS), DocType(ACTIONS)
		query = query.join(goal).on((goal.parent == plan.name) & (goal.parenttype == DOCTYPE))
		if kind == "action":
			query = query.join(action).on(
				(action.parent == plan.name)
				& (action.parenttype == DOCTYPE)
				& (action.goal_key == goal.goal_key)
			)
		table = action if kind == "action" else goal
		query = query.where(_is_overdue(plan, table, kind))
		query = query.select(
			plan.name.as_("plan"),
			plan.participant,
			plan.participant_name,
			plan.centre,
			plan.case_worker,
			(action.what if kind == "action" else goal.title).as_("what"),
			goal.area,
			table.due,
			rows.DaysBetween(today(), table.due, alias="days"),
		)
		found += [{**row, "kind": kind} for row in query.run(as_dict=True)]
	return sorted(found, key=lambda row: (-row["days"], row["plan"]))


def _plans(filters: Mapping):
	table, query = rows.of(DOCTYPE)
	query = rows.placed(query, table, filters)
	if filters.get("case_worker"):
		query = query.where(table.case_worker == filters["case_worker"])
	if filters.get("state"):
		query = query.where(table.workflow_state == filters["state"])
	return table, query


def _is_overdue(plan, table, kind: str):
	under_way = ACTIONS_UNDER_WAY if kind == "action" else GOALS_UNDER_WAY
	return (table.due < today()) & table.status.isin(under_way) & plan.workflow_state.isin(PLAN_OPEN)


def _goals(filters: Mapping):
	goal = DocType(GOALS)
	plan, query = _plans(filters)
	query = query.join(goal).on((goal.parent == plan.name) & (goal.parenttype == DOCTYPE))
	late = Sum(Case().when(_is_overdue(plan, goal, "goal"), 1).else_(0))
	return query.groupby(goal.area, goal.status).select(goal.area, goal.status, Count("*"), late).run()


def _actions(filters: Mapping):
	goal, action = DocType(GOALS), DocType(ACTIONS)
	plan, query = _plans(filters)
	query = query.join(goal).on((goal.parent == plan.name) & (goal.parenttype == DOCTYPE))
	query = query.join(action).on(
		(action.parent == plan.name) & (action.parenttype == DOCTYPE) & (action.goal_key == goal.goal_key)
	)
	late = Sum(Case().when(_is_overdue(plan, action, "action"), 1).else_(0))
	return query.groupby(goal.area, action.status).select(goal.area, action.status, Count("*"), late).run()


def _first_achievements(filters: Mapping):
	"""(area, days from the plan's first approval to the first goal achieved in that area) for each plan and area."""
	goal, step = DocType(GOALS), DocType("KIM Plan Step")
	plan, query = _plans(filters)
	query = query.join(goal).on((goal.parent == plan.name) & (goal.parenttype == DOCTYPE))
	query = query.join(step).on(
		(step.parent == plan.name) & (step.parenttype == DOCTYPE) & (step.action == "Approve")
	)
	query = query.where(goal.achieved_on.isnotnull() & (goal.status == "Achieved"))
	days = rows.DaysBetween(Min(goal.achieved_on), Min(step.taken_on))
	return query.groupby(plan.name, goal.area).select(Coalesce(goal.area, ""), days).run()
