"""The rules of a validation, without a site."""

from dataclasses import replace
from datetime import date

import pytest

from kim_app import roles
from kim_app.evidence.rules import Cited
from kim_app.validation import rules, workflow

READY = rules.Case(
	competence="KC-2018-DIG",
	claimed_level="2",
	proposed_level="3",
	rationale="Seen at work.",
	reason="Because.",
	competence_title="Digital competence",
	evidence=(Cited("KIM-E-1", "Reference", "Recorded", {"KC-2018-DIG"}, {}),),
	least_evidence=1,
	criteria=("DIG1", "DIG2"),
	ratings=(("DIG1", "3"), ("DIG2", "2")),
	scale=("0", "1", "2", "3", "4"),
	involved=frozenset({"case@centre.example", "assessor@centre.example"}),
	centre="Florence",
	works_there=True,
	assessed_on=date(2026, 3, 9),
	opened_on=date(2026, 3, 2),
	today=date(2026, 3, 9),
)


def kinds(breaches):
	return [breach.kind for breach in breaches]


def take(action, case=READY, user="someone@centre.example", user_roles=roles.STAFF):
	row = next(row for row in workflow.TRANSITIONS if row.action == action)
	return kinds(rules.step(row.source, row.target, user, user_roles, case))


@pytest.mark.parametrize("row", workflow.TRANSITIONS, ids=lambda row: row.action)
def test_a_ready_case_takes_every_step_of_the_table(row):
	assert take(row.action) == []


@pytest.mark.parametrize("row", workflow.TRANSITIONS, ids=lambda row: row.action)
def test_a_step_is_refused_to_everybody_without_its_role(row):
	others = set(roles.ALL) - {row.role}
	assert take(row.action, user_roles=others) == ["not-your-step"]


def open_to(user="someone@centre.example", user_roles=roles.STAFF, case=READY):
	return [row.action for row in rules.open_to(workflow.PENDING_APPROVAL, user, user_roles, case)]


def test_steps_are_open_to_those_who_hold_the_role_work_there_and_had_no_hand_in_the_case():
	assert open_to() == ["Return to Assessor", "Approve", "Reject"]
	assert open_to(user_roles={roles.CASE_WORKER}) == []
	assert open_to(case=replace(READY, works_there=False)) == []
	assert open_to(user="case@centre.example") == ["Return to Assessor"]
	# What a step needs is told when it is taken.
	assert open_to(case=replace(READY, reason=None)) == open_to()


@pytest.mark.parametrize("source", workflow.STATES)
@pytest.mark.parametrize("target", workflow.STATES)
def test_no_step_outside_the_table_is_allowed(source, target):
	breaches = kinds(rules.step(source, target, "x", roles.ALL, READY))
	listed = any((row.source, row.target) == (source, target) for row in workflow.TRANSITIONS)
	assert (breaches == []) is listed
	assert listed or breaches == ["no-such-step"]


@pytest.mark.parametrize("action", ["Approve", "Reject"])
@pytest.mark.parametrize("user", sorted(READY.involved))
def test_nobody_decides_a_case_they_prepared(action, user):
	assert take(action, user=user) == ["own-case"]


@pytest.mark.parametrize("action", ["Return to Assessor", "Propose"])
def test_who_prepared_a_case_may_still_move_it_on_before_the_decision(action):
	assert take(action, user="assessor@centre.example") == []


@pytest.mark.parametrize(
	"row", [row for row in workflow.TRANSITIONS if row.needs_reason], ids=lambda r: r.action
)
@pytest.mark.parametrize("reason", [None, "", "   "])
def test_a_step_that_needs_a_reason_is_refused_without_one(row, reason):
	assert take(row.action, replace(READY, reason=reason)) == ["reason-missing"]


@pytest.mark.parametrize(
	("action", "lacking", "kind"),
	[
		("Document", {"competence": None}, "competence-missing"),
		("Document", {"claimed_level": ""}, "claimed-level-missing"),
		("Submit for Assessment", {"evidence": ()}, "too-little-evidence"),
		("Submit for Assessment", {"least_evidence": 3}, "too-little-evidence"),
		("Propose", {"ratings": (("DIG1", "3"), ("DIG2", ""))}, "criteria-unrated"),
		("Propose", {"ratings": (("DIG1", "3"),)}, "criteria-unrated"),
		("Propose", {"proposed_level": None}, "proposed-level-missing"),
		("Propose", {"rationale": " "}, "rationale-missing"),
	],
)
def test_a_step_is_refused_while_something_it_needs_is_lacking(action, lacking, kind):
	assert take(action, replace(READY, **lacking)) == [kind]


def test_every_level_off_the_scale_is_named_with_its_field():
	case = replace(READY, claimed_level="9", ratings=(("DIG1", "A1"), ("DIG2", None)))
	breaches = rules.levels(case)
	assert [breach.values["field"] for breach in breaches] == ["claimed_level", "ratings DIG1"]


def test_criteria_that_are_not_the_competences_or_stand_twice_are_named():
	case = replace(READY, ratings=(("DIG1", "3"), ("DIG1", "3"), ("LIT1", "3")))
	assert [(breach.kind, breach.values["criteria"]) for breach in rules.criteria(case)] == [
		("criteria-foreign", ["LIT1"]),
		("criteria-twice", ["DIG1"]),
	]
	assert rules.criteria(READY) == []


def test_zero_is_a_level_and_not_a_missing_one():
	case = replace(READY, claimed_level="0", proposed_level="0", ratings=(("DIG1", "0"), ("DIG2", "0")))
	assert rules.levels(case) == []
	assert take("Propose", case) == []
	assert take("Document", case) == []


def test_a_new_validation_opens_at_identification_only():
	for state in workflow.STATES:
		assert bool(rules.opening(state, from_approved_import=False)) is (state != workflow.IDENTIFICATION)


def test_an_approved_import_may_bring_a_decided_validation_but_not_one_halfway():
	allowed = {state for state in workflow.STATES if not rules.opening(state, from_approved_import=True)}
	assert allowed == {workflow.IDENTIFICATION, workflow.VALIDATED, workflow.NOT_VALIDATED}


def test_a_document_is_submitted_or_cancelled_only_with_its_state():
	for state in workflow.STATES:
		fitting = [status for status in (0, 1, 2) if not rules.document_status(state, status)]
		assert fitting == [workflow.DOCSTATUS[state]]


def test_a_phase_lets_its_own_role_change_its_own_fields():
	assert rules.changes(workflow.DOCUMENTATION, {"evidence"}, [roles.CASE_WORKER], READY) == []
	assert rules.changes(workflow.ASSESSMENT, {"ratings", "proposed_level"}, [roles.ASSESSOR], READY) == []
	assert kinds(rules.changes(workflow.DOCUMENTATION, {"evidence"}, [roles.SUPERVISOR], READY)) == [
		"not-your-phase"
	]
	assert kinds(rules.changes(workflow.ASSESSMENT, {"claimed_level"}, roles.ALL, READY)) == [
		"closed-in-state"
	]


@pytest.mark.parametrize("state", [workflow.PENDING_APPROVAL, workflow.VALIDATED, workflow.NOT_VALIDATED])
def test_nothing_of_a_case_changes_once_it_waits_for_or_has_a_decision(state):
	assert set(kinds(rules.changes(state, set(workflow.CONTENT), roles.ALL, READY))) == {"closed-in-state"}


@pytest.mark.parametrize("field", workflow.CONTROLLED)
def test_what_kim_fills_in_nobody_changes(field):
	for state in workflow.STATES:
		assert "written-by-kim" in kinds(rules.changes(state, {field}, roles.ALL, READY))


def test_an_assessment_lies_between_the_opening_and_today():
	assert rules.dates(READY) == []
	assert rules.dates(replace(READY, assessed_on=None)) == []
	assert kinds(rules.dates(replace(READY, assessed_on=date(2026, 3, 10)))) == ["assessed-in-future"]
	assert kinds(rules.dates(replace(READY, assessed_on=date(2026, 3, 1)))) == ["assessed-before-opened"]


def test_only_what_was_not_validated_is_appealed_against_and_once():
	assert rules.appeal(workflow.NOT_VALIDATED, None) == []
	assert kinds(rules.appeal(workflow.NOT_VALIDATED, "KIM-V-00001-1")) == ["appealed-already"]
	for state in set(workflow.STATES) - {workflow.NOT_VALIDATED}:
		assert kinds(rules.appeal(state, None)) == ["nothing-to-appeal"]


def test_evidence_counts_when_it_bears_on_the_competence_and_nobody_rated_it_no():
	yes = dict.fromkeys(("valid", "authentic", "current", "sufficient"), "Yes")
	evidence = (
		Cited("KIM-E-1", "Reference", "Recorded", {"KC-2018-DIG", "KC-2018-LIT"}, {}),
		Cited("KIM-E-2", "Test", "Rated", {"KC-2018-DIG"}, {**yes, "current": "Partly"}),
		Cited("KIM-E-3", "Diploma", "Verified", {"KC-2018-LIT"}, yes),
		Cited("KIM-E-4", "Letter", "Rated", {"KC-2018-DIG"}, {**yes, "authentic": "No", "valid": "No"}),
		Cited("KIM-E-5", "Old letter", "Superseded", {"KC-2018-DIG"}, yes),
	)
	apart = rules.weightless(evidence, "KC-2018-DIG", "Digital competence")
	assert [(breach.kind, breach.values["evidence"]) for breach in apart] == [
		("evidence-elsewhere", "KIM-E-3"),
		("evidence-denied", "KIM-E-4"),
		("evidence-replaced", "KIM-E-5"),
	]
	assert apart[1].values["questions"] == ("valid", "authentic")
	assert take("Submit for Assessment", replace(READY, evidence=evidence, least_evidence=2)) == []
	assert take("Submit for Assessment", replace(READY, evidence=evidence, least_evidence=3)) == [
		"too-little-evidence",
		"evidence-elsewhere",
		"evidence-denied",
		"evidence-replaced",
	]


@pytest.mark.parametrize("row", workflow.TRANSITIONS, ids=lambda row: row.action)
def test_who_does_not_work_at_the_centre_takes_no_step_but_the_coordinators(row):
	told = take(row.action, replace(READY, works_there=False))
	assert told == ([] if row.role == roles.COORDINATOR else ["not-your-centre"])


def test_who_does_not_work_at_the_centre_writes_nothing_in_the_case():
	away = replace(READY, works_there=False)
	changed = {"rationale", "ratings"}
	assert kinds(rules.changes("Assessment", changed, roles.STAFF, away)) == ["not-your-centre-to-write"]
	assert rules.changes("Assessment", changed, roles.STAFF, READY) == []
