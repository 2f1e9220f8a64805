"""A matrix: people down, days across, a mark where they met. Kept for the attendance at a course.

Imports `columns`, `kinds`, `choices`, `tables`, `values` and `vocabulary`.
"""

from bisect import bisect_right
from dataclasses import replace
from datetime import date, datetime

from ..choices import Choices
from ..columns import HEADER_WITHIN, is_filled
from ..dates import as_date, day_first
from ..kinds import ATTENDANCE, SESSION, STAFF
from ..tables import MATRIX, Column, Row, Sheet, column_letter
from ..values import Refused, as_text
from ..vocabulary import fold, options, total_words

LEAST_DAYS = 2
FEW_ROWS = 40
LONGEST_MARK = 2
# So many of the marks have to be marks; the others are mistakes that the check tells.
LEAST_MARKS = 0.9
MATRIX_KINDS = ("", ATTENDANCE, SESSION, STAFF)


def find(sheet: Sheet, filled: list[int], language: str, choices: Choices) -> list[Sheet]:
	"""Return the staff, the session and the attendance of a matrix, or an empty list for another layout."""
	chosen = choices.sheet(sheet.name)
	if chosen.kind not in MATRIX_KINDS:
		return []
	numbers = [chosen.header_row] if chosen.header_row else range(1, HEADER_WITHIN + 1)
	for number in numbers:
		if number > len(sheet.grid):
			break
		days = _days(sheet.grid[number - 1], language)
		if len(days) < LEAST_DAYS:
			continue
		people = _people(sheet, number, days)
		# A row of a long table may have texts of dates, too: a few rows below it tell.
		if people is None or not _has_marks(sheet, filled, number, people, days, FEW_ROWS):
			continue
		if _has_marks(sheet, filled, number, people, days):
			rows = [row for row in filled if row > number and _is_person(_at(sheet, row, people))]
			return _tables(sheet, number, people, days, rows)
	return []


def _has_marks(
	sheet: Sheet,
	filled: list[int],
	header_row: int,
	people: int,
	days: dict[int, date],
	most: int | None = None,
) -> bool:
	below = filled[bisect_right(filled, header_row) :][:most]
	rows = [row for row in below if _is_person(_at(sheet, row, people))]
	cells = [_at(sheet, row, index) for row in rows for index in days]
	marks = [_is_mark(cell) for cell in cells if is_filled(cell)]
	return bool(marks) and sum(marks) >= LEAST_MARKS * len(marks)


def _days(cells: list, language: str) -> dict[int, date]:
	"""Return {position: day} of the cells of a row that are days, dates or texts of dates."""
	first = day_first(cells, language)
	days = {}
	for index, cell in enumerate(cells):
		if isinstance(cell, datetime):
			days[index] = cell.date()
		elif isinstance(cell, date):
			days[index] = cell
		elif isinstance(cell, str) and any(map(str.isdigit, cell)):
			try:
				days[index] = as_date(cell, language, first)
			except Refused:
				continue
	return days


def _people(sheet: Sheet, header_row: int, days: dict[int, date]) -> int | None:
	"""Return the position of the column left of the days that names people: with the most texts."""
	below = sheet.grid[header_row : header_row + FEW_ROWS]
	best, most = None, 0
	for index in range(min(days)):
		texts = [row[index] for row in below if index < len(row) and isinstance(row[index], str)]
		named = sum(10 if "@" in text else 1 for text in texts if not text.isspace() and text)
		if named > most:
			best, most = index, named
	return best


def _tables(
	sheet: Sheet, header_row: int, people: int, days: dict[int, date], rows: list[int]
) -> list[Sheet]:
	named = [str(_at(sheet, row, people)) for row in rows]
	emails = 2 * sum("@" in name for name in named) >= len(named)
	title = str(_at(sheet, header_row, people)).strip() or column_letter(people)
	person = Column(people, title, "email", 100)
	marks = [
		Column(index, day.isoformat(), "present", 100, day.isoformat()) for index, day in sorted(days.items())
	]
	common = {"layout": MATRIX, "header_row": header_row}
	# A name alone gives nobody a login: it has to be a colleague's whom the site knows.
	staff = replace(sheet, kind=STAFF, columns=[person], rows=_rows(rows), row_count=len(rows), **common)
	return [
		*([staff] if emails else []),
		replace(sheet, kind=SESSION, columns=marks, rows=_rows([header_row]), row_count=1, **common),
		replace(
			sheet,
			kind=ATTENDANCE,
			columns=[person, *marks],
			rows=_rows(rows),
			row_count=len(rows),
			**common,
		),
	]


def _rows(numbers: list[int]) -> list[Row]:
	return [Row(number=number, values={}) for number in numbers]


def _at(sheet: Sheet, number: int, index: int):
	cells = sheet.grid[number - 1]
	return cells[index] if index < len(cells) else ""


def _is_person(cell) -> bool:
	return is_filled(cell) and fold(str(cell)) not in total_words()


def _is_mark(cell) -> bool:
	if isinstance(cell, date):
		return False
	text = as_text(cell)
	return len(text) <= LONGEST_MARK or any(fold(text) in words for words in options("presence").values())
