"""The problems of rows as issues that name their cell. Imports `tables`; no frappe."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from .columns import is_filled
from .issue_kinds import KINDS, WARNING
from .tables import FORM, Issue, Problem, Sheet, column_letter


def of_workbook(sheets: list[Sheet]) -> list[Issue]:
	"""Return the issues of all checked tables, sheet by sheet in the order of its rows, and then the columns
	that are not brought in."""
	# What concerns a whole sheet is told once, not for each of the tables drawn out of it.
	found: dict[tuple, Issue] = {}
	for sheet in sheets:
		if sheet.brought_in:
			for number, issue in enumerate(_of_sheet(sheet)):
				key = (sheet.file, sheet.name, issue.kind, issue.field) if not issue.cell else None
				found.setdefault(key or (id(sheet), number), issue)
	return [*found.values(), *_unmatched(sheets)]


def _of_sheet(sheet: Sheet) -> Iterator[Issue]:
	columns = {column.key: column for column in sheet.columns if column.field}
	absent: set[tuple] = set()
	for row in sheet.rows:
		for problem in row.problems:
			column = columns.get(problem.field)
			if column:
				number = column.row or row.number
				place = f"{column.letter}{number}"
				cell = shown(sheet.cell(row.number, column))
				yield _issue(problem, sheet, number, column.header, place, cell)
			elif (problem.kind, problem.field) not in absent:
				# One complaint for the sheet, not one for each of its rows.
				absent.add((problem.kind, problem.field))
				yield _of_whole_sheet(problem, sheet)


def _issue(problem: Problem, sheet: Sheet, row: int, header: str, place: str, value: str) -> Issue:
	return Issue(
		problem.kind, sheet.name, row, header, place, value, problem.words, problem.field, sheet.file
	)


def _of_whole_sheet(problem: Problem, sheet: Sheet) -> Issue:
	if problem.field:
		words = {"field": problem.field.replace("_", " ")}
		problem = Problem("missing-column", problem.field, words)
	return _issue(problem, sheet, sheet.header_row, "", "", "")


def _unmatched(sheets: list[Sheet]) -> Iterator[Issue]:
	"""Warn of each column that holds something and is brought in by no table of its sheet."""
	tables: dict[tuple, list[Sheet]] = defaultdict(list)
	for sheet in sheets:
		if sheet.brought_in and sheet.layout != FORM:
			tables[sheet.file, sheet.name, sheet.header_row].append(sheet)
	for parts in tables.values():
		matched = {column.index for sheet in parts for column in sheet.columns if column.field}
		fullest = max(parts, key=lambda sheet: len(sheet.rows))
		titles = {column.index: column.header for sheet in parts for column in sheet.columns}
		for index, cell in sorted(_filled(fullest, matched).items()):
			letter = column_letter(index)
			place = f"{letter}{fullest.header_row}"
			problem = Problem("unmatched-column", "", warning=True)
			yield _issue(problem, fullest, fullest.header_row, titles.get(index, letter), place, shown(cell))


def _filled(sheet: Sheet, matched: set[int]) -> dict[int, Any]:
	"""Return the first value of each column that is not matched and has one."""
	filled: dict[int, Any] = {}
	width = max((len(sheet.grid[row.number - 1]) for row in sheet.rows[:1]), default=0)
	for index in set(range(width)) - matched:
		for row in sheet.rows:
			cells = sheet.grid[row.number - 1]
			if index < len(cells) and is_filled(cells[index]):
				filled[index] = cells[index]
				break
	return filled


def shown(cell: Any) -> str:
	"""Return a cell as a person reads it: 9.0 as 9, a date as 2013-10-04."""
	if isinstance(cell, float) and cell.is_integer():
		return str(int(cell))
	return str(cell).strip()


def refuses(issue: Issue) -> bool:
	"""Say whether an issue keeps its row out."""
	return KINDS[issue.kind].severity != WARNING
