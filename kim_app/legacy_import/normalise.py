"""Third step: what people typed becomes typed values, and what cannot becomes a problem of its cell.

Imports Babel, phonenumbers, rapidfuzz (by `values`), `tables` and `vocabulary`; no frappe. Nothing here
knows a site: countries and languages become ISO codes, options become KIM's own words.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from . import tables
from .tables import Column, Problem, Row, Sheet, Workbook
from .values import Refused, as_date, as_email, as_key, as_level, as_name, as_phone, as_text, day_first
from .vocabulary import LANGUAGES, fold_sign
from .words import code_named, gender_words, option_named

OPTIONS = {
	"education": "education",
	"residence_status": "residence_status",
	"method": "method",
	"outcome": "outcome",
	"consent": "yes_no",
}
NAMES = {"nationality": "country", "mother_tongue": "language"}
DATES = ("date_of_birth", "arrival_date", "consent_date", "decided_on")
PARSERS: dict[str, Callable[[Any], Any]] = {
	"legacy_key": as_key,
	"family_name": as_name,
	"given_name": as_name,
	"email": as_email,
	"claimed_level": as_level,
	"validated_level": as_level,
}
CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")


def normalise(workbook: Workbook, country: str = "") -> Workbook:
	"""Take a matched workbook, return it with typed values in the rows of the kinds brought in.

	`country` (ISO 3166 alpha-2) is the centre's: phone numbers without a country code get its own.
	Dates become date, options KIM's words, countries and languages ISO codes, consent 1 or 0; a
	participant's languages become one list. A cell that cannot be read leaves its value None and adds
	a problem to its row.
	"""
	return replace(workbook, sheets=[_sheet(sheet, country) for sheet in workbook.sheets])


def _sheet(sheet: Sheet, country: str) -> Sheet:
	if not sheet.brought_in:
		return sheet
	rows = [Row(number=row.number, values={}) for row in sheet.rows]
	for column in sheet.columns:
		if column.field:
			_column(sheet, column, rows, _parser(sheet, column, country))
	if sheet.kind == tables.PARTICIPANT:
		for row in rows:
			row.values["languages"] = _languages(row, sheet.language)
	return replace(sheet, rows=rows)


def _column(sheet: Sheet, column: Column, rows: list[Row], parse: Callable[[Any], Any]) -> None:
	"""Fill one column of all rows. Registers repeat themselves, so equal cells are parsed once."""
	known: dict = {}
	for row in rows:
		cell = sheet.cell(row.number, column)
		# 1, 1.0 and True are equal keys but not equal cells.
		token = (type(cell), cell)
		if token not in known:
			try:
				known[token] = (parse(cell), None)
			except Refused as refused:
				known[token] = (None, refused)
		value, refused = known[token]
		row.values[column.key] = value
		if refused:
			row.problems.append(Problem(refused.kind, column.key, refused.words))


def _parser(sheet: Sheet, column: Column, country: str) -> Callable[[Any], Any]:
	"""Choose how a column is read, looking at the whole of it where one cell would not tell."""
	name, language = column.field, sheet.language
	if name in DATES:
		first = day_first([sheet.cell(row.number, column) for row in sheet.rows], language)
		return lambda cell: as_date(cell, language, first)
	if name == "gender":
		present = {fold_sign(as_text(sheet.cell(row.number, column))) for row in sheet.rows}
		return lambda cell: option_named(as_text(cell), "gender", language, gender_words(language, present))
	if name in OPTIONS:
		return lambda cell: _option(cell, OPTIONS[name], language)
	if name in NAMES:
		return lambda cell: code_named(as_text(cell), NAMES[name], language)
	if name == "language_level":
		return _cefr
	if name == "phone":
		return lambda cell: as_phone(cell, country)
	return PARSERS.get(name, as_text)


def _option(cell: Any, name: str, language: str) -> Any:
	if name == "yes_no":
		if isinstance(cell, bool):
			return int(cell)
		return int(option_named(as_text(cell), name, language) or 0)
	return option_named(as_text(cell), name, language)


def _cefr(cell: Any) -> str:
	level = as_text(cell).upper().replace(" ", "").rstrip("+")
	if level in ("", "-", *CEFR):
		return level.strip("-")
	raise Refused("unknown-option", allowed=", ".join(CEFR))


def _languages(row: Row, host: str) -> list[dict]:
	"""Put mother tongue and levels into one list: a language is in it once."""
	spoken: dict[str, dict] = {}
	mother_tongue = row.values.pop("mother_tongue", None)
	if mother_tongue:
		spoken[mother_tongue] = {"language": mother_tongue, "level": "", "mother_tongue": 1}
	for key in ("language_level", *(f"language_level:{code}" for code in LANGUAGES)):
		level = row.values.pop(key, None)
		if level:
			code = key.partition(":")[2] or host
			entry = spoken.setdefault(code, {"language": code, "level": "", "mother_tongue": 0})
			entry["level"] = level
	return list(spoken.values())
