"""Passports and letters from the forms, and the public page that confirms them."""

import re
import secrets

import pytest
from playwright.sync_api import expect

from kim_app import roles

from . import desk
from .conftest import CENTRE


@pytest.fixture
def validated(site, staff):
	"""A validation that was approved, of somebody who speaks Arabic."""
	from kim_app import testing

	site.db.rollback()
	participant = testing.make_participant(
		CENTRE, "المصري " + secrets.token_hex(3), languages=[{"language": "ar", "mother_tongue": 1}]
	)
	pending = testing.bring_to_approval(participant, staff)
	validation = testing.take_step(pending.name, "Approve", staff[roles.SUPERVISOR])
	site.db.commit()
	return validation


def test_a_case_worker_prints_a_passport_that_anybody_can_check(site, visit, staff, validated, unasked):
	visitor = visit(staff[roles.CASE_WORKER])
	page = visitor.open(f"/app/kim-participant/{validated.participant}")
	desk.press(page, "Competence passport")
	dialog = page.locator(".modal.show")
	expect(dialog.locator("[data-fieldname=second] select")).to_have_value("ar")
	dialog.get_by_role("button", name="Print", exact=True).click()
	expect(dialog).to_contain_text("is issued")
	number = re.search(r"KIM-\w{4}-\w{4}-\w{4}", dialog.inner_text())[0]
	links = {link.inner_text(): link.get_attribute("href") for link in dialog.locator(".kim-ways a").all()}
	assert visitor.call("GET", links["Open PDF"]).body().startswith(b"%PDF")
	assert visitor.call("GET", links["Save as JSON"]).json()["number"] == number
	assert "EuropeanDigitalCredential" in visitor.call("GET", links["Save as Europass"]).json()["type"]
	assert visitor.faults == []
	# The page of a print has scripts of Frappe's own, with faults of their own.
	shown = visitor.open(links["Open as a page"])
	expect(shown.locator(".kim-paper")).to_contain_text("جواز الكفاءات")
	expect(shown.locator(".kim-number").last).to_have_text(number)

	guest = visit(None)
	answer = guest.open(f"/kim/confirm?number={number}").get_by_role("status")
	expect(answer).to_contain_text("This document is genuine and valid.")
	expect(answer).to_contain_text("Competence passport")
	expect(answer.locator(".kim-lines li")).to_have_count(1)
	assert "المصري" not in guest.page.content()
	assert guest.faults == []


def test_a_decided_validation_has_a_letter_and_an_open_one_has_none(visit, staff, validated, pending):
	visitor = visit(staff[roles.CASE_WORKER])
	page = visitor.open(f"/app/kim-validation/{validated.name}")
	with visitor.context.expect_event("request", lambda request: "decision_letter" in request.url) as asked:
		desk.press(page, "Decision letter")
	assert visitor.call("GET", asked.value.url).body().startswith(b"%PDF")
	page = visitor.open(f"/app/kim-validation/{pending.name}")
	expect(desk.status(page, "Pending Approval")).to_be_visible()
	expect(page.get_by_role("button", name="Decision letter")).to_have_count(0)


def test_a_person_of_another_centre_gets_neither(visit, centre, validated):
	from .conftest import OTHER_CENTRE

	visitor = visit(centre[OTHER_CENTRE][roles.CASE_WORKER])
	visitor.open("/app")
	for method, path, sent in (
		("POST", "kim_app.printing.api.issue_passport", {"participant": validated.participant}),
		("POST", "kim_app.printing.api.decision_letter", {"validation": validated.name}),
	):
		answer = visitor.call(method, f"/api/method/{path}", form=sent)
		assert answer.status == 403, answer.text()[:300]
