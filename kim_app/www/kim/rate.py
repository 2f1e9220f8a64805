"""Where participants rate themselves, alone: what the page needs before a sheet is opened."""

import frappe
from frappe import _

from kim_app.frameworks.texts import users_language
from kim_app.self_assessment.sheet import RIGHT_TO_LEFT
from kim_app.website import own_record, sign_in_first, words_of

no_cache = 1


def get_context(context):
	sign_in_first("/kim/rate")
	context.title = _("How I see myself")
	context.show_sidebar = False
	context.language = users_language()
	context.right_to_left = context.language in RIGHT_TO_LEFT
	context.participant = own_record()
	if context.participant:
		context.words = words_of("self_assessment")
		context.start = {
			"earlier": earlier(context.participant.name),
			"spoken": spoken(context.participant.name),
			"home": "/kim",
		}
	return context


def earlier(participant: str) -> list[dict]:
	"""The participant's self assessments, newest first, with how many competences each has answered."""
	own = frappe.get_list(
		"KIM Self Assessment",
		filters={"participant": participant},
		fields=["name", "framework", "status", "finished_on"],
		order_by="creation desc",
		limit=0,
	)
	rows = frappe.get_all(
		"KIM Self Rating",
		filters={"parent": ["in", [entry.name for entry in own] or [""]]},
		fields=["parent", "level", "unknown"],
	)
	for entry in own:
		given = [bool(row.level or row.unknown) for row in rows if row.parent == entry.name]
		entry.update({"answered": sum(given), "total": len(given)})
		entry.finished_on = str(entry.finished_on) if entry.finished_on else None
	return own


def spoken(participant: str) -> list[str]:
	"""The languages of the participant's record: one of them is the likely second language."""
	return frappe.get_all(
		"KIM Participant Language",
		filters={"parent": participant, "parenttype": "KIM Participant"},
		order_by="idx asc",
		pluck="language",
	)
