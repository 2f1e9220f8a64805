"""The way of a recommendation from draft to published. May import frappe."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime

from kim_app import permissions, roles
from kim_app.breach import Breach
from kim_app.green_paper import endorsing, figures, messages, notices, rules

DOCTYPE = "KIM Recommendation"


@frappe.whitelist(methods=["POST"])
def take_step(recommendation: str, action: str, reason: str | None = None) -> str:
	"""Takes a step of rules.STEPS for a recommendation (its name); returns the state it is in then.

	Raises frappe.PermissionError for who may not read it, frappe.ValidationError when a rule forbids it.
	"""
	frappe.get_doc(DOCTYPE, recommendation).check_permission("read")
	document = frappe.get_doc(DOCTYPE, recommendation, for_update=True)
	row, breaches = rules.step(document.status, action, _actor(document), reason)
	if row and row.target == rules.UNDER_REVIEW:
		breaches += rules.submitting(view(document))
	messages.refuse(breaches, _("This step is not possible yet"))
	document.status = row.target
	document.reason = reason.strip() if row.needs_reason else None
	if row.target == rules.UNDER_REVIEW:
		document.submitted_on = now_datetime()
	elif row.by != rules.AUTHOR:
		document.reviewed_by = frappe.session.user
	if row.target == rules.PUBLISHED:
		document.published_on = now_datetime()
	if row.target in (rules.UNDER_REVIEW, rules.PUBLISHED):
		# Who reviews sees the figures of the day, and what is published keeps them.
		figures.count(document)
	document.flags.step_taken = True
	document.save(ignore_permissions=True)
	notices.step_taken(document)
	return document.status


def _actor(document: Document) -> rules.Actor:
	scope = permissions.scope_of()
	coordinator = roles.COORDINATOR in scope.roles and bool(scope.own_organisations)
	return rules.Actor(
		author=document.owner == scope.user,
		coordinator=coordinator,
		of_its_organisation=document.organisation in scope.whole_organisations,
	)


def fill_in(document: Document):
	"""What follows from who writes a new recommendation; nothing else of it is taken over from a request."""
	for field in rules.WRITTEN_BY_KIM:
		document.set(field, 0 if field == "endorsements" else None)
	document.status = rules.DRAFT
	document.author_name = frappe.db.get_value("User", frappe.session.user, "full_name")
	document.organisation = organisation_of_user()


def organisation_of_user() -> str | None:
	"""The organisation that the user works for; the first by name where there are several."""
	return next(iter(sorted(permissions.scope_of().own_organisations)), None)


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
				row.idx,
				row.kind,
				row.what or "",
				row.reference or "",
				bool(row.framework or row.competence),
				row.report or "",
				row.measure or "",
				bool(row.from_date and row.to_date and getdate(row.from_date) > getdate(row.to_date)),
			)
			for row in document.evidence
		),
	)


def context(document: Document) -> dict:
	"""For the form: whether the user can change it, the steps that they can take, who endorses it, and whether
	the user can."""
	ways = [] if document.is_new() else rules.ways(document.status, _actor(document))
	return {
		"may_write": document.is_new() or bool(frappe.has_permission(DOCTYPE, "write", doc=document)),
		"steps": [{"action": row.action, "needs_reason": row.needs_reason} for row in ways],
		**endorsing.context(document),
	}
