"""What is kept about the participant, to see, to take along and to have corrected. Reached as /kim/data."""

import frappe

from kim_app.participant_page import correction_rules, corrections, held, page

no_cache = 1


def get_context(context):
	participant = page.begin(context, "/kim/data", "My data", "data")
	if participant:
		record = frappe.get_doc(held.RECORD, participant.name)
		record.check_permission("read")
		context.lines = lines(record)
		context.counts = counts(participant.name)
		context.requests = corrections.of(participant.name)
		context.unread = any(
			row.status != correction_rules.OPEN and not row.seen_on for row in context.requests
		)
	return context


def lines(record) -> list[dict]:
	"""Each field of the record that the page shows: `label`, `value`, and the `field` to be corrected, or None."""
	labels, told = held.labels(held.RECORD), {label: (text, rows) for label, text, rows in held.told(record)}
	shown = []
	for field in held.ON_PAGE:
		text, rows = told.get(labels[field], ("", []))
		if rows:
			text = ", ".join(row[0][1] for row in rows)
		asked = field if field in correction_rules.FIELDS else None
		shown.append({"label": labels[field], "value": text, "field": asked})
	return shown


def counts(participant: str) -> list[tuple[str, int]]:
	"""(title, number) of the other records that are kept."""
	titles = held.titles()
	found = [
		(titles[doctype], frappe.db.count(doctype, {field: participant}))
		for doctype, field in held.FORMS.items()
		if doctype != held.RECORD
	]
	return [(title, count) for title, count in found if count]
