"""Compile Green Paper: the published recommendations by topic with current figures, as a page and as a PDF. May
import frappe."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import now_datetime

from kim_app import permissions
from kim_app.breach import Breach
from kim_app.green_paper import access, figures, messages, reports, rules
from kim_app.printing import pdf

DOCTYPE = "KIM Recommendation"
TEMPLATE = "kim_app/templates/green_paper.html"


def compile_paper(topic: str | None = None, audience: str | None = None, country: str | None = None) -> dict:
	"""What the Green Paper holds: `sections` {topic, recommendations}, `figures`, `filters` {label: value},
	`made_on` and `language`. Each filter left out lets all through; a recommendation without a country is for every one.

	Raises frappe.PermissionError for who is not on the staff, frappe.ValidationError for a filter that there is not.
	"""
	if not access.on_staff(permissions.scope_of()):
		frappe.throw(_("The Green Paper is made for the staff of KIM's partners."), frappe.PermissionError)
	messages.refuse(problems(topic, audience, country), _("No Green Paper was made"))
	documents = _published(topic, audience, country)
	sections = [
		{
			"topic": each,
			"recommendations": [_entry(document) for document in documents if document.topic == each],
		}
		for each in rules.TOPICS
	]
	return {
		"sections": [section for section in sections if section["recommendations"]],
		"figures": figures.overall(country),
		"filters": {
			_("Topic"): _(topic) if topic else _("all"),
			_("For"): _label(audience) if audience else _("all"),
			_("Country"): _(country) if country else _("all"),
		},
		"made_on": now_datetime(),
		"language": frappe.local.lang,
		"smallest_group": figures.smallest_group(),
	}


def problems(
	topic: str | None = None, audience: str | None = None, country: str | None = None
) -> list[Breach]:
	"""What is wrong with the filters of a Green Paper, empty when it can be made."""
	breaches = rules.filters(topic, audience)
	if country and not frappe.db.exists("Country", country):
		breaches.append(Breach("no-such-country", {"country": country}))
	return breaches


def _published(topic: str | None, audience: str | None, country: str | None) -> list:
	filters = {"status": rules.PUBLISHED}
	if topic:
		filters["topic"] = topic
	if audience:
		filters[audience] = 1
	names = frappe.get_list(
		DOCTYPE, filters=filters, order_by="endorsements desc, published_on", pluck="name", limit=0
	)
	documents = [frappe.get_doc(DOCTYPE, name) for name in names]
	return [
		document
		for document in documents
		if not (country and document.countries) or country in {row.country for row in document.countries}
	]


def _entry(document) -> dict:
	figures.count(document)
	return {
		"name": document.name,
		"title": document.title,
		"text": document.text,
		"audiences": [_label(field) for field in rules.AUDIENCES if document.get(field)],
		"countries": [_(row.country) for row in document.countries],
		"endorsements": document.endorsements or 0,
		"organisation": document.organisation,
		"published_on": document.published_on,
		"evidence": [
			{
				"what": row.what,
				"reference": row.reference if row.kind == rules.SOURCE else None,
				"link": _link(row),
				"figure": row.figure if row.kind in rules.COUNTED else None,
				"filters": _filters(row),
				"report": _(row.report) if row.kind == rules.REPORT else None,
				"address": reports.address(row) if row.kind == rules.REPORT else None,
			}
			for row in document.evidence
		],
	}


def _link(row) -> str | None:
	"""The address under which a source is found, when it is one."""
	reference = row.reference or ""
	return reference if row.kind == rules.SOURCE and reference.startswith(("https://", "http://")) else None


def _filters(row) -> str:
	"""What a figure was counted of, in words; empty for everything there is."""
	if row.kind not in rules.COUNTED:
		return ""
	parts = [_(row.counted_in) if row.counted_in else None]
	if row.kind == rules.REPORT:
		parts.insert(0, _(row.measure))
		first, last = (frappe.format(day, "Date") if day else None for day in (row.from_date, row.to_date))
		if first and last:
			parts.append(_("from {0} to {1}").format(first, last))
		elif first or last:
			parts.append(_("from {0} on").format(first) if first else _("up to {0}").format(last))
	return ", ".join(filter(None, parts))


def _label(field: str) -> str:
	return _(frappe.get_meta(DOCTYPE).get_label(field))


@frappe.whitelist(methods=["GET"])
def download(topic: str | None = None, audience: str | None = None, country: str | None = None):
	"""The Green Paper as a PDF, with contents, the date and the filters. For everybody on the staff.

	Raises as `compile_paper` does.
	"""
	paper = compile_paper(topic, audience, country)
	html = frappe.render_template(TEMPLATE, {"paper": paper, "as_pdf": True})
	frappe.local.response.filename = f"green-paper-{paper['made_on']:%Y-%m-%d}.pdf"
	frappe.local.response.filecontent = pdf.with_page_numbers(html)
	frappe.local.response.type = "pdf"
