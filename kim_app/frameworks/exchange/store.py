"""A whole framework into the site's forms; `stored` is the other way. May import frappe. Who calls has asked for
permission to make frameworks; nothing is committed here.
"""

from __future__ import annotations

import frappe

from kim_app.frameworks import access
from kim_app.frameworks.exchange.model import (
	DRAFT,
	PUBLISHED,
	RETIRED,
	Competence,
	Crosswalk,
	Framework,
	Text,
	in_tree_order,
)

FRAMEWORK, COMPETENCE = "KIM Competence Framework", "KIM Competence"


def insert(framework: Framework, organisation: str | None = None, links: bool = True) -> str:
	"""Puts `framework` on the site as a draft of `organisation`; returns its name.

	`links` brings the earlier version and the crosswalks too: everything that these lead to must be on
	the site. Raises what the forms raise.
	"""
	document = frappe.get_doc(
		{
			"doctype": FRAMEWORK,
			"framework_code": framework.code,
			"version": framework.version,
			"title": framework.title,
			"description": framework.description,
			"source": framework.source,
			"language": framework.language,
			"languages": [{"language": language} for language in framework.languages],
			"organisation": organisation,
			"meant_for": framework.meant_for,
			"status": DRAFT,
			"based_on": framework.based_on if links else None,
			"levels": [
				{
					"code": level.code,
					"title": level.title,
					"description": level.description,
					"counts_as_shown": int(level.counts_as_shown),
					"pictogram": level.pictogram,
				}
				for level in framework.levels
			],
			"translations": _framework_texts(framework),
		}
	).insert(ignore_permissions=True)
	there = present_crosswalks(framework) if links else set()
	for competence in in_tree_order(framework.competences):
		_insert_competence(document.name, competence, there)
	for competence in framework.competences:
		# Within the framework a crosswalk may lead to what was not there yet.
		if links and any(row.framework == framework.name for row in competence.crosswalk):
			_add_crosswalk(f"{document.name}-{competence.code}", competence.crosswalk)
	return document.name


def present_crosswalks(framework: Framework) -> set[str]:
	"""The names of those competences that the framework's crosswalks lead to and that are on the site for the
	user to read."""
	names = {f"{row.framework}-{row.competence}" for each in framework.competences for row in each.crosswalk}
	return access.readable(COMPETENCE, names)


def _insert_competence(framework: str, competence: Competence, there: set[str]):
	frappe.get_doc(
		{
			"doctype": COMPETENCE,
			"framework": framework,
			"code": competence.code,
			"kind": competence.kind,
			"parent_kim_competence": f"{framework}-{competence.parent}" if competence.parent else None,
			"title": competence.title,
			"description": competence.description,
			"esco_uri": competence.esco_uri,
			"criteria": [{"code": row.code, "statement": row.statement} for row in competence.criteria],
			"translations": _competence_texts(competence),
			"crosswalk": [
				{"relation": row.relation, "competence": f"{row.framework}-{row.competence}"}
				for row in competence.crosswalk
				if f"{row.framework}-{row.competence}" in there
			],
		}
	).insert(ignore_permissions=True)


def _framework_texts(framework: Framework) -> list[dict]:
	"""The rows of KIM Framework Translation: the framework first, then its levels."""
	rows = [_row(language, text) for language, text in framework.translations.items()]
	for level in framework.levels:
		rows += [_row(language, text, level=level.code) for language, text in level.translations.items()]
	return rows


def _competence_texts(competence: Competence) -> list[dict]:
	"""The rows of KIM Competence Translation: the competence first, then its criteria."""
	rows = [_row(language, text) for language, text in competence.translations.items()]
	for criterion in competence.criteria:
		rows += [
			_row(language, Text(statement), criterion=criterion.code)
			for language, statement in criterion.translations.items()
		]
	return rows


def _row(language: str, text: Text, **of) -> dict:
	return {"language": language, "title": text.title, "description": text.description, **of}


def _add_crosswalk(name: str, rows: list[Crosswalk]):
	"""Adds the rows that the competence `name` has not and whose other competence is on the site."""
	document = frappe.get_doc(COMPETENCE, name)
	if _add_rows(document, "crosswalk", _new_crosswalk(name, rows), "competence"):
		document.save(ignore_permissions=True)


def _new_crosswalk(name: str, rows: list[Crosswalk]) -> list[dict]:
	"""The rows whose other competence is on the site and does not compare itself with `name` already."""
	others = {f"{row.framework}-{row.competence}": row.relation for row in rows}
	present = access.readable(COMPETENCE, others)
	present -= set(
		frappe.get_all(
			"KIM Competence Crosswalk", filters={"parenttype": COMPETENCE, "competence": name}, pluck="parent"
		)
	)
	return [
		{"relation": relation, "competence": other} for other, relation in others.items() if other in present
	]


def complete(framework: Framework):
	"""Adds to the framework of that name what it lacks of `framework`: languages, translations,
	crosswalks, pictograms, ESCO addresses and the earlier version. What the site has stays as it is, and
	so does a framework that has become an organisation's own.
	"""
	document = frappe.get_doc(FRAMEWORK, framework.name)
	if document.organisation:
		return
	changed = _add_rows(
		document, "languages", [{"language": each} for each in framework.languages], "language"
	)
	changed |= _add_rows(document, "translations", _framework_texts(framework), "language", "level")
	pictograms = {level.code: level.pictogram for level in framework.levels}
	for level in document.levels:
		changed |= _fill(level, "pictogram", pictograms.get(level.code))
	if framework.based_on and frappe.db.exists(FRAMEWORK, framework.based_on):
		changed |= _fill(document, "based_on", framework.based_on)
	if changed:
		document.flags.completed_by_kim = True
		document.save(ignore_permissions=True)
	present = set(frappe.get_all(COMPETENCE, filters={"framework": framework.name}, pluck="code"))
	for competence in framework.competences:
		if competence.code in present:
			_complete_competence(framework.name, competence)


def _complete_competence(framework: str, competence: Competence):
	document = frappe.get_doc(COMPETENCE, f"{framework}-{competence.code}")
	codes = {None, ""} | {row.code for row in document.criteria}
	texts = [row for row in _competence_texts(competence) if row.get("criterion") in codes]
	changed = _add_rows(document, "translations", texts, "language", "criterion")
	crosswalk = _new_crosswalk(document.name, competence.crosswalk)
	changed |= _add_rows(document, "crosswalk", crosswalk, "competence")
	changed |= _fill(document, "esco_uri", competence.esco_uri)
	if changed:
		document.flags.completed_by_kim = True
		document.save(ignore_permissions=True)


def _add_rows(document, table: str, rows: list[dict], *key: str) -> bool:
	"""Adds those of `rows` whose `key` no row of the table has; returns whether there were any."""
	present = {tuple(row.get(field) or "" for field in key) for row in document.get(table)}
	missing = [row for row in rows if tuple(row.get(field) or "" for field in key) not in present]
	for row in missing:
		document.append(table, row)
	return bool(missing)


def _fill(document, field: str, value: str | None) -> bool:
	"""Sets an empty field; returns whether it did."""
	if document.get(field) or not value:
		return False
	document.set(field, value)
	return True


def set_status(name: str, status: str):
	"""Leads a draft on to `status`, through every step between."""
	for step in (PUBLISHED, RETIRED)[: (DRAFT, PUBLISHED, RETIRED).index(status)]:
		document = frappe.get_doc(FRAMEWORK, name)
		document.status = step
		# The frameworks that come with KIM are compared with each other and published one after another.
		document.flags.completed_by_kim = True
		document.save(ignore_permissions=True)
