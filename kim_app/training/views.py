"""Courses and sessions as their rules see them: gathers the values that `rules` and `results` judge. May
import frappe."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, time, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, to_timedelta

from kim_app.training import results, rules, workflow


def course(document: Document) -> rules.Course:
	"""A KIM Training Course as its rules see it."""
	names = [row.competence for row in document.competences if row.competence]
	known = {
		row.name: row
		for row in frappe.get_all(
			"KIM Competence", filters={"name": ["in", names or [""]]}, fields=["name", "kind", "framework"]
		)
	}
	return rules.Course(
		modules=tuple(
			rules.Module(row.module_code, row.title, row.objectives or "", float(row.hours or 0))
			for row in document.modules
		),
		develops=tuple(_develops(row, known.get(row.competence)) for row in document.competences),
		threshold=int(document.attendance_threshold or 0),
		valid_months=int(document.valid_months or 0),
		translations=tuple((row.language, row.module_code or None) for row in document.translations),
	)


def _develops(row, competence) -> rules.Develops:
	scale = ()
	if competence:
		framework = frappe.get_cached_doc("KIM Competence Framework", competence.framework)
		scale = tuple(level.code for level in framework.levels)
	return rules.Develops(row.competence, row.level, competence and competence.kind, scale)


def slots(session: Document | None) -> list[rules.Slot]:
	"""The days of a KIM Training Session, in the order of its rows."""
	return [slot(row) for row in (session.days if session else ())]


def slot(row) -> rules.Slot:
	"""A row of a session's days (a document or dict)."""
	return rules.Slot(
		row=row.idx,
		day=row.date and getdate(row.date),
		start=clock(row.from_time),
		end=clock(row.to_time),
		module=row.module or None,
		key=row.name,
	)


def clock(value: str | time | timedelta | None) -> time | None:
	"""A time of day, however Frappe hands it over; None when there is none."""
	if value is None or value == "":
		return None
	if isinstance(value, time):
		return value.replace(second=0, microsecond=0)
	minutes = int(to_timedelta(value).total_seconds()) // 60
	return time(minutes // 60 % 24, minutes % 60)


def slots_of(sessions: Collection[str]) -> dict[str, list[rules.Slot]]:
	"""The days of many sessions (names)."""
	found: dict[str, list[rules.Slot]] = {name: [] for name in sessions}
	for row in frappe.get_all(
		"KIM Session Day",
		filters={"parent": ["in", list(sessions) or [""]], "parenttype": "KIM Training Session"},
		fields=["name", "idx", "parent", "date", "from_time", "to_time", "module"],
		order_by="parent, idx",
	):
		found[row.parent].append(slot(row))
	return found


def as_it_stands() -> datetime:
	return now_datetime().replace(tzinfo=None)


def modules_of(course_name: str | None) -> dict[str, str]:
	"""{code: title} of the modules of a course as it was written, in their order; for what is shown see `texts`."""
	if not course_name:
		return {}
	return {
		row.module_code: row.title
		for row in frappe.get_cached_doc("KIM Training Course", course_name).modules
	}


def attendees_of(
	session: str,
	statuses: Iterable[str] = (workflow.ENROLLED, workflow.WAITING),
	for_update: bool = False,
) -> list[Document]:
	"""The attendees of a session (its name), in the order in which they came. Asks no permission.

	`for_update` reads what is stored now, past what the transaction saw when it began, and keeps it from
	others; asked by whoever holds the session (see `sessions.locked`).
	"""
	names = frappe.db.get_values(
		"KIM Session Attendee",
		{"session": session, "status": ["in", list(statuses)]},
		"name",
		order_by="enrolled_on asc, name asc",
		for_update=for_update and frappe.db.db_type != "sqlite",
	)
	return [frappe.get_doc("KIM Session Attendee", name, for_update=for_update) for (name,) in names]


def attendee(document: Document) -> results.Attendee:
	"""A KIM Session Attendee as the rules of certificates see it."""
	return results.Attendee(
		name=document.attendee_name,
		status=document.status,
		marks={row.day: bool(row.present) for row in document.attendance},
		result=document.result or None,
	)


def bookings_of(users: Collection[str], attendees: Collection[str], but: str | None) -> list[rules.Booking]:
	"""What takes the time of these people (users, and names of attendees' records), other than the session
	`but`: the places they have or wait for in sessions that are neither closed nor cancelled."""
	table = frappe.qb.DocType("KIM Session Attendee")
	session = frappe.qb.DocType("KIM Training Session")
	rows = (
		frappe.qb.from_(table)
		.join(session)
		.on(session.name == table.session)
		.select(table.session, table.attendee_name)
		.where(
			session.status.isin(workflow.TAKING_TIME)
			& table.status.isin([workflow.ENROLLED, workflow.WAITING])
			& (table.session != (but or ""))
			& (table.user.isin(list(users) or [""]) | table.attendee.isin(list(attendees) or [""]))
		)
		.run(as_dict=True)
	)
	return _as_bookings((row.session, row.attendee_name) for row in rows)


def lessons_of(trainer: str, but: str | None) -> list[rules.Booking]:
	"""The sessions that `trainer` gives, other than `but`, as bookings."""
	rows = frappe.get_all(
		"KIM Training Session",
		filters={"trainer": trainer, "status": ["in", workflow.TAKING_TIME], "name": ["!=", but or ""]},
		fields=["name", "trainer_name"],
	)
	return _as_bookings((row.name, row.trainer_name or trainer) for row in rows)


def _as_bookings(held: Iterable[tuple[str, str]]) -> list[rules.Booking]:
	held = sorted(set(held))
	days = slots_of({session for session, _who in held})
	return [rules.Booking(session, slot, who) for session, who in held for slot in days[session]]
