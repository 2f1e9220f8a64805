"""Taking a step of a workflow when somebody else was faster: whoever comes second is told who did what.
May import frappe."""

from __future__ import annotations

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.arguments import checked, text

# The forms whose steps KIM records -> the child table that holds them.
TABLES = {"KIM Validation": "KIM Validation Step", "KIM Inclusion Plan": "KIM Plan Step"}


@frappe.whitelist()
@checked
def apply_workflow(doc: dict, action: str):
	"""Takes the place of `frappe.model.workflow.apply_workflow`, which tells the second of two people
	that their action is not valid. For the forms in TABLES, compares the state they saw with the one stored.

	Raises frappe.TimestampMismatchError with the name of who took the last step.
	"""
	from frappe.model.workflow import apply_workflow as frappe_apply_workflow

	doctype = text("doctype", doc.get("doctype"))
	if doctype in TABLES:
		name = text("name", doc.get("name"))
		frappe.get_doc(doctype, name).check_permission("read")
		refuse_if_overtaken(doctype, name, doc.get("workflow_state"))
	return frappe_apply_workflow(doc, action)


@frappe.whitelist()
@checked
def get_transitions(doc: dict):
	"""Takes the place of `frappe.model.workflow.get_transitions`, which knows roles but not centres, and not who
	had a hand in a case: a form offers those steps only that are taken when they are asked for.

	Raises frappe.PermissionError.
	"""
	from frappe.model.workflow import get_transitions as frappe_get_transitions

	from kim_app.validation import open_steps

	transitions = frappe_get_transitions(doc)
	if doc.get("doctype") != "KIM Validation":
		return transitions
	# Frappe has asked for the permission to read it.
	stored = frappe.get_doc("KIM Validation", text("name", doc.get("name")))
	offered = {row.action for row in open_steps.of(stored)}
	return [row for row in transitions if row.action in offered]


def refuse_if_overtaken(doctype: str, name: str, seen_state: str | None):
	"""Refuses when the document is no longer in the state that the user saw.

	Raises frappe.TimestampMismatchError.
	"""
	state = frappe.db.get_value(doctype, name, "workflow_state")
	if seen_state and state and state != seen_state:
		refuse_as_overtaken(doctype, name, state)


def refuse_as_overtaken(doctype: str, name: str, state: str, taken: Sequence[Document] | None = None):
	"""Raises frappe.TimestampMismatchError: the document was led to `state` by somebody else. `taken` as
	`overtaken` has it."""
	frappe.throw(
		overtaken(doctype, name, state, taken),
		frappe.TimestampMismatchError,
		title=_("Somebody else was faster"),
	)


def check_if_latest(document: Document, frappes_check):
	"""Frappe tells who comes second that the document was modified (`frappes_check` raises); here also who
	decided what.

	Raises frappe.TimestampMismatchError.
	"""
	try:
		frappes_check()
	except frappe.TimestampMismatchError:
		stored = document.get_doc_before_save()
		known = {step.name for step in document.steps}
		# Two who approve aim at the same state: only the step that one of them does not know of tells them apart.
		overtaken = any(step.name not in known for step in _steps_of_states(stored.steps))
		if not overtaken and stored.workflow_state == document.workflow_state:
			raise
		frappe.clear_last_message()
		refuse_as_overtaken(document.doctype, document.name, stored.workflow_state, stored.steps)


def overtaken(doctype: str, name: str, state: str, taken: Sequence[Document] | None = None) -> str:
	"""Who took the last step, when, and where the document stands now: a sentence for who came later.

	`taken` are its steps, when they were read under a lock; otherwise they are read as they are committed now,
	because whoever waited for a lock sees in a plain read what stood there before they waited.
	"""
	if taken is None:
		taken = frappe.db.get_values(
			TABLES[doctype],
			{"parent": name, "parenttype": doctype},
			["user", "action", "taken_on", "from_state", "to_state"],
			order_by="idx asc",
			as_dict=True,
			for_update=True,
		)
	taken = _steps_of_states(taken)
	if not taken:
		return _("{0} {1} was changed after you opened it. Reload it.").format(_(doctype), name)
	last = taken[-1]
	return _(
		"{0} took the step {1} for {2} {3} on {4}; it is now in the state {5}. Reload it to see what was decided."
	).format(
		frappe.db.get_value("User", last.user, "full_name") or last.user,
		_(last.action),
		_(doctype),
		name,
		frappe.format(last.taken_on, "Datetime"),
		_(state),
	)


def _steps_of_states(taken: Sequence[Document]) -> list[Document]:
	"""Of a history the steps that led on to another state; the rest are KIM's notes."""
	return [step for step in taken if step.from_state != step.to_state]
