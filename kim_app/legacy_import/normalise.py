"""Third step: what people typed becomes typed values, and what cannot becomes a problem of its cell.

Imports `readings`, `choices`, `kinds`, `tables` and `vocabulary`; no frappe. Nothing here knows a site:
countries and languages become ISO codes, options become KIM's own words.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from . import kinds
from .choices import Choices
from .kinds import KINDS, Field
from .readings import parser, reading_of
from .tables import FORM, MATRIX, Column, Problem, Row, Sheet, Workbook, column_letter
from .values import Refused, as_text
from .vocabulary import LANGUAGES, fold_sign

MOST_TITLE = 140


def normalise(workbook: Workbook, country: str = "", choices: Choices | None = None) -> Workbook:
	"""Take a matched workbook, return it with typed values in the rows of every known kind.

	`country` (ISO 3166 alpha-2) is the centre's. A cell that cannot be read leaves its value None and adds a
	problem to its row. `choices.values` replace what the workbook has before it is read.
	"""
	corrections = (choices or Choices()).values
	forms = _cells_of_forms(workbook)
	sheets = [_sheet(sheet, country, corrections, forms) for sheet in workbook.sheets]
	for position, sheet in enumerate(sheets):
		if sheet.kind == kinds.SESSION:
			# What the layout put beside it: the attendance of the same table.
			_days(sheet, sheets[position + 1])
	return replace(workbook, sheets=sheets)


def _cells_of_forms(workbook: Workbook) -> dict[tuple[str, str], list]:
	"""Where each sheet is a form, a column runs through all sheets: {(kind, column's key): its cells}."""
	cells: dict[tuple[str, str], list] = defaultdict(list)
	for sheet in workbook.sheets:
		if sheet.layout == FORM:
			for column, found in zip(sheet.columns, sheet.cells(), strict=True):
				cells[sheet.kind, column.key] += found
	return cells


def _sheet(sheet: Sheet, country: str, corrections: dict[str, dict[str, str]], forms: dict) -> Sheet:
	if not sheet.brought_in:
		return sheet
	kind = KINDS[sheet.kind]
	rows = [Row(number=row.number, values={}) for row in sheet.rows]
	columns = []
	for column, cells in zip(sheet.columns, sheet.cells(), strict=True):
		field = kind.field(column.field)
		if field:
			whole = forms.get((sheet.kind, column.key)) if sheet.layout == FORM else None
			column = replace(column, reading=reading_of(whole or cells, column, field, sheet.language))
			_column(sheet, column, field, rows, cells, country, corrections.get(field.name, {}))
		columns.append(column)
	sheet = replace(sheet, rows=rows, columns=columns)
	complete = COMPLETE.get(sheet.kind)
	if complete:
		complete(sheet)
	for row in rows:
		row.values.pop("_remarks", None)
	return sheet


def _column(
	sheet: Sheet,
	column: Column,
	field: Field,
	rows: list[Row],
	cells: Sequence,
	country: str,
	corrections: dict[str, str],
) -> None:
	"""Fill one column of all rows. Registers repeat themselves, so equal cells are parsed once."""
	parse = parser(field, column.reading, sheet, country)
	key = column.key
	# 1, 1.0 and True are equal keys but not equal cells.
	tokens = cells if len({*map(type, cells)}) == 1 else list(zip(map(type, cells), cells, strict=True))
	values: dict = {}
	refusals: dict = {}
	for token, cell in dict(zip(tokens, cells, strict=True)).items():
		if corrections:
			cell = corrections.get(fold_sign(as_text(cell)), cell)
		try:
			values[token] = parse(cell)
		except Refused as refused:
			values[token], refusals[token] = None, (refused, cell)
	for row, token in zip(rows, tokens, strict=True):
		row.values[key] = values[token]
	if refusals:
		for row, token in zip(rows, tokens, strict=True):
			if token in refusals:
				_refuse(row, column, field, *refusals[token])


def _refuse(row: Row, column: Column, field: Field, refused: Refused, cell) -> None:
	if refused.kind == "partial-date":
		_partial_date(row, column, field, refused, cell)
	else:
		row.problems.append(Problem(refused.kind, column.key, refused.words))


def _partial_date(row: Row, column: Column, field: Field, refused: Refused, cell) -> None:
	"""A period begins and ends somewhere in what is written; of other dates no day is made up."""
	if field.part_of:
		row.values[column.key] = refused.words[field.part_of]
		words = {"taken": refused.words[field.part_of].isoformat()}
		row.problems.append(Problem("partial-date-taken", column.key, words, warning=True))
	else:
		row.values.setdefault("_remarks", []).append(f"{column.header}: {as_text(cell)}")
		row.problems.append(Problem("partial-date", column.key, warning=True))


def _participants(sheet: Sheet) -> None:
	spoken = {column.key for column in sheet.columns} & {"mother_tongue", *LEVEL_KEYS}
	for row in sheet.rows:
		row.values["languages"] = _languages(row, sheet.language) if spoken else []
		if remarks := row.values.pop("_remarks", None):
			row.values["notes"] = "\n".join(filter(None, (row.values.get("notes"), *remarks)))


def _languages(row: Row, host: str) -> list[dict]:
	"""Put mother tongue and levels into one list: a language is in it once."""
	spoken: dict[str, dict] = {}
	mother_tongue = row.values.pop("mother_tongue", None)
	if mother_tongue:
		spoken[mother_tongue] = {"language": mother_tongue, "level": "", "mother_tongue": 1}
	for key in LEVEL_KEYS:
		level = row.values.pop(key, None)
		if level:
			code = key.partition(":")[2] or host
			entry = spoken.setdefault(code, {"language": code, "level": "", "mother_tongue": 0})
			entry["level"] = level
	return list(spoken.values())


LEVEL_KEYS = ("language_level", *(f"language_level:{code}" for code in LANGUAGES))


def _staff(sheet: Sheet) -> None:
	for row in sheet.rows:
		parts = (row.values.get("given_name"), row.values.get("family_name"))
		row.values["full_name"] = row.values.get("full_name") or " ".join(filter(None, parts))


def _validations(sheet: Sheet) -> None:
	for row in sheet.rows:
		if remarks := row.values.pop("_remarks", None):
			row.values["rationale"] = "\n".join(filter(None, (row.values.get("rationale"), *remarks)))


def _evidence(sheet: Sheet) -> None:
	"""A register has one column of words; the form has a short title and a description."""
	for row in sheet.rows:
		title = row.values.get("title") or row.values.get("description") or ""
		if len(title) > MOST_TITLE and not row.values.get("description"):
			row.values["description"] = title
		elif not row.values.get("title"):
			row.values["title"] = title
			if len(title) <= MOST_TITLE:
				row.values["description"] = ""
		row.values["title"] = title if len(title) <= MOST_TITLE else f"{title[: MOST_TITLE - 1]}…"


def _sessions(sheet: Sheet) -> None:
	for row in sheet.rows:
		row.values["session"] = row.values.get("session") or sheet.name


def _attendance(sheet: Sheet) -> None:
	"""A matrix has a mark for every day, a list one day a row; both become a list of days."""
	marks = [column for column in sheet.columns if column.field == "present"]
	for row in sheet.rows:
		values = row.values
		values["session"] = values.get("session") or sheet.name
		if sheet.layout == MATRIX:
			# An empty cell is a day of which nothing is known, so it is no absence.
			found = [(column.of, values.pop(column.key), column) for column in marks]
			values["attendance"] = [
				_mark(day, present, row, column) for day, present, column in found if present
			]
		else:
			day, present = values.pop("date", None), values.pop("present", None)
			# Who stands in a list of attendance was there, unless it says otherwise.
			attended = _mark(day and day.isoformat(), "1" if present == "" else present, row, None)
			values["attendance"] = [attended] if day else []


def _mark(day: str, present: str | None, row: Row, column: Column | None) -> dict:
	cell = f"{column_letter(column.index)}{row.number}" if column else ""
	return {"date": day, "present": int(present or 0), "cell": cell}


def _days(sessions: Sheet, attendance: Sheet) -> None:
	"""Give each session its days: the columns of a matrix, or the days of the rows that name it."""
	days: dict[str, dict] = defaultdict(dict)
	if attendance.layout == MATRIX:
		for column in sessions.columns:
			days[sessions.name][column.of] = {"date": column.of, "hours": None}
	for row in attendance.rows:
		for mark in row.values["attendance"]:
			day = days[row.values["session"]].setdefault(mark["date"], {"date": mark["date"], "hours": None})
			day["hours"] = day["hours"] or row.values.get("hours")
		row.values.pop("hours", None)
		row.values.pop("place", None)
	for row in sessions.rows:
		found = days[row.values["session"]]
		row.values["days"] = [found[day] for day in sorted(found)]
		row.values["starts"] = date.fromisoformat(min(found)) if found else None


COMPLETE = {
	kinds.PARTICIPANT: _participants,
	kinds.STAFF: _staff,
	kinds.VALIDATION: _validations,
	kinds.EVIDENCE: _evidence,
	kinds.SESSION: _sessions,
	kinds.ATTENDANCE: _attendance,
}
