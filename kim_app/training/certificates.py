"""Certificates of a course: issued when a session is closed, running out with time, revoked by a coordinator.
May import frappe."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, add_months, getdate, now_datetime, today

from kim_app import permissions
from kim_app.breach import Breach
from kim_app.certificate_numbers import certificate_number
from kim_app.frameworks import texts
from kim_app.printing import addresses
from kim_app.training import closing, messages, notices, results, rules, views, workflow

DOCTYPE = "KIM Certificate"
CHUNK = 200


def issue(session: Document, place: Document) -> str:
	"""The certificate (its number) of an attendee who earned one; the one there is when there is one."""
	if number := frappe.db.get_value(DOCTYPE, {"attendee": place.name}):
		return number
	course = frappe.get_cached_doc("KIM Training Course", session.course)
	slots = views.slots(session)
	days = rules.dates(slots)
	# Counted from the last day of the course, not from the day on which somebody closed it.
	valid_until = add_months(days[-1], course.valid_months) if course.valid_months else None
	certificate = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"number": certificate_number(),
			"holder_type": place.attendee_type,
			"holder": place.attendee,
			"holder_name": place.attendee_name,
			"user": place.user,
			"course": course.name,
			"course_code": course.course_code,
			"course_title": course.title,
			"session": session.name,
			"attendee": place.name,
			"trainer": session.trainer,
			"trainer_name": session.trainer_name,
			"centre": session.centre,
			"organisation": session.organisation,
			"issued_on": today(),
			"valid_until": valid_until,
			"status": workflow.CURRENT,
			"from_date": days[0],
			"to_date": days[-1],
			"hours": results.minutes_attended(slots, views.attendee(place).marks) / 60,
			"percent": place.percent,
			"result": place.result,
		}
	)
	certificate.flags.issued_by_closing = True
	certificate.insert(ignore_permissions=True)
	notices.certificate_issued(certificate)
	return certificate.name


def cannot_be_issued(certificate: Document) -> list[Breach]:
	"""Whether the rules say, of what is stored, that its holder earned it. Asked however one is written, so
	that nobody who was absent ever gets one."""
	place = certificate.attendee and frappe.db.exists("KIM Session Attendee", certificate.attendee)
	if not (certificate.flags.issued_by_closing and place):
		return [Breach("not-issued-by-hand")]
	attendee = frappe.get_doc("KIM Session Attendee", certificate.attendee)
	session = frappe.get_doc("KIM Training Session", attendee.session)
	earned = (
		session.status == workflow.HELD
		and (certificate.session, certificate.holder) == (session.name, attendee.attendee)
		and closing.outcome_of(attendee, session).certified
	)
	return [] if earned else [Breach("not-issued-by-hand")]


def refuse_change(certificate: Document):
	"""Raises frappe.ValidationError: what was issued stays as it is."""
	breach = Breach("certificate-stays", {"number": certificate.name})
	messages.refuse([breach], _("This certificate stays"))


@frappe.whitelist(methods=["POST"])
def revoke(certificate: str, reason: str) -> str:
	"""A coordinator takes a certificate (its name) of their organisation back, with a reason; returns its state.

	Raises frappe.PermissionError or frappe.ValidationError.
	"""
	document = frappe.get_doc(DOCTYPE, certificate)
	document.check_permission("read")
	if not may_revoke(document):
		frappe.throw(
			_("Only a coordinator of {0} can revoke this certificate.").format(_revoking(document)),
			frappe.PermissionError,
		)
	document = frappe.get_doc(DOCTYPE, certificate, for_update=True)
	breaches = []
	if document.status != workflow.CURRENT:
		breaches.append(Breach("not-current", {"number": document.name, "state": document.status}))
	if not (reason or "").strip():
		breaches.append(Breach("revoke-reason-missing"))
	messages.refuse(breaches, _("Not revoked"))
	document.update(
		{
			"status": workflow.REVOKED,
			"revoked_by": frappe.session.user,
			"revoked_on": now_datetime(),
			"reason": reason.strip(),
		}
	)
	_change_state(document)
	notices.certificate_revoked(document)
	return document.status


def may_revoke(certificate: Document) -> bool:
	# Nobody takes back, and so nobody is asked to judge, their own.
	return permissions.coordinates(_revoking(certificate)) and certificate.user != frappe.session.user


def _revoking(certificate: Document) -> str:
	"""The organisation whose coordinators revoke it: the one that issued it; of a participant whose case went
	elsewhere the one that reads it now."""
	if certificate.holder_type != workflow.PARTICIPANT:
		return certificate.organisation
	return frappe.db.get_value(workflow.PARTICIPANT, certificate.holder, "organisation")


def _change_state(certificate: Document):
	certificate.flags.state_changed = True
	certificate.save(ignore_permissions=True)


def expire():
	"""Daily: marks the certificates whose last day has passed, and takes away what they gave.

	Marks nothing twice, and commits as it goes, so that it can be stopped and run again.
	"""
	while names := frappe.get_all(
		DOCTYPE,
		filters={"status": workflow.CURRENT, "valid_until": ["<", today()]},
		pluck="name",
		limit=CHUNK,
	):
		for name in names:
			document = frappe.get_doc(DOCTYPE, name)
			document.status = workflow.EXPIRED
			_change_state(document)
		if not frappe.flags.in_test:
			frappe.db.commit()


def warn():
	"""Daily: tells holders and their coordinators once of certificates that run out within the settings' days
	of notice, unless the holder has a newer one of the same course."""
	days = frappe.db.get_single_value("KIM Settings", "expiry_notice_days")
	if not days:
		return
	running_out = frappe.get_all(
		DOCTYPE,
		filters=[
			["status", "=", workflow.CURRENT],
			["valid_until", "between", [today(), add_days(today(), days)]],
			["reminded_on", "is", "not set"],
		],
		fields=[
			"name",
			"user",
			"holder_name",
			"course",
			"course_code",
			"course_title",
			"valid_until",
			"organisation",
		],
		order_by="valid_until",
	)
	for row in running_out:
		frappe.db.set_value(DOCTYPE, row.name, "reminded_on", today(), update_modified=False)
		if row.user and not _renewed(row):
			notices.runs_out(row)
	notices.runs_out_to_coordinators([row for row in running_out if row.user and not _renewed(row)])


def _renewed(row) -> bool:
	later = {"user": row.user, "course_code": row.course_code, "status": workflow.CURRENT}
	return any(
		until is None or getdate(until) > getdate(row.valid_until)
		for until in frappe.get_all(DOCTYPE, filters=later, pluck="valid_until")
	)


def competences_of(course: str) -> list[dict]:
	"""What a course develops, in the language that is spoken: `competence`, `title`, `level`, `level_title`."""
	rows = []
	for row in frappe.get_cached_doc("KIM Training Course", course).competences:
		level = texts.level(texts.framework_of(row.competence), row.level)
		rows.append(
			{
				"competence": row.competence,
				"title": texts.title(row.competence),
				"level": row.level,
				"level_title": level["title"] if level else row.level,
			}
		)
	return rows


def context(certificate: Document) -> dict:
	"""For the form: whether the user can revoke it, and where anybody can check it."""
	return {
		"may_revoke": certificate.status == workflow.CURRENT and may_revoke(certificate),
		"address": addresses.confirmation_address(certificate.number),
	}
