"""One supervisor's decision on one validation, taken through the form's own controller. May import frappe.

What the user saw is compared with what is stored, under a lock, so that of two people who decide at
once one wins and the other is told who decided what.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import strip_html

from kim_app import roles, steps
from kim_app.validation import turns, workflow

DOCTYPE = "KIM Validation"


def check(action: str, reason: str | None):
	"""Whether the session's user may decide at all, and `action` is a decision that has its reason.

	Raises frappe.PermissionError or frappe.ValidationError.
	"""
	if roles.SUPERVISOR not in frappe.get_roles() or not frappe.has_permission(DOCTYPE, "write"):
		frappe.throw(_("Only a supervisor decides on validations."), frappe.PermissionError)
	row = _row(action)
	if row.needs_reason and not (reason or "").strip():
		frappe.throw(_("Write the reason: whoever goes on with these validations reads it."))


def decide(name: str, action: str, reason: str | None = None, seen: str | None = None):
	"""Takes the decision `action` on the validation `name`, as the session's user.

	`seen` is the document's `modified` as the user saw it; left out, only the state is compared. Raises
	frappe.TimestampMismatchError when somebody was faster, frappe.PermissionError, or
	frappe.ValidationError with what the rules say.
	"""
	row = _row(action)
	try:
		validation = frappe.get_doc(DOCTYPE, name, for_update=True)
	except frappe.DoesNotExistError:
		frappe.clear_last_message()
		_refuse_access(name)
	if not validation.has_permission("read"):
		_refuse_access(name)
	if validation.workflow_state != row.source or (seen and str(validation.modified) != seen):
		steps.refuse_as_overtaken(DOCTYPE, name, validation.workflow_state)
	validation.reason = (reason or "").strip() or None
	validation.workflow_state = row.target
	if workflow.DOCSTATUS[row.target] == 1:
		validation.submit()
	else:
		validation.save()
	validation.add_comment("Workflow", _(row.target))


def _row(action: str) -> workflow.Transition:
	for row in workflow.TRANSITIONS:
		if row.action == action and row.source == workflow.PENDING_APPROVAL:
			return row
	frappe.throw(
		_("{0} is no decision on a validation. A decision is one of: {1}.").format(
			frappe.bold(action), ", ".join(_(decision) for decision in turns.DECISIONS)
		)
	)


def _refuse_access(name: str):
	frappe.throw(
		_("There is no validation {0} among those that you may decide.").format(name),
		frappe.PermissionError,
	)


def said(error: Exception) -> str:
	"""What Frappe told the user when it raised `error`, as plain sentences; takes it from the messages."""
	texts = []
	for message in frappe.get_message_log():
		content = message.get("message") if isinstance(message, dict) else message
		for text in content if isinstance(content, list | tuple) else [content]:
			text = " ".join(strip_html(str(text or "")).split())
			if text and text not in texts:
				texts.append(text)
	frappe.clear_messages()
	return "\n".join(texts) or strip_html(str(error)) or type(error).__name__
