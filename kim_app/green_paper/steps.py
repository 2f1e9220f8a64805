"""The way of a recommendation from draft to published, and endorsing it. May import frappe."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from kim_app.breach import Breach
from kim_app.green_paper import figures, messages, rules

DOCTYPE, ENDORSEMENT = "KIM Recommendation", "KIM Endorsement"


@frappe.whitelist(methods=["POST"])
def take_step(recommendation: str, action: str, reason: str | None = None) -> str:
	"""Takes a step of rules.STEPS for a recommendation (its name); returns the state it is in then.

	Raises frappe.PermissionError for who may not read it, frappe.ValidationError when a rule forbids it.
	"""
	frappe.get_doc(DOCTYPE, recommendation).check_permission("read")
	document = frappe.get_doc(DOCTYPE, recommendation, for_update=True)
	row, breaches = rules.step(
		document.status, action, frappe.session.user, document.owner, frappe.get_roles(), reason
	)
	if row and row.target == rules.UNDER_REVIEW:
		breaches += rules.submitting(view(document))
	messages.refuse(breaches, _("This step is not possible yet"))
	document.status = row.target
	document.reason = reason.strip() if row.needs_reason else None
	if row.target == rules.UNDER_REVIEW:
		document.submitted_on = now_datetime()
	else:
		document.reviewed_by = frappe.session.user
	if row.target == rules.PUBLISHED:
		document.published_on = now_datetime()
		figures.count(document)
	document.flags.step_taken = True
	document.save(ignore_permissions=True)
	return document.status


@frappe.whitelist(methods=["POST"])
def endorse(recommendation: str, remark: str | None = None) -> int:
	"""The user stands behind a published recommendation (its name), once; returns how many do.

	Raises frappe.PermissionError or frappe.ValidationError.
	"""
	document = frappe.get_doc(DOCTYPE, recommendation)
	document.check_permission("read")
	user = frappe.session.user
	breaches = []
	if document.status != rules.PUBLISHED:
		breaches.append(Breach("not-published", {"state": document.status}))
	if document.owner == user:
		breaches.append(Breach("own-endorsement"))
	if frappe.db.exists(ENDORSEMENT, {"given_once": f"{recommendation}:{user}"}):
		breaches.append(Breach("endorsed-already"))
	messages.refuse(breaches, _("Not endorsed"))
	endorsement = frappe.get_doc(
		{"doctype": ENDORSEMENT, "recommendation": recommendation, "remark": (remark or "").strip()}
	)
	try:
		endorsement.insert(ignore_permissions=True)
	except frappe.UniqueValidationError:
		frappe.clear_messages()
		messages.refuse([Breach("endorsed-already")], _("Not endorsed"))
	count = frappe.db.count(ENDORSEMENT, {"recommendation": recommendation})
	frappe.db.set_value(DOCTYPE, recommendation, "endorsements", count, update_modified=False)
	return count


def refuse_deletion(document: Document):
	"""Raises frappe.ValidationError: what others reviewed or read is kept."""
	breach = Breach("recommendation-kept", {"name": document.name, "state": document.status})
	messages.refuse([breach], _("This recommendation is kept"))


def view(document: Document) -> rules.Recommendation:
	"""A KIM Recommendation as its rules see it."""
	return rules.Recommendation(
		text=document.text or "",
		audiences=sum(bool(document.get(field)) for field in rules.AUDIENCES),
		evidence=tuple(
			rules.Evidence(
				row.idx, row.kind, row.what or "", row.reference or "", bool(row.framework or row.competence)
			)
			for row in document.evidence
		),
	)


def context(document: Document) -> dict:
	"""For the form: the steps that the user can take, and whether they can endorse it."""
	user = frappe.session.user
	return {
		"steps": [
			{"action": row.action, "needs_reason": row.needs_reason}
			for row in rules.ways(document.status, user, document.owner, frappe.get_roles())
		],
		"may_endorse": document.status == rules.PUBLISHED
		and document.owner != user
		and not frappe.db.exists(ENDORSEMENT, {"given_once": f"{document.name}:{user}"}),
		"endorsed_by": frappe.get_all(
			ENDORSEMENT,
			filters={"recommendation": document.name},
			fields=["user_name", "organisation", "remark"],
			order_by="creation",
		),
	}
