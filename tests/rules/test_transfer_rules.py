"""Every rule of a transfer to another centre, without a site."""

from dataclasses import replace
from datetime import date

import pytest

from kim_app import roles
from kim_app.transfer import rules
from kim_app.transfer.rules import ACCEPT, CONSENT, DECLINE, RECORD_CONSENT, WITHDRAW, Transfer

TODAY = date(2026, 3, 1)
ADA = "ada@kim.example"
REQUESTED = Transfer(
	status=rules.REQUESTED,
	from_centre="Here",
	to_centre="There",
	today=TODAY,
	requested_on=TODAY,
	participants_login=ADA,
)
CONSENTED = replace(REQUESTED, status=rules.CONSENTED)


def step(action, transfer, centre=None, role=roles.CASE_WORKER, user="cw@kim.example"):
	centres = {centre} if centre else set()
	return [breach.kind for breach in rules.step(action, user, {role}, centres, transfer)]


def test_a_case_goes_over_when_the_participant_has_consented_and_the_other_centre_accepts():
	signed = replace(REQUESTED, consent_on=TODAY, scan="/private/files/s.pdf")
	assert step(RECORD_CONSENT, signed, "Here") == []
	assert step(ACCEPT, CONSENTED, "There") == []
	assert step(ACCEPT, CONSENTED, "There", roles.SUPERVISOR) == []


def test_nobody_accepts_without_consent():
	assert step(ACCEPT, REQUESTED, "There") == ["not-open"]


def test_each_step_is_taken_on_its_own_side():
	assert step(ACCEPT, CONSENTED, "Here") == ["not-receiving"]
	assert step(DECLINE, replace(CONSENTED, reason="Full"), "Here") == ["not-receiving"]
	assert step(WITHDRAW, CONSENTED, "There") == ["not-giving"]
	assert step(RECORD_CONSENT, REQUESTED, "There") == ["not-giving"]
	assert step(ACCEPT, CONSENTED, "There", roles.TRAINER) == ["not-receiving"]
	assert step(CONSENT, REQUESTED, "Here") == ["not-participant"]


def test_the_participant_signs_with_a_name():
	assert step(CONSENT, REQUESTED, user=ADA) == ["name-missing"]
	assert step(CONSENT, replace(REQUESTED, signed_name="Ada"), user=ADA) == []


def test_recorded_consent_needs_a_day_and_a_scan():
	assert step(RECORD_CONSENT, REQUESTED, "Here") == ["consent-on-missing", "scan-missing"]


def test_declining_needs_a_reason():
	assert step(DECLINE, CONSENTED, "There") == ["reason-missing"]


def test_who_takes_over_works_at_the_receiving_centre():
	stranger = replace(CONSENTED, case_worker="Bea", case_worker_works_there=False)
	assert step(ACCEPT, stranger, "There") == ["case-worker-elsewhere"]


@pytest.mark.parametrize("state", [rules.ACCEPTED, rules.DECLINED, rules.WITHDRAWN])
def test_what_is_answered_is_not_answered_again(state):
	assert step(ACCEPT, replace(REQUESTED, status=state), "There") == ["not-open"]


@pytest.mark.parametrize(
	("values", "kind"),
	[
		({"to_centre": "Here"}, "same-centre"),
		({"to_centre_closed": True}, "centre-closed"),
		({"consent_on": date(2026, 3, 2)}, "consent-in-future"),
		({"consent_on": date(2026, 2, 2)}, "consent-before"),
	],
)
def test_what_is_wrong_in_a_transfer_is_said(values, kind):
	assert [breach.kind for breach in rules.contents(replace(REQUESTED, **values))] == [kind]
