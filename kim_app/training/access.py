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

SESSION, ATTENDEE = "KIM Training Session", "KIM Session Attendee"
CERTIFICATE, FEEDBACK = "KIM Certificate", "KIM Session Feedback"
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


def _covers_person(kind: str, person: str) -> Callable:
	def covers_person(scope, row) -> bool:
		if row.get("organisation") in scope.whole_organisations or row.get("user") == scope.user:
			return True
		if roles.TRAINER in scope.roles and row.get("trainer") == scope.user:
			return True
		doctype, name = row.get(kind), row.get(person)
		if doctype == "KIM Participant" and scope.roles & READ_PARTICIPANTS:
			return frappe.db.get_value(doctype, name, "centre") in scope.centres
		if doctype == "KIM Staff Member" and roles.SUPERVISOR in scope.roles:
			return frappe.db.get_value(doctype, name, "centre") in scope.centres
		return False

	return covers_person


def _people(kind: str, person: str) -> Callable:
	def people(scope) -> list[str]:
		parts = [
			_among("organisation", scope.whole_organisations),
			_is("user", scope.user),
			_is("trainer", scope.user) if roles.TRAINER in scope.roles else "",
		]
		for doctype, readers in (
			("KIM Participant", READ_PARTICIPANTS),
			("KIM Staff Member", {roles.SUPERVISOR}),
		):
			if scope.centres and scope.roles & readers:
				records = f"select `name` from `tab{doctype}` where {_among('centre', scope.centres)}"
				parts.append(f"`{person}` in ({records})")
		return parts

	return people


# DocType -> whether a scope holds one row, and the conditions that leave those it holds.
RULES = {
	SESSION: (_covers_session, _sessions),
	ATTENDEE: (_covers_person("attendee_type", "attendee"), _people("attendee_type", "attendee")),
	CERTIFICATE: (_covers_person("holder_type", "holder"), _people("holder_type", "holder")),
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
