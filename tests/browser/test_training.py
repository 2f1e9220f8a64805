"""The course for staff in the browser: a trainer plans, opens, records and closes; staff enrol and wait; anybody
checks a certificate."""

import re

import pytest
from playwright.sync_api import expect

from kim_app import roles

from .conftest import CENTRE
from .desk import field, pick, press, save, status, write

SESSION = "/app/kim-training-session/{}"
BOARD = ".form-layout:visible .frappe-control[data-fieldname=board]"


@pytest.fixture(scope="module")
def course(site, centre):
	from kim_app import testing_training

	site.db.rollback()
	remove(site)
	name = testing_training.make_course("BROWSER").name
	site.db.commit()
	yield name
	site.db.rollback()
	for doctype in (
		"KIM Certificate",
		"KIM Session Attendee",
		"KIM Session Feedback",
		"KIM Training Session",
	):
		site.db.delete(doctype, {"organisation": f"{CENTRE} Organisation"})
	remove(site)


def remove(site):
	site.db.delete("KIM Training Course", {"name": "BROWSER-1"})
	site.db.delete("KIM Training Module", {"parent": "BROWSER-1"})
	site.db.delete("KIM Course Competence", {"parent": "BROWSER-1"})
	site.db.commit()


@pytest.fixture
def opened(site, staff, course):
	"""`opened(**fields)` makes an open session, committed so that the web server sees it."""
	from kim_app import testing_training

	made = []

	def make(**fields):
		site.db.rollback()
		offset = 60 + 2 * len(site.get_all("KIM Training Session", {"course": course}))
		session = testing_training.make_session(
			staff[roles.TRAINER], CENTRE, course, days=testing_training.days(offset), **fields
		)
		site.db.commit()
		made.append(session.name)
		return session

	return make


def board(page):
	return page.locator(BOARD)


def alert(page, text):
	return expect(page.locator(".desk-alert").filter(has_text=text).first)


def test_a_trainer_plans_a_session_from_the_courses_modules_and_opens_it(visit, staff, course, stored):
	trainer = visit(staff[roles.TRAINER])
	page = trainer.open("/app/kim-training-session/new")
	pick(page, "course", "BROWSER")
	pick(page, "centre", CENTRE)
	write(page, "place", "Room 4")
	press(page, "Plan the Days")
	dialog = page.locator(".modal.show")
	dialog.get_by_role("button", name="Fill in").click()
	expect(field(page, "days").locator(".grid-body .rows .grid-row")).to_have_count(3)
	save(page)
	expect(status(page, "Planned")).to_be_visible()
	press(page, "Open Enrolment")
	expect(status(page, "Open")).to_be_visible()
	expect(board(page)).to_contain_text("0 of 12 places taken, 12 free")
	name = page.url.rsplit("/", 1)[-1]
	assert stored("KIM Training Session", name, ["status", "trainer"]) == ("Open", staff[roles.TRAINER])
	# Frappe selects the text of whatever has the focus when a dialog opens, a button too.
	assert [fault for fault in trainer.faults if "activeElement" not in fault] == []


def test_a_day_in_the_past_is_refused_in_words_and_nothing_is_saved(site, visit, staff, course):
	trainer = visit(staff[roles.TRAINER])
	page = trainer.open("/app/kim-training-session/new")
	pick(page, "course", "BROWSER")
	pick(page, "centre", CENTRE)
	press(page, "Plan the Days")
	dialog = page.locator(".modal.show")
	first = dialog.locator("[data-fieldname=first_day] input")
	first.fill("2020-01-06")
	first.press("Tab")
	dialog.get_by_role("button", name="Fill in").click()
	expect(field(page, "days").locator(".grid-body .rows .grid-row")).to_have_count(3)
	site.db.rollback()
	before = site.db.count("KIM Training Session")
	save(page)
	expect(page.locator(".modal.show .msgprint")).to_contain_text("lies in the past")
	site.db.rollback()
	assert site.db.count("KIM Training Session") == before


def test_staff_enrol_the_last_place_goes_and_the_next_one_waits_and_moves_up(visit, staff, opened, stored):
	session = opened(capacity=1)
	first, second = visit(staff[roles.CASE_WORKER]), visit(staff[roles.ASSESSOR])
	page = first.open(SESSION.format(session.name))
	board(page).get_by_role("button", name="Enrol", exact=True).click()
	expect(board(page)).to_contain_text("You have a place in this session.")
	other = second.open(SESSION.format(session.name))
	expect(board(other)).to_contain_text("1 of 1 places taken, full")
	board(other).get_by_role("button", name="Join the Waiting List").click()
	expect(board(other)).to_contain_text("You are on the waiting list.")
	board(page).get_by_role("button", name="Withdraw").click()
	page.locator(".modal.show").get_by_role("button", name="Yes").click()
	expect(board(page).get_by_role("button", name="Join the Waiting List")).to_be_visible()
	second.open(SESSION.format(session.name))
	expect(board(other)).to_contain_text("You have a place in this session.")
	assert stored("KIM Training Session", session.name, ["enrolled", "waiting"]) == (1, 0)
	assert first.faults == second.faults == []


def held(site, staff, opened, *people):
	"""A session whose days have passed, with these roles' people in it."""
	from kim_app import testing_training

	session = opened(capacity=40)
	for role in people:
		testing_training.enrol_self(session.name, staff[role])
	testing_training.let_days_pass(session.name)
	site.db.commit()
	return session


def test_a_trainer_records_attendance_by_mouse_and_keyboard_closes_and_certificates_follow(
	site, visit, staff, opened, stored
):
	session = held(site, staff, opened, roles.CASE_WORKER, roles.ASSESSOR)
	trainer = visit(staff[roles.TRAINER])
	page = trainer.open(SESSION.format(session.name))
	press(page, "Mark as Held")
	expect(status(page, "Held")).to_be_visible()
	press(page, "Close")
	page.locator(".modal.show").get_by_role("button", name="Yes").click()
	expect(page.locator(".modal.show .msgprint")).to_contain_text("Record for every day")
	page.locator(".modal.show .btn-modal-close").click()
	expect(page.locator(".modal.show")).to_have_count(0)
	# The browser reports the refusal too; what comes after it counts.
	trainer.faults.clear()
	rows = board(page).locator("tbody tr")
	expect(rows).to_have_count(2)
	rows.nth(0).locator(".kim-cell").nth(0).click()
	rows.nth(0).locator(".kim-cell").nth(1).focus()
	page.keyboard.press("x")
	expect(rows.nth(1).locator(".kim-cell").nth(1)).to_be_focused()
	page.keyboard.press("a")
	rows.nth(1).locator(".kim-cell").nth(0).click()
	expect(rows.nth(0).locator(".kim-percent")).to_have_text("100")
	expect(rows.nth(1).locator(".kim-percent")).to_have_text("60")
	for row in range(2):
		with page.expect_response(re.compile("set_result")):
			rows.nth(row).locator("select").select_option("Passed")
	press(page, "Close")
	page.locator(".modal.show").get_by_role("button", name="Yes").click()
	expect(status(page, "Closed")).to_be_visible()
	expect(page.locator(".form-message:visible")).to_contain_text("Certificates issued: 1.")
	expect(board(page)).to_contain_text("Attended 60 %, 80 % are needed")
	number = stored("KIM Certificate", {"session": session.name}, "name")
	assert stored("KIM Certificate", number, "user") == staff[roles.CASE_WORKER]
	assert trainer.faults == []


def test_crosses_that_cannot_be_stored_are_taken_back(site, visit, staff, opened):
	session = held(site, staff, opened, roles.CASE_WORKER)
	page = visit(staff[roles.TRAINER]).open(SESSION.format(session.name))
	cell = board(page).locator(".kim-cell").first
	expect(cell).to_have_attribute("data-mark", "")
	site.db.set_value("KIM Training Session", session.name, "status", "Closed")
	site.db.commit()
	cell.click()
	expect(cell).to_have_attribute("data-mark", "1")
	expect(page.locator(".modal.show .msgprint")).to_contain_text("this one is Closed")
	expect(cell).to_have_attribute("data-mark", "")


def test_a_case_worker_enrols_a_participant_whose_record_the_trainer_cannot_open(
	site, visit, staff, opened, stored
):
	from kim_app import testing

	session = opened()
	with testing.acting_as(staff[roles.CASE_WORKER]):
		participant = testing.make_participant(CENTRE, "Nkemelu")
	site.db.commit()
	page = visit(staff[roles.CASE_WORKER]).open(SESSION.format(session.name))
	board(page).get_by_role("button", name="Enrol a Participant").click()
	dialog = page.locator(".modal.show")
	dialog.locator("[data-fieldname=participant] input").fill("Nkemelu")
	dialog.locator("[role=option], .awesomplete li").filter(has_text="Nkemelu").first.click()
	# The Desk asks the server about what was chosen before it takes it over.
	page.wait_for_function("() => cur_dialog && cur_dialog.get_value('participant')")
	dialog.get_by_role("button", name="Enrol").click()
	expect(board(page)).to_contain_text("Ada Nkemelu")
	trainer = visit(staff[roles.TRAINER])
	page = trainer.open(SESSION.format(session.name))
	expect(board(page)).to_contain_text("Ada Nkemelu")
	answer = trainer.call("GET", f"/api/resource/KIM Participant/{participant}")
	assert answer.status == 403


@pytest.mark.parametrize(
	("method", "path", "body"),
	[
		("PUT", "/api/resource/KIM Training Session/{session}", {"status": "Closed"}),
		("PUT", "/api/resource/KIM Session Attendee/{attendee}", {"result": "Passed", "status": "Enrolled"}),
		("POST", "/api/resource/KIM Certificate", {"number": "KIM-1", "course": "{course}", "attendee": "{attendee}"}),
		("POST", "/api/method/kim_app.training.sessions.take_step", {"session": "{session}", "action": "Close"}),
		("POST", "/api/method/frappe.client.set_value", {
			"doctype": "KIM Training Session", "name": "{session}", "fieldname": "status", "value": "Closed",
		}),
		("DELETE", "/api/resource/KIM Training Course/{course}", None),
	],
)  # fmt: skip
def test_no_request_jumps_a_state_or_makes_a_certificate(
	site, visit, staff, opened, course, stored, method, path, body
):
	from kim_app import testing_training

	session = opened()
	attendee = testing_training.enrol_self(session.name, staff[roles.ASSESSOR])
	site.db.commit()
	names = {"session": session.name, "attendee": attendee, "course": course}
	trainer = visit(staff[roles.TRAINER])
	data = {key: value.format(**names) for key, value in body.items()} if body else None
	answer = trainer.call(method, path.format(**names), **({"data": data} if data else {}))
	assert answer.status in (403, 417), answer.text()
	assert stored("KIM Training Session", session.name, "status") == "Open"
	assert not stored("KIM Certificate", {"session": session.name}, "name")
	assert stored("KIM Training Course", course, "name")


def test_anybody_checks_a_certificate_by_its_number(site, visit, staff, opened, course, unasked):
	from kim_app import testing_training

	session = opened()
	attendee = testing_training.enrol_self(session.name, staff[roles.SUPERVISOR])
	testing_training.hold(session.name, staff[roles.TRAINER], {attendee: (1, 1)})
	testing_training.close(session.name, staff[roles.TRAINER])
	site.db.commit()
	certificate = site.get_doc("KIM Certificate", {"attendee": attendee})
	guest = visit(None)
	page = guest.open(f"/kim/confirm?number={certificate.name}")
	answer = page.get_by_role("status")
	expect(answer).to_contain_text("This document is genuine and valid.")
	expect(answer).to_contain_text("Course BROWSER")
	assert certificate.holder_name not in page.content()
	assert page.locator("meta[name=robots]").get_attribute("content").startswith("noindex")
	page.get_by_label("Number on the document").fill("KIM-0000-0000-0000")
	page.get_by_role("button", name="Check").click()
	expect(page.get_by_role("status")).to_contain_text("No document has this number.")
	assert guest.faults == []
	holder = visit(staff[roles.SUPERVISOR])
	page = holder.open(f"/app/kim-certificate/{certificate.name}")
	answer = holder.call(
		"GET",
		"/api/method/frappe.utils.print_format.download_pdf"
		f"?doctype=KIM Certificate&name={certificate.name}&format=KIM Certificate",
	)
	assert answer.body().startswith(b"%PDF"), answer.text()[:500]
	file = holder.call("GET", f"/api/method/kim_app.training.calendar.download?session={session.name}")
	assert file.headers["content-type"].startswith("text/calendar") and b"BEGIN:VCALENDAR" in file.body()


def test_who_asks_too_often_is_turned_away(visit, unasked):
	from kim_app.printing import confirm

	guest = visit(None)
	for _question in range(confirm.LIMIT + 1):
		text = guest.context.request.get("/kim/confirm?number=KIM-0000-0000-0000").text()
	assert "Too many questions at once" in text
