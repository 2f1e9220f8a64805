"""Places in a session: who gets one, who waits, who moves up. May import frappe.

Whoever gives or frees a place holds the session meanwhile (`sessions.locked`), so that the last place is
given once, however many ask for it at the same moment.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from kim_app import permissions, roles
from kim_app.breach import Breach
from kim_app.training import access, messages, notices, rules, sessions, views, workflow

ATTENDEE = "KIM Session Attendee"


@frappe.whitelist(methods=["POST"])
def enrol_me(session: str) -> dict:
	"""Gives the user a place in a session (its name), or one on the waiting list; returns `status`.

	Raises frappe.PermissionError for who may not read the session, frappe.ValidationError when they cannot
	attend it.
	"""
	frappe.get_doc(sessions.DOCTYPE, session).check_permission("read")
	document = sessions.locked(session)
	own = own_record(document, frappe.session.user)
	if not own:
		breach = Breach("not-of-organisation", {"who": _full_name(), "organisation": document.organisation})
		messages.refuse([breach], _("Not enrolled"))
	first = rules.first_and_last(views.slots(document))[0]
	breaches = [Breach("begun")] if first and first <= views.as_it_stands() else []
	return _enrol(document, workflow.STAFF_MEMBER, own, breaches)


@frappe.whitelist(methods=["POST"])
def enrol(session: str, attendee_type: str, attendee: str) -> dict:
	"""Gives somebody else a place: a KIM Staff Member, by who runs the session, or a KIM Participant, by a case
	worker or coordinator who may read them; returns `status`.

	Raises frappe.PermissionError or frappe.ValidationError.
	"""
	document = frappe.get_doc(sessions.DOCTYPE, session)
	document.check_permission("read")
	check_may_enrol(document, attendee_type, attendee)
	return _enrol(sessions.locked(session), attendee_type, attendee)


@frappe.whitelist(methods=["POST"])
def withdraw(attendee: str) -> dict:
	"""Frees the place of a KIM Session Attendee (its name) and gives it to who waits longest; returns
	`status` and `moved_up`, the names of those who got a place.

	Raises frappe.PermissionError unless it is the user's own place, or they could give it.
	"""
	document = frappe.get_doc(ATTENDEE, attendee)
	document.check_permission("read")
	if document.user != frappe.session.user:
		session = frappe.get_doc(sessions.DOCTYPE, document.session)
		check_may_enrol(session, document.attendee_type, document.attendee)
	session = sessions.locked(document.session)
	document = frappe.get_doc(ATTENDEE, attendee, for_update=True)
	breaches = _not_open(session)
	if document.status == workflow.WITHDRAWN:
		breaches.append(Breach("withdrawn-already", {"who": document.attendee_name}))
	messages.refuse(breaches, _("Not withdrawn"))
	document.status = workflow.WITHDRAWN
	store(document)
	count(session)
	return {"status": document.status, "moved_up": move_up(session)}


def withdraw_who_left(participant: str):
	"""Frees the places of a KIM Participant (its name) whose case went to another organisation, in sessions of the old
	one that have not begun. What has begun stays theirs, so that its trainer can record it to the end."""
	places = frappe.get_all(
		ATTENDEE,
		filters={
			"attendee_type": workflow.PARTICIPANT,
			"attendee": participant,
			"status": ["in", (workflow.ENROLLED, workflow.WAITING)],
		},
		fields=["name", "session"],
		order_by="session",
	)
	organisation = frappe.db.get_value(workflow.PARTICIPANT, participant, "organisation")
	for place in places:
		session = sessions.locked(place.session)
		if session.status != workflow.OPEN or session.organisation == organisation:
			continue
		document = frappe.get_doc(ATTENDEE, place.name, for_update=True)
		if document.status not in (workflow.ENROLLED, workflow.WAITING):
			# Given back in the meantime.
			continue
		begins = rules.first_and_last(views.slots(session))[0]
		if document.status == workflow.ENROLLED and begins and begins <= views.as_it_stands():
			continue
		document.status = workflow.WITHDRAWN
		store(document)
		count(session)
		move_up(session)


def check_may_enrol(session: Document, attendee_type: str, attendee: str):
	"""Raises frappe.PermissionError unless the user may give `attendee` a place or take it away."""
	scope = permissions.scope_of()
	if attendee_type == workflow.STAFF_MEMBER:
		allowed = access.runs(scope, session)
	elif attendee_type == workflow.PARTICIPANT:
		enrolling = scope.everything or scope.roles & {roles.CASE_WORKER, roles.COORDINATOR}
		allowed = enrolling and frappe.has_permission(workflow.PARTICIPANT, "read", doc=attendee)
	else:
		allowed = False
	if not allowed:
		frappe.throw(
			_(
				"You cannot enrol or withdraw this person. Staff are enrolled by who runs the session, participants by their case workers."
			),
			frappe.PermissionError,
		)


def own_record(session: Document, user: str) -> str | None:
	"""The KIM Staff Member record under which `user` attends `session`, that of its centre first."""
	records = frappe.get_all(
		"KIM Staff Member",
		filters={"user": user, "organisation": session.organisation, "disabled": 0},
		fields=["name", "centre"],
		order_by="name",
	)
	records.sort(key=lambda row: row.centre != session.centre)
	return records[0].name if records else None


def _not_open(session: Document) -> list[Breach]:
	if session.status == workflow.OPEN:
		return []
	return [Breach("not-open", {"state": session.status})]


def _enrol(session: Document, attendee_type: str, attendee: str, breaches=()) -> dict:
	name_field = "full_name"
	fields = ["name", name_field, "organisation", "user"]
	if attendee_type == workflow.STAFF_MEMBER:
		fields.append("disabled")
	person = frappe.db.get_value(attendee_type, attendee, fields, as_dict=True)
	if not person:
		frappe.throw(_("There is no {0} {1}.").format(_(attendee_type), attendee), frappe.DoesNotExistError)
	user = person.user if attendee_type == workflow.STAFF_MEMBER else None
	found = [*breaches, *_not_open(session), *_hindrances(session, person, user)]
	messages.refuse(found, _("Not enrolled"))
	full = (session.enrolled or 0) >= session.capacity
	place = frappe.get_doc(
		{
			"doctype": ATTENDEE,
			"session": session.name,
			"course": session.course,
			"centre": session.centre,
			"organisation": session.organisation,
			"trainer": session.trainer,
			"attendee_type": attendee_type,
			"attendee": person.name,
			"attendee_name": person.full_name,
			"user": user,
			"status": workflow.WAITING if full else workflow.ENROLLED,
			"enrolled_on": now_datetime(),
			"enrolled_by": frappe.session.user,
		}
	)
	try:
		store(place)
	except frappe.UniqueValidationError:
		frappe.clear_messages()
		messages.refuse([Breach("attends-already", {"who": person.full_name})], _("Not enrolled"))
	count(session)
	if user and user != frappe.session.user:
		notices.enrolled(session, place)
	return {"status": place.status, "name": place.name}


def _hindrances(session: Document, person, user: str | None) -> list[Breach]:
	"""Why somebody cannot attend: another organisation's, gone, its trainer, here already or elsewhere then."""
	who, breaches = {"who": person.full_name}, []
	if person.organisation != session.organisation:
		breaches.append(Breach("not-of-organisation", {**who, "organisation": session.organisation}))
	if person.get("disabled"):
		breaches.append(Breach("has-left", who))
	if user and user == session.trainer:
		breaches.append(Breach("is-its-trainer", who))
	key = {"attends_once": f"{session.name}:{user or person.name}"}
	if frappe.db.exists(ATTENDEE, key):
		return [*breaches, Breach("attends-already", who)]
	booked = views.bookings_of([user] if user else [], [person.name], session.name)
	if user:
		booked += views.lessons_of(user, session.name)
	return breaches + rules.clashes("busy", views.slots(session), booked)


def store(place: Document):
	"""Saves an attendee's record, which no role may write."""
	place.flags.written_by_kim = True
	place.save(ignore_permissions=True)


def refuse_deletion(place: Document):
	"""Raises frappe.ValidationError: who had a place stays on record."""
	breach = Breach("attendee-kept", {"who": place.attendee_name})
	messages.refuse([breach], _("This record is kept"))


def count(session: Document):
	"""Writes into a session that is held (`sessions.locked`) how many places are taken and how many wait."""
	taken = views.attendees_of(session.name, for_update=True)
	session.enrolled = sum(row.status == workflow.ENROLLED for row in taken)
	session.waiting = sum(row.status == workflow.WAITING for row in taken)
	frappe.db.set_value(
		sessions.DOCTYPE,
		session.name,
		{"enrolled": session.enrolled, "waiting": session.waiting},
		update_modified=False,
	)


def move_up(session: Document) -> list[str]:
	"""Gives the free places of an open session, which is held, to those who wait longest; returns their
	names."""
	waiting = views.attendees_of(session.name, [workflow.WAITING], for_update=True)
	by_name = {row.name: row for row in waiting}
	moved = rules.moves_up(session.capacity, session.enrolled or 0, list(by_name))
	for name in moved:
		by_name[name].status = workflow.ENROLLED
		store(by_name[name])
		notices.moved_up(session, by_name[name])
	if moved:
		count(session)
	return [by_name[name].attendee_name for name in moved]


def _full_name() -> str:
	return frappe.db.get_value("User", frappe.session.user, "full_name") or frappe.session.user
