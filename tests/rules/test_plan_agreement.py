"""What a plan agrees on, told apart from how it is carried out, and compared between versions."""

import pytest

from kim_app.inclusion import agreement
from kim_app.inclusion.agreement import ADDED, CHANGED, REMOVED, SAME

GOAL = {"goal_key": "flat", "title": "A flat", "area": "Housing", "target": "A contract", "status": "Open"}
ACTION = {"action_key": "ask", "goal_key": "flat", "what": "Ask", "due": "2026-05-01", "status": "Planned"}
PLAN = {"from_date": "2026-01-01", "to_date": "2026-12-31", "goals": [GOAL], "actions": [ACTION]}


def plan(goal=None, action=None, **fields):
	return {**PLAN, "goals": [{**GOAL, **(goal or {})}], "actions": [{**ACTION, **(action or {})}], **fields}


@pytest.mark.parametrize(
	"changed",
	[
		plan(goal={"target": "A key"}),
		plan(goal={"due": "2026-06-01"}),
		plan(goal={"status": "Dropped"}),
		plan(action={"due": "2026-06-01"}),
		plan(action={"who": "Colleague"}),
		plan(to_date="2026-11-30"),
		plan(goals=[]),
	],
)
def test_what_is_agreed_on_changes_the_digest(changed):
	assert agreement.digest(changed) != agreement.digest(PLAN)


@pytest.mark.parametrize(
	"changed",
	[
		plan(goal={"status": "Achieved", "progress": 100}),
		plan(action={"status": "Done", "done_on": "2026-04-01", "result": "A list"}),
		plan(goal={"note": "Went well", "validation": "KIM-V-1"}),
	],
)
def test_how_it_is_carried_out_does_not(changed):
	assert agreement.digest(changed) == agreement.digest(PLAN)
	assert (
		agreement.carried_out(changed) != agreement.carried_out(PLAN) or "validation" in changed["goals"][0]
	)


def test_the_order_in_which_goals_are_shown_is_not_agreed_on():
	other = {**GOAL, "goal_key": "work", "title": "Work"}
	one, two = plan(goals=[GOAL, other]), plan(goals=[other, GOAL])
	assert agreement.digest(one) == agreement.digest(two)


def test_empty_and_missing_are_the_same():
	assert agreement.digest(plan(wishes=None)) == agreement.digest(plan(wishes=""))


def test_a_column_that_is_added_later_makes_no_signed_plan_another_one(monkeypatch):
	signed = agreement.digest(PLAN)
	monkeypatch.setattr(agreement, "GOAL", (*agreement.GOAL, "colour"))
	assert agreement.digest(PLAN) == signed
	assert agreement.digest(plan(goal={"colour": "green"})) != signed


def test_versions_are_compared_by_the_keys_of_their_rows():
	new_goal = {**GOAL, "goal_key": "work", "title": "Work"}
	left = plan(goals=[GOAL, {**GOAL, "goal_key": "gone", "title": "Gone"}])
	right = plan(goal={"target": "A key"}, to_date="2026-11-30")
	right["goals"].append(new_goal)
	dates, goals = agreement.differences(left, right)
	assert (dates.state, dates.columns) == (CHANGED, ("to_date",))
	assert [(goal.state, (goal.right or goal.left)["goal_key"]) for goal in goals] == [
		(CHANGED, "flat"),
		(ADDED, "work"),
		(REMOVED, "gone"),
	]
	assert goals[0].columns == ("target",)
	assert goals[0].parts[0].state == SAME


def test_a_goal_whose_action_changed_is_marked_as_changed_without_columns_of_its_own():
	_dates, (goal,) = agreement.differences(PLAN, plan(action={"due": "2026-06-01"}))
	assert (goal.state, goal.columns) == (CHANGED, ())
	assert goal.parts[0].columns == ("due",)


def test_equal_versions_differ_in_nothing():
	dates, goals = agreement.differences(PLAN, plan())
	assert {dates.state, *(goal.state for goal in goals)} == {SAME}
