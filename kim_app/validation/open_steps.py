"""The steps that a user may take with a validation as it stands: what the buttons of form and page offer, asked of
the same rule that refuses. May import frappe."""

from __future__ import annotations

import frappe
from frappe.model.document import Document

from kim_app.validation import case, rules
from kim_app.validation.workflow import Transition


def of(validation: Document) -> list[Transition]:
	"""The steps that the session's user may take with `validation`, as it is stored; whether what a step needs is
	filled in is told when it is taken. Whoever calls has asked for permission to read it."""
	user, held = frappe.session.user, frappe.get_roles()
	return rules.open_to(validation.workflow_state, user, held, case.as_case(validation, validation, user))
