"""The three layouts in which registers are kept: a table, a form a sheet, a matrix of marks.

Imports the modules beside it. Each has a `find` that takes a sheet and returns the tables that it holds, or
an empty list when the sheet is not laid out so.
"""

from dataclasses import replace

from ..choices import Choices
from ..columns import is_filled
from ..kinds import EMPTY, LEFT_OUT, UNKNOWN
from ..tables import SUMMARY_TITLE, Sheet
from . import form, matrix, table


def find(sheet: Sheet, language: str, choices: Choices) -> list[Sheet]:
	"""Take a sheet of the file, return the tables that it holds: one, several, or itself as unknown."""
	filled = [number for number, cells in enumerate(sheet.grid, 1) if any(map(is_filled, cells))]
	if not filled:
		return [replace(sheet, kind=EMPTY)]
	if choices.sheet(sheet.name).kind == LEFT_OUT or sheet.grid[0][:1] == [SUMMARY_TITLE]:
		return [replace(sheet, kind=LEFT_OUT, row_count=len(filled))]
	for layout in (matrix, form, table):
		if tables := layout.find(sheet, filled, language, choices):
			return tables
	return [replace(sheet, kind=UNKNOWN, row_count=len(filled))]
