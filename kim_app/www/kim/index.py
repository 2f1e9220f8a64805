"""The participant's start page: the ways to all other pages, and what waits there. A guest chooses a language."""

import frappe

from kim_app.inclusion import workflow as plans
from kim_app.participant_page import corrections, page
from kim_app.website import own_record

no_cache = 1


def get_context(context):
	page.dress(context, "/kim", "My page")
	context.participant = own_record() if context.signed_in else None
	if context.participant:
		context.plan_waits = waits_for_signature(context.participant.name)
		context.answered = corrections.has_unread_answer(context.participant.name)
	return context


def waits_for_signature(participant: str) -> bool:
	"""Whether there is a plan, or a change of centre, that waits for the participant's consent."""
	waiting = (
		("KIM Inclusion Plan", {"participant": participant, "workflow_state": plans.PROPOSED}),
		("KIM Transfer", {"participant": participant, "status": "Requested"}),
	)
	return any(frappe.get_list(doctype, filters=filters, limit=1) for doctype, filters in waiting)
