"""What a decision leaves behind, in the browser: the certificate, the timeline, an appeal, a faster colleague."""

import re

from playwright.sync_api import expect

from kim_app import roles, testing

from .desk import field, press, status, take

FORM = "/app/kim-validation/{}"


def test_an_approved_case_shows_its_certificate_and_how_it_came_about(visit, staff, pending, stored):
	supervisor = visit(staff[roles.SUPERVISOR])
	page = supervisor.open(FORM.format(pending.name))
	take(page, "Approve")
	expect(status(page, "Validated")).to_be_visible()
	number = stored("KIM Validation", pending.name, "certificate_number")
	expect(page.locator(".form-message:visible")).to_contain_text(number)
	steps = page.locator(".kim-timeline:visible li strong")
	expect(steps).to_have_text(["Opened", "Document", "Submit for Assessment", "Propose", "Approve"])
	assert supervisor.faults == []


def test_a_case_worker_appeals_with_a_reason_and_the_new_case_links_back(site, visit, staff, pending, stored):
	testing.take_step(pending.name, "Reject", staff[roles.SUPERVISOR], reason="The reference is old.")
	site.db.commit()
	case_worker = visit(staff[roles.CASE_WORKER])
	page = case_worker.open(FORM.format(pending.name))
	expect(page.locator(".form-message:visible")).to_contain_text("The reference is old.")
	press(page, "Appeal")
	dialog = page.locator(".modal.show")
	dialog.locator("textarea").fill("A newer reference has come.")
	dialog.get_by_role("button", name="Appeal").click()
	expect(page).to_have_url(re.compile(f"{pending.name}-1"))
	expect(status(page, "Identification")).to_be_visible()
	expect(page.locator(".form-message:visible")).to_contain_text(f"An appeal against {pending.name}")
	expect(page.locator(".kim-timeline:visible blockquote")).to_have_text("A newer reference has come.")
	assert stored("KIM Validation", f"{pending.name}-1", "amended_from") == pending.name
	assert case_worker.faults == []


def test_who_decides_second_is_told_who_was_faster(site, visit, staff, pending, stored):
	second = visit(staff[roles.SUPERVISOR])
	page = second.open(FORM.format(pending.name))
	expect(status(page, "Pending Approval")).to_be_visible()
	faster = testing.make_user("faster@browser.example", roles.SUPERVISOR, centre=pending.centre)
	try:
		testing.take_step(pending.name, "Reject", faster, reason="Too old.")
		site.db.commit()
		take(page, "Approve")
		expect(page.locator(".modal.show .msgprint")).to_contain_text("faster took the step Reject")
		assert stored("KIM Validation", pending.name, ["workflow_state", "approver"]) == (
			"Not Validated",
			faster,
		)
	finally:
		site.delete_doc("User", faster, force=True)
		site.db.commit()


def test_a_case_is_shown_by_the_titles_of_competence_and_framework(visit, staff, pending):
	visitor = visit(staff[roles.SUPERVISOR])
	page = visitor.open(FORM.format(pending.name))
	expect(field(page, "competence")).to_contain_text("Digital competence")
	expect(field(page, "framework")).to_contain_text("Key competences for lifelong learning 2018")
	assert visitor.faults == []
