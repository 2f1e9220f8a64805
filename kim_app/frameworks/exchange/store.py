"""A whole framework out of the site's forms and into them. The only module of the exchange that imports
frappe. Who calls has asked for permission; nothing is committed here.
"""

from __future__ import annotations

from collections import defaultdict

import frappe

from kim_app.frameworks.exchange.model import (
	DRAFT,
	PUBLISHED,
	RETIRED,
	Competence,
	Criterion,
	Crosswalk,
	Framework,
	Level,
	Text,
	in_relation_order,
	in_tree_order,
)
from kim_app.frameworks.exchange.problems import Reading

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
	there = _present(framework) if links else set()
	for competence in in_tree_order(framework.competences):
		_insert_competence(document.name, competence, there)
	for competence in framework.competences:
		# Within the framework a crosswalk may lead to what was not there yet.
		if links and any(row.framework == framework.name for row in competence.crosswalk):
			_add_crosswalk(f"{document.name}-{competence.code}", competence.crosswalk)
	return document.name


def _present(framework: Framework) -> set[str]:
	"""The names of those competences on the site that the framework's crosswalks lead to."""
	names = {f"{row.framework}-{row.competence}" for each in framework.competences for row in each.crosswalk}
	return set(frappe.get_all(COMPETENCE, filters={"name": ["in", list(names) or [""]]}, pluck="name"))


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
	present = set(frappe.get_all(COMPETENCE, filters={"name": ["in", list(others) or [""]]}, pluck="name"))
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


def check_site(reading: Reading):
	"""Adds to `reading` what only the site can tell, and takes out what leads to nothing on it."""
	framework = reading.framework
	if frappe.db.exists(FRAMEWORK, framework.name):
		reading.add("framework-twice", framework.at, framework=framework.name)
	if framework.based_on and not frappe.db.exists(FRAMEWORK, framework.based_on):
		reading.note("based-on-left-out", framework.at, framework=framework.based_on)
		framework.based_on = None
	known = set(frappe.get_all("KIM Language", pluck="name"))
	spoken = [(language, framework.at) for language in (framework.language, *framework.languages)]
	for text in (framework, *framework.levels, *framework.competences):
		spoken += [(language, text.at) for language in text.translations]
	for criterion in (each for competence in framework.competences for each in competence.criteria):
		spoken += [(language, criterion.at) for language in criterion.translations]
	for language in dict.fromkeys(language for language, _at in spoken if language not in known):
		reading.add("language-unknown", dict(reversed(spoken))[language], language=language)
	present = _present(framework) | {f"{framework.name}-{each.code}" for each in framework.competences}
	for competence in framework.competences:
		for row in competence.crosswalk:
			if f"{row.framework}-{row.competence}" not in present:
				values = {"framework": row.framework, "competence": row.competence}
				reading.note("crosswalk-leads-nowhere", row.at, **values)
		competence.crosswalk = [
			row for row in competence.crosswalk if f"{row.framework}-{row.competence}" in present
		]


def set_status(name: str, status: str):
	"""Leads a draft on to `status`, through every step between."""
	for step in (PUBLISHED, RETIRED)[: (DRAFT, PUBLISHED, RETIRED).index(status)]:
		document = frappe.get_doc(FRAMEWORK, name)
		document.status = step
		document.save(ignore_permissions=True)


def read(name: str) -> Framework:
	"""The framework `name` with everything in it, competences in the order of the tree."""
	document = frappe.get_doc(FRAMEWORK, name)
	texts = _texts_by(document.translations, "level")
	framework = Framework(
		code=document.framework_code,
		version=document.version,
		title=document.title,
		description=document.description or "",
		source=document.source or "",
		language=document.language,
		languages=[row.language for row in document.languages],
		based_on=document.based_on or None,
		translations=texts[""],
		levels=[
			Level(
				code=level.code,
				title=level.title,
				description=level.description or "",
				counts_as_shown=bool(level.counts_as_shown),
				pictogram=level.pictogram or "",
				translations=texts[level.code],
			)
			for level in document.levels
		],
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
