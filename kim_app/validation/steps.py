"""Taking a step when somebody else was faster: whoever comes second is told who decided what. May import
frappe."""

from __future__ import annotations

import frappe
from frappe import _


@frappe.whitelist()
def apply_workflow(doc, action):
	"""Takes the place of `frappe.model.workflow.apply_workflow`, which tells the second of two people
	that their action is not valid. For a validation, compares the state they saw with the one stored.

	Raises frappe.TimestampMismatchError with the name of who took the last step.
	"""
	from frappe.model.workflow import apply_workflow as frappe_apply_workflow

	seen = frappe.parse_json(doc)
	if seen.get("doctype") == "KIM Validation":
		frappe.get_doc("KIM Validation", seen.get("name")).check_permission("read")
		refuse_if_overtaken(seen.get("name"), seen.get("workflow_state"))
	return frappe_apply_workflow(doc, action)


def refuse_if_overtaken(name: str, seen_state: str | None):
	"""Refuses when the validation is no longer in the state that the user saw.

	Raises frappe.TimestampMismatchError.
	"""
	state = frappe.db.get_value("KIM Validation", name, "workflow_state")
	if seen_state and state and state != seen_state:
		frappe.throw(
			overtaken(name, state), frappe.TimestampMismatchError, title=_("Somebody else was faster")
		)


def overtaken(name: str, state: str) -> str:
	"""Who took the last step of a validation, when, and where it stands now: a sentence for who came later."""
	last = frappe.get_all(
		"KIM Validation Step",
		filters={"parent": name, "parenttype": "KIM Validation"},
		fields=["user", "action", "taken_on"],
		order_by="idx desc",
		limit=1,
	)
	if not last:
		return _("Validation {0} was changed after you opened it. Reload it.").format(name)
	return _(
		"{0} took the step {1} for validation {2} on {3}; it is now in the state {4}. Reload it to see what was decided."
	).format(
		frappe.db.get_value("User", last[0].user, "full_name") or last[0].user,
		_(last[0].action),
		name,
		frappe.format(last[0].taken_on, "Datetime"),
		_(state),
	)
