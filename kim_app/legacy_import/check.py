"""Fourth step: typed rows are held against the rules and against what the site knows.

Imports `tables` and `issue_kinds`; no frappe. After it a row is good, or has problems, each of which
is one issue of the workbook.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from . import tables
from .issue_kinds import KINDS, WARNING
from .tables import Issue, Problem, Reference, Row, Sheet, Workbook, column_letter

MOST_CHARACTERS = 140
SHORT_TEXTS = ("legacy_key", "family_name", "given_name", "email", "legacy_assessor")
REQUIRED = {
	tables.PARTICIPANT: ("legacy_key", "family_name"),
	tables.VALIDATION: ("legacy_key", "competence"),
}
PAST_DATES = ("date_of_birth", "arrival_date", "consent_date", "decided_on")
VALIDATED = "Validated"
NOT_VALIDATED = "Not Validated"
IN_PROGRESS = "Identification"


def check(workbook: Workbook, reference: Reference) -> Workbook:
	"""Take a normalised workbook and what the site knows, return it with its issues.

	Good rows get the site's document names in place of codes. A row with a problem is refused; a
	validation whose participant was refused in the same file is held back. Warnings refuse nothing.
	"""
	keys: dict[str, tuple[str, Row]] = {}
	checked: dict[int, Sheet] = {}
	pairs: dict[tuple[str, str], int] = {}
	# Persons first: the other rows stand or fall with them.
	for kind, check_rows in ((tables.PARTICIPANT, _participants), (tables.VALIDATION, _validations)):
		for position, sheet in enumerate(workbook.sheets):
			if sheet.kind == kind:
				rows = [Row(row.number, dict(row.values), list(row.problems)) for row in sheet.rows]
				for row in rows:
					row.problems += _common(row, sheet, reference.today)
				checked[position] = replace(sheet, rows=rows)
				check_rows(checked[position], reference, keys, pairs)
	sheets = [checked.get(position, sheet) for position, sheet in enumerate(workbook.sheets)]
	issues = [issue for sheet in sheets if sheet.brought_in for issue in _issues(sheet)]
	return replace(workbook, sheets=sheets, issues=issues)


def _common(row: Row, sheet: Sheet, today: date) -> Iterator[Problem]:
	"""What holds for every kind: required values are there, texts fit, past dates are past."""
	faulty = {problem.field for problem in row.problems}
	for name in REQUIRED[sheet.kind]:
		if not row.values.get(name) and name not in faulty:
			yield Problem("missing-required", name)
	for name in SHORT_TEXTS:
		length = len(row.values.get(name) or "")
		if length > MOST_CHARACTERS:
			yield Problem("too-long", name, {"length": length, "most": MOST_CHARACTERS})
	for name in PAST_DATES:
		if row.values.get(name) and row.values[name] > today:
			yield Problem("date-in-future", name)


def _participants(sheet: Sheet, reference: Reference, keys: dict, _pairs: dict) -> None:
	for row in sheet.rows:
		values = row.values
		key = values.get("legacy_key")
		if key in keys and keys[key][1].good:
			row.problems.append(_again("duplicate-key", "legacy_key", *keys[key]))
		elif key:
			keys[key] = (sheet.name, row)
		born, arrived = values.get("date_of_birth"), values.get("arrival_date")
		# A birthday in the future is complained of already: one mistake, one issue.
		if born and arrived and arrived < born <= reference.today:
			words = {"earlier": born.isoformat(), "earlier_column": sheet.column("date_of_birth").header}
			row.problems.append(Problem("date-order", "arrival_date", words))
		_to_site(row, "nationality", reference.countries)
		if values.get("gender") and values["gender"] not in reference.genders:
			row.problems.append(Problem("unknown-link", "gender"))
		for spoken in values.get("languages", ()):
			if spoken["language"] in reference.languages:
				spoken["language"] = reference.languages[spoken["language"]]
			else:
				row.problems.append(Problem("unknown-link", _language_column(sheet, spoken)))


def _validations(sheet: Sheet, reference: Reference, keys: dict, pairs: dict) -> None:
	levels = ", ".join(reference.levels)
	for row in sheet.rows:
		values = row.values
		key = values.get("legacy_key")
		if key and key not in reference.participants and not (key in keys and keys[key][1].good):
			refused = keys.get(key)
			row.problems.append(
				_again("held-back", "legacy_key", *refused)
				if refused
				else Problem("unknown-link", "legacy_key")
			)
		code = (values.get("competence") or "").upper()
		values["competence"] = code
		_to_site(row, "competence", reference.competences)
		for name in ("claimed_level", "validated_level"):
			if values.get(name) and values[name] not in reference.levels:
				row.problems.append(Problem("out-of-range", name, {"allowed": levels}))
		row.problems += _outcome(row)
		if row.good and pairs.setdefault((key, code), row.number) != row.number:
			row.problems.append(Problem("duplicate-validation", "competence", {"row": pairs[key, code]}))


def _outcome(row: Row) -> Iterator[Problem]:
	"""A decision needs its date, a positive one its level too; without a decision it is in progress."""
	values = row.values
	faulty = {problem.field for problem in row.problems}
	outcome = values.get("outcome")
	needed = {VALIDATED: ("validated_level", "decided_on"), NOT_VALIDATED: ("decided_on",)}.get(outcome, ())
	for name in needed:
		if not values.get(name) and name not in faulty:
			yield Problem("missing-required", name)
	if not outcome and "outcome" not in faulty:
		if values.get("validated_level") or values.get("decided_on"):
			yield Problem("missing-required", "outcome")
		values["outcome"] = IN_PROGRESS


def _to_site(row: Row, name: str, known: dict[str, str]) -> None:
	code = row.values.get(name)
	if code and code in known:
		row.values[name] = known[code]
	elif code:
		row.problems.append(Problem("unknown-link", name))


def _again(kind: str, name: str, sheet_name: str, row: Row) -> Problem:
	return Problem(kind, name, {"sheet": sheet_name, "row": row.number})


def _language_column(sheet: Sheet, spoken: dict) -> str:
	if spoken["mother_tongue"]:
		return "mother_tongue"
	own = f"language_level:{spoken['language']}"
	return own if sheet.column(own) else "language_level"


def _issues(sheet: Sheet) -> Iterator[Issue]:
	"""Turn the problems of a sheet into issues that name their cell, in the order of the sheet."""
	yield from _unmatched(sheet)
	absent: set[str] = set()
	for row in sheet.rows:
		for problem in row.problems:
			column = sheet.column(problem.field)
			if column:
				cell = sheet.cell(row.number, column)
				place = f"{column.letter}{row.number}"
				yield Issue(
					problem.kind, sheet.name, row.number, column.header, place, shown(cell), problem.words
				)
			elif problem.field not in absent:
				# One complaint for the column, not one for each of its rows.
				absent.add(problem.field)
				words = {"field": problem.field.replace("_", " ")}
				yield Issue("missing-column", sheet.name, sheet.header_row, "", "", "", words)


def _unmatched(sheet: Sheet) -> Iterator[Issue]:
	"""Warn of each column that holds something and is not brought in."""
	matched = {column.index for column in sheet.columns if column.field}
	filled: dict[int, Any] = {}
	for row in sheet.rows:
		for index, cell in enumerate(sheet.grid[row.number - 1]):
			if index not in matched and index not in filled and str(cell).strip():
				filled[index] = cell
	titles = {column.index: column.header for column in sheet.columns}
	for index in sorted(filled):
		letter = column_letter(index)
		title = titles.get(index, letter)
		place = f"{letter}{sheet.header_row}"
		yield Issue("unmatched-column", sheet.name, sheet.header_row, title, place, shown(filled[index]))


def shown(cell: Any) -> str:
	"""Return a cell as a person reads it: 9.0 as 9, a date as 2013-10-04."""
	if isinstance(cell, float) and cell.is_integer():
		return str(int(cell))
	return str(cell).strip()


def refuses(issue: Issue) -> bool:
	"""Say whether an issue keeps its row out."""
	return KINDS[issue.kind].severity != WARNING
