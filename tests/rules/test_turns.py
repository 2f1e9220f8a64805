"""Whose turn it is, and who had a hand in a case."""

from datetime import datetime

from kim_app import roles
from kim_app.validation import turns, workflow

STAFF = {"anna", "bert"}


def test_every_open_state_waits_for_the_role_that_leads_out_of_it():
	assert set(turns.ROLE) == set(workflow.OPEN_STATES)
	for state, role in turns.ROLE.items():
		assert {row.role for row in workflow.TRANSITIONS if row.source == state} == {role}
	assert turns.states_of(roles.CASE_WORKER) == ("Identification", "Documentation")
	assert turns.DECISIONS == ("Return to Assessor", "Approve", "Reject")


def test_a_case_stays_with_who_had_it_as_long_as_they_work_there():
	assert turns.in_turn(roles.ASSESSOR, "anna", STAFF) == {"anna"}
	assert turns.in_turn(roles.CASE_WORKER, "gone", STAFF) == STAFF
	assert turns.in_turn(roles.ASSESSOR, None, STAFF) == STAFF
	assert turns.in_turn(roles.ASSESSOR, "anna", ()) == frozenset()


def test_a_decision_belongs_to_every_supervisor_who_had_no_hand_in_the_case():
	assert turns.in_turn(roles.SUPERVISOR, None, STAFF, {"anna": "assessor"}) == {"bert"}
	assert turns.in_turn(roles.SUPERVISOR, None, {"anna"}, {"anna": "assessor"}) == frozenset()


def test_everybody_who_had_a_hand_in_a_case_is_named_with_the_weightiest_reason():
	hands = turns.Hands(
		owner="clara",
		case_worker="clara",
		assessor="anna",
		preparing=frozenset({"anna", "dora"}),
		contributors=frozenset({"emil"}),
		evidence=frozenset({"fred"}),
		rated=frozenset({"ivan", "anna"}),
		participant="gina",
		appealed=frozenset({"hugo"}),
	)
	assert turns.involvement(hands) == {
		"gina": "participant",
		"anna": "assessor",
		"clara": "case-worker",
		"hugo": "appealed",
		"fred": "evidence",
		"ivan": "rated",
		"dora": "step",
		"emil": "contributor",
	}
	assert turns.involvement(turns.Hands()) == {}


def test_waiting_is_counted_in_whole_days_and_coloured_by_the_settings():
	now = datetime(2026, 11, 24, 9, 0)
	assert turns.days_waiting(datetime(2026, 11, 12, 9, 0), now) == 12
	assert turns.days_waiting(datetime(2026, 11, 12, 9, 1), now) == 11
	assert turns.days_waiting(None, now) == 0
	assert [turns.urgency(days, 7, 21) for days in (6, 7, 21)] == ["", "orange", "red"]
	assert [turns.urgency(days, 0, 0) for days in (6, 700)] == ["", ""]
