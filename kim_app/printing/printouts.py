"""Numbered papers: that one was issued, what was on it, when, by whom. May import frappe.

A passport is kept whole, so that it can be printed again as it was. A decision letter and a plan are told anew from
their record each time; their number stays the same as long as the decision, or what was agreed on, is the same.
"""

from __future__ import annotations

import json

import frappe
from frappe.model.document import Document
from frappe.utils import today

from kim_app.certificate_numbers import certificate_number
from kim_app.inclusion.reading import Reader, day
from kim_app.printing import addresses, qr, wording

DOCTYPE = "KIM Printout"
PASSPORT, LETTER, PLAN = "Competence Passport", "Decision Letter", "Inclusion Plan"
CURRENT, SUPERSEDED, REVOKED = "Current", "Superseded", "Revoked"


def issue(
	kind: str, of: Document, contents: dict, reader: Reader, reference: Document | None = None, **fields
) -> Document:
	"""A new numbered paper about the record `of`, which names participant and place (a participant themself, or what
	hangs on one). Whoever calls has asked for permission."""
	printout = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"number": certificate_number(),
			"kind": kind,
			"status": CURRENT,
			"participant": of.get("participant") or of.name,
			"participant_name": contents["holder"],
			"centre": of.centre,
			"organisation": of.organisation,
			"issued_on": today(),
			"issued_by": frappe.session.user,
			"first_language": reader.first,
			"second_language": reader.second,
			"reference_doctype": reference and reference.doctype,
			"reference_name": reference and reference.name,
			"contents": json.dumps(contents, ensure_ascii=False, default=str),
			**fields,
		}
	)
	printout.flags.issued = True
	return printout.insert(ignore_permissions=True)


def numbered(
	kind: str, record: Document, mark: str, contents: dict, reader: Reader, valid_until=None
) -> Document:
	"""The paper of this kind about what `mark` stands for in `record` (a decision, an agreement): the one there is,
	or a new one."""
	same = {"kind": kind, "reference_doctype": record.doctype, "reference_name": record.name, "mark": mark}
	if name := frappe.db.get_value(DOCTYPE, same, order_by="creation asc"):
		return frappe.get_doc(DOCTYPE, name)
	printout = issue(kind, record, contents, reader, record, mark=mark, valid_until=valid_until)
	request = getattr(frappe.local, "request", None)
	if request and request.method == "GET":
		# Frappe undoes what a page wrote that was only read; the number is on paper by then.
		frappe.db.commit()
	return printout


def confirmation(printout: Document, reader: Reader) -> dict:
	"""What stands at the foot of a paper: its `number`, the day of issue in either language, the `qr` code and the
	`address` that say whether it is valid, and the labels."""
	return {
		"number": printout.number,
		"issued_on": day(printout.issued_on, reader),
		"qr": qr.image(addresses.confirmation_address(printout.number)),
		"address": addresses.confirmation_page(),
		"labels": {key: reader.label(text) for key, text in wording.CONFIRMATION.items()},
	}


def read(printout: Document) -> dict:
	"""What was on the paper, as it was stored."""
	return json.loads(printout.contents or "{}")
