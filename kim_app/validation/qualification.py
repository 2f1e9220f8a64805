"""Whether an assessor has the certificates that their role requires, where the settings ask for them. May import
frappe."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app import roles
from kim_app.breach import Breach
from kim_app.refusal import harmless
from kim_app.training import requirement
from kim_app.validation import messages, workflow


def of_assessor(validation: Document, before: Document | None, changed: set[str], user: str) -> list[Breach]:
	"""What forbids `user` to assess `validation`: asked when they take an assessor's step, or change what an
	assessor writes. When the settings only warn, they are told at the step and nothing is forbidden."""
	if not before or validation.flags.approved_import:
		return []
	row = workflow.transition_between(before.workflow_state, validation.workflow_state)
	stepping = bool(row and row.role == roles.ASSESSOR)
	writing = before.workflow_state == workflow.ASSESSMENT and changed.intersection(workflow.CONTENT)
	setting = requirement.assessor_setting()
	if setting == requirement.OFF or not (stepping or writing):
		return []
	missing = requirement.missing_courses(user, roles.ASSESSOR)
	if not missing:
		return []
	breach = Breach("certificate-missing", {"courses": missing, "role": roles.ASSESSOR})
	if setting == requirement.ENFORCE:
		return [breach]
	if stepping:
		frappe.msgprint(harmless(messages.text(breach)), title=_("Certificate missing"), indicator="orange")
	return []
