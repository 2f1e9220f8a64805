"""What the form of a session shows of its attendees: to who runs it the attendance list, to others how many
places are left and where they themselves stand. May import frappe."""

from __future__ import annotations

import frappe
from frappe.model.document import Document

from kim_app import permissions, roles
from kim_app.training import access, closing, enrolment, feedback, rules, sessions, texts, views, workflow


def context(session: Document) -> dict:
	"""For the form of `session`, whose reader was asked for permission:

	`attendees` those whom the user may know, with `marks` {day: 1 or 0}; `own` the user's place; `days` the
	columns of the list; `may` what the user can do; `steps` the actions they can take; `feedback` the
	summary, for who runs it.
	"""
	scope = permissions.scope_of()
	runs = access.runs(scope, session)
	slots, now = views.slots(session), views.as_it_stands()
	titles = texts.module_titles(session.course)
	course = frappe.db.get_value(
		"KIM Training Course",
		session.course,
		["title", "status", "assessment_required", "attendance_threshold"],
		as_dict=True,
	)
	attendees = [_row(place, session) for place in _visible(session)] if session.name else []
	own = next((row for row in attendees if row["own"] and row["status"] != workflow.WITHDRAWN), None)
	recording = runs and session.status in workflow.RECORDING
	return {
		"attendees": attendees,
		"own": own,
		"days": [
			{
				"key": slot.key,
				"date": str(slot.day),
				"from": f"{slot.start:%H:%M}",
				"to": f"{slot.end:%H:%M}",
				"module": slot.module or "",
				"title": titles.get(slot.module, ""),
				"open": slot.day <= now.date(),
			}
			for slot in slots
			if slot.day and slot.start and slot.end
		],
		"modules": [{"code": code, "title": title} for code, title in titles.items()],
		"assessed": bool(course and course.assessment_required),
		"threshold": course.attendance_threshold if course else 0,
		"may": {
			"run": runs,
			"record": recording,
			"enrol_self": _may_enrol_self(session, own),
			"enrol_staff": runs and session.status == workflow.OPEN,
			"enrol_participants": session.status == workflow.OPEN and _may_enrol_participants(scope),
			"give_feedback": bool(
				own
				and own["status"] == workflow.ENROLLED
				and session.starts
				and frappe.utils.get_datetime(session.starts) <= now
				and not frappe.db.exists(feedback.DOCTYPE, {"given_once": own["name"]})
			),
		},
		"steps": [
			{"action": row.action, "needs_reason": row.needs_reason}
			for row in workflow.SESSION_TRANSITIONS
			if runs
			and row.source == session.status
			and set(row.roles) & set(frappe.get_roles())
			# What has not begun yet cannot have been held: no button for that.
			and not (row.target == workflow.HELD and rules.holding(slots, now))
		],
		"feedback": feedback.summary(session.name) if runs and not session.is_new() else None,
	}


@frappe.whitelist()
def read(session: str) -> dict:
	"""The context anew, with `enrolled` and `waiting`, after something changed; `session` is a name.

	Raises frappe.PermissionError.
	"""
	document = frappe.get_doc(sessions.DOCTYPE, session)
	document.check_permission("read")
	return {**context(document), "enrolled": document.enrolled, "waiting": document.waiting}


@frappe.whitelist()
def staff_to_enrol(session: str) -> list[dict]:
	"""Whom the user could enrol: the organisation's staff whom they may read, without those in it already, as
	`value`, `label` and `description` (the centre)."""
	document = frappe.get_doc(sessions.DOCTYPE, session)
	document.check_permission("write")
	taken = {place.user for place in views.attendees_of(session)}
	rows = frappe.get_list(
		"KIM Staff Member",
		filters={"organisation": document.organisation, "disabled": 0},
		fields=["name", "full_name", "centre", "user"],
		order_by="full_name",
		limit=0,
	)
	return [
		{"value": row.name, "label": row.full_name or row.user, "description": row.centre}
		for row in rows
		if row.user not in taken and row.user != document.trainer
	]


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def trainers(doctype: str, txt: str, searchfield: str, start: int, page_len: int, filters: dict):
	"""For the field Trainer: the trainers of the centre's organisation (`filters["centre"]`), as rows
	(user, full name)."""
	frappe.new_doc(sessions.DOCTYPE).check_permission("create")
	organisation = frappe.db.get_value("KIM Centre", filters.get("centre"), "organisation")
	staff = frappe.get_all(
		"KIM Staff Member",
		filters={"organisation": organisation or "", "disabled": 0},
		fields=["user", "full_name"],
		order_by="full_name",
	)
	holders = frappe.get_all(
		"Has Role",
		filters={
			"role": roles.TRAINER,
			"parenttype": "User",
			"parent": ["in", [row.user for row in staff] or [""]],
		},
		pluck="parent",
	)
	found = {
		row.user: row.full_name
		for row in staff
		if row.user in holders and txt.lower() in f"{row.user} {row.full_name}".lower()
	}
	return list(found.items())[frappe.utils.cint(start) :][: frappe.utils.cint(page_len) or 20]


def _visible(session: Document) -> list[Document]:
	names = frappe.get_list(
		"KIM Session Attendee",
		filters={"session": session.name},
		order_by="enrolled_on asc, name asc",
		pluck="name",
		limit=0,
	)
	return [frappe.get_doc("KIM Session Attendee", name) for name in names]


def _row(place: Document, session: Document) -> dict:
	return {
		"name": place.name,
		"attendee_name": place.attendee_name,
		"kind": place.attendee_type,
		"own": bool(place.user and place.user == frappe.session.user),
		"status": place.status,
		"marks": {row.day: int(row.present) for row in place.attendance},
		"percent": place.percent or 0,
		"result": place.result or "",
		"outcome": closing.in_words(place, session),
		"certificate": place.certificate,
	}


def _may_enrol_self(session: Document, own: dict | None) -> bool:
	begins = rules.first_and_last(views.slots(session))[0]
	return bool(
		session.status == workflow.OPEN
		and not own
		and begins
		and begins > views.as_it_stands()
		and session.trainer != frappe.session.user
		and enrolment.own_record(session, frappe.session.user)
	)


def _may_enrol_participants(scope) -> bool:
	return bool(scope.roles & {roles.CASE_WORKER, roles.COORDINATOR})
