"""What people ask for when they print: passports and letters as PDF, page or file. May import frappe.

A participant gets their own passport; of staff, whoever may print the participant's record.
"""

from __future__ import annotations

from urllib.parse import urlencode

import frappe
from frappe import _
from frappe.utils import now_datetime

from kim_app import permissions
from kim_app.arguments import checked
from kim_app.printing import addresses, letter, passport, pdf, printouts, two_languages
from kim_app.self_assessment.api import own_participant

PRINT_FORMAT = "KIM Competence Passport"


@frappe.whitelist()
@checked
def languages_for(participant: str) -> dict:
	"""For the dialog that asks in which languages a passport is printed: `offered` (each `code`, `name`), and the
	`first` and `second` that go without saying. Raises frappe.PermissionError."""
	document = may_issue(participant)
	reader = two_languages.reader_for(document.name, document.centre)
	return {"offered": two_languages.offered(), "first": reader.first, "second": reader.second}


@frappe.whitelist(methods=["POST"])
@checked
def issue_passport(
	participant: str | None = None, first: str | None = None, second: str | None = None
) -> dict:
	"""Issues the competence passport of `participant` (a name; left out, of the participant who asks) in the languages
	`first` and `second` (ISO 639 codes; left out, the centre's and the participant's; "none" for no second one).

	Out: `number`, and the addresses `pdf`, `html`, `json`, `europass` and `confirmation`. Asked again on the same day, with
	nothing changed, it is the same passport. Raises frappe.PermissionError; frappe.ValidationError for a language that
	KIM does not speak, and when nothing is validated.
	"""
	document = may_issue(participant or own_participant())
	for language in (first, second):
		if language and language != "none" and language not in two_languages.spoken():
			frappe.throw(
				_("A passport cannot be printed in the language {0}. Choose one of: {1}.").format(
					language, ", ".join(two_languages.spoken())
				)
			)
	reader = two_languages.reader_for(document.name, document.centre, first, second)
	if second == "none":
		reader = two_languages.Reader(reader.first)
	return ways_to(passport.issue(document, reader).name)


def ways_to(number: str) -> dict:
	"""The addresses under which the passport with this number is to be had."""
	print_query = urlencode({"doctype": printouts.DOCTYPE, "name": number, "format": PRINT_FORMAT})
	method = "/api/method/kim_app.printing"
	return {
		"number": number,
		"pdf": f"/api/method/frappe.utils.print_format.download_pdf?{print_query}",
		"html": f"/printview?{print_query}",
		"json": f"{method}.files.passport_as_json?number={number}",
		"europass": f"{method}.files.passport_as_europass?number={number}",
		"confirmation": addresses.confirmation_address(number),
	}


def may_issue(participant: str):
	"""The record of `participant`, for somebody who may print it, or whose own it is. Raises frappe.PermissionError."""
	document = frappe.get_doc("KIM Participant", participant)
	document.check_permission("read" if document.user == frappe.session.user else "print")
	return document


@frappe.whitelist()
@checked
def decision_letter(validation: str):
	"""Downloads the letter on the decision of `validation` (its name) as PDF: of a revoked one too, which Frappe, for
	whom it is a cancelled document, prints only where the Print Settings say so.

	Raises frappe.PermissionError, and frappe.ValidationError before the decision.
	"""
	document = frappe.get_doc("KIM Validation", validation)
	document.check_permission("print")
	html = frappe.render_template(letter.TEMPLATE, {"paper": letter.of(document)})
	page = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{html}</body></html>'
	frappe.local.response.filename = f"{document.name}.pdf"
	frappe.local.response.filecontent = pdf.of_html(page)
	frappe.local.response.type = "pdf"


@frappe.whitelist(methods=["POST"])
@checked
def revoke(number: str, reason: str):
	"""A coordinator of the organisation takes back a paper that was issued, with a reason: the public page then says
	that it is not valid. Raises frappe.PermissionError or frappe.ValidationError."""
	document = frappe.get_doc(printouts.DOCTYPE, number)
	document.check_permission("read")
	if not may_revoke(document):
		frappe.throw(
			_("Only a coordinator of {0} can revoke this document.").format(document.organisation),
			frappe.PermissionError,
		)
	if document.status == printouts.REVOKED:
		frappe.throw(_("This document was revoked already."))
	if not reason.strip():
		frappe.throw(_("Write why the document is revoked."))
	document.flags.revoked = True
	document.update(
		{
			"status": printouts.REVOKED,
			"revoked_by": frappe.session.user,
			"revoked_on": now_datetime(),
			"reason": reason.strip(),
		}
	)
	document.save(ignore_permissions=True)


def may_revoke(document) -> bool:
	"""Whether the session's user may take `document` back: a coordinator, and not one's own."""
	own = document.participant in permissions.scope_of().participants
	return permissions.coordinates(document.organisation) and not own
