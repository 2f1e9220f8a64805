"""Every rule of an inclusion plan, without a site."""

from dataclasses import replace
from datetime import date

import pytest

from kim_app import roles
from kim_app.inclusion import contents, progress, rules, workflow
from kim_app.inclusion.rules import Action, Goal, Plan, Review
from kim_app.inclusion.workflow import ACTIVE, AGREED, COMPLETED, DISCONTINUED, DRAFT, PROPOSED, UNDER_REVIEW

TODAY = date(2026, 3, 1)
CASE_WORKER, SUPERVISOR, PARTICIPANT = "cw@kim.example", "sup@kim.example", "ada@kim.example"
ROLES = {
	CASE_WORKER: {roles.CASE_WORKER},
	SUPERVISOR: {roles.SUPERVISOR},
	PARTICIPANT: {roles.PARTICIPANT},
}
GOAL = Goal(
	key="g",
	title="Computer",
	status="Open",
	due=date(2026, 6, 1),
	competence="DIG",
	competence_kind="Competence",
	baseline=1,
	aim=3,
	aim_level="3",
	scale=("0", "1", "2", "3"),
)
HOUSING = Goal(key="h", title="A flat", status="Open", due=date(2026, 6, 1), target="A contract")
ACTION = Action(key="a", goal_key="g", what="Course", status="Planned", by="Ada", due=date(2026, 5, 1))
REVIEW = Review(TODAY, "Ada", "Goes on", date(2026, 5, 1))
PLAN = Plan(
	begins=date(2026, 1, 1),
	ends=date(2026, 12, 31),
	next_review=date(2026, 4, 1),
	goals=(GOAL,),
	actions=(ACTION,),
	today=TODAY,
	involved=frozenset({CASE_WORKER, PARTICIPANT}),
	participants_login=PARTICIPANT,
	centre="Here",
	case_worker=CASE_WORKER,
)


def kinds(breaches):
	return [breach.kind for breach in breaches]


def judge(plan, changed=workflow.CONTENT):
	return kinds(contents.judge(plan, changed))


def step(source, target, user, **values):
	return kinds(rules.step(source, target, user, ROLES[user], replace(PLAN, **values)))


def test_a_plan_goes_all_the_way_from_draft_to_completed():
	signed = {"agrees": PARTICIPANT, "signed_name": "Ada Okafor"}
	assert step(DRAFT, PROPOSED, CASE_WORKER) == []
	assert step(PROPOSED, AGREED, PARTICIPANT, **signed) == []
	assert step(AGREED, ACTIVE, SUPERVISOR) == []
	assert step(ACTIVE, UNDER_REVIEW, CASE_WORKER, in_force=True) == []
	assert step(UNDER_REVIEW, ACTIVE, CASE_WORKER, in_force=True, reviews=(REVIEW,)) == []
	done = (replace(GOAL, status="Achieved"),)
	assert step(UNDER_REVIEW, COMPLETED, CASE_WORKER, in_force=True, reviews=(REVIEW,), goals=done) == []


@pytest.mark.parametrize(
	("source", "target"),
	[(DRAFT, ACTIVE), (DRAFT, AGREED), (PROPOSED, ACTIVE), (ACTIVE, COMPLETED), (COMPLETED, ACTIVE)],
)
def test_no_step_leads_past_consent_approval_or_review(source, target):
	assert step(source, target, SUPERVISOR) == ["no-such-step"]


def test_who_had_a_hand_in_a_plan_does_not_approve_it():
	both = {roles.CASE_WORKER, roles.SUPERVISOR}
	assert kinds(rules.step(AGREED, ACTIVE, CASE_WORKER, both, PLAN)) == ["own-plan"]
	assert step(AGREED, ACTIVE, SUPERVISOR, involved=frozenset({SUPERVISOR})) == ["own-plan"]
	assert step(AGREED, ACTIVE, CASE_WORKER) == ["not-your-step"]


def test_only_the_participant_agrees_and_signs_with_a_name():
	assert step(PROPOSED, AGREED, PARTICIPANT, agrees=PARTICIPANT, signed_name=" A") == ["name-missing"]
	assert "agrees-for-another" in step(PROPOSED, AGREED, PARTICIPANT, signed_name="Ada")
	other = {"agrees": PARTICIPANT, "signed_name": "Ada", "participants_login": "bea@kim.example"}
	assert step(PROPOSED, AGREED, PARTICIPANT, **other) == ["agrees-for-another"]


def test_consent_that_is_recorded_needs_a_day_and_a_scan():
	assert step(PROPOSED, AGREED, CASE_WORKER) == ["signed-on-missing", "scan-missing"]
	assert step(PROPOSED, AGREED, CASE_WORKER, signed_on=TODAY, scan="/private/files/s.pdf") == []


def test_returning_and_discontinuing_need_a_reason():
	assert step(AGREED, DRAFT, SUPERVISOR) == ["reason-missing"]
	assert step(UNDER_REVIEW, DISCONTINUED, CASE_WORKER, in_force=True, reason=" ") == ["reason-missing"]
	assert step(UNDER_REVIEW, DISCONTINUED, CASE_WORKER, in_force=True, reason="Moved away") == []


def test_a_plan_in_force_goes_back_to_its_review_and_not_to_a_draft():
	reason = {"reason": "Too little time"}
	assert step(AGREED, DRAFT, SUPERVISOR, in_force=True, **reason) == ["no-such-step"]
	assert step(AGREED, UNDER_REVIEW, SUPERVISOR, in_force=True, **reason) == []
	assert step(AGREED, UNDER_REVIEW, SUPERVISOR, **reason) == ["no-such-step"]


def test_a_review_is_recorded_before_the_plan_goes_on():
	kept = (replace(REVIEW, kept=True),)
	assert step(UNDER_REVIEW, ACTIVE, CASE_WORKER, in_force=True, reviews=kept) == ["review-missing"]


def test_what_was_changed_in_a_review_is_proposed_and_what_was_not_goes_on():
	under = {"in_force": True, "reviews": (REVIEW,)}
	assert step(UNDER_REVIEW, ACTIVE, CASE_WORKER, changed_since=True, **under) == ["changed-in-review"]
	assert step(UNDER_REVIEW, PROPOSED, CASE_WORKER, changed_since=True, **under) == []
	assert step(UNDER_REVIEW, PROPOSED, CASE_WORKER, **under) == ["nothing-changed"]


def test_a_plan_is_completed_when_no_goal_is_left_open():
	assert step(UNDER_REVIEW, COMPLETED, CASE_WORKER, in_force=True, reviews=(REVIEW,)) == ["goals-open"]


@pytest.mark.parametrize(
	("values", "kind"),
	[
		({"begins": None}, "dates-missing"),
		({"next_review": None}, "next-review-missing"),
		({"next_review": date(2026, 2, 1)}, "next-review-past"),
		({"goals": (), "actions": ()}, "goals-missing"),
		({"goals": (replace(GOAL, due=None),)}, "goal-due-missing"),
		({"actions": ()}, "goal-without-action"),
		({"actions": (replace(ACTION, status="Dropped"),)}, "goal-without-action"),
		({"actions": (replace(ACTION, by=""),)}, "action-by-nobody"),
		({"actions": (replace(ACTION, due=None),)}, "action-due-missing"),
		({"actions": (replace(ACTION, stranger="Bea"),)}, "action-by-stranger"),
	],
)
def test_what_is_missing_is_said_when_a_plan_is_proposed(values, kind):
	assert step(DRAFT, PROPOSED, CASE_WORKER, **values) == [kind]


@pytest.mark.parametrize(
	("values", "kind"),
	[
		({"ends": date(2025, 1, 1), "goals": (), "actions": ()}, "ends-before-it-begins"),
		({"next_review": date(2027, 1, 1)}, "next-review-outside"),
		({"goals": (replace(GOAL, aim=None),)}, "goal-without-level"),
		({"goals": (replace(HOUSING, target=" "),), "actions": ()}, "goal-without-target"),
		({"goals": (replace(GOAL, aim=1),)}, "aim-not-above"),
		({"goals": (replace(GOAL, baseline=None, validated=3, fresh=True),)}, "reached-already"),
		({"goals": (replace(GOAL, off_scale="9"),)}, "level-off-scale"),
		({"goals": (replace(GOAL, competence_kind="Area"),)}, "competence-of-other-kind"),
		({"goals": (GOAL, replace(GOAL, key="g2"))}, "competence-twice"),
		({"goals": (replace(GOAL, due=date(2027, 1, 1)),)}, "goal-outside"),
		({"goals": (replace(GOAL, achieved_by_hand=True),)}, "achieved-by-hand"),
		({"actions": (replace(ACTION, goal_key="?"),)}, "action-without-goal"),
		({"actions": (replace(ACTION, due=date(2025, 12, 31)),)}, "action-outside"),
		({"actions": (replace(ACTION, begins=date(2026, 5, 2)),)}, "action-due-before"),
		({"actions": (replace(ACTION, stranger="Bea", fresh=True),)}, "action-by-stranger"),
		({"actions": (replace(ACTION, done_on=date(2026, 3, 2)),)}, "done-in-future"),
		({"actions": (replace(ACTION, foreign="KIM-V-1"),)}, "link-of-another"),
		({"reviews": (replace(REVIEW, took_part=""),)}, "review-incomplete"),
		({"reviews": (replace(REVIEW, held_on=date(2026, 3, 2)),)}, "review-in-future"),
		({"reviews": (replace(REVIEW, held_on=date(2025, 3, 2)),)}, "review-before-plan"),
		({"reviews": (replace(REVIEW, next_review=TODAY),)}, "next-review-before"),
		({"reviews": (replace(REVIEW, next_review=date(2027, 3, 2)),)}, "next-review-outside"),
		({"kept_reviews": False}, "reviews-kept"),
		({"signed_on": date(2026, 3, 2)}, "signed-in-future"),
		({"signed_on": date(2026, 2, 1), "proposed_on": date(2026, 2, 2)}, "signed-before"),
		({"case_worker_works_here": False}, "case-worker-elsewhere"),
	],
)
def test_what_is_wrong_in_a_plan_is_said_at_once(values, kind):
	assert judge(replace(PLAN, **values)) == [kind]


def test_a_plan_that_is_right_has_no_breach():
	assert judge(replace(PLAN, goals=(GOAL, HOUSING))) == []


def test_who_left_later_does_not_keep_others_from_carrying_the_plan_out():
	assert contents.actions(replace(PLAN, actions=(replace(ACTION, stranger="Bea"),))) == []


def test_what_was_approved_is_not_judged_anew_when_it_is_carried_out():
	stale = replace(PLAN, goals=(replace(GOAL, off_scale="9", due=date(2027, 1, 1)),))
	assert judge(stale, {"progress"}) == []
	assert judge(stale, {"agreement"}) == ["level-off-scale"]
	told = replace(PLAN, actions=(replace(ACTION, done_on=date(2026, 3, 2)),))
	assert judge(told, {"progress"}) == ["done-in-future"]


def test_what_is_dropped_is_not_judged():
	dropped = (replace(GOAL, status="Dropped", aim=None), replace(GOAL, key="g2"))
	assert judge(replace(PLAN, goals=dropped)) == []


@pytest.mark.parametrize(
	("state", "changed", "user", "expected"),
	[
		(DRAFT, {"agreement", "from_date"}, CASE_WORKER, []),
		(DRAFT, {"agreement"}, SUPERVISOR, ["not-your-phase"]),
		(ACTIVE, {"progress"}, CASE_WORKER, []),
		(ACTIVE, {"agreement"}, CASE_WORKER, ["active-changes-in-review"]),
		(ACTIVE, {"to_date"}, CASE_WORKER, ["active-changes-in-review"]),
		(AGREED, {"agreement"}, CASE_WORKER, ["closed-in-state"]),
		(PROPOSED, {"scan", "signed_on"}, CASE_WORKER, []),
		(UNDER_REVIEW, {"agreement", "reviews"}, CASE_WORKER, []),
		(COMPLETED, {"progress"}, CASE_WORKER, ["plan-closed"]),
		(DRAFT, {"approver"}, CASE_WORKER, ["written-by-kim"]),
	],
)
def test_what_may_be_changed_depends_on_state_and_role(state, changed, user, expected):
	assert kinds(rules.changes(state, changed, ROLES[user])) == expected


def test_a_new_plan_starts_as_a_draft():
	assert rules.opening(DRAFT) == []
	assert kinds(rules.opening(ACTIVE)) == ["opens-elsewhere"]


def test_every_open_state_has_a_way_out_and_every_closed_one_has_none():
	for in_force in (False, True):
		assert workflow.ways_out_of(COMPLETED, in_force) == workflow.ways_out_of(DISCONTINUED, in_force) == ()
		for state in workflow.OPEN_STATES:
			assert workflow.ways_out_of(state, in_force)


def test_progress_is_what_is_done_of_what_was_not_dropped():
	assert progress.of_goal("Open", ["Done", "Planned", "Dropped"]) == 50
	assert progress.of_goal("Open", []) == 0
	assert progress.of_goal("Achieved", ["Planned"]) == 100
	assert progress.of_goal("Open", ["Done", "Done", "In Progress"]) == 67
	goals = [{"progress": 50}, {"progress": 100}, {"progress": 0, "status": "Dropped"}]
	assert progress.of_plan(goals) == 75
	assert progress.of_plan([]) == 0


def test_a_goal_is_in_progress_once_an_action_was_begun():
	assert progress.status_of("Open", ["Planned"]) == "Open"
	assert progress.status_of("Open", ["In Progress", "Planned"]) == "In Progress"
	assert progress.status_of("In Progress", ["Planned"]) == "Open"
	assert progress.status_of("Achieved", ["Planned"]) == "Achieved"


def test_an_action_is_overdue_from_the_day_after_it_was_due():
	action = {"status": "Planned", "due": TODAY}
	assert not progress.overdue(action, TODAY)
	assert progress.overdue(action, date(2026, 3, 2))
	assert not progress.overdue({**action, "status": "Done"}, date(2026, 3, 2))
