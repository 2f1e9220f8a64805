"""What a decision settles: the certificate's number, until when it holds, and the expiry of what no
longer does. May import frappe."""

from __future__ import annotations

import frappe
from frappe.model.document import Document
from frappe.utils import add_months, now_datetime, today

from kim_app.certificate_numbers import certificate_number
from kim_app.one_of_many import one_of_many
from kim_app.profile import update
from kim_app.validation import workflow

CHUNK = 200


def decide(validation: Document, target: str, user: str):
	"""Writes into `validation` what `user` settles by leading it to the state `target`."""
	if target in (workflow.VALIDATED, workflow.NOT_VALIDATED):
		validation.approver = user
		validation.decided_on = now_datetime()
	if target == workflow.VALIDATED:
		months = frappe.db.get_single_value("KIM Settings", "validity_months")
		validation.validated_level = validation.proposed_level
		validation.certificate_number = certificate_number()
		validation.valid_until = add_months(today(), months) if months else None
		validation.validity = workflow.CURRENT
	elif target == workflow.REVOKED:
		validation.validity = workflow.REVOKED


def expire():
	"""Daily: marks the validations whose last day has passed, and takes them out of the profiles.

	Marks nothing twice, and commits as it goes, so that it can be stopped and run again. One that cannot be
	marked is logged, and left to the next day; the others go on.
	"""
	last = ""
	while rows := frappe.get_all(
		"KIM Validation",
		filters={
			"workflow_state": workflow.VALIDATED,
			"validity": workflow.CURRENT,
			"valid_until": ["<", today()],
			"name": [">", last],
		},
		fields=["name", "participant", "competence"],
		order_by="name asc",
		limit=CHUNK,
	):
		for row in rows:
			with one_of_many(f"Expiry of {row.name}"):
				frappe.db.set_value("KIM Validation", row.name, "validity", workflow.EXPIRED)
				update.refresh(row.participant, [row.competence])
		last = rows[-1].name
		if not frappe.flags.in_test:
			frappe.db.commit()
