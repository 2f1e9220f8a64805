"""Which evidence of a validation counts towards the least that an assessment needs. May import frappe."""

from __future__ import annotations

from collections import defaultdict

import frappe
from frappe.model.document import Document

from kim_app.evidence import rules
from kim_app.frameworks import listing, texts
from kim_app.validation import messages
from kim_app.validation.rules import weightless

FIELDS = ("name", "title", "status", *rules.QUESTIONS)


def weigh(validation: Document) -> tuple[rules.Cited, ...]:
	"""The evidence that `validation` cites, as the rules weigh it; in three queries however much it is."""
	names = [row.evidence for row in validation.evidence if row.evidence]
	if not names:
		return ()
	rows = frappe.get_all("KIM Evidence", filters={"name": ["in", names]}, fields=list(FIELDS))
	bears_on = defaultdict(set)
	links = frappe.get_all(
		"KIM Evidence Competence",
		filters={"parent": ["in", names], "parenttype": "KIM Evidence"},
		fields=["parent", "competence"],
	)
	homes = listing.homes({row.competence for row in links})
	for row in links:
		bears_on[row.parent].add(homes[row.competence])
	found = {
		row.name: rules.Cited(
			name=row.name,
			title=row.title,
			status=row.status,
			competences=frozenset(bears_on[row.name]),
			answers={question: row[question] for question in rules.QUESTIONS},
		)
		for row in rows
	}
	return tuple(found[name] for name in dict.fromkeys(names) if name in found)


def sentences(validation: Document) -> dict[str, str]:
	"""Why evidence of `validation` does not count, said to a person: {evidence: sentence}; empty when all does."""
	if not validation.competence:
		return {}
	competence = texts.title(validation.competence)
	return {
		breach.values["evidence"]: messages.text(breach)
		for breach in weightless(weigh(validation), validation.competence, competence)
	}
