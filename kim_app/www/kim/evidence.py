"""What the participant has shown, and what became of it. Reached as /kim/evidence."""

from frappe import _

from kim_app.evidence import rules
from kim_app.participant_page import evidence, page

no_cache = 1


def get_context(context):
	participant = page.begin(context, "/kim/evidence", "What I show")
	if participant:
		context.withdrawn = participant.consent_withdrawn_on
		context.evidence = evidence.handed_in(participant.name)
		context.says = {
			rules.RECORDED: _("Nobody has looked at it yet."),
			rules.RATED: _("Somebody has looked at it. Your case worker tells you what is missing."),
			rules.VERIFIED: _("It was looked at and counts."),
			rules.SUPERSEDED: _("Something newer has taken its place."),
		}
	return context
