"""Crosses on the attendance list and results of the assessment. May import frappe."""

from __future__ import annotations

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.breach import Breach
from kim_app.training import enrolment, messages, results, sessions, views, workflow

MOST_MARKS = 2000


@frappe.whitelist(methods=["POST"])
def mark(session: str, marks: str | list) -> dict:
	"""Records whether people were there. `marks` are rows (attendee, day, present): the names of a KIM Session
	Attendee and of a row of the session's days, and 1, 0 or null, which takes a mark away.

	Returns {attendee: percent attended}. All of it is stored or nothing. Raises frappe.PermissionError for
	who does not run the session, frappe.ValidationError.
	"""
	document = _held_by_user(session)
	marks = frappe.parse_json(marks)
	if not isinstance(marks, list) or len(marks) > MOST_MARKS:
		frappe.throw(_("Send at most {0} marks at once.").format(MOST_MARKS))
	slots = {slot.key: slot for slot in views.slots(document)}
	people = _people(document, [row[0] for row in marks])
	breaches = []
	for attendee, day, _present in marks:
		breaches += [
			breach for breach in _cannot_mark(people[attendee], slots.get(day)) if breach not in breaches
		]
	messages.refuse(breaches, _("Not recorded"))
	for attendee, day, present in marks:
		_put(people[attendee], slots[day], present)
	for place in people.values():
		place.percent = results.percent_attended(list(slots.values()), views.attendee(place).marks)
		_never_there_not_passed(place)
		enrolment.store(place)
	return {name: place.percent for name, place in people.items()}


@frappe.whitelist(methods=["POST"])
def set_result(session: str, attendee: str, result: str | None = None) -> str:
	"""Records whether an attendee passed the assessment: Passed, Not Passed or empty; returns it.

	Raises frappe.PermissionError for who does not run the session, frappe.ValidationError.
	"""
	document = _held_by_user(session)
	place = _people(document, [attendee])[attendee]
	breaches = _no_place(place)
	if result and result not in (workflow.PASSED, workflow.NOT_PASSED):
		breaches.append(Breach("no-such-result", {"result": result}))
	if not frappe.db.get_value("KIM Training Course", document.course, "assessment_required"):
		breaches.append(Breach("no-assessment"))
	elif result == workflow.PASSED and not _was_there(place):
		breaches.append(Breach("never-there", {"who": place.attendee_name}))
	messages.refuse(breaches, _("Not recorded"))
	place.result = result or None
	place.result_by = frappe.session.user if result else None
	enrolment.store(place)
	return place.result or ""


def _held_by_user(session: str) -> Document:
	frappe.get_doc(sessions.DOCTYPE, session).check_permission("write")
	document = sessions.locked(session)
	if document.status not in workflow.RECORDING:
		breach = Breach("not-recorded-now", {"state": document.status})
		messages.refuse([breach], _("Not recorded"))
	return document


def _people(session: Document, names: Sequence[str]) -> dict[str, Document]:
	"""The attendees of `session` with these names; raises frappe.DoesNotExistError for any other."""
	found = {}
	for name in dict.fromkeys(names):
		place = frappe.get_doc(enrolment.ATTENDEE, name, for_update=True)
		if place.session != session.name:
			frappe.throw(_("{0} is no attendee of this session.").format(name), frappe.DoesNotExistError)
		found[name] = place
	return found


def _no_place(place: Document) -> list[Breach]:
	if place.status == workflow.ENROLLED:
		return []
	return [Breach("not-enrolled", {"who": place.attendee_name})]


def _cannot_mark(place: Document, slot) -> list[Breach]:
	if not slot:
		return [Breach("no-such-day")]
	breaches = _no_place(place)
	if slot.day > views.as_it_stands().date():
		breaches.append(Breach("day-ahead", {"date": slot.day}))
	return breaches


def _put(place: Document, slot, present: int | None):
	stands = next((row for row in place.attendance if row.day == slot.key), None)
	if present is None:
		if stands:
			place.remove(stands)
		return
	row = stands or place.append("attendance", {"day": slot.key})
	row.update({"date": slot.day, "module": slot.module, "present": int(bool(present))})
	row.marked_by = frappe.session.user


def _was_there(place: Document) -> bool:
	return any(row.present for row in place.attendance)


def _never_there_not_passed(place: Document):
	"""Who turns out never to have been there has no result either."""
	if place.result == workflow.PASSED and not _was_there(place):
		place.result = place.result_by = None
