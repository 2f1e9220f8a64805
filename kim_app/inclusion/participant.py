"""What a participant does with their own plan, on their page: agree to it, comment on it, ask for a review.
May import frappe.

A participant has no right to write plans. Each function here asks whether the plan is theirs, and then
writes the one thing it is for.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, today

from kim_app.arguments import checked
from kim_app.inclusion import achievement, agreement, notices, plan, workflow

LONGEST = 2000
MOST_A_DAY = 10


@frappe.whitelist(methods=["POST"])
@checked
def agree(name: str, signed_name: str, consents: str | int, seen: str) -> dict:
	"""Signs the plan `name` with the typed `signed_name`; `consents` is the ticked box, `seen` the mark of what
	the page showed (see `agreement.digest`).

	Raises frappe.PermissionError for somebody else's plan, frappe.ValidationError when the box is not ticked,
	no name is typed or the plan was changed meanwhile. Returns the state that the plan is in now.
	"""
	document = own(name)
	if document.workflow_state != workflow.PROPOSED:
		frappe.throw(_("This plan does not wait for you now. Load the page again."))
	if seen != agreement.digest(document.as_dict()):
		frappe.throw(
			_("The plan was changed after you opened it. Load the page again and read it once more.")
		)
	if not cint(consents):
		frappe.throw(_("Tick that you agree with the plan."))
	document.flags.signature = frappe._dict(user=frappe.session.user, name=(signed_name or "").strip()[:140])
	document.workflow_state = workflow.AGREED
	document.save(ignore_permissions=True)
	return {"state": document.workflow_state}


@frappe.whitelist(methods=["POST"])
@checked
def comment(name: str, text: str) -> dict:
	"""Writes `text` into the history of the participant's own plan `name`, where its case worker reads it.

	Raises frappe.PermissionError, frappe.ValidationError.
	"""
	written = _write(own(name), workflow.COMMENTED, _checked(text))
	return {**written, "said": _("Your case worker reads it and answers you.")}


@frappe.whitelist(methods=["POST"])
@checked
def ask_for_review(name: str, text: str | None = None) -> dict:
	"""Asks for a review of the participant's own plan `name`, with what they say why.

	Raises frappe.PermissionError, frappe.ValidationError when the plan is not active or was asked for before.
	"""
	document = own(name)
	if document.workflow_state != workflow.ACTIVE:
		frappe.throw(_("A review can be asked for while a plan is active."))
	if document.review_asked_on:
		frappe.throw(_("You have asked for a review already. Your case worker will call you."))
	document.review_asked_on = today()
	written = _write(document, workflow.REVIEW_ASKED, _checked(text) if (text or "").strip() else None)
	return {**written, "said": _("Thank you. Your case worker looks at it.")}


def own(name: str) -> Document:
	"""The plan `name`, locked to be written, when the user is its participant. Raises frappe.PermissionError."""
	participant = frappe.db.get_value(plan.DOCTYPE, name, "participant")
	login = participant and frappe.db.get_value("KIM Participant", participant, "user")
	if not login or login != frappe.session.user:
		frappe.throw(_("This is not your plan."), frappe.PermissionError)
	return frappe.get_doc(plan.DOCTYPE, name, for_update=True)


def _checked(text: str) -> str:
	text = (text or "").strip()
	if not text:
		frappe.throw(_("Write something first."))
	if len(text) > LONGEST:
		frappe.throw(_("This text is too long. Write at most {0} letters.").format(LONGEST))
	return text


def _write(document: Document, action: str, text: str | None) -> dict:
	if document.workflow_state not in workflow.OPEN_STATES:
		frappe.throw(_("This plan is closed."))
	today_ = [
		step
		for step in document.steps
		if step.user == frappe.session.user and str(step.taken_on)[:10] == today()
	]
	if len(today_) >= MOST_A_DAY:
		frappe.throw(_("You have written a lot today. Go on tomorrow, or talk to your case worker."))
	state = document.workflow_state
	document.note(action, state, state, frappe.session.user, text)
	achievement.write(document)
	notices.of_participant(document, action)
	return {"state": state}
