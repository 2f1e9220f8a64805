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
