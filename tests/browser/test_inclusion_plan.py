"""A plan in the browser: built from the profile, proposed, signed on a phone, approved, carried out, changed in
a review, read side by side with what it was, and handed over to another centre."""

import json
import re
import secrets

import pytest
from playwright.sync_api import expect

from kim_app import roles

from .conftest import CENTRE, OTHER_CENTRE, PASSWORD
from .desk import field, press, save, status, take, write

FORM = "/app/kim-inclusion-plan/{}"
DOCTYPE = "KIM Inclusion Plan"
PHONE = {"width": 390, "height": 844}
DIGITAL, CITIZENSHIP = "KC-2018-DIG", "KC-2018-CIT"


@pytest.fixture
def participant(site, staff):
	"""Somebody with a login, who speaks French."""
	from frappe.utils.password import update_password

	from kim_app import testing

	site.db.rollback()
	login = testing.make_user(f"ada-{secrets.token_hex(3)}@browser.example", roles.PARTICIPANT)
	update_password(login, PASSWORD)
	with testing.acting_as(staff[roles.CASE_WORKER]):
		name = testing.make_participant(
			CENTRE, "Okafor", user=login, languages=[{"language": "fr", "mother_tongue": 1}]
		)
	site.db.commit()
	yield site._dict(name=name, login=login)
	site.db.rollback()
	# The records of the centre go with it; the login is nobody's staff.
	site.db.set_value("KIM Participant", name, "user", None)
	site.delete_doc("User", login, force=True, ignore_permissions=True)
	site.db.commit()


@pytest.fixture
def target(site, staff):
	from kim_app import testing

	site.db.rollback()
	made = testing.make_target(
		[(DIGITAL, "3"), (CITIZENSHIP, "1")],
		title="Kitchen assistant " + secrets.token_hex(3),
		status="Published",
		organisation=f"{CENTRE} Organisation",
	)
	site.db.commit()
	yield made
	site.db.rollback()
	site.db.delete("KIM Plan Goal", {"target_profile": made.name})
	site.delete_doc("KIM Target Profile", made.name, force=True)
	site.db.commit()


@pytest.fixture
def plan(site, staff, participant):
	"""A draft with a goal for a competence and one of another kind."""
	from kim_app import testing
	from kim_app.inclusion import testing as plans

	with testing.acting_as(staff[roles.CASE_WORKER]):
		made = plans.make_plan(participant.name)
	site.db.commit()
	return made


@pytest.fixture
def active(site, staff, participant):
	from kim_app.inclusion import testing as plans

	made = plans.make_active_plan(participant.name, staff)
	site.db.commit()
	return made


def fill(dialog, name: str, text: str):
	"""Types into a field of a dialog and leaves it."""
	box = dialog.locator(f"[data-fieldname={name}]").locator("input, textarea").first
	box.fill(text)
	box.blur()


def cards(page):
	return page.locator(".kim-goal:visible")


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
	page.get_by_role("button", name="Sign").click()
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


def test_no_request_activates_a_plan_past_consent_and_approval(visit, staff, plan, stored):
	document = json.dumps({"doctype": DOCTYPE, "name": plan.name, "workflow_state": "Active"})
	method = "/api/method/"
	ways = [
		("PUT", f"/api/resource/{DOCTYPE}/{plan.name}", {"workflow_state": "Active"}),
		("POST", method + "frappe.client.save", {"doc": document}),
		("POST", method + "frappe.model.workflow.apply_workflow", {"doc": document, "action": "Approve"}),
		(
			"POST",
			method + "frappe.client.set_value",
			{"doctype": DOCTYPE, "name": plan.name, "fieldname": "workflow_state", "value": "Active"},
		),
		(
			"POST",
			method + "kim_app.inclusion.participant.agree",
			{"name": plan.name, "signed_name": "Ada", "consents": 1, "seen": ""},
		),
	]
	for role in (roles.CASE_WORKER, roles.SUPERVISOR):
		visitor = visit(staff[role])
		for kind, path, fields in ways:
			assert not visitor.call(kind, path, form=fields).ok, (role, path)
			assert stored(DOCTYPE, plan.name, ["workflow_state", "version"]) == ("Draft", 0), (role, path)


def test_a_plan_is_carried_out_with_one_touch_and_changed_in_a_review(visit, staff, active, stored):
	visitor = visit(staff[roles.CASE_WORKER])
	page = visitor.open(FORM.format(active.name))
	page.get_by_label("Status of Write to three landlords").select_option("Done")
	expect(cards(page).nth(1)).to_contain_text("1 of 1 action done")
	expect(cards(page).nth(1).locator("header .indicator-pill")).to_have_text("In Progress")
	assert stored("KIM Plan Goal", {"parent": active.name, "goal_key": "flat"}, "progress") == 100
	expect(page.get_by_role("button", name="Add a goal")).to_have_count(0)

	take(page, "Start Review")
	expect(status(page, "Under Review")).to_be_visible()
	cards(page).nth(1).get_by_role("button", name="Edit").click()
	dialog = page.locator(".modal.show")
	fill(dialog, "target", "The keys are handed over")
	dialog.get_by_role("button", name="Take over").click()
	save(page)
	take(page, "Propose")
	fill(dialog, "outcome", "Ada has seen two flats.")
	dialog.get_by_role("button", name="Record").click()
	expect(status(page, "Proposed")).to_be_visible()
	assert stored("KIM Plan Review", {"parent": active.name}, "outcome") == "Ada has seen two flats."
	assert stored(DOCTYPE, active.name, "version") == 1

	press(page, "Compare versions")
	pairs = dialog.locator(".kim-pair")
	expect(pairs).to_have_count(3)
	changed = dialog.locator(".kim-pair[data-state=changed]")
	expect(changed.locator("mark")).to_contain_text(
		["A tenancy agreement is signed", "The keys are handed over"]
	)
	dialog.get_by_label("Only what differs").check()
	expect(pairs).to_have_count(1)
	assert visitor.faults == []


def test_calendar_gantt_and_time_line_show_the_plan(visit, staff, active):
	visitor = visit(staff[roles.CASE_WORKER])
	page = visitor.open("/app/kim-plan-actions")
	bars = page.locator(".kim-lines-bar", has_text="Attend the computer course")
	expect(bars.first).to_be_visible()
	page = visitor.open("/app/kim-inclusion-plan/view/gantt")
	expect(page.locator(".gantt .bar-label", has_text=active.name)).to_have_count(1)
	page = visitor.open("/app/kim-inclusion-plan/view/calendar/default")
	expect(page.locator(".fc-view, .fc-view-harness").first).to_be_visible()
	answer = visitor.call(
		"GET",
		f"/api/method/kim_app.inclusion.calendar.events?start={active.from_date}&end={active.to_date}",
	)
	assert active.name in [event["name"] for event in answer.json()["message"]]
	assert visitor.faults == []


def test_the_print_shows_both_languages_and_lines_to_sign(visit, staff, active):
	visitor = visit(staff[roles.CASE_WORKER])
	page = visitor.open(f"/printview?doctype={DOCTYPE}&name={active.name}&format={DOCTYPE}&no_letterhead=1")
	paper = page.locator(".kim-paper")
	expect(paper).to_contain_text("Piano individuale di inclusione sociale")
	expect(paper).to_contain_text("Plan individuel d’inclusion sociale")
	expect(paper).to_contain_text("Competenza digitale")
	expect(paper).to_contain_text("Compétence numérique")
	expect(paper.locator(".kim-sign .kim-line")).to_have_count(6)


def test_a_case_goes_to_another_centre_with_consent_and_the_old_one_reads_it_no_longer(
	visit, staff, centre, participant, active, stored
):
	giving = visit(staff[roles.CASE_WORKER])
	page = giving.open(f"/app/kim-transfer/new?participant={participant.name}&to_centre={OTHER_CENTRE}")
	write(page, "reason", "Ada found work there.")
	write(page, "handover", "Needs an interpreter.")
	save(page)
	expect(page).to_have_url(re.compile("KIM-TR-"))
	name = page.evaluate("cur_frm.doc.name")
	own = visit(participant.login)
	page = own.open("/kim/plan")
	box = page.locator("#kim-transfer")
	expect(box).to_contain_text("Ada found work there.")
	box.get_by_label("I agree that my case goes to").check()
	box.get_by_label("My name").fill("Ada Okafor")
	box.get_by_role("button", name="I agree").click()
	expect(box).to_contain_text("The new centre answers next")
	receiving = visit(centre[OTHER_CENTRE][roles.CASE_WORKER])
	page = receiving.open(f"/app/kim-transfer/{name}")
	assert receiving.call("GET", f"/api/resource/KIM Participant/{participant.name}").status == 403
	press(page, "Accept")
	page.locator(".modal.show").get_by_role("button", name="Accept").click()
	expect(page.locator(".title-area .indicator-pill:visible")).to_have_text("Accepted")
	assert stored("KIM Participant", participant.name, "centre") == OTHER_CENTRE
	for doctype, record in (("KIM Participant", participant.name), (DOCTYPE, active.name)):
		assert receiving.call("GET", f"/api/resource/{doctype}/{record}").ok, doctype
		assert giving.call("GET", f"/api/resource/{doctype}/{record}").status == 403, doctype
