"""The figures behind recommendations: how many validations there are, never so few that somebody is recognised.
May import frappe."""

from __future__ import annotations

import frappe
from frappe.model.document import Document
from frappe.utils import today

from kim_app.green_paper import rules
from kim_app.validation import workflow

# Of fewer it could be told who they are; shown as "fewer than" this many.
SMALLEST_GROUP = 5


def count(document: Document):
	"""Writes the current figure into every row of evidence that counts validations."""
	for row in document.evidence:
		if row.kind == rules.COUNT:
			row.figure = validated(row.framework, row.competence, row.country)
			row.counted_on = today()


def validated(framework: str | None = None, competence: str | None = None, country: str | None = None) -> int:
	"""How many validations hold today: approved, neither revoked nor expired, on the whole site."""
	filters = {"workflow_state": workflow.VALIDATED, "validity": workflow.CURRENT}
	if competence:
		filters["competence"] = competence
	elif framework:
		filters["framework"] = framework
	if country:
		centres = frappe.get_all("KIM Centre", filters={"country": country}, pluck="name")
		filters["centre"] = ["in", centres or [""]]
	return frappe.db.count("KIM Validation", filters)


def overall(country: str | None = None) -> list[dict]:
	"""What stands at the head of a Green Paper: {"label", "figure"} rows, `figure` as `shown` gives it.

	Labels are English and translated where they are shown.
	"""
	centres = frappe.get_all("KIM Centre", filters={"country": country} if country else {}, pluck="name")
	at = {"centre": ["in", centres or [""]]}
	return [
		{"label": "Centres", "figure": str(len(centres))},
		{"label": "Participants", "figure": shown(frappe.db.count("KIM Participant", at))},
		{"label": "Validations that hold", "figure": shown(validated(country=country))},
		{
			"label": "Valid certificates of the staff course",
			"figure": shown(frappe.db.count("KIM Certificate", {**at, "status": "Current"})),
		},
	]


def shown(figure: int | None) -> str:
	"""A figure as it is printed: exactly, or that it is smaller than the smallest group."""
	figure = figure or 0
	return str(figure) if figure == 0 or figure >= SMALLEST_GROUP else f"< {SMALLEST_GROUP}"
