"""A supervisor approves in the browser; whoever assessed cannot, by no way in."""

import json
import re

import pytest
from playwright.sync_api import expect

from kim_app import roles

from .conftest import CENTRE, PASSWORD
from .desk import field, status, take

FORM = "/app/kim-validation/{}"


def test_a_supervisor_signs_in_finds_what_is_pending_and_approves_it(visit, staff, pending, stored):
	supervisor = visit(None)
	page = supervisor.open("/login")
	page.fill("#login_email", staff[roles.SUPERVISOR])
	page.fill("#login_password", PASSWORD)
	page.click(".btn-login")
	# The first sign-in after a start waits for a server that is still loading its apps.
	expect(page).to_have_url(re.compile("/app"), timeout=60_000)
	page = supervisor.open("/app/kim-validation?workflow_state=Pending+Approval")
	row = page.locator(".list-row", has_text=pending.participant_name)
	expect(row).to_be_visible()
	row.locator(".list-subject a").click()
	expect(page).to_have_url(re.compile(pending.name))
	take(page, "Approve")
	expect(status(page, "Validated")).to_be_visible()
	# The name of the person, which a test's people have from their login.
	expect(field(page, "approver")).to_contain_text(staff[roles.SUPERVISOR].split("@")[0])
	assert stored("KIM Validation", pending.name, ["workflow_state", "docstatus", "approver"]) == (
		"Validated",
		1,
		staff[roles.SUPERVISOR],
	)
	assert supervisor.faults == []


def test_rejecting_asks_for_a_reason_and_keeps_it(visit, staff, pending, stored):
	supervisor = visit(staff[roles.SUPERVISOR])
	page = supervisor.open(FORM.format(pending.name))
	take(page, "Reject")
	dialog = page.locator(".modal.show")
	dialog.locator("textarea").fill("The reference cannot be read.")
	dialog.get_by_role("button", name="Reject").click()
	expect(status(page, "Not Validated")).to_be_visible()
	assert stored("KIM Validation", pending.name, "workflow_state") == "Not Validated"
	assert stored("KIM Validation Step", {"parent": pending.name, "action": "Reject"}, "reason") == (
		"The reference cannot be read."
	)
	assert supervisor.faults == []


def test_closing_the_reason_dialog_leaves_the_case_as_it_was(visit, staff, pending, stored):
	supervisor = visit(staff[roles.SUPERVISOR])
	page = supervisor.open(FORM.format(pending.name))
	take(page, "Reject")
	page.locator(".modal.show .btn-modal-close").click()
	expect(page.locator(".modal.show")).to_have_count(0)
	assert stored("KIM Validation", pending.name, "workflow_state") == "Pending Approval"
	# The form is usable again: nothing lies frozen over it.
	take(page, "Approve")
	expect(status(page, "Validated")).to_be_visible()


@pytest.mark.parametrize("role", [roles.ASSESSOR, roles.CASE_WORKER])
def test_who_prepared_the_case_finds_no_button_to_approve(visit, staff, untouched, role):
	visitor = visit(staff[role])
	page = visitor.open(FORM.format(untouched.name))
	expect(status(page, "Pending Approval")).to_be_visible()
	assert page.get_by_text("Approve", exact=True).count() == 0
	expect(page.locator(".actions-btn-group > button:visible")).to_have_count(0)


def test_a_coordinator_who_supervises_elsewhere_finds_no_button_either(site, visit, centre, untouched):
	from frappe.utils.password import update_password

	from kim_app import testing

	site.db.rollback()
	organisation = site.db.get_value("KIM Centre", CENTRE, "organisation")
	elsewhere = testing.make_centre(f"{CENTRE} Annex", organisation)
	user = testing.make_user(
		"elsewhere@browser.example", roles.SUPERVISOR, roles.COORDINATOR, centre=elsewhere
	)
	update_password(user, PASSWORD)
	site.db.commit()
	try:
		visitor = visit(user)
		page = visitor.open(FORM.format(untouched.name))
		expect(status(page, "Pending Approval")).to_be_visible()
		expect(page.locator(".actions-btn-group > button:visible")).to_have_count(0)
		assert visitor.faults == []
	finally:
		site.db.rollback()
		testing.remove_centres([elsewhere])
		site.db.commit()


def ways_to_approve(name: str):
	"""Every request by which a state could be written."""
	document = {"doctype": "KIM Validation", "name": name, "workflow_state": "Validated", "docstatus": 1}
	method = "/api/method/"
	return {
		"REST update": (
			"PUT",
			f"/api/resource/KIM Validation/{name}",
			{"workflow_state": "Validated", "docstatus": 1},
		),
		"workflow action": (
			"POST",
			method + "frappe.model.workflow.apply_workflow",
			{"doc": json.dumps({"doctype": "KIM Validation", "name": name}), "action": "Approve"},
		),
		"bulk workflow action": (
			"POST",
			method + "frappe.model.workflow.bulk_workflow_approval",
			{"docnames": json.dumps([name]), "doctype": "KIM Validation", "action": "Approve"},
		),
		"set_value": (
			"POST",
			method + "frappe.client.set_value",
			{"doctype": "KIM Validation", "name": name, "fieldname": "workflow_state", "value": "Validated"},
		),
		"submit": ("POST", method + "frappe.client.submit", {"doc": json.dumps(document)}),
		"save": ("POST", method + "frappe.client.save", {"doc": json.dumps(document)}),
		"desk save": (
			"POST",
			method + "frappe.desk.form.save.savedocs",
			{"doc": json.dumps(document), "action": "Submit"},
		),
		"bulk edit": (
			"POST",
			method + "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
			{
				"doctype": "KIM Validation",
				"docnames": json.dumps([name]),
				"action": "update",
				"data": json.dumps({"workflow_state": "Validated", "docstatus": 1}),
			},
		),
	}


@pytest.mark.parametrize("role", [roles.ASSESSOR, roles.CASE_WORKER, roles.COORDINATOR])
def test_who_is_no_supervisor_cannot_approve_by_any_request(visit, staff, untouched, stored, role):
	assert_no_way_to_approve(visit(staff[role]), untouched.name, stored)


def test_an_assessor_who_is_also_a_supervisor_cannot_approve_their_own_case(
	site, visit, staff, untouched, stored
):
	assessor = site.get_doc("User", staff[roles.ASSESSOR])
	assessor.add_roles(roles.SUPERVISOR)
	site.db.commit()
	try:
		assert_no_way_to_approve(visit(staff[roles.ASSESSOR]), untouched.name, stored)
	finally:
		assessor.remove_roles(roles.SUPERVISOR)
		site.db.commit()


def assert_no_way_to_approve(visitor, name: str, stored):
	for way, (method, path, fields) in ways_to_approve(name).items():
		visitor.call(method, path, form=fields)
		assert stored("KIM Validation", name, ["workflow_state", "docstatus", "approver"]) == (
			"Pending Approval",
			0,
			None,
		), way


def test_the_same_requests_do_approve_for_the_supervisor(visit, staff, pending, stored):
	"""So the refusals above are refusals, not requests that never work."""
	visitor = visit(staff[roles.SUPERVISOR])
	method, path, fields = ways_to_approve(pending.name)["REST update"]
	answer = visitor.call(method, path, data=fields)
	assert answer.ok, answer.text()
	assert stored("KIM Validation", pending.name, "workflow_state") == "Validated"


def test_another_centre_neither_sees_nor_reaches_the_case(visit, centre, untouched):
	from .conftest import OTHER_CENTRE

	visitor = visit(centre[OTHER_CENTRE][roles.SUPERVISOR])
	listed = visitor.call("GET", "/api/resource/KIM Validation?limit_page_length=0").json()["data"]
	assert untouched.name not in [row["name"] for row in listed]
	assert visitor.call("GET", f"/api/resource/KIM Validation/{untouched.name}").status == 403
	assert visitor.call("GET", f"/api/resource/KIM Participant/{untouched.participant}").status == 403
