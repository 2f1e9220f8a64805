"""What attendees think of a session: written by each alone, read by the trainer as a summary without names. May
import frappe."""

from __future__ import annotations

import random

import frappe
from frappe import _

from kim_app.breach import Breach
from kim_app.training import sessions, views, workflow

DOCTYPE = "KIM Session Feedback"
SCORES = ("content", "methods", "trainer_score", "organisation_score")
TEXTS = ("helped", "change")
# Of fewer answers it could be guessed whose they are.
LEAST_ANSWERS = 3


@frappe.whitelist(methods=["POST"])
def give(session: str, answers: str | dict) -> str:
	"""Stores what the user thinks of a session (its name), once; returns the record's name.

	`answers` are SCORES from 1 to 5, and TEXTS. Raises frappe.PermissionError for who may not read the session,
	frappe.ValidationError for who did not attend it.
	"""
	document = frappe.get_doc(sessions.DOCTYPE, session)
	document.check_permission("read")
	answers = frappe.parse_json(answers)
	feedback = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"session": document.name,
			**{field: frappe.utils.cint(answers.get(field)) for field in SCORES},
			**{field: (answers.get(field) or "").strip() for field in TEXTS},
		}
	)
	return feedback.insert(ignore_permissions=True).name


def breaches(feedback) -> list[Breach]:
	"""What forbids the user to store `feedback`: not attended, not begun, already given, a score off the scale."""
	place = own_place(feedback.session, frappe.session.user)
	if not place:
		return [Breach("feedback-not-attended")]
	found = []
	starts = frappe.db.get_value(sessions.DOCTYPE, feedback.session, "starts")
	if not starts or starts > views.as_it_stands():
		found.append(Breach("feedback-not-yet"))
	if frappe.db.exists(DOCTYPE, {"given_once": place, "name": ["!=", feedback.name or ""]}):
		found.append(Breach("feedback-twice"))
	found += [
		Breach("score-off", {"field": field})
		for field in SCORES
		if frappe.utils.cint(feedback.get(field)) not in range(1, 6)
	]
	return found


def own_place(session: str, user: str) -> str | None:
	"""The name of the user's attendee record in a session, None when they have no place in it."""
	return frappe.db.get_value(
		"KIM Session Attendee", {"session": session, "user": user, "status": workflow.ENROLLED}
	)


def summary(session: str) -> dict:
	"""For who runs the session: `count` answers of `asked` people, and from LEAST_ANSWERS on the mean of each score
	and all remarks, in no order."""
	rows = frappe.get_all(DOCTYPE, filters={"session": session}, fields=[*SCORES, *TEXTS])
	asked = frappe.db.count(
		"KIM Session Attendee",
		{"session": session, "status": workflow.ENROLLED, "user": ["is", "set"]},
	)
	if len(rows) < LEAST_ANSWERS:
		return {"count": len(rows), "asked": asked, "least": LEAST_ANSWERS}
	meta = frappe.get_meta(DOCTYPE)
	remarks = {field: [row[field] for row in rows if row[field]] for field in TEXTS}
	for texts in remarks.values():
		random.shuffle(texts)
	return {
		"count": len(rows),
		"asked": asked,
		"scores": [
			{
				"label": _(meta.get_label(field)),
				"mean": round(sum(row[field] for row in rows) / len(rows), 1),
			}
			for field in SCORES
		],
		"remarks": [
			{"label": _(meta.get_label(field)), "texts": remarks[field]} for field in TEXTS if remarks[field]
		],
	}
