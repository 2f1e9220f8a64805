"""The participant's competence passport on a screen. Reached as /kim/passport."""

import frappe
from frappe import _

from kim_app.evidence import rules
from kim_app.participant_page import page, passport
from kim_app.validation import workflow

no_cache = 1


def get_context(context):
	states = (*workflow.STATES, *rules.STATUSES)
	participant = page.begin(
		context, "/kim/passport", "My passport", "passport", ("competence_profile",), states
	)
	if participant:
		kinds = frappe.get_meta("KIM Evidence").get_field("kind").options.split("\n")
		# "Document" is a step of the workflow elsewhere, so kinds are looked up as choices of their form.
		context.words.update(
			(f"{kind}:KIM Evidence", _(kind, context="KIM Evidence")) for kind in filter(None, kinds)
		)
		context.validated = passport.validated(participant.name)
	return context
