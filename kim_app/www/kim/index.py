"""The participant's own page: what is known of them, and how far each recognition has come."""

import frappe
from frappe import _

from kim_app.evidence import rules
from kim_app.inclusion import workflow as plans
from kim_app.validation import workflow
from kim_app.website import own_record, sign_in_first, words_of

no_cache = 1


def get_context(context):
	sign_in_first("/kim")
	context.title = _("My competences")
	context.show_sidebar = False
	context.participant = own_record()
	if context.participant:
		waiting = {"participant": context.participant.name, "workflow_state": plans.PROPOSED}
		context.plan_waits = bool(frappe.get_list("KIM Inclusion Plan", filters=waiting, limit=1))
		kinds = frappe.get_meta("KIM Evidence").get_field("kind").options.split("\n")
		context.words = words_of("competence_profile", *workflow.STATES, *rules.STATUSES)
		# "Document" is a step of the workflow elsewhere, so kinds are looked up as choices of their form.
		context.words.update(
			(f"{kind}:KIM Evidence", _(kind, context="KIM Evidence")) for kind in filter(None, kinds)
		)
		context.evidence = frappe.get_list(
			"KIM Evidence",
			filters={"participant": context.participant.name},
			fields=["title", "kind", "from_date", "to_date"],
			order_by="from_date desc",
		)
	return context
