"""A whole framework out of the site's forms. May import frappe. Who calls has asked for permission."""

from __future__ import annotations

from collections import defaultdict

import frappe

from kim_app.frameworks.exchange import fields
from kim_app.frameworks.exchange.model import (
	Competence,
	Criterion,
	Crosswalk,
	Framework,
	Text,
	in_relation_order,
)
from kim_app.frameworks.exchange.store import COMPETENCE, FRAMEWORK


def read(name: str) -> Framework:
	"""The framework `name` with everything in it, competences in the order of the tree."""
	document = frappe.get_doc(FRAMEWORK, name)
	texts = _texts_by(document.translations, "level")
	framework = fields.framework(
		document, document.language, [row.language for row in document.languages], lambda code: texts[code]
	)
	rows = frappe.get_all(
		COMPETENCE,
		filters={"framework": name},
		fields=["name", "code", "kind", "parent_kim_competence", "title", "description", "esco_uri"],
		order_by="lft asc",
	)
	codes = {row.name: row.code for row in rows}
	criteria = _rows_of("KIM Competence Criterion", codes, "code", "statement")
	translations = _rows_of(
		"KIM Competence Translation", codes, "language", "criterion", "title", "description"
	)
	crosswalk = _rows_of("KIM Competence Crosswalk", codes, "relation", "competence")
	others = _others({row.competence for rows in crosswalk.values() for row in rows})
	for row in rows:
		texts = _texts_by(translations[row.name], "criterion")
		framework.competences.append(
			Competence(
				code=row.code,
				title=row.title,
				kind=row.kind,
				parent=codes.get(row.parent_kim_competence),
				description=row.description or "",
				esco_uri=row.esco_uri or "",
				criteria=[
					Criterion(
						criterion.code,
						criterion.statement,
						{language: text.title for language, text in texts[criterion.code].items()},
					)
					for criterion in criteria[row.name]
				],
				translations=texts[""],
				crosswalk=in_relation_order(
					[
						Crosswalk(link.relation, *others[link.competence])
						for link in crosswalk[row.name]
						if link.competence in others
					]
				),
			)
		)
	return framework


def _rows_of(table: str, parents, *fields: str) -> dict[str, list]:
	"""The rows of a child table in their order, by the name of the competence that holds them."""
	rows = defaultdict(list)
	for row in frappe.get_all(
		table,
		filters={"parenttype": COMPETENCE, "parent": ["in", list(parents) or [""]]},
		fields=["parent", *fields],
		order_by="parent asc, idx asc",
	):
		rows[row.parent].append(row)
	return rows


def _texts_by(rows, field: str) -> dict[str, dict[str, Text]]:
	"""{code of the level or criterion, empty for the thing itself: {language: text}}."""
	texts = defaultdict(dict)
	for row in rows:
		texts[row.get(field) or ""][row.language] = Text(row.title, row.description or "")
	return texts


def _others(names: set[str]) -> dict[str, tuple[str, str]]:
	"""{name of a competence: (its framework, its code)}."""
	rows = frappe.get_all(
		COMPETENCE, filters={"name": ["in", list(names) or [""]]}, fields=["name", "framework", "code"]
	)
	return {row.name: (row.framework, row.code) for row in rows}
