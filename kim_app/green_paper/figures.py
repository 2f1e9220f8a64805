"""The figures behind recommendations: how many validations hold today, told so that nobody is recognised.
May import frappe.

They count the whole site, whoever asks: a Green Paper says the same to everybody. `disclosure` keeps small
groups out of it.
"""

from __future__ import annotations

from collections.abc import Collection

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Count
from frappe.utils import today

from kim_app import disclosure
from kim_app.green_paper import reports, rules
from kim_app.training import workflow as training
from kim_app.validation import workflow


def count(document: Document):
	"""Writes the current figure, as it may be shown, into every row of evidence that KIM counts itself."""
	for row in document.evidence:
		if row.kind == rules.COUNT:
			row.figure = validated(row.framework, row.competence, row.counted_in)
		elif row.kind == rules.REPORT:
			row.figure = reports.figure(row, smallest_group())
		if row.kind in rules.COUNTED:
			row.counted_on = today()


def validated(
	framework: str | None = None,
	competence: str | None = None,
	country: str | None = None,
	validities: Collection[str] = (workflow.CURRENT,),
) -> str:
	"""How many validations hold today: approved, neither revoked nor expired. `country` is the centre's."""
	table = frappe.qb.DocType("KIM Validation")
	query = (
		frappe.qb.from_(table)
		.select(Count("*"), Count(table.participant).distinct())
		.where((table.workflow_state == workflow.VALIDATED) & table.validity.isin(list(validities)))
	)
	if competence:
		query = query.where(table.competence == competence)
	elif framework:
		query = query.where(table.framework == framework)
	return _shown(query, table, country)


def overall(country: str | None = None) -> list[dict]:
	"""What stands at the head of a Green Paper: {"label", "figure"} rows, as they may be shown."""
	participant, certificate = (frappe.qb.DocType(form) for form in ("KIM Participant", "KIM Certificate"))
	participants = frappe.qb.from_(participant).select(Count("*"), Count("*"))
	certificates = (
		frappe.qb.from_(certificate)
		.select(Count("*"), Count(certificate.holder).distinct())
		.where(certificate.status == training.CURRENT)
	)
	centres = frappe.db.count("KIM Centre", {"country": country} if country else {})
	return [
		{"label": _("Reception centres"), "figure": str(centres)},
		{"label": _("Participants"), "figure": _shown(participants, participant, country)},
		{
			"label": _("Validations approved"),
			"figure": validated(country=country, validities=(workflow.CURRENT, workflow.EXPIRED)),
		},
		{"label": _("Of these still valid"), "figure": validated(country=country)},
		{"label": _("Valid certificates of a course"), "figure": _shown(certificates, certificate, country)},
	]


def smallest_group() -> int:
	"""Of fewer people no figure is given: KIM Settings."""
	return (
		frappe.utils.cint(frappe.db.get_single_value("KIM Settings", "smallest_group"))
		or disclosure.SMALLEST_GROUP
	)


def _shown(query, table, country: str | None) -> str:
	if country:
		centre = frappe.qb.DocType("KIM Centre")
		query = query.join(centre).on(centre.name == table.centre).where(centre.country == country)
	((figure, people),) = query.run()
	return disclosure.shown(figure, people, smallest_group())
