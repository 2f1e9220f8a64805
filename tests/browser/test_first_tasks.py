"""What each role does first, done in the browser without a fault in the console or a missing asset."""

import re
import secrets

import pytest
from playwright.sync_api import expect

from kim_app import roles

from .conftest import CENTRE, PASSWORD
from .desk import choose, field, save, status, take, write

FORMS = (
	"kim-participant",
	"kim-target-profile",
	"kim-evidence",
	"kim-validation",
	"kim-competence",
	"kim-legacy-import",
)


@pytest.mark.parametrize("role", roles.STAFF)
def test_the_workspace_of_every_role_opens_without_a_fault(visit, staff, role):
	visitor = visit(staff[role])
	page = visitor.open("/app/kim")
	expect(page.get_by_text("Start here")).to_be_visible()
	expect(page.locator(".links-widget-box", has_text="Competences").first).to_be_visible()
	assert visitor.faults == []


def test_the_shortcut_of_what_waits_opens_only_what_waits(visit, staff, pending):
	supervisor = visit(staff[roles.SUPERVISOR])
	page = supervisor.open("/app/kim")
	page.locator(".shortcut-widget-box", has_text="Waiting for a decision").click()
	states = page.locator(".list-row-container:visible .indicator-pill")
	expect(page.locator(".list-row:visible", has_text=pending.participant_name)).to_be_visible()
	expect(states.filter(has_not_text="Pending Approval")).to_have_count(0)
	assert supervisor.faults == []


@pytest.mark.parametrize("form", FORMS)
def test_every_list_and_new_form_opens_without_a_fault(visit, staff, form):
	visitor = visit(staff[roles.CASE_WORKER])
	page = visitor.open(f"/app/{form}")
	expect(page.locator(".frappe-list, .tree-node").first).to_be_visible()
	if form != "kim-competence":
		visitor.open(f"/app/{form}/new")
		expect(page.locator(".form-layout").first).to_be_visible()
	assert visitor.faults == []


def test_a_case_worker_registers_a_participant_and_opens_a_validation(visit, staff, stored):
	name = "Ndiaye " + secrets.token_hex(3)
	visitor = visit(staff[roles.CASE_WORKER])
	page = visitor.open("/app/kim-participant/new")
	expect(field(page, "centre").locator("input")).to_have_value(CENTRE)
	write(page, "family_name", name)
	write(page, "given_name", "Awa")
	save(page)
	expect(page).to_have_url(re.compile(r"KIM-P-\d+"))
	participant = page.url.rsplit("/", 1)[-1]
	assert stored("KIM Participant", participant, ["centre", "case_worker", "nationality"]) == (
		CENTRE,
		staff[roles.CASE_WORKER],
		None,
	)
	# Consent was not asked for yet, and the form says so until it is.
	expect(page.locator(".form-message:visible")).to_contain_text("is not recorded")
	consent = field(page, "consent").locator("input").first
	consent.scroll_into_view_if_needed()
	consent.check()
	save(page)
	expect(page.locator(".form-message:visible")).to_have_count(0)

	page = visitor.open(f"/app/kim-validation/new?participant={participant}")
	expect(field(page, "participant_name")).to_contain_text(name)
	expect(page.locator(".form-message:visible")).to_have_count(0)
	# That of 2006 has the same title, but nobody is validated by it any more.
	box = field(page, "competence").locator("input")
	box.click()
	box.fill("Digital competence")
	offered = field(page, "competence").locator("[role=option], .awesomplete li")
	expect(offered.filter(has_text="KC-2018-DIG")).to_contain_text(
		"Key competences for lifelong learning 2018"
	)
	expect(offered.filter(has_text="KC-2006")).to_have_count(0)
	offered.filter(has_text="KC-2018-DIG").click()
	choose(page, "claimed_level", "2")
	save(page)
	expect(page).to_have_url(re.compile(r"KIM-V-\d+"))
	validation = page.url.rsplit("/", 1)[-1]
	assert stored("KIM Validation", validation, ["workflow_state", "competence", "claimed_level"]) == (
		"Identification",
		"KC-2018-DIG",
		"2",
	)
	assert visitor.faults == []


def test_an_assessor_rates_every_criterion_and_proposes(site, visit, staff, stored):
	from kim_app import testing

	participant = testing.make_participant(CENTRE, "Assessed " + secrets.token_hex(3))
	with testing.acting_as(staff[roles.CASE_WORKER]):
		evidence = testing.make_evidence(participant)
		name = testing.make_validation(participant).name
	testing.take_step(name, "Document", staff[roles.CASE_WORKER])
	testing.take_step(
		name, "Submit for Assessment", staff[roles.CASE_WORKER], evidence=[{"evidence": evidence}]
	)
	site.db.commit()

	visitor = visit(staff[roles.ASSESSOR])
	page = visitor.open(f"/app/kim-validation/{name}")
	criteria = page.locator("[data-criterion]:visible")
	expect(criteria.first).to_contain_text("Finds information online")
	for index in range(criteria.count()):
		criteria.nth(index).get_by_label("3 Alone in new settings").check()
		criteria.nth(index).get_by_label("Comment").fill(f"Seen {index}.")
	write(page, "rationale", "Shown twice at work.")
	choose(page, "proposed_level", "3")
	save(page)
	take(page, "Propose")
	expect(status(page, "Pending Approval")).to_be_visible()
	assert stored("KIM Validation", name, ["workflow_state", "assessor"]) == (
		"Pending Approval",
		staff[roles.ASSESSOR],
	)
	expect(criteria.first).to_contain_text("3 Alone in new settings")
	expect(criteria.first).to_contain_text("Seen 0.")
	assert visitor.faults == []


def test_a_participant_sees_their_own_competences_on_their_own_page(site, visit, staff, pending):
	from frappe.utils.password import update_password

	from kim_app import testing

	user = testing.make_user(f"p{secrets.token_hex(3)}@browser.example", roles.PARTICIPANT)
	update_password(user, PASSWORD)
	testing.take_step(pending.name, "Approve", staff[roles.SUPERVISOR])
	site.db.set_value("KIM Participant", pending.participant, "user", user)
	site.db.commit()
	try:
		visitor = visit(user)
		page = visitor.open("/kim")
		expect(page.get_by_role("heading", name=pending.participant_name)).to_be_visible()
		page.get_by_role("link", name="My passport").click()
		expect(page.locator(".kim-row", has_text="Digital competence")).to_contain_text(
			"Alone in new settings"
		)
		assert visitor.faults == []
		assert visitor.call("GET", "/api/resource/KIM Participant").json()["data"] == [
			{"name": pending.participant}
		]
	finally:
		site.delete_doc("User", user, force=True)
		site.db.commit()


def test_a_guest_is_sent_to_the_login(visit):
	page = visit(None).open("/kim")
	page.get_by_role("link", name="Sign in").click()
	expect(page).to_have_url(re.compile("/login"))
	expect(visit(None).open("/kim/plan")).to_have_url(re.compile("/login"))
