"""What the form of a transfer offers. May import frappe."""

from __future__ import annotations

import frappe

from kim_app import permissions


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def centres(doctype, txt, searchfield, start, page_len, filters):
	"""For the field To centre: the open centres of all partners but the one where the participant of `filters` is, as rows
	(name, organisation, country), found by any of these. Their names are told to whoever may hand a case over, although
	they read nothing of other organisations.

	Raises frappe.PermissionError.
	"""
	permissions.demand("KIM Transfer", "create")
	name = (filters or {}).get("participant")
	if not name:
		# Nobody is chosen yet, so there is nowhere to hand anybody over to.
		return []
	participant = frappe.get_doc("KIM Participant", name)
	participant.check_permission("read")
	centre = frappe.qb.DocType("KIM Centre")
	like = f"%{txt}%"
	return (
		frappe.qb.from_(centre)
		.select(centre.name, centre.organisation, centre.country)
		.where((centre.disabled == 0) & (centre.name != participant.centre))
		.where(centre.name.like(like) | centre.organisation.like(like) | centre.country.like(like))
		.orderby(centre.name)
		.offset(start)
		.limit(page_len)
		.run()
	)
