"""Sessions: what is filled in by itself, what is checked at every save, and the steps from planned to
closed. May import frappe."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from kim_app import roles
from kim_app.breach import Breach
from kim_app.comparison import comparable
from kim_app.training import closing, messages, notices, rules, views, workflow

DOCTYPE, ATTENDEE = "KIM Training Session", "KIM Session Attendee"
WRITTEN_BY_KIM = ("status", "reason", "enrolled", "waiting", "closed_by", "closed_on")


def fill_in(session: Document, before: Document | None):
	"""What follows from what was chosen: titles, names, organisation, the first and the last moment."""
	if before:
		# People enrol while the form is open somewhere: what is stored counts.
		session.enrolled, session.waiting = before.enrolled, before.waiting
	session.organisation = frappe.db.get_value("KIM Centre", session.centre, "organisation")
	session.course_title = frappe.db.get_value("KIM Training Course", session.course, "title")
	session.trainer_name = frappe.db.get_value("User", session.trainer, "full_name")
	modules = views.modules_of(session.course)
	# A row that is not filled in keeps its place: what is missing in it is said with its number.
	session.days.sort(key=lambda row: (str(row.date or "9999"), str(views.clock(row.from_time) or "")))
	for number, row in enumerate(session.days, start=1):
		row.idx = number
		row.module_title = modules.get(row.module)
	session.starts, session.ends = rules.first_and_last(views.slots(session))


def breaches(session: Document, before: Document | None) -> list[Breach]:
	"""What forbids that `session` is stored over `before` (None for a new one)."""
	slots, stored = views.slots(session), views.slots(before)
	found = []
	changed = changed_fields(session, before)
	if before:
		if not session.flags.step_taken:
			found += [
				Breach("written-by-kim", {"field": field}) for field in WRITTEN_BY_KIM if field in changed
			]
		found += rules.changes(before.status, changed)
		if "course" in changed and before.enrolled + before.waiting:
			found.append(Breach("course-with-attendees"))
	if "days" in changed:
		# A register tells of days that have passed.
		since = datetime.min if session.flags.approved_import else views.as_it_stands()
		found += rules.times(slots, stored, views.modules_of(session.course), since)
	if "capacity" in changed:
		found += rules.places(session.capacity or 0, session.enrolled or 0)
	if {"trainer", "centre"} & changed:
		found += _no_trainer(session)
	if before is None or "course" in changed:
		status = frappe.db.get_value("KIM Training Course", session.course, "status")
		if status == workflow.RETIRED:
			found.append(Breach("course-not-published", {"state": status}))
	if not found and session.status in workflow.TAKING_TIME and {"days", "trainer"} & changed:
		found += clashes(session, slots)
	return found


def changed_fields(session: Document, before: Document | None) -> set[str]:
	"""The fields of content and those written by KIM that differ from what is stored."""
	fields = (*workflow.SESSION_CONTENT, *WRITTEN_BY_KIM)
	if before is None:
		return set(workflow.SESSION_CONTENT)
	changed = {
		field
		for field in fields
		if field != "days" and comparable(session, field) != comparable(before, field)
	}
	# Frappe holds a time now as a text and now as a span, so the days are compared as what they mean.
	if [_content(slot) for slot in views.slots(session)] != [_content(slot) for slot in views.slots(before)]:
		changed.add("days")
	return changed


def _content(slot: rules.Slot) -> tuple:
	return (slot.key, slot.day, slot.start, slot.end, slot.module)


def _no_trainer(session: Document) -> list[Breach]:
	"""Whoever gives a session is a trainer who works for the organisation that holds it."""
	works = frappe.db.exists(
		"KIM Staff Member",
		{"user": session.trainer, "organisation": session.organisation, "disabled": 0},
	)
	if works and roles.TRAINER in frappe.get_roles(session.trainer):
		return []
	return [
		Breach(
			"not-a-trainer",
			{
				"who": session.trainer_name or session.trainer,
				"organisation": session.organisation,
				"role": _(roles.TRAINER),
			},
		)
	]


def clashes(session: Document, slots: list[rules.Slot]) -> list[Breach]:
	"""Other sessions that take the time of the trainer or of those who have a place in this one."""
	found = rules.clashes("trainer-busy", slots, views.lessons_of(session.trainer, session.name))
	found += rules.clashes("trainer-attends", slots, views.bookings_of([session.trainer], [], session.name))
	if session.is_new():
		return found
	attending = views.attendees_of(session.name)
	users = {row.user for row in attending if row.user}
	booked = views.bookings_of(users, {row.attendee for row in attending}, session.name)
	for user in users:
		booked += views.lessons_of(user, session.name)
	return found + rules.clashes("attendees-busy", slots, booked)


def warn_of_shared_room(session: Document):
	"""Two sessions in one room at one time may be meant, or not: whoever saves is told."""
	if not session.place or session.status not in workflow.TAKING_TIME or frappe.flags.in_import:
		return
	others = frappe.get_all(
		DOCTYPE,
		filters={
			"centre": session.centre,
			"status": ["in", workflow.TAKING_TIME],
			"name": ["!=", session.name or ""],
			"starts": ["<", session.ends or now_datetime()],
			"ends": [">", session.starts or now_datetime()],
		},
		fields=["name", "place"],
	)
	same = [row.name for row in others if (row.place or "").strip().lower() == session.place.strip().lower()]
	days = views.slots_of(same)
	for name in same:
		if rules.overlapping(views.slots(session), days[name]):
			frappe.msgprint(
				_("The session {0} takes place in {1} at the same time.").format(name, session.place),
				indicator="orange",
				alert=True,
			)


def take_attendees_along(session: Document):
	"""Attendees hold the session's place and trainer beside the link, for who sees them."""
	frappe.db.set_value(
		ATTENDEE,
		{"session": session.name},
		{"centre": session.centre, "organisation": session.organisation, "trainer": session.trainer},
		update_modified=False,
	)


def deletion(session: Document) -> list[Breach]:
	"""Only a session that was never opened is deleted."""
	if session.status == workflow.PLANNED:
		return []
	return [Breach("session-kept", {"session": session.name, "state": session.status})]


@frappe.whitelist(methods=["POST"])
def take_step(session: str, action: str, reason: str | None = None) -> dict:
	"""Takes a step of workflow.SESSION_TRANSITIONS for a session (its name); returns `status`, and of a
	closing also `certificates`, how many were issued.

	Raises frappe.PermissionError for who does not run it, frappe.ValidationError when a rule forbids it.
	"""
	frappe.get_doc(DOCTYPE, session).check_permission("write")
	document = locked(session)
	row, breaches = rules.step(
		workflow.SESSION_TRANSITIONS, document.status, action, frappe.get_roles(), reason
	)
	slots, now = views.slots(document), views.as_it_stands()
	if row and row.target == workflow.OPEN:
		course_status = frappe.db.get_value("KIM Training Course", document.course, "status")
		where = bool((document.place or "").strip() or document.online_link)
		breaches += rules.opening(slots, course_status, where, now)
		breaches += clashes(document, slots)
	elif row and row.target == workflow.HELD:
		breaches += rules.holding(slots, now)
	elif row and row.target == workflow.CLOSED:
		breaches += closing.breaches(document)
	messages.refuse(breaches, _("This step is not possible yet"))
	issued = closing.settle(document) if row.target == workflow.CLOSED else []
	document.status = row.target
	if row.needs_reason:
		document.reason = reason.strip()
	if row.target == workflow.CLOSED:
		document.closed_by, document.closed_on = frappe.session.user, now_datetime()
	document.flags.step_taken = True
	document.save()
	if row.target == workflow.CANCELLED:
		notices.session_cancelled(document)
	return {"status": document.status, "certificates": len(issued)}


def locked(session: str) -> Document:
	"""The session as it is stored now, kept from others until the transaction ends: what follows from
	counting its places or closing it happens once, however many ask for it at the same moment."""
	return frappe.get_doc(DOCTYPE, session, for_update=True)
