"""What the closing of a session settles: for every attendee whether they get a certificate, and why not. May
import frappe."""

from __future__ import annotations

import frappe
from frappe.model.document import Document

from kim_app.breach import Breach
from kim_app.training import certificates, enrolment, messages, results, views


def breaches(session: Document) -> list[Breach]:
	"""What is still to be recorded before `session`, which is held (`sessions.locked`), can be closed."""
	people = [views.attendee(place) for place in views.attendees_of(session.name, for_update=True)]
	return results.closing(people, views.slots(session), _assessed(session.course))


def settle(session: Document) -> list[str]:
	"""Writes to every attendee what came of it and issues the certificates; returns their numbers."""
	issued = []
	for place in views.attendees_of(session.name, for_update=True):
		settled = outcome_of(place, session)
		place.percent = settled.percent
		place.outcome = settled.kind
		if settled.certified:
			place.certificate = certificates.issue(session, place)
			issued.append(place.certificate)
		enrolment.store(place)
	return issued


def outcome_of(place: Document, session: Document) -> results.Outcome:
	"""What the rules say of one attendee, from what is stored of the session's days and its course."""
	threshold = frappe.db.get_value("KIM Training Course", session.course, "attendance_threshold")
	return results.outcome(
		views.attendee(place), views.slots(session), threshold or 0, _assessed(session.course)
	)


def in_words(place: Document, session: Document) -> str:
	"""The outcome of an attendee of a closed session as a sentence, empty before the closing."""
	return messages.outcome(outcome_of(place, session)) if place.outcome else ""


def _assessed(course: str) -> bool:
	return bool(frappe.db.get_value("KIM Training Course", course, "assessment_required"))
