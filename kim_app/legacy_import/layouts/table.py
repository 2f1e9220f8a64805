"""A table: a header somewhere in the first rows, a record in each row below it.

Imports `columns`, `kinds`, `choices`, `tables` and `vocabulary`.
"""

from collections.abc import Collection
from dataclasses import replace

from ..choices import Choices
from ..columns import HEADER_WITHIN, header_titles, is_filled, is_kind, match_columns, titles_of
from ..kinds import ATTENDANCE, KINDS
from ..tables import Column, Row, Sheet
from ..vocabulary import fold, total_words
from . import course

SAMPLE_ROWS = 50


def find(sheet: Sheet, filled: list[int], language: str, choices: Choices) -> list[Sheet]:
	"""Return the table of a sheet in a list, or an empty list. `filled` are the numbers of its filled rows."""
	chosen = choices.sheet(sheet.name)
	kinds = [chosen.kind] if chosen.kind in KINDS else list(KINDS)
	numbers = [chosen.header_row] if chosen.header_row else range(1, HEADER_WITHIN + 1)
	header = find_header(sheet, numbers, kinds, language, choices, sure=bool(chosen.kind))
	if not header:
		return []
	kind, header_row, columns = header
	found = rows_below(
		replace(sheet, kind=kind, header_row=header_row, columns=columns),
		[number for number in filled if number > header_row],
	)
	return course.from_table(found) if kind == ATTENDANCE else [found]


def find_header(
	sheet: Sheet,
	numbers: Collection[int],
	kinds: Collection[str],
	language: str,
	choices: Choices,
	given: tuple[str, ...] = (),
	sure: bool = False,
) -> tuple[str, int, list[Column]] | None:
	"""Of all rows that could be the header of some kind, take the one that explains most cells.

	`given` are fields whose values stand elsewhere (in the form around the table). `sure`: a person says
	that it is this kind, so fewer headers have to be known. Returns (kind, row, columns) or None.
	"""
	best, best_score = None, 0
	for number in numbers:
		if number > len(sheet.grid):
			break
		titles = titles_of(sheet.grid[number - 1])
		if len(titles) < 2:
			continue
		for kind in kinds:
			columns = match_columns(titles, kind, language, choices)
			fields = {column.field for column in columns if column.field} | set(given)
			if not (is_kind(kind, fields) or (sure and fields)):
				continue
			score = sum(column.score for column in columns)
			if score > best_score:
				best, best_score = (kind, number), score
	if not best:
		return None
	kind, number = best
	below = sheet.grid[number : number + SAMPLE_ROWS]
	titles = header_titles(sheet.grid[number - 1], below)
	return kind, number, match_columns(titles, kind, language, choices)


def rows_below(sheet: Sheet, numbers: Collection[int]) -> Sheet:
	"""Part the filled rows below a header into records, totals and headers printed again."""
	header = [fold(cell) if isinstance(cell, str) else "" for cell in sheet.grid[sheet.header_row - 1]]
	rows, totals, repeated = [], [], []
	for number in numbers:
		cells = sheet.grid[number - 1]
		# The first cell tells nearly always that it is neither, and a register has many rows.
		first = next(index for index, cell in enumerate(cells) if is_filled(cell))
		word = fold(cells[first]) if isinstance(cells[first], str) else ""
		if word in total_words() and _is_totals(cells):
			totals.append(number)
		elif word and first < len(header) and word == header[first] and _is_repeated(cells, header):
			repeated.append(number)
		else:
			rows.append(Row(number=number, values={}))
	return replace(sheet, rows=rows, row_count=len(rows), totals_rows=totals, repeated_headers=repeated)


def _is_totals(cells: list) -> bool:
	"""A row of totals begins with the word and has nothing but numbers behind it."""
	texts = [cell for cell in cells if isinstance(cell, str) and is_filled(cell)]
	return all(text.strip(" %").replace(",", "").replace(".", "").isdigit() for text in texts[1:])


def _is_repeated(cells: list, header: list[str]) -> bool:
	"""A header printed again on each page: most of its filled cells equal the header's."""
	words = [(index, fold(cell)) for index, cell in enumerate(cells) if isinstance(cell, str) and cell]
	filled = [(index, word) for index, word in words if word]
	same = sum(index < len(header) and header[index] == word for index, word in filled)
	return len(filled) >= 2 and same >= 0.7 * len(filled)
