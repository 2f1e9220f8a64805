"""Who sees and changes what of the staff course. Asked by `permissions` for the forms named in RULES. May
import frappe.

A session is announced to the whole organisation, so that its staff can enrol; it names no attendee. Who
attends is known to the attendee, the session's trainer, the coordinators, and of participants to those
who may read the participant. A trainer reads the name that the enrolment stored and has no right on
the participant. What somebody thought of a session is read by nobody but them.
"""

from __future__ import annotations

from collections.abc import Callable

import frappe

from kim_app import roles
from kim_app.training import workflow

SESSION, ATTENDEE = "KIM Training Session", "KIM Session Attendee"
CERTIFICATE, FEEDBACK = "KIM Certificate", "KIM Session Feedback"
PARTICIPANT, STAFF_MEMBER = workflow.PARTICIPANT, workflow.STAFF_MEMBER
# The fields that say of whom a record is: (kind, name).
PERSON = {ATTENDEE: ("attendee_type", "attendee"), CERTIFICATE: ("holder_type", "holder")}
READING = (None, "read", "select", "report", "print", "email", "export")
# Of KIM's staff, who reads the participants of their centres.
READ_PARTICIPANTS = frozenset((roles.CASE_WORKER, roles.ASSESSOR, roles.SUPERVISOR))


def _among(field: str, names) -> str:
	if not names:
		return ""
	return f"`{field}` in ({', '.join(frappe.db.escape(name, percent=False) for name in sorted(names))})"


def _is(field: str, value: str | None) -> str:
	return f"`{field}` = {frappe.db.escape(value, percent=False)}" if value else ""


def _covers_session(scope, row) -> bool:
	return row.get("organisation") in scope.own_organisations


def _sessions(scope) -> list[str]:
	return [_among("organisation", scope.own_organisations)]


def _covers_person(doctype: str) -> Callable:
	kind, person = PERSON[doctype]

	def covers_person(scope, row) -> bool:
		if row.get("user") == scope.user:
			return True
		if row.get(kind) == PARTICIPANT:
			return _covers_participant(scope, row, row.get(person))
		if row.get("organisation") in scope.whole_organisations or _teaches(scope, row):
			return True
		if row.get(kind) == STAFF_MEMBER and roles.SUPERVISOR in scope.roles:
			return frappe.db.get_value(STAFF_MEMBER, row.get(person), "centre") in scope.centres
		return False

	return covers_person


def _covers_participant(scope, row, name: str) -> bool:
	place = frappe.db.get_value(PARTICIPANT, name, ["centre", "organisation"], as_dict=True)
	if not place:
		return False
	if place.organisation in scope.whole_organisations:
		return True
	if place.centre in scope.centres and scope.roles & READ_PARTICIPANTS:
		return True
	if not _teaches(scope, row):
		return False
	if place.organisation in scope.own_organisations:
		return True
	recording = row.get("status") == workflow.ENROLLED
	return recording and frappe.db.get_value(SESSION, row.get("session"), "status") in workflow.RECORDING


def _teaches(scope, row) -> bool:
	return roles.TRAINER in scope.roles and row.get("trainer") == scope.user


def _people(doctype: str) -> Callable:
	kind, person = PERSON[doctype]

	def both(*parts: str) -> str:
		return f" and `tab{doctype}`.".join(parts) if all(parts) else ""

	def records(of: str, field: str, names) -> str:
		return f"`{person}` in (select `name` from `tab{of}` where {_among(field, names)})" if names else ""

	def people(scope) -> list[str]:
		of_participant, of_staff = _is(kind, PARTICIPANT), _is(kind, STAFF_MEMBER)
		parts = [
			_is("user", scope.user),
			both(of_staff, _among("organisation", scope.whole_organisations)),
			both(of_participant, records(PARTICIPANT, "organisation", scope.whole_organisations)),
		]
		if roles.TRAINER in scope.roles:
			taught = _is("trainer", scope.user)
			parts += [
				both(of_staff, taught),
				both(of_participant, taught, records(PARTICIPANT, "organisation", scope.own_organisations)),
			]
			if doctype == ATTENDEE:
				going_on = f"select `name` from `tab{SESSION}` where {_among('status', workflow.RECORDING)}"
				recording = (_is("status", workflow.ENROLLED), f"`session` in ({going_on})")
				parts.append(both(of_participant, taught, *recording))
		if scope.roles & READ_PARTICIPANTS:
			parts.append(both(of_participant, records(PARTICIPANT, "centre", scope.centres)))
		if roles.SUPERVISOR in scope.roles:
			parts.append(both(of_staff, records(STAFF_MEMBER, "centre", scope.centres)))
		return parts

	return people


# DocType -> whether a scope holds one row, and the conditions that leave those it holds.
RULES = {
	SESSION: (_covers_session, _sessions),
	ATTENDEE: (_covers_person(ATTENDEE), _people(ATTENDEE)),
	CERTIFICATE: (_covers_person(CERTIFICATE), _people(CERTIFICATE)),
	FEEDBACK: (
		lambda scope, row: row.get("owner") == scope.user,
		lambda scope: [_is("owner", scope.user)],
	),
}


def runs(scope, session) -> bool:
	"""Whether `scope` may lead a session (a document or dict): its trainer, whoever planned it, or a
	coordinator of its organisation."""
	if scope.everything:
		return True
	if session.get("organisation") in scope.whole_organisations and roles.COORDINATOR in scope.roles:
		return True
	own = scope.user in (session.get("trainer"), session.get("owner"))
	return own and roles.TRAINER in scope.roles and session.get("organisation") in scope.own_organisations


def session_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""Frappe's hook for a session: read by the organisation's staff, changed by who runs it. Who that is
	is read from what is stored, so that nobody takes a session over by naming themself in it."""
	from kim_app import permissions

	if doc.is_new():
		# Its organisation is filled in at validation, and check_row looks then.
		organisation = doc.centre and frappe.db.get_value("KIM Centre", doc.centre, "organisation")
		scope = permissions.scope_of(user)
		return scope.everything or not doc.centre or organisation in scope.own_organisations
	if ptype in READING:
		return permissions.has_permission(doc, ptype, user)
	stored = frappe.db.get_value(SESSION, doc.name, ["organisation", "trainer", "owner"], as_dict=True)
	return runs(permissions.scope_of(user), stored or doc)


def course_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""Frappe's hook for a course: read by all, changed by coordinators and trainers of the organisation that
	owns it. One shipped with KIM belongs to none, so nobody changes it: an own version is made of it."""
	from kim_app import permissions

	if ptype in READING:
		return True
	scope = permissions.scope_of(user)
	if scope.everything:
		return True
	if doc.is_new():
		return not doc.get("organisation") or doc.organisation in scope.own_organisations
	owners = {doc.get("organisation"), frappe.db.get_value("KIM Training Course", doc.name, "organisation")}
	return owners <= scope.own_organisations
