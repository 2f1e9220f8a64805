"""The participant's own page: what is known of them, and how far each recognition has come."""

import frappe
from frappe import _

no_cache = 1


def get_context(context):
	if frappe.session.user == "Guest":
		frappe.local.flags.redirect_location = "/login?redirect-to=/kim"
		raise frappe.Redirect
	context.title = _("My competences")
	context.show_sidebar = False
	context.participant = own_record()
	if context.participant:
		context.validations = validations_of(context.participant.name)
		context.evidence = frappe.get_list(
			"KIM Evidence",
			filters={"participant": context.participant.name},
			fields=["title", "kind", "from_date", "to_date"],
			order_by="from_date desc",
		)
	return context


def own_record():
	"""The participant whose login this is, or None. Asked with the user's own rights."""
	if not frappe.has_permission("KIM Participant", "read"):
		return None
	own = frappe.get_list(
		"KIM Participant",
		filters={"user": frappe.session.user},
		fields=["name", "full_name", "centre", "consent", "consent_date"],
		limit=1,
	)
	return own[0] if own else None


def validations_of(participant: str) -> list[dict]:
	"""One entry per validation with the competence's title and the level's title in the user's language."""
	entries = frappe.get_list(
		"KIM Validation",
		filters={"participant": participant},
		fields=[
			"competence",
			"framework",
			"claimed_level",
			"validated_level",
			"workflow_state",
			"decided_on",
		],
		order_by="modified desc",
	)
	for entry in entries:
		competence = frappe.get_cached_doc("KIM Competence", entry.competence)
		levels = frappe.get_cached_doc("KIM Competence Framework", entry.framework).levels
		titles = {level.code: _(level.title) for level in levels}
		entry.title = competence.title_in(frappe.local.lang.split("-")[0])
		entry.claimed = titles.get(entry.claimed_level, "")
		entry.validated = titles.get(entry.validated_level, "")
		entry.steps = len(levels) - 1
		entry.reached = next(
			(position for position, level in enumerate(levels) if level.code == entry.validated_level), 0
		)
	return entries
