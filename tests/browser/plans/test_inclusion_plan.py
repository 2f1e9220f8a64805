"""A plan in the browser until it is in force: built from the profile, proposed, signed on a phone, approved."""

import json

from playwright.sync_api import expect

from kim_app import roles

from ..conftest import CENTRE
from ..desk import field, press, save, status, take
from .form import DIGITAL, DOCTYPE, FORM, cards, fill

PHONE = {"width": 390, "height": 844}


def test_a_case_worker_builds_a_plan_from_the_profile_and_proposes_it(
	visit, staff, participant, target, stored
):
	visitor = visit(staff[roles.CASE_WORKER])
	page = visitor.open(f"/app/kim-participant/{participant.name}")
	press(page, "Inclusion plan")
	expect(field(page, "centre")).to_contain_text(CENTRE)
	press(page, "Build from profile")
	dialog = page.locator(".modal.show")
	dialog.get_by_label(target.title).check()
	rows = dialog.locator(".kim-build-rows > li")
	expect(rows).to_have_count(2)
	expect(rows.nth(0)).to_contain_text("3 levels missing")
	dialog.get_by_label("Goal, in plain words: Digital").fill("Use a computer at work")
	dialog.get_by_label("First action: Digital").fill("Attend the computer course")
	dialog.get_by_label("Take as a goal: Citizenship").uncheck()
	dialog.get_by_role("button", name="Add 1 goal").click()
	expect(cards(page)).to_have_count(1)
	expect(cards(page).nth(0)).to_contain_text("from 0 Not yet shown to 3 Alone in new settings")
	page.get_by_role("button", name="Add a goal").click()
	fill(dialog, "title", "A flat of my own")
	dialog.locator("[data-fieldname=area] select").select_option("Housing")
	dialog.get_by_role("button", name="Add", exact=True).click()
	expect(page.locator(".modal.show .msgprint")).to_contain_text("by what it is seen")
	page.locator(".modal.show", has=page.locator(".msgprint")).locator(".btn-modal-close").click()
	fill(dialog, "target", "A tenancy agreement is signed")
	dialog.get_by_role("button", name="Add", exact=True).click()
	cards(page).nth(1).get_by_role("button", name="Add an action").click()
	fill(dialog, "what", "Write to three landlords")
	dialog.get_by_role("button", name="Add", exact=True).click()
	save(page)
	expect(status(page, "Draft")).to_be_visible()

	# A second run proposes only what is new.
	press(page, "Build from profile")
	dialog.get_by_label(target.title).check()
	expect(dialog).to_contain_text("Nothing new")
	expect(dialog).to_contain_text("Left out before (1)")
	dialog.locator(".btn-modal-close").click()
	# While the dialog fades, it takes the focus from a menu that is opened.
	expect(page.locator(".modal.show, .modal-backdrop")).to_have_count(0)

	take(page, "Propose")
	expect(status(page, "Proposed")).to_be_visible()
	(name,) = [row for row in [page.evaluate("cur_frm.doc.name")]]
	assert stored(DOCTYPE, name, ["workflow_state", "participant"]) == ("Proposed", participant.name)
	assert stored("KIM Plan Goal", {"parent": name, "competence": DIGITAL}, ["title", "target_profile"]) == (
		"Use a computer at work",
		target.name,
	)
	assert visitor.faults == []


def test_a_participant_reads_their_plan_on_a_phone_in_two_languages_and_signs(
	site, visit, staff, participant, plan, stored
):
	from kim_app.inclusion import testing as plans

	plans.step_of_plan(plan.name, "Propose", staff[roles.CASE_WORKER])
	site.db.commit()
	visitor = visit(participant.login)
	visitor.page.set_viewport_size(PHONE)
	page = visitor.open("/kim/plan")
	expect(page.locator(".kim-goal")).to_have_count(2)
	expect(page.locator(".kim-goal").first).to_contain_text("Digital competence")
	page.locator(".kim-language-choice summary").click()
	page.get_by_role("link", name="Français").click()
	expect(page.locator("h1").last).to_have_text("Mon plan")
	expect(page.locator(".kim-goal").first).to_contain_text("Compétence numérique")
	assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out"
	page.get_by_label("Mon nom").fill("Ada Okafor")
	page.get_by_label("J’ai lu ce plan").check()
	page.get_by_role("button", name="Signer").click()
	expect(page.locator("#kim-state")).to_contain_text("Vous avez donné votre accord")
	assert stored(DOCTYPE, plan.name, ["workflow_state", "signed_how", "signed_name"]) == (
		"Agreed",
		"Website",
		"Ada Okafor",
	)
	page.locator("textarea").fill("Merci.")
	page.get_by_role("button", name="Envoyer").click()
	expect(page.locator("blockquote")).to_contain_text("Merci.")
	assert visitor.faults == []


def test_what_was_changed_meanwhile_is_not_signed(site, visit, staff, participant, plan, stored):
	from kim_app.inclusion import testing as plans

	case_worker = staff[roles.CASE_WORKER]
	plans.step_of_plan(plan.name, "Propose", case_worker)
	site.db.commit()
	page = visit(participant.login).open("/kim/plan")
	plans.step_of_plan(plan.name, "Take Back", case_worker)
	plans.step_of_plan(plan.name, "Propose", case_worker, wishes="A quiet street.")
	site.db.commit()
	page.get_by_label("I have read this plan").check()
	page.get_by_label("My name").fill("Ada Okafor")
	page.get_by_role("button", name="Sign", exact=True).click()
	expect(page.get_by_role("alert").first).to_contain_text("was changed after you opened it")
	assert stored(DOCTYPE, plan.name, "workflow_state") == "Proposed"


def test_a_supervisor_approves_and_who_drafted_finds_no_button(site, visit, staff, plan, stored):
	from kim_app.inclusion import testing as plans

	plans.bring_plan_to_agreed(plan.name, staff[roles.CASE_WORKER])
	site.db.commit()
	page = visit(staff[roles.CASE_WORKER]).open(FORM.format(plan.name))
	expect(status(page, "Agreed")).to_be_visible()
	page.locator(".actions-btn-group > button:visible").click()
	assert page.locator(".actions-btn-group").get_by_text("Approve", exact=True).count() == 0
	supervisor = visit(staff[roles.SUPERVISOR])
	page = supervisor.open(FORM.format(plan.name))
	take(page, "Approve")
	expect(status(page, "Active")).to_be_visible()
	expect(page.locator(".form-message:visible")).to_contain_text("Approved by supervisor")
	steps = page.locator(".kim-timeline:visible li strong")
	expect(steps).to_have_text(["Drafted", "Propose", "Record Consent", "Approve"])
	assert stored(DOCTYPE, plan.name, ["approver", "version"]) == (staff[roles.SUPERVISOR], 1)
	assert supervisor.faults == []


def ways_to_approve(name: str) -> dict:
	"""Every request by which a plan's state could be written to Active."""
	document = json.dumps({"doctype": DOCTYPE, "name": name, "workflow_state": "Active"})
	method = "/api/method/"
	return {
		"REST update": ("PUT", f"/api/resource/{DOCTYPE}/{name}", {"workflow_state": "Active"}),
		"workflow action": (
			"POST",
			method + "frappe.model.workflow.apply_workflow",
			{"doc": json.dumps({"doctype": DOCTYPE, "name": name}), "action": "Approve"},
		),
		"bulk workflow action": (
			"POST",
			method + "frappe.model.workflow.bulk_workflow_approval",
			{"docnames": json.dumps([name]), "doctype": DOCTYPE, "action": "Approve"},
		),
		"set_value": (
			"POST",
			method + "frappe.client.set_value",
			{"doctype": DOCTYPE, "name": name, "fieldname": "workflow_state", "value": "Active"},
		),
		"save": ("POST", method + "frappe.client.save", {"doc": document}),
		"desk save": (
			"POST",
			method + "frappe.desk.form.save.savedocs",
			{"doc": document, "action": "Save"},
		),
		"bulk edit": (
			"POST",
			method + "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
			{
				"doctype": DOCTYPE,
				"docnames": json.dumps([name]),
				"action": "update",
				"data": json.dumps({"workflow_state": "Active"}),
			},
		),
		"agree": (
			"POST",
			method + "kim_app.inclusion.participant.agree",
			{"name": name, "signed_name": "Ada", "consents": 1, "seen": ""},
		),
	}


def assert_no_way_to_approve(visitor, name: str, state: str, stored):
	for way, (kind, path, fields) in ways_to_approve(name).items():
		visitor.call(kind, path, form=fields)
		assert stored(DOCTYPE, name, ["workflow_state", "version", "approver"]) == (state, 0, None), way


def test_no_request_activates_a_plan_past_consent_and_approval(visit, staff, plan, stored):
	for role in (roles.CASE_WORKER, roles.SUPERVISOR):
		assert_no_way_to_approve(visit(staff[role]), plan.name, "Draft", stored)


def test_no_request_lets_a_supervisor_approve_the_plan_that_they_drafted(site, visit, staff, plan, stored):
	"""And the same request does approve it for a supervisor who had no hand in it."""
	from kim_app.inclusion import testing as plans

	plans.bring_plan_to_agreed(plan.name, staff[roles.CASE_WORKER])
	case_worker = site.get_doc("User", staff[roles.CASE_WORKER])
	case_worker.add_roles(roles.SUPERVISOR)
	site.db.commit()
	try:
		assert_no_way_to_approve(visit(case_worker.name), plan.name, "Agreed", stored)
	finally:
		case_worker.remove_roles(roles.SUPERVISOR)
		site.db.commit()
	kind, path, fields = ways_to_approve(plan.name)["REST update"]
	answer = visit(staff[roles.SUPERVISOR]).call(kind, path, data=fields)
	assert answer.ok, answer.text()
	assert stored(DOCTYPE, plan.name, "workflow_state") == "Active"
