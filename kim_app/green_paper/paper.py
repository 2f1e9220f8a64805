"""Compile Green Paper: the published recommendations by topic with current figures, as a page and as a PDF. May
import frappe."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import now_datetime

from kim_app import roles
from kim_app.green_paper import figures, rules
from kim_app.printing import pdf

DOCTYPE = "KIM Recommendation"
TEMPLATE = "kim_app/templates/green_paper.html"


def compile_paper(topic: str | None = None, audience: str | None = None, country: str | None = None) -> dict:
	"""What the Green Paper holds: `sections` {topic, recommendations}, `figures`, `filters` {label: value} and
	`made_on`. Each filter left out lets all through; a recommendation without a country is for every one."""
	frappe.only_for((*roles.STAFF, "Administrator"))
	filters = {"status": rules.PUBLISHED}
	if topic:
		filters["topic"] = topic
	if audience in rules.AUDIENCES:
		filters[audience] = 1
	names = frappe.get_list(
		DOCTYPE, filters=filters, order_by="endorsements desc, published_on", pluck="name", limit=0
	)
	documents = [frappe.get_doc(DOCTYPE, name) for name in names]
	if country:
		documents = [
			document
			for document in documents
			if not document.countries or country in {row.country for row in document.countries}
		]
	sections = [
		{
			"topic": each,
			"recommendations": [_entry(document) for document in documents if document.topic == each],
		}
		for each in rules.TOPICS
	]
	label = frappe.get_meta(DOCTYPE).get_label
	return {
		"sections": [section for section in sections if section["recommendations"]],
		"figures": figures.overall(country),
		"filters": {
			_("Topic"): _(topic) if topic else _("all"),
			_("For"): _(label(audience)) if audience in rules.AUDIENCES else _("all"),
			_("Country"): _(country) if country else _("all"),
		},
		"made_on": now_datetime(),
		"smallest_group": figures.SMALLEST_GROUP,
	}


def _entry(document) -> dict:
	figures.count(document)
	label = document.meta.get_label
	return {
		"name": document.name,
		"title": document.title,
		"text": document.text,
		"audiences": [_(label(field)) for field in rules.AUDIENCES if document.get(field)],
		"countries": [row.country for row in document.countries],
		"endorsements": document.endorsements or 0,
		"organisation": document.organisation,
		"published_on": document.published_on,
		"evidence": [
			{
				"kind": row.kind,
				"what": row.what,
				"reference": row.reference,
				"figure": figures.shown(row.figure) if row.kind == rules.COUNT else None,
			}
			for row in document.evidence
		],
	}


@frappe.whitelist()
def download(topic: str | None = None, audience: str | None = None, country: str | None = None):
	"""The Green Paper as a PDF, with contents, the date and the filters. For everybody on the staff."""
	paper = compile_paper(topic, audience, country)
	html = frappe.render_template(TEMPLATE, {"paper": paper, "as_pdf": True})
	frappe.local.response.filename = f"green-paper-{paper['made_on']:%Y-%m-%d}.pdf"
	frappe.local.response.filecontent = pdf.of_html(html)
	frappe.local.response.type = "pdf"
