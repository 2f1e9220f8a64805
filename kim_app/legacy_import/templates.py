"""A centre's decisions, kept as its KIM Import Template, and the corrections of one import.

Imports frappe, `choices` and `vocabulary`. Who asks for permission is `review`.
"""

import json
from collections.abc import Iterable

import frappe
from frappe import _

from .choices import Choices, SheetChoice
from .kinds import KINDS
from .values import as_text
from .vocabulary import fold, fold_sign

DOCTYPE = "KIM Import Template"
# What a word of these means holds for every register of the centre. Corrections of names, dates or numbers
# are of one workbook: they stay with its import.
WORDS = ("option", "country", "language", "competence", "course", "level", "cefr", "flag")
MOST_CHARACTERS = 140


def choices_of(importing) -> Choices:
	"""Take a KIM Legacy Import, return what was decided for its workbook."""
	template = frappe.get_doc(DOCTYPE, importing.template) if importing.template else None
	values: dict[str, dict[str, str]] = {}
	for row in template.values if template else ():
		values.setdefault(row.field, {})[fold_sign(row.found)] = row.read_as or ""
	for field, words in corrections_of(importing)["values"].items():
		values.setdefault(field, {}).update(words)
	return Choices(
		language=importing.language or "",
		sheets={row.sheet: SheetChoice(row.kind or "", row.header_row or 0) for row in template.sheets}
		if template
		else {},
		columns={(row.kind, fold(row.header)): row.field for row in template.columns if row.field}
		if template
		else {},
		readings={(row.kind, fold(row.header)): row.reading for row in template.columns if row.reading}
		if template
		else {},
		values=values,
	)


def corrections_of(importing) -> dict:
	"""Return {"values": {field: {folded word: read as}}, "cells": {sheet: {place: text}}, "by": [user]} of one
	import: what was corrected in it, and by whom."""
	kept = json.loads(importing.corrections or "{}")
	return {"values": {}, "cells": {}, "by": [], **kept}


def corrections_of_another_workbook(importing) -> str | None:
	"""Return what stays of an import's corrections when its workbook is replaced: who had a hand in it."""
	by = corrections_of(importing)["by"]
	return json.dumps({"by": by}) if by else None


def template_for(centre: str) -> str | None:
	"""Return the template that a new import of a centre begins with: the one written last."""
	return frappe.db.get_value(DOCTYPE, {"centre": centre, "disabled": 0}, "name", order_by="modified desc")


def keep_matches(importing, sheets: Iterable[dict], columns: Iterable[dict]) -> str:
	"""Write what a person confirmed into the template of an import's centre; return the template's name.

	`sheets` are {sheet, kind, header_row}, `columns` are {kind, header, field, reading}.
	"""
	template = _template(importing)
	for given in sheets:
		row = _row_of(template, "sheets", "sheet", str(given["sheet"]), str.strip)
		row.kind, row.header_row = given.get("kind") or "", int(given.get("header_row") or 0)
	for given in columns:
		row = _row_of(
			template, "columns", "header", str(given["header"])[:MOST_CHARACTERS], fold, kind=given["kind"]
		)
		row.field, row.reading = given.get("field") or "-", given.get("reading") or ""
	return _save(template)


def correct_value(importing, field: str, found: str, read_as: str) -> str:
	"""Say for all equal values of a field what they are read as. Words go into the template, the rest stays
	with the import. Returns the template's name, "" when it was not needed."""
	kinds = {kind.field(field).type for kind in KINDS.values() if kind.field(field)}
	if kinds & set(WORDS):
		template = _template(importing)
		row = _row_of(template, "values", "found", found[:MOST_CHARACTERS], fold_sign, field=field)
		row.read_as = read_as[:MOST_CHARACTERS]
		return _save(template)
	kept = corrections_of(importing)
	kept["values"].setdefault(field, {})[fold_sign(as_text(found))] = read_as
	_keep(importing, kept)
	return ""


def correct_cell(importing, sheet: str, place: str, text: str) -> None:
	"""Say what one cell of this workbook shall hold."""
	kept = corrections_of(importing)
	kept["cells"].setdefault(sheet, {})[place] = text
	_keep(importing, kept)


def note_corrector(importing) -> None:
	"""Remember that the session's user had a hand in what the workbook is read as."""
	kept = corrections_of(importing)
	if frappe.session.user not in kept["by"]:
		kept["by"].append(frappe.session.user)
		_keep(importing, kept)


def _keep(importing, kept: dict) -> None:
	importing.db_set("corrections", json.dumps(kept, ensure_ascii=False, sort_keys=True))


def _template(importing):
	name = importing.template or template_for(importing.centre)
	if name and frappe.db.get_value(DOCTYPE, name, "centre") == importing.centre:
		return frappe.get_doc(DOCTYPE, name, for_update=True)
	return frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"centre": importing.centre,
			"title": _("Registers of {0}").format(importing.centre)[:MOST_CHARACTERS],
		}
	)


def _row_of(template, table: str, key: str, word: str, folded, **filters):
	for row in template.get(table):
		if folded(row.get(key)) == folded(word) and all(row.get(name) == of for name, of in filters.items()):
			return row
	return template.append(table, {key: word, **filters})


def _save(template) -> str:
	# The right to change the import was asked for; the template is the engine's own memory of it.
	template.save(ignore_permissions=True)
	return template.name
