"""Where participants rate themselves, alone: what the page needs before a sheet is opened."""

import frappe

from kim_app.participant_page import page

no_cache = 1


def get_context(context):
	participant = page.begin(context, "/kim/rate", "How I see myself", "rate", ("self_assessment",))
	if participant:
		context.start = {
			"earlier": earlier(participant.name),
			"spoken": spoken(participant.name),
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
