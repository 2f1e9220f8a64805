"""The picture of a participant's competences, and starting validations from it, in the browser."""

import re
import secrets

import pytest
from playwright.sync_api import expect

from kim_app import roles

from .conftest import CENTRE, PASSWORD
from .desk import choose, field, press, save, write

FORM = "/app/kim-participant/{}"
DIGITAL, LITERACY, CITIZENSHIP = "KC-2018-DIG", "KC-2018-LIT", "KC-2018-CIT"


def approved(people, participant, competence=DIGITAL):
	from kim_app import testing

	name = testing.bring_to_approval(participant, people, competence).name
	return testing.take_step(name, "Approve", people[roles.SUPERVISOR])


@pytest.fixture
def participant(site, staff):
	"""Somebody from Aleppo with a validated, a claimed and an empty competence."""
	from kim_app import testing

	site.db.rollback()
	name = testing.make_participant(CENTRE, "الحداد", given_name="ريما")
	approved(staff, name)
	with testing.acting_as(staff[roles.CASE_WORKER]):
		testing.make_validation(name, LITERACY)
		testing.make_evidence(name, CITIZENSHIP, title="ምስክር ወረቀት")
	site.db.commit()
	return name


@pytest.fixture
def target(site, staff):
	from kim_app import testing

	site.db.rollback()
	made = testing.make_target(
		[(DIGITAL, "3"), (LITERACY, "2"), (CITIZENSHIP, "4")],
		title="Kitchen assistant " + secrets.token_hex(3),
		status="Published",
		organisation=f"{CENTRE} Organisation",
	)
	site.db.commit()
	yield made
	site.db.rollback()
	site.delete_doc("KIM Target Profile", made.name, force=True)
	site.db.commit()


def open_profile(visitor, participant):
	page = visitor.open(FORM.format(participant))
	page.get_by_role("tab", name="Competence profile").click()
	expect(row(page, DIGITAL)).to_be_visible()
	return page


def row(page, competence: str):
	return page.locator(f".kim-row[data-competence='{competence}']:visible")


def drawing(page, competence: str):
	return row(page, competence).locator("svg.kim-track")


def test_the_picture_shows_what_is_validated_claimed_and_required(visit, staff, participant, target):
	visitor = visit(staff[roles.CASE_WORKER])
	page = open_profile(visitor, participant)
	expect(page.locator(".title-area:visible .title-text")).to_have_text("ريما الحداد")
	digital = row(page, DIGITAL)
	expect(digital).to_contain_text("Validated: 3 Alone in new settings, until")
	expect(digital.locator(".kim-step-on")).to_have_count(4)
	expect(digital.locator(".kim-track-validated")).to_have_count(1)
	expect(digital.locator(".kim-flag")).to_have_count(0)
	literacy = row(page, LITERACY)
	expect(literacy).to_contain_text("Claimed: 2 Alone in known settings")
	expect(literacy).to_contain_text("In progress: Identification")
	expect(literacy.locator(".kim-claim")).to_have_count(1)
	expect(literacy.locator(".kim-step-on")).to_have_count(0)

	page.locator("select[data-choice=target]:visible").select_option(target.name)
	expect(page.locator(".kim-summary:visible")).to_contain_text(
		"1 of 3 requirements reached. 1 more claimed."
	)
	order = page.locator(".kim-row:visible").evaluate_all("rows => rows.map((r) => r.dataset.competence)")
	assert order == [CITIZENSHIP, LITERACY, DIGITAL]
	expect(row(page, CITIZENSHIP)).to_contain_text("Required: 4 Guides others. 4 levels are missing.")
	expect(row(page, CITIZENSHIP).locator(".kim-flag")).to_have_count(1)
	expect(drawing(page, DIGITAL)).to_have_attribute("aria-label", re.compile("Validated: 3.*Reached"))
	assert visitor.faults == []


def test_a_row_unfolds_to_its_history_and_evidence_and_the_table_says_the_same(visit, staff, participant):
	visitor = visit(staff[roles.COORDINATOR])
	page = open_profile(visitor, participant)
	row(page, CITIZENSHIP).locator("button").click()
	evidence = row(page, CITIZENSHIP).locator(".kim-evidence a")
	expect(evidence).to_have_text("ምስክር ወረቀት")
	row(page, DIGITAL).locator("button").click()
	history = row(page, DIGITAL).locator(".kim-history li")
	expect(history).to_contain_text("Certificate KIM-")
	page.get_by_role("button", name="Show as a table").click()
	line = page.locator(".kim-table:visible tr", has_text="Digital competence")
	expect(line.locator("td").first).to_have_text("3 Alone in new settings")
	expect(page.get_by_role("button", name="Show the picture")).to_be_focused()
	assert visitor.faults == []


def test_a_case_worker_is_named_on_every_participants_form(site, visit, staff, participant):
	from kim_app import testing

	worker = staff[roles.CASE_WORKER]
	site.db.set_value("KIM Participant", participant, "case_worker", worker)
	other = testing.make_participant(CENTRE, "ገብረ", case_worker=worker)
	site.db.commit()
	visitor = visit(staff[roles.COORDINATOR])
	page = visitor.open(FORM.format(participant))
	expect(field(page, "case_worker")).to_contain_text("case-worker")
	page.evaluate("(name) => frappe.set_route('Form', 'KIM Participant', name)", other)
	expect(field(page, "family_name")).to_contain_text("ገብረ")
	expect(field(page, "case_worker")).to_contain_text("case-worker")
	assert visitor.faults == []


def test_a_revoked_competence_falls_back_in_the_picture(site, visit, staff, participant):
	from kim_app import testing

	lower = site.get_all("KIM Validation", {"participant": participant, "competence": DIGITAL}, pluck="name")[
		0
	]
	site.db.set_value("KIM Validation", lower, "validated_level", "2")
	higher = approved(staff, participant)
	site.db.commit()
	visitor = visit(staff[roles.CASE_WORKER])
	page = open_profile(visitor, participant)
	expect(row(page, DIGITAL)).to_contain_text("Validated: 3")
	site.db.rollback()
	testing.take_step(higher.name, "Revoke", staff[roles.COORDINATOR], reason="The reference was forged.")
	site.db.commit()
	page = open_profile(visitor, participant)
	expect(row(page, DIGITAL)).to_contain_text("Validated: 2 Alone in known settings")
	expect(row(page, DIGITAL).locator(".kim-step-on")).to_have_count(3)
	row(page, DIGITAL).locator("button").click()
	expect(row(page, DIGITAL).locator(".kim-history-revoked")).to_contain_text("Revoked on")
	assert visitor.faults == []


def test_start_validations_opens_what_is_ticked_and_says_what_was_refused(
	site, visit, staff, participant, target, stored
):
	from kim_app import testing

	visitor = visit(staff[roles.CASE_WORKER])
	page = visitor.open(FORM.format(participant))
	press(page, "Start validations")
	offer = page.locator(".modal.show .kim-start")
	line = lambda competence: offer.locator(f"li[data-competence='{competence}']")  # noqa: E731
	expect(line(LITERACY).locator("input")).to_be_disabled()
	expect(line(LITERACY)).to_contain_text("Already in progress: Identification")
	expect(line(DIGITAL).locator("input")).not_to_be_checked()
	expect(line(CITIZENSHIP).locator("input")).to_be_checked()
	offer.locator("select#kim-start-source").select_option(label=target.title)
	expect(offer.locator(".kim-start-rows li")).to_have_count(3)
	expect(line(DIGITAL)).to_contain_text("That is enough.")
	line(DIGITAL).locator("input").check()
	line(DIGITAL).locator("select").select_option("4")
	# Meanwhile a colleague opens the same case.
	site.db.rollback()
	with testing.acting_as(staff[roles.CASE_WORKER]):
		other = testing.make_validation(participant, CITIZENSHIP).name
	site.db.commit()
	page.locator(".modal.show .btn-modal-primary").click()
	expect(offer).to_contain_text("1 validation was started. 1 was refused.")
	expect(offer.locator(".kim-refused")).to_contain_text(other)
	made = offer.locator(".kim-started a")
	name = made.inner_text()
	assert stored(
		"KIM Validation", name, ["participant", "competence", "claimed_level", "workflow_state"]
	) == (
		participant,
		DIGITAL,
		"4",
		"Identification",
	)
	assert stored("KIM Validation Evidence", {"parent": name}, "evidence")
	made.click()
	expect(page).to_have_url(re.compile(name))
	assert visitor.faults == []


def test_on_a_phone_nothing_reaches_over_the_edge(visit, staff, participant, target):
	visitor = visit(staff[roles.CASE_WORKER])
	visitor.page.set_viewport_size({"width": 375, "height": 740})
	page = open_profile(visitor, participant)
	too_wide = "() => document.scrollingElement.scrollWidth - innerWidth"
	assert page.evaluate(too_wide) <= 0
	page.locator(".page-actions:visible .menu-btn-group button").first.click()
	page.locator(".dropdown-menu:visible").get_by_text("Start validations").click()
	expect(page.locator(".modal.show .kim-start-rows li")).to_have_count(8)
	wide = page.locator(".modal.show .kim-start").evaluate("(e) => e.scrollWidth - e.clientWidth")
	assert wide <= 0
	assert visitor.faults == []


def test_an_assessor_sees_the_picture_but_starts_nothing(visit, staff, participant):
	visitor = visit(staff[roles.ASSESSOR])
	page = open_profile(visitor, participant)
	expect(page.get_by_role("button", name="Start validations")).to_have_count(0)
	assert (
		visitor.call(
			"POST",
			"/api/method/kim_app.validation.start.start",
			form={"participant": participant, "choices": '[{"competence": "KC-2018-CUL"}]'},
		).status
		== 403
	)


def test_a_coordinator_takes_required_levels_over_from_a_framework(site, visit, staff, stored):
	title = "Entry to a course " + secrets.token_hex(3)
	visitor = visit(staff[roles.COORDINATOR])
	page = visitor.open("/app/kim-target-profile/new")
	expect(field(page, "organisation").locator("input")).to_have_value(f"{CENTRE} Organisation")
	write(page, "title", title)
	choose(page, "kind", "Course")
	page.get_by_role("button", name="Add from a framework").click()
	dialog = page.locator(".modal.show")
	box = dialog.locator("[data-fieldname=framework] input")
	box.click()
	box.fill("2018")
	dialog.locator("[role=option], .awesomplete li").filter(has_text="2018").first.click()
	dialog.locator("select[aria-label='Required level of Digital competence']").select_option("2")
	dialog.locator("select[aria-label='Required level of Literacy competence']").select_option("3")
	dialog.locator(".btn-modal-primary").click()
	expect(field(page, "levels").locator(".grid-body .grid-row")).to_have_count(2)
	save(page)
	expect(page).to_have_url(re.compile(r"KIM-T-\d+"))
	name = page.url.rsplit("/", 1)[-1]
	site.db.rollback()
	rows = site.get_all(
		"KIM Target Level", {"parent": name}, ["competence", "level", "level_title"], order_by="idx"
	)
	assert [tuple(row.values()) for row in rows] == [
		(LITERACY, "3", "Alone in new settings"),
		(DIGITAL, "2", "Alone in known settings"),
	]
	# A row of its own offers the levels of its competence's scale, with their titles.
	cell = field(page, "levels").locator(".grid-body .grid-row").first.locator("[data-fieldname=level]")
	cell.click()
	expect(cell.locator("select option")).to_have_count(6)
	expect(cell.locator("select option").nth(5)).to_have_text("4 Guides others")
	assert visitor.faults == []
	site.delete_doc("KIM Target Profile", name, force=True)
	site.db.commit()


def test_a_participant_sees_their_own_picture_and_nobody_elses(site, visit, staff, participant):
	from frappe.utils.password import update_password

	from kim_app import testing

	user = testing.make_user(f"p{secrets.token_hex(3)}@browser.example", roles.PARTICIPANT)
	update_password(user, PASSWORD)
	site.db.set_value("KIM Participant", participant, "user", user)
	stranger = testing.make_participant(CENTRE, "ገብረ")
	site.db.commit()
	try:
		visitor = visit(user)
		page = visitor.open("/kim")
		expect(page.get_by_role("heading", name="ريما الحداد")).to_be_visible()
		page = visitor.open("/kim/passport")
		expect(page.locator(".kim-card.good")).to_contain_text("Digital competence")
		expect(row(page, DIGITAL)).to_contain_text("Validated: 3 Alone in new settings")
		expect(row(page, LITERACY)).to_contain_text("You say: 2 Alone in known settings")
		row(page, CITIZENSHIP).locator("button").click()
		expect(row(page, CITIZENSHIP).locator(".kim-evidence")).to_contain_text("ምስክር ወረቀት")
		assert row(page, CITIZENSHIP).locator("a").count() == 0
		assert visitor.faults == []
		answer = visitor.context.request.get(
			f"/api/method/kim_app.profile.api.profile?participant={stranger}"
		)
		assert answer.status == 403
	finally:
		site.delete_doc("User", user, force=True)
		site.db.commit()
