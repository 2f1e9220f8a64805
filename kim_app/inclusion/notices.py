"""Tells people that a plan waits for them, or that its participant wrote. May import frappe.

A notice names the plan's number, never the participant nor a reason, because it leaves the places where
KIM asks who may read.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app import roles
from kim_app.inclusion import plan, post, workflow


def after_step(document: Document):
	"""Called by the form after every save: when a step was taken, whoever goes on with the plan is told.

	Never fails the step: what goes wrong is logged.
	"""
	before = document.get_doc_before_save()
	if not before or before.workflow_state == document.workflow_state or document.flags.kim_notes:
		return
	step = document.steps[-1]
	if document.flags.told_of_step == step.name:
		return
	document.flags.told_of_step = step.name
	if before.workflow_state == workflow.AGREED:
		_no_longer_waits(document)
	for user in sorted(audience(document, before) - {step.user}):
		post.deliver(user, lambda: _sentence(step.action, document.name), document.name)


def _no_longer_waits(document: Document):
	"""What was decided waits in no supervisor's bell any more, whoever of them decided."""
	told = post.staff_of(document.centre, roles.SUPERVISOR) - {document.case_worker}
	unread = {"document_type": plan.DOCTYPE, "document_name": document.name, "read": 0}
	waiting = {**unread, "for_user": ["in", sorted(told) or [""]]}
	frappe.db.set_value("Notification Log", waiting, "read", 1, update_modified=False)


def of_participant(document: Document, action: str):
	"""Tells the case worker what the participant did on their page."""
	for user in sorted(case_workers(document)):
		post.deliver(user, lambda: _sentence(action, document.name), document.name)


def audience(document: Document, before: Document) -> set[str]:
	"""Who is told of a step: of an agreed plan the supervisors who may approve it, of every other the case
	worker."""
	if document.workflow_state == workflow.AGREED:
		return post.staff_of(document.centre, roles.SUPERVISOR) - plan.involved(before)
	return case_workers(document)


def case_workers(document: Document) -> set[str]:
	"""The plan's case worker; when they left, all of the centre."""
	working = post.staff_of(document.centre, roles.CASE_WORKER)
	return {document.case_worker} if document.case_worker in working else working


def _sentence(action: str, name: str) -> str:
	return {
		"Agree": _("Plan {0} was agreed to and waits for approval."),
		"Record Consent": _("Plan {0} was agreed to and waits for approval."),
		"Approve": _("Plan {0} was approved and is active."),
		"Return for Changes": _("Plan {0} came back to you. The reason is in the plan."),
		workflow.COMMENTED: _("The participant commented on plan {0}."),
		workflow.REVIEW_ASKED: _("The participant asks for a review of plan {0}."),
	}.get(action, _("Plan {0} was changed.")).format(name)
