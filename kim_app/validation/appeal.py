"""An appeal against a decision: a new validation that links back to the one not validated. May import frappe."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import now_datetime

from kim_app.arguments import checked
from kim_app.refusal import refuse
from kim_app.validation import messages, rules, workflow

TAKEN_OVER = ("participant", "competence", "claimed_level", "method")


@frappe.whitelist(methods=["POST"])
@checked
def open_appeal(validation: str, reason: str) -> str:
	"""Opens an appeal against `validation` (its name) and returns the name of the new one.

	It takes over claim and evidence; what was rated and decided stays where it is. Raises
	frappe.PermissionError unless the user may read the one and create the other, and
	frappe.ValidationError when there is nothing to appeal against, an appeal already, or no reason.
	"""
	frappe.new_doc("KIM Validation").check_permission("create")
	decided = frappe.get_doc("KIM Validation", validation)
	decided.check_permission("read")
	breaches = rules.appeal(
		decided.workflow_state, frappe.db.get_value("KIM Validation", {"amended_from": decided.name})
	)
	refuse(map(messages.text, breaches), _("No appeal"))
	if not (reason or "").strip():
		frappe.throw(_("Write why the participant appeals."), title=_("No appeal"))
	appeal = frappe.get_doc(
		{
			"doctype": "KIM Validation",
			**{field: decided.get(field) for field in TAKEN_OVER},
			"evidence": [{"evidence": row.evidence} for row in decided.evidence],
		}
	)
	appeal.flags.appeal_against = decided.name
	appeal.flags.first_step = {
		"action": workflow.APPEAL,
		"from_state": decided.workflow_state,
		"to_state": workflow.IDENTIFICATION,
		"user": frappe.session.user,
		"taken_on": now_datetime(),
		"reason": reason,
	}
	return appeal.insert().name
