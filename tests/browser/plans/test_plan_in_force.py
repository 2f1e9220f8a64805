"""A plan in force in the browser: carried out, changed in a review, read side by side with what it was, on paper, on
a line of time, and handed over to another centre."""

import re

from playwright.sync_api import expect

from kim_app import roles

from ..conftest import OTHER_CENTRE
from ..desk import pick, press, save, status, take, write
from .form import DOCTYPE, FORM, cards, fill


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
	page = giving.open(f"/app/kim-transfer/new?participant={participant.name}")
	# A centre of an organisation of which they read nothing else.
	pick(page, "to_centre", OTHER_CENTRE)
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


def test_a_step_is_taken_with_the_reason_that_a_refused_one_left_in_the_form(
	site, visit, staff, plan, stored
):
	from kim_app import testing

	with testing.acting_as(staff[roles.CASE_WORKER]):
		document = site.get_doc("KIM Inclusion Plan", plan.name)
		document.reason = "Moved away."
		document.save()
	site.db.commit()
	page = visit(staff[roles.CASE_WORKER]).open(f"/app/kim-inclusion-plan/{plan.name}")
	take(page, "Discontinue")
	dialog = page.locator(".modal.show")
	dialog.locator("textarea").fill("Moved away.")
	dialog.get_by_role("button", name="Discontinue").click()
	expect(status(page, "Discontinued")).to_be_visible(timeout=20_000)
	assert stored("KIM Inclusion Plan", plan.name, "workflow_state") == "Discontinued"
