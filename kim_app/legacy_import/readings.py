"""How the cells of a column are read, where one cell alone would not tell: which part of a date is the day,
whether M is a man, whether 0.5 is a half. Decided from the whole column and the language, shown to who
uploaded, and overruled by their choice.

Imports `kinds`, `dates`, `values`, `words`, `tables` and `vocabulary`; no frappe.
"""

from collections.abc import Callable
from typing import Any

from .dates import DAY_FIRST, MONTH_FIRST, as_date, day_first, is_ambiguous
from .kinds import Field
from .tables import Column, Sheet
from .values import (
	Refused,
	as_email,
	as_integer,
	as_key,
	as_level,
	as_login,
	as_name,
	as_percent,
	as_phone,
	as_text,
	holds_ratios,
)
from .vocabulary import fold_sign
from .words import code_named, option_named

RATIO, PERCENT = "ratio", "percent"
M_IS_MALE, M_IS_FEMALE = "m-is-male", "m-is-female"
M_MEANS = {M_IS_MALE: {"m": "Male"}, M_IS_FEMALE: {"m": "Female"}}
# What a person may choose between, by the type or the name of a field.
READINGS = {"date": (DAY_FIRST, MONTH_FIRST), "percent": (RATIO, PERCENT), "gender": (M_IS_MALE, M_IS_FEMALE)}
CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")

PLAIN: dict[str, Callable[[Any], Any]] = {
	"key": as_key,
	"name": as_name,
	"email": as_email,
	"login": as_login,
	"level": as_level,
	"integer": as_integer,
}


def reading_of(cells: list, column: Column, field: Field, language: str) -> str:
	"""Take all cells of a column, return how it is read, one of READINGS, or "" where nothing is ambiguous."""
	if column.reading:
		return column.reading
	if field.type == "date":
		if not any(isinstance(cell, str) for cell in cells):
			return ""
		if not day_first(cells, language):
			return MONTH_FIRST
		return DAY_FIRST if is_ambiguous(cells) else ""
	if field.type == "percent":
		return RATIO if holds_ratios(cells) else PERCENT
	if field.name == "gender":
		present = {fold_sign(as_text(cell)) for cell in {*cells}}
		return _reading_of_m(language, present) if "m" in present else ""
	return ""


def _reading_of_m(language: str, present: set[str]) -> str:
	"""M is a woman (mujer) in a Spanish column that says H or V for men, and a man beside F."""
	if language != "es":
		return M_IS_MALE
	if present & {"f", "femenino"} and not present & {"h", "hombre", "v", "varon"}:
		return M_IS_MALE
	return M_IS_FEMALE


def parser(field: Field, reading: str, sheet: Sheet, country: str) -> Callable[[Any], Any]:
	"""Return the function that reads one cell of a column; it raises Refused.

	`country` (ISO 3166 alpha-2) is the centre's: phone numbers without a country code get its own.
	"""
	language = sheet.language
	if field.type == "date":
		first = reading != MONTH_FIRST
		return lambda cell: as_date(cell, language, first, sheet.epoch)
	if field.type == "percent":
		return lambda cell: as_percent(cell, reading == RATIO)
	if field.type == "phone":
		return lambda cell: as_phone(cell, country)
	if field.type in ("country", "language"):
		return lambda cell: code_named(as_text(cell), field.type, language)
	if field.type == "competence":
		return lambda cell: as_text(cell).upper()
	if field.type == "cefr":
		return _cefr
	if field.type == "flag":
		return lambda cell: _flag(cell, field.options, language)
	if field.type == "option":
		own = M_MEANS.get(reading)
		return lambda cell: option_named(as_text(cell), field.options, language, own)
	return PLAIN.get(field.type, as_text)


def _flag(cell: Any, options: str, language: str) -> int:
	if isinstance(cell, bool):
		return int(cell)
	return int(option_named(as_text(cell), options, language) or 0)


def _cefr(cell: Any) -> str:
	level = as_text(cell).upper().replace(" ", "").rstrip("+")
	if level in ("", "-", *CEFR):
		return level.strip("-")
	raise Refused("unknown-option", allowed=", ".join(CEFR))
