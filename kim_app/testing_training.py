"""Courses and sessions that tests make in one line. For tests only."""

from __future__ import annotations

import frappe
from frappe.utils import add_days, getdate, today

from kim_app.session import acting_as
from kim_app.training import attendance, enrolment, sessions, views, workflow

COURSE_MODULES = (("A", "Procedures", 3), ("B", "Interpreters", 2))


def make_course(code: str = "TEST", organisation: str | None = None, publish: bool = True, **fields):
	"""A course of two modules, five hours in all, that needs 80 percent and an assessment."""
	course = frappe.get_doc(
		{
			"doctype": "KIM Training Course",
			"course_code": code,
			"version": "1",
			"title": f"Course {code}",
			"organisation": organisation,
			"attendance_threshold": 80,
			"assessment_required": 1,
			"valid_months": 24,
			"modules": [
				{"module_code": module, "title": title, "hours": hours, "objectives": "Explains it."}
				for module, title, hours in COURSE_MODULES
			],
			"competences": [{"competence": "STAFF-1-INT", "level": "2"}],
			**fields,
		}
	)
	course.flags.shipped = organisation is None
	course.status = workflow.PUBLISHED if publish else workflow.DRAFT
	course.insert(ignore_permissions=True)
	if publish and course.status != workflow.PUBLISHED:
		course.db_set("status", workflow.PUBLISHED)
	return course


def days(offset: int = 7, start: int = 9) -> list[dict]:
	"""Two modules on one day, `offset` days from today: `start` to +3 hours and +4 to +6 hours."""
	date = add_days(today(), offset)
	return [
		{"date": date, "from_time": f"{start:02}:00:00", "to_time": f"{start + 3:02}:00:00", "module": "A"},
		{
			"date": date,
			"from_time": f"{start + 4:02}:00:00",
			"to_time": f"{start + 6:02}:00:00",
			"module": "B",
		},
	]


def make_session(trainer: str, centre: str, course: str, opened: bool = True, **fields):
	"""A session that `trainer` plans, next week when not said otherwise, opened unless told not to."""
	with acting_as(trainer):
		session = frappe.get_doc(
			{
				"doctype": "KIM Training Session",
				"course": course,
				"centre": centre,
				"trainer": trainer,
				"place": "Room " + frappe.generate_hash(length=4),
				"capacity": 10,
				"days": days(),
				**fields,
			}
		).insert()
		if opened:
			sessions.take_step(session.name, "Open Enrolment")
	return frappe.get_doc("KIM Training Session", session.name)


def enrol_self(session: str, user: str) -> str:
	"""`user` enrols; returns the name of the attendee's record."""
	with acting_as(user):
		return enrolment.enrol_me(session)["name"]


def let_days_pass(session: str, days_ago: int = 1):
	"""Moves the days of a session into the past, as time would."""
	for row in frappe.get_all("KIM Session Day", filters={"parent": session}, pluck="name"):
		frappe.db.set_value("KIM Session Day", row, "date", add_days(today(), -days_ago))
	from kim_app.training import rules

	document = frappe.get_doc("KIM Training Session", session)
	starts, ends = rules.first_and_last(views.slots(document))
	frappe.db.set_value(
		"KIM Training Session", session, {"starts": starts, "ends": ends}, update_modified=False
	)


def mark(session: str, trainer: str, attendee: str, *present: int | None):
	"""`trainer` records for each day of the session in turn whether the attendee was there."""
	rows = frappe.get_doc("KIM Training Session", session).days
	with acting_as(trainer):
		return attendance.mark(
			session, [[attendee, row.name, mark] for row, mark in zip(rows, present, strict=True)]
		)


def hold(session: str, trainer: str, attended: dict[str, tuple], result: str | None = "Passed"):
	"""Lets the days pass, records {attendee: marks} and the same result for who was there, and marks it as held."""
	let_days_pass(session)
	for attendee, marks in attended.items():
		mark(session, trainer, attendee, *marks)
		if result and any(marks):
			with acting_as(trainer):
				attendance.set_result(session, attendee, result)
	with acting_as(trainer):
		sessions.take_step(session, "Mark as Held")


def close(session: str, trainer: str) -> dict:
	with acting_as(trainer):
		return sessions.take_step(session, "Close")


def day_after(date) -> str:
	return str(getdate(add_days(date, 1)))
