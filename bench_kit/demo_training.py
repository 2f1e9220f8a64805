"""The sample data's sessions of the pilot course: planned, full with a waiting list, being recorded, closed, and one
so long ago that its certificates run out soon. Runs inside a bench, where Frappe is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from bench_kit.demo_data import (
	ASSESSOR,
	CASE_WORKER,
	COORDINATOR,
	FLORENCE,
	LUCA,
	PARTICIPANT,
	SELAM,
	SUPERVISOR,
	TRAINER,
	VIENNA,
	VIENNESE_TRAINER,
	YUSRA,
)
from bench_kit.demo_records import acting_as

COURSE = "KIM-PILOT-1"


@dataclass(frozen=True)
class Sample:
	"""A session that begins in the week `offset` days from today. `people` enrol in turn; of each it says how many
	modules they missed, or None where nothing is recorded yet."""

	place: str
	offset: int
	goal: str
	people: dict[str, int | None] = field(default_factory=dict)
	capacity: int = 12
	centre: str = FLORENCE
	trainer: str = TRAINER


SESSIONS = (
	Sample("Sala Arno", -1066, "Closed", {ASSESSOR: 0, SUPERVISOR: 0}),
	Sample("Sala Boboli", -40, "Closed", {CASE_WORKER: 0, SELAM: 1, YUSRA: 0, LUCA: 4}),
	Sample("Sala Careggi", -6, "Held", {COORDINATOR: 0, LUCA: None, PARTICIPANT: 1}),
	Sample("Sala Duomo", 20, "Open", {ASSESSOR: None, SUPERVISOR: None, LUCA: None}, capacity=2),
	Sample("Sala Elsa", 60, "Planned"),
	Sample(
		"Raum 2", 30, "Open", {"caseworker.wien@kim.example": None}, centre=VIENNA, trainer=VIENNESE_TRAINER
	),
)


def load():
	"""Those that are not there yet."""
	import frappe

	for sample in SESSIONS:
		key = {"course": COURSE, "centre": sample.centre, "place": sample.place}
		if not frappe.db.exists("KIM Training Session", key):
			make(sample)


def make(sample: Sample):
	first = _monday(sample.offset)
	# A session is planned ahead, whatever becomes of it.
	ahead = max(first, _monday(14))
	name = plan(sample, ahead)
	if sample.goal != "Planned":
		step(name, sample.trainer, "Open Enrolment")
		for person in sample.people:
			enrol(name, person)
	if first != ahead:
		let_time_pass(name, ahead - first)
	if sample.goal in ("Held", "Closed"):
		record(name, sample)
		step(name, sample.trainer, "Mark as Held")
	if sample.goal == "Closed":
		step(name, sample.trainer, "Close")
		issue_back_then(name)


def _monday(offset: int):
	from frappe.utils import add_days, getdate

	day = getdate(add_days(getdate(), offset))
	return day - timedelta(days=day.weekday())


def plan(sample: Sample, first) -> str:
	import frappe

	from kim_app.training import plan_days

	with acting_as(sample.trainer):
		session = frappe.get_doc(
			{
				"doctype": "KIM Training Session",
				"course": COURSE,
				"centre": sample.centre,
				"trainer": sample.trainer,
				"language": "it" if sample.centre == FLORENCE else "de",
				"place": sample.place,
				"capacity": sample.capacity,
				"days": plan_days.suggest(COURSE, str(first), "09:00:00", 7),
			}
		)
		return session.insert().name


def step(session: str, user: str, action: str):
	from kim_app.training import sessions

	with acting_as(user):
		sessions.take_step(session, action)


def enrol(session: str, person: str):
	"""Staff enrol themselves; the participant with a login is enrolled by the case worker."""
	import frappe

	from kim_app.training import enrolment

	if person != PARTICIPANT:
		with acting_as(person):
			enrolment.enrol_me(session)
		return
	participant = frappe.db.get_value("KIM Participant", {"user": PARTICIPANT})
	with acting_as(CASE_WORKER):
		enrolment.enrol(session, "KIM Participant", participant)


def let_time_pass(session: str, span: timedelta):
	"""Moves the days of a session back, as no form lets anybody do."""
	import frappe

	for row in frappe.get_all("KIM Session Day", filters={"parent": session}, fields=["name", "date"]):
		frappe.db.set_value("KIM Session Day", row.name, "date", row.date - span)
	document = frappe.get_doc("KIM Training Session", session)
	moved = {field: document.get(field) - span for field in ("starts", "ends")}
	frappe.db.set_value("KIM Training Session", session, moved, update_modified=False)


def record(session: str, sample: Sample):
	"""The crosses of everybody of whom something is known, and the result of those who came to the assessment."""
	import frappe

	from kim_app.training import attendance

	document = frappe.get_doc("KIM Training Session", session)
	modules = list(dict.fromkeys(row.module for row in document.days))
	for person, missed in sample.people.items():
		if missed is None:
			continue
		by = {"user": person} if person != PARTICIPANT else {"attendee_type": "KIM Participant"}
		attendee = frappe.db.get_value("KIM Session Attendee", {"session": session, **by})
		absent = modules[:missed]
		with acting_as(sample.trainer):
			attendance.mark(
				session, [[attendee, row.name, int(row.module not in absent)] for row in document.days]
			)
			if sample.goal == "Closed":
				attendance.set_result(session, attendee, "Passed")


def issue_back_then(session: str):
	"""The certificates are those of the day after the course, not of the day on which the sample data are made."""
	import frappe
	from frappe.utils import add_days

	for row in frappe.get_all("KIM Certificate", filters={"session": session}, fields=["name", "to_date"]):
		frappe.db.set_value(
			"KIM Certificate", row.name, "issued_on", add_days(row.to_date, 1), update_modified=False
		)
