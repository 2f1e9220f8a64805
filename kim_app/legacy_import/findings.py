"""What the check understood of each table, as plain values for the form: columns, counts, the rows to look at.

Imports `issues`, `kinds`, `readings` and `tables`; no frappe.
"""

from collections import Counter
from datetime import date
from typing import Any

from .columns import FOREIGN
from .issues import shown
from .kinds import KINDS
from .readings import READINGS
from .tables import FORM, Column, Row, Sheet, Workbook

# The first rows of a table, and those that need a look, so many at a time: a page shows no more at once. Nobody goes
# through more pages; the workbook with its problems marked has all.
FIRST_ROWS = 20
ROWS_OF_PAGE = 150
MOST_PAGES = 40
SAMPLES = 3
ROWS_SAMPLED = 1_000
LONGEST_TEXT = 200


def findings(workbook: Workbook) -> list[dict]:
	"""Take a checked workbook, return a dict per table (for its shape see `_table`). Forms that are laid out
	alike are one: nobody wants to confirm the same columns once a sheet."""
	tables: dict[tuple, list[Sheet]] = {}
	for position, sheet in enumerate(workbook.sheets):
		headers = tuple((column.header, column.key) for column in sheet.columns)
		same = (sheet.kind, headers) if sheet.layout == FORM else position
		tables.setdefault(same, []).append(sheet)
	return [_table(sheets) for sheets in tables.values()]


def unconfirmed(tables: list[dict]) -> list[tuple[str, str]]:
	"""Take what `findings` returned, return (sheet, header) of the columns that were matched by likeness only and
	that nobody has confirmed."""
	return [
		(table["sheets"][0], column["header"])
		for table in tables
		for column in table["columns"]
		if column["key"] and column["score"] < FOREIGN and not column["chosen"]
	]


def _table(sheets: list[Sheet]) -> dict:
	first = sheets[0]
	kind = KINDS.get(first.kind)
	rows = [(sheet, row) for sheet in sheets for row in sheet.rows]
	return {
		"sheets": [sheet.name for sheet in sheets],
		"file": first.file,
		"kind": first.kind,
		"layout": first.layout,
		"header_row": first.header_row,
		"language": first.language,
		"rows_read": sum(sheet.row_count for sheet in sheets),
		"counts": _counts(rows),
		"columns": [_column(column, sheets) for column in first.columns] if kind else [],
		"pages": [[_row(*rows[at]) for at in page] for page in _pages(rows)] if kind else [[]],
		"totals_rows": first.totals_rows,
		"repeated_headers": first.repeated_headers,
	}


def _counts(rows: list[tuple[Sheet, Row]]) -> dict[str, int]:
	"""How many rows will be new, changed, left as they are and refused; and how many are warned of."""
	counts: Counter = Counter()
	for _sheet, row in rows:
		counts[row.action if row.good else "refused"] += 1
		counts["warned"] += any(problem.warning for problem in row.problems)
	return dict(counts)


def _column(column: Column, sheets: list[Sheet]) -> dict:
	return {
		"letter": column.letter,
		"header": column.header,
		"key": column.key if column.field else "",
		"score": column.score,
		"chosen": column.chosen,
		"reading": column.reading,
		"readings": _readings(column, sheets[0]),
		"samples": list(_samples(column, sheets).items()),
	}


def _samples(column: Column, sheets: list[Sheet]) -> dict[str, str]:
	"""The first different cells of a column, and what they are read as."""
	samples: dict[str, str] = {}
	for sheet in sheets:
		for row in sheet.rows[:ROWS_SAMPLED]:
			if text := shown(sheet.cell(row.number, column))[:LONGEST_TEXT]:
				samples.setdefault(text, _read(row, column))
			if len(samples) == SAMPLES:
				return samples
	return samples


def _readings(column: Column, sheet: Sheet) -> list[str]:
	"""Between which readings of the column a person can choose; none where there is nothing to choose."""
	if not column.reading or not sheet.rows:
		return []
	field = KINDS[sheet.kind].field(column.field)
	return list(READINGS.get(field.name) or READINGS.get(field.type, ())) if field else []


def _pages(rows: list[tuple[Sheet, Row]]) -> list[list[int]]:
	"""The positions of the rows to show: the first rows, and those that need a look, so many at a time."""
	striking = [at for at, (_sheet, row) in enumerate(rows) if row.problems or row.changes]
	striking = striking[: MOST_PAGES * ROWS_OF_PAGE]
	first = {*range(min(FIRST_ROWS, len(rows))), *striking[:ROWS_OF_PAGE]}
	later = range(ROWS_OF_PAGE, len(striking), ROWS_OF_PAGE)
	return [sorted(first), *(striking[start : start + ROWS_OF_PAGE] for start in later)]


def _row(sheet: Sheet, row: Row) -> dict:
	keys = {column.key: position for position, column in enumerate(sheet.columns) if column.field}
	cells = [shown(sheet.cell(row.number, column))[:LONGEST_TEXT] for column in sheet.columns]
	read = {}
	for position, column in enumerate(sheet.columns):
		value = _read(row, column) if column.field else ""
		if value and value != cells[position]:
			read[position] = value
	return {
		"sheet": sheet.name,
		"number": row.number,
		"action": row.action if row.good else "refused",
		"document": row.document,
		"cells": cells,
		"read": read,
		"problems": {
			keys[problem.field]: "warning" if problem.warning else "error"
			for problem in sorted(row.problems, key=lambda problem: not problem.warning)
			if problem.field in keys
		},
		"places": {
			keys[problem.field]: _place(sheet, row, problem.field)
			for problem in row.problems
			if problem.field in keys
		},
		"changes": [[field, _text(before), _text(after)] for field, (before, after) in row.changes.items()],
	}


def _place(sheet: Sheet, row: Row, key: str) -> str:
	column = sheet.column(key)
	return f"{column.letter}{column.row or row.number}"


def _read(row: Row, column: Column) -> str:
	"""What a cell was read as, where that can be told for the cell alone."""
	if column.field in ("mother_tongue", "language_level"):
		return ""
	return _text(row.values.get(column.key))[:LONGEST_TEXT]


def _text(value: Any) -> str:
	if value is None:
		return ""
	if isinstance(value, date):
		return value.isoformat()
	if isinstance(value, list):
		return ", ".join(" ".join(str(part) for part in entry.values() if part) for entry in value)
	return str(value)
