"""A plan as a document to print and sign, in two languages side by side. May import frappe."""

from __future__ import annotations

from collections.abc import Mapping

import frappe
from frappe.model.document import Document

from kim_app.inclusion import agreement, languages, plan, reading, versions, workflow
from kim_app.inclusion.reading import Reader
from kim_app.printing import printouts
from kim_app.translating import marked as _

TEMPLATE = "kim_app/templates/plan_document.html"
# What the document says beside the plan itself, each once in either language.
LABELS = {
	"title": _("Individual Social Inclusion Plan"),
	"participant": _("Participant"),
	"centre": _("Centre"),
	"case_worker": _("Case worker"),
	"from": _("Starts"),
	"to": _("Ends"),
	"next_review": _("Next review"),
	"wishes": _("What I want"),
	"goals": _("Goals"),
	"goal": _("Goal"),
	"until": _("Until"),
	"what": _("What is done"),
	"who": _("Who"),
	"done": _("Done"),
	"reviews": _("Reviews"),
	"agreement": _(
		"I have read this plan, or it was read to me in a language that I understand. I agree with it. I can ask to change it at any time."
	),
	"place_and_date": _("Place and date"),
	"signature": _("Signature"),
	"supervisor": _("Supervisor"),
	"draft": _("Draft: not yet agreed to"),
}


def of(document: Document, content: Mapping | None = None) -> dict:
	"""What the template shows of a plan: of `content`, a snapshot of one of its versions, when it is given. The plan as
	it stands has a number by which anybody can ask whether it is in force, unless it is still being written.

	Asks no permission: whoever has the document was asked.
	"""
	reader = reading.reader_of(document)
	confirmation = None if content else _confirmation(document, reader)
	content = content or versions.snapshot(document)
	return {
		"name": document.name,
		"version": document.version,
		"is_draft": document.workflow_state == "Draft" and not document.version,
		"participant_name": document.participant_name or "",
		"centre": document.centre or "",
		"case_worker": plan.full_name(content.get("case_worker")),
		"approver": plan.full_name(document.approver),
		"labels": {key: reader.label(text) for key, text in LABELS.items()},
		"from": reading.day(content.get("from_date"), reader),
		"to": reading.day(content.get("to_date"), reader),
		"next_review": reading.day(content.get("next_review"), reader),
		"wishes": content.get("wishes") or "",
		"goals": reading.goals(content, reader, document.participant_name or ""),
		"reviews": [
			{**row, "held": reading.day(row.get("held_on"), reader)} for row in content.get("reviews") or ()
		],
		"signed": _signed(document, reader),
		"confirmation": confirmation,
		# For the template, as programs that make PDF files know no `dir="auto"`.
		"direction_of": languages.direction_of,
		"first": {"code": reader.first},
		"second": {
			"code": reader.second,
			"name": languages.own_name(reader.second),
		}
		if reader.second
		else None,
	}


def html(document: Document, content: Mapping | None = None) -> str:
	"""The document as HTML."""
	return frappe.render_template(TEMPLATE, {"plan": of(document, content)})


def _confirmation(document: Document, reader: Reader) -> dict | None:
	"""One number for what was agreed on: it stays while the plan is carried out, and changes when it is changed."""
	if document.is_new() or document.workflow_state in workflow.PLANNING:
		return None
	printout = printouts.numbered(
		printouts.PLAN,
		document,
		agreement.digest(document.as_dict()),
		{"holder": document.participant_name},
		reader,
		valid_until=document.to_date,
	)
	return printouts.confirmation(printout, reader)


def _signed(document: Document, reader: Reader) -> dict | None:
	if document.signed_how != "Website" or not document.signed_on:
		return None
	day = reading.day(document.signed_on, reader)
	return {
		side: reader.label(
			_("Signed on the website by {0} on {1}"), document.signed_name or "", day[side] or day["first"]
		)[side]
		for side in ("first", "second")
	}
