"""The steps of a transfer, and the hand-over itself. May import frappe.

Whoever takes a step need not be allowed to write the record in its present place: the receiving centre
accepts a case that it cannot read yet. So each function asks the rules who takes the step, and then writes.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate, now_datetime, today

from kim_app import permissions, roles
from kim_app.arguments import checked
from kim_app.inclusion import achievement, plan, post
from kim_app.inclusion import workflow as plans
from kim_app.refusal import refuse
from kim_app.training import access, enrolment
from kim_app.transfer import messages, rules

DOCTYPE = "KIM Transfer"


@frappe.whitelist(methods=["POST"])
@checked
def record_consent(name: str) -> dict:
	"""Records that the participant consented, on the day and with the scan that stand in the transfer `name`.

	Raises frappe.PermissionError, frappe.ValidationError. Returns the state that it is in now.
	"""
	document = _readable(name)
	_check(document, rules.RECORD_CONSENT)
	document.consent_how = "Signed Scan"
	return _consented(document)


@frappe.whitelist(methods=["POST"])
@checked
def consent(name: str, signed_name: str, consents: str | int) -> dict:
	"""The participant consents on their own page, with their typed name and the ticked box.

	Raises frappe.PermissionError, frappe.ValidationError. Returns the state that it is in now.
	"""
	document = _readable(name)
	if not cint(consents):
		frappe.throw(_("Tick that you agree with the transfer."))
	document.consent_on, document.consent_how = today(), "Website"
	document.consent_name = (signed_name or "").strip()[:140]
	_check(document, rules.CONSENT)
	return _consented(document)


@frappe.whitelist(methods=["POST"])
@checked
def accept(name: str, case_worker: str | None = None) -> dict:
	"""The receiving centre takes the case over; `case_worker` goes on with it, whoever accepts when left out.

	Everything on record of the participant moves to the receiving centre, and the old one reads it no longer.
	Raises frappe.PermissionError, frappe.ValidationError. Returns the state that it is in now.
	"""
	document = _readable(name)
	new = case_worker or (frappe.session.user if roles.CASE_WORKER in frappe.get_roles() else None)
	if not new:
		frappe.throw(_("Choose the case worker who takes over."))
	_check(document, rules.ACCEPT, case_worker=new)
	_hand_over(document, new)
	# It moved with everything else.
	document = frappe.get_doc(DOCTYPE, name)
	document.new_case_worker = new
	return _answered(document, rules.ACCEPTED)


@frappe.whitelist(methods=["POST"])
@checked
def decline(name: str, reason: str) -> dict:
	"""The receiving centre does not take the case over, and says why.

	Raises frappe.PermissionError, frappe.ValidationError. Returns the state that it is in now.
	"""
	document = _readable(name)
	_check(document, rules.DECLINE, reason=reason)
	document.answer = reason
	return _answered(document, rules.DECLINED)


@frappe.whitelist(methods=["POST"])
@checked
def withdraw(name: str) -> dict:
	"""The centre that asked takes the transfer back.

	Raises frappe.PermissionError, frappe.ValidationError. Returns the state that it is in now.
	"""
	document = _readable(name)
	_check(document, rules.WITHDRAW)
	return _answered(document, rules.WITHDRAWN)


def as_rules_see_it(
	document: Document, case_worker: str | None = None, reason: str | None = None
) -> rules.Transfer:
	"""The document as `rules` judges it; `case_worker` and `reason` are those of the step that is taken."""
	return rules.Transfer(
		status=document.status or rules.REQUESTED,
		from_centre=document.from_centre or "",
		to_centre=document.to_centre or "",
		today=getdate(today()),
		requested_on=document.requested_on and getdate(document.requested_on),
		consent_on=document.consent_on and getdate(document.consent_on),
		scan=document.consent_scan,
		signed_name=document.consent_name,
		participants_login=frappe.db.get_value("KIM Participant", document.participant, "user"),
		reason=reason,
		case_worker=plan.full_name(case_worker) or None,
		case_worker_works_there=(
			not case_worker or plan.works_at(case_worker, document.to_centre, roles.CASE_WORKER)
		),
		to_centre_closed=bool(frappe.db.get_value("KIM Centre", document.to_centre, "disabled")),
	)


def may(document: Document, action: str) -> bool:
	"""Whether the user could take the step `action` as far as state and centre go."""
	scope = permissions.scope_of()
	found = rules.step(
		action, frappe.session.user, frappe.get_roles(), scope.centres, as_rules_see_it(document, reason="-")
	)
	return not {breach.kind for breach in found} & {"not-open", f"not-{rules.STEPS[action].side}"}


def _readable(name: str) -> Document:
	document = frappe.get_doc(DOCTYPE, name)
	document.check_permission("read")
	return document


def _check(document: Document, action: str, **values):
	user_roles, centres = frappe.get_roles(), permissions.scope_of().centres
	breaches = rules.step(
		action, frappe.session.user, user_roles, centres, as_rules_see_it(document, **values)
	)
	refuse(
		(messages.text(breach, document.meta.get_label) for breach in breaches),
		_("This step is not possible"),
	)


def _consented(document: Document) -> dict:
	document.shown_to_centre = document.to_centre
	document.shown_to_organisation = frappe.db.get_value("KIM Centre", document.to_centre, "organisation")
	_write(document, rules.CONSENTED)
	# Each once, whoever is both.
	for user in sorted(set().union(*(post.staff_of(document.to_centre, role) for role in rules.HANDLING))):
		post.deliver(
			user,
			lambda: _("Transfer {0} to your centre waits for your answer.").format(document.name),
			document.name,
			DOCTYPE,
		)
	return {"status": document.status}


def _answered(document: Document, status: str) -> dict:
	document.answered_by, document.answered_on = frappe.session.user, now_datetime()
	if status != rules.ACCEPTED:
		document.shown_to_centre = document.shown_to_organisation = None
	_write(document, status)
	if frappe.session.user != document.requested_by and status != rules.WITHDRAWN:
		# Who handed over reads the transfer no longer, so the notice has no link.
		link = document.name if status == rules.DECLINED else None
		sentence = _accepted if status == rules.ACCEPTED else _declined
		post.deliver(document.requested_by, lambda: sentence(document.name), link, DOCTYPE)
	return {"status": document.status}


def _accepted(name: str) -> str:
	return _("Transfer {0} was accepted. The receiving centre goes on with the case.").format(name)


def _declined(name: str) -> str:
	return _("Transfer {0} was declined. The reason is in the transfer.").format(name)


def _write(document: Document, status: str):
	document.status = status
	document.flags.step = status
	document.save(ignore_permissions=True)


def _hand_over(document: Document, case_worker: str):
	participant = frappe.get_doc("KIM Participant", document.participant)
	number = {"centre": document.to_centre, "legacy_key": participant.legacy_key}
	if participant.legacy_key and frappe.db.exists("KIM Participant", number):
		# The number of another register; where it came from stays on record.
		participant.legacy_key = None
	participant.centre, participant.case_worker = document.to_centre, case_worker
	participant.flags.transfer = document.name
	participant.save(ignore_permissions=True)
	_hand_over_plan(document, case_worker)
	enrolment.withdraw_who_left(participant.name)
	forget_old_readers(participant.name)


def _hand_over_plan(document: Document, case_worker: str):
	name = frappe.db.get_value(plan.DOCTYPE, {"open_key": document.participant})
	if not name:
		return
	found = frappe.get_doc(plan.DOCTYPE, name)
	found.case_worker = case_worker
	state = found.workflow_state
	text = _("From {0} to {1}.").format(document.from_centre, document.to_centre)
	found.note(plans.HANDED_OVER, state, state, frappe.session.user, text)
	achievement.write(found)


def forget_old_readers(participant: str):
	"""Nobody goes on following, holds a share of, or is assigned a record of `participant` that they were given
	while it was elsewhere."""
	records = [(doctype, {permissions.PLACES[doctype][2]: participant}) for doctype in permissions.PERSONAL]
	for doctype, (kind, person) in access.PERSON.items():
		records.append((doctype, {kind: "KIM Participant", person: participant}))
	for doctype, filters in records:
		names = ["in", frappe.get_all(doctype, filters=filters, pluck="name") or [""]]
		frappe.db.delete("Document Follow", {"ref_doctype": doctype, "ref_docname": names})
		frappe.db.delete("DocShare", {"share_doctype": doctype, "share_name": names})
		frappe.db.delete("ToDo", {"reference_type": doctype, "reference_name": names})
		frappe.db.set_value(doctype, {"name": names}, "_assign", None, update_modified=False)
