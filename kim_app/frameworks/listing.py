"""The competences of frameworks as lists, read with few queries however many there are. May import
frappe. Like `texts`, for callers that have asked for permission."""

from __future__ import annotations

from collections.abc import Collection

import frappe

from kim_app.frameworks import texts

# A framework of more competences than this is not shown whole: ESCO alone has thirteen thousand.
SHOWN_WHOLE = 60
FIELDS = ("name", "code", "title", "description", "framework", "parent_kim_competence as area")


def of_framework(framework: str, language: str | None = None) -> list[dict]:
	"""The competences of `framework` (a name) that can be validated, in the order of its tree: `name`,
	`code`, `title`, `description`, `framework`, `area` (the title of what it is part of, or None).

	Empty when it has more than SHOWN_WHOLE of them.
	"""
	filters = {"framework": framework, "kind": "Competence"}
	found = frappe.get_all(
		"KIM Competence", filters=filters, fields=FIELDS, order_by="lft asc", limit=SHOWN_WHOLE + 1
	)
	return _translated(found, language) if len(found) <= SHOWN_WHOLE else []


def named(names: Collection[str], language: str | None = None) -> list[dict]:
	"""The competences with these names, in the order of their tree, as `of_framework` gives them."""
	if not names:
		return []
	found = frappe.get_all(
		"KIM Competence", filters={"name": ["in", list(names)]}, fields=FIELDS, order_by="lft asc"
	)
	return _translated(found, language)


def homes(names: Collection[str]) -> dict[str, str]:
	"""For each of `names` the competence that is validated: of an indicator the one it belongs to, of
	every other itself."""
	indicators = frappe.get_all(
		"KIM Competence",
		filters={"name": ["in", list(names) or [""]], "kind": "Indicator"},
		fields=["name", "parent_kim_competence"],
		as_list=True,
	)
	return {**{name: name for name in names}, **{name: parent for name, parent in indicators if parent}}


def _translated(competences: list[dict], language: str | None) -> list[dict]:
	language = language or texts.users_language()
	areas = {row.area for row in competences if row.area}
	titles = dict(
		frappe.get_all(
			"KIM Competence",
			filters={"name": ["in", list(areas) or [""]]},
			fields=["name", "title"],
			as_list=True,
		)
	)
	translations = {
		row.parent: row
		for row in frappe.get_all(
			"KIM Competence Translation",
			filters={
				"parent": ["in", [*areas, *(row.name for row in competences)] or [""]],
				"parenttype": "KIM Competence",
				"language": language,
				"criterion": ["is", "not set"],
			},
			fields=["parent", "title", "description"],
		)
	}
	for row in competences:
		translation = translations.get(row.name) or frappe._dict()
		row.title = translation.title or row.title
		row.description = translation.description or row.description or ""
		if row.area:
			row.area = (translations.get(row.area) or frappe._dict()).title or titles.get(row.area)
	return competences
