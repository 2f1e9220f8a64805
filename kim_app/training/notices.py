"""Tells people of their place in a session and of their certificates: in the Desk, and by e-mail where that is
wanted. May import frappe.

Only staff are told: a participant is told by their case worker, in a language that they share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app import post, roles
from kim_app.session import in_language_of
from kim_app.training import texts, workflow
from kim_app.validation import staff

SESSION, CERTIFICATE = "KIM Training Session", "KIM Certificate"


def enrolled(session: Document, place: Document):
	"""Somebody else gave a staff member a place, or put them on the waiting list."""

	def sentence():
		told = (
			_("You are enrolled in {0} ({1}), which begins on {2}.")
			if place.status == workflow.ENROLLED
			else _("You are on the waiting list of {0} ({1}), which begins on {2}.")
		)
		return told.format(_title(session), session.name, frappe.format(session.starts, "Date"))

	post.tell(place.user, sentence, (SESSION, session.name))


def moved_up(session: Document, place: Document):
	"""Who waited has got a place."""

	def sentence():
		return _("A place in {0} ({1}) is yours now. It begins on {2}.").format(
			_title(session), session.name, frappe.format(session.starts, "Date")
		)

	post.tell(place.user, sentence, (SESSION, session.name))


def session_cancelled(session: Document):
	"""A session will not take place: everybody who had a place or waited for one is told."""

	def sentence():
		return _("{0} ({1}) on {2} does not take place: {3}").format(
			_title(session), session.name, frappe.format(session.starts, "Date"), session.reason
		)

	for user in frappe.get_all(
		"KIM Session Attendee",
		filters={"session": session.name, "status": ["!=", workflow.WITHDRAWN], "user": ["is", "set"]},
		pluck="user",
	):
		post.tell(user, sentence, (SESSION, session.name))


def certificate_issued(certificate: Document):
	def sentence():
		return _("Your certificate of {0} has been issued.").format(_title(certificate))

	post.tell(certificate.user, sentence, (CERTIFICATE, certificate.name))


def certificate_revoked(certificate: Document):
	def sentence():
		return _("Your certificate of {0} was revoked. The reason is in the certificate.").format(
			_title(certificate)
		)

	post.tell(certificate.user, sentence, (CERTIFICATE, certificate.name))


def runs_out(certificate):
	"""A certificate (a dict) runs out soon: its holder is told."""

	def sentence():
		return _("Your certificate of {0} is valid until {1}. Enrol in a session in time.").format(
			_title(certificate), frappe.format(certificate.valid_until, "Date")
		)

	post.tell(certificate.user, sentence, (CERTIFICATE, certificate.name))


def runs_out_to_coordinators(certificates: Sequence):
	"""One notice to each coordinator of an organisation whose staff's certificates (dicts) run out soon."""
	by_organisation = defaultdict(list)
	for row in certificates:
		by_organisation[row.organisation].append(row)
	people = staff.coordinators(by_organisation)
	for organisation, rows in by_organisation.items():
		for user in people.get((organisation, roles.COORDINATOR), ()):
			with in_language_of(user):
				lines = [
					_("{0}: {1}, until {2}").format(
						row.holder_name, _title(row), frappe.format(row.valid_until, "Date")
					)
					for row in rows
				]
				sentence = _("{0} certificates of your staff run out soon.").format(len(rows))
				post.deliver(
					user, sentence, lines, elsewhere=("/app/kim-certificate", _("See the certificates"))
				)


def _title(record) -> str:
	"""The course's title, as the language that is being spoken has it, of a session or certificate."""
	return texts.title(record.course, record.course_title)
