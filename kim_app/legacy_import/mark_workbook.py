"""Colours and comments the problem cells of a workbook, with a summary sheet before the others.

Imports openpyxl, `read` and `tables`; no frappe. Whatever is written stays what it is: a text that begins
with =, +, - or @ is text and no formula, and formulas are replaced by the values that the workbook stored.
"""

import io
import re
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from .read import read
from .tables import SUMMARY_TITLE

# openpyxl takes some fifty times the size of a cell: above this, only values are kept.
MOST_CELLS_IN_FULL = 400_000
MOST_MERGED = 1_000_000
MOST_COMMENTS = 5_000
MOST_TEXT = 32_767
LONGEST_NAME = 31
FULL = (".xlsx", ".xlsm")
ERROR, WARNING = PatternFill("solid", fgColor="F8B4B4"), PatternFill("solid", fgColor="FCE8A6")
BOLD = Font(bold=True)
FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")
SUMMARY = "KIM"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Mark:
	"""One problem: where it is and what to do about it."""

	sheet: str
	row: int
	column: str
	cell: str
	value: str
	message: str
	warning: bool = False


@dataclass(frozen=True)
class Words:
	"""The words of the summary, in its reader's language."""

	title: str
	sheets: tuple[str, ...]
	issues: tuple[str, ...]
	advice: str


def mark(content: bytes, file_name: str, marks: list[Mark], sheets: list[tuple], words: Words) -> bytes:
	"""Take a workbook and its problems, return it as xlsx with the problem cells marked.

	`sheets` are (name, kind, rows, refused rows) for the summary. An xlsx keeps its looks; of other kinds of
	file, and of very large ones, the values are kept. Raises UnreadableFile.
	"""
	by_sheet: dict[str, dict[str, list[Mark]]] = defaultdict(lambda: defaultdict(list))
	for found in marks[:MOST_COMMENTS]:
		if found.cell:
			by_sheet[found.sheet][found.cell].append(found)
	book = _original(content, file_name)
	if book:
		for sheet in book.worksheets:
			for row in sheet.iter_rows():
				for cell in row:
					if isinstance(cell.value, str):
						_keep_text(cell)
			for place, found in by_sheet.get(sheet.title, {}).items():
				_paint(sheet[place], found)
		names = {sheet.title: sheet.title for sheet in book.worksheets}
		summary = book.create_sheet(_free(SUMMARY, names.values()), 0)
	else:
		book = openpyxl.Workbook(write_only=True)
		grids = [(sheet.name, sheet.grid) for sheet in read(content, file_name).sheets]
		names = _sheet_names([name for name, _grid in grids])
		summary = book.create_sheet(_free(SUMMARY, names.values()))
		for name, grid in grids:
			_copy(book.create_sheet(names[name]), grid, by_sheet.get(name, {}))
	_summarise(summary, marks, sheets, names, words)
	book.active = 0
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def _original(content: bytes, file_name: str):
	"""Open the workbook with its looks, or return None where only its values can be kept."""
	if PurePath(file_name).suffix.lower() not in FULL or not _is_moderate(content):
		return None
	try:
		# Values in place of formulas, no links to other files, no macros.
		return openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
	# It reads what the fast reader reads with more scruples; then the values have to do.
	except Exception:
		return None


def _is_moderate(content: bytes) -> bool:
	cells = merged = 0
	with zipfile.ZipFile(io.BytesIO(content)) as archive:
		for entry in archive.namelist():
			if re.fullmatch(r"xl/worksheets/[^/]+\.xml", entry):
				text = archive.read(entry)
				cells += len(re.findall(rb"<(?:\w+:)?c[ >]", text))
				merged += sum(map(_area, re.findall(rb'mergeCell\s[^>]*ref="([^"]+)"', text)))
	return cells <= MOST_CELLS_IN_FULL and merged <= MOST_MERGED


def _area(reference: bytes) -> int:
	try:
		left, top, right, bottom = openpyxl.utils.range_boundaries(reference.decode())
		return (right - left + 1) * (bottom - top + 1)
	except (ValueError, TypeError):
		return MOST_MERGED + 1


def _copy(sheet, grid: list[list], problems: dict[str, list[Mark]]) -> None:
	marked = {openpyxl.utils.cell.coordinate_to_tuple(place): found for place, found in problems.items()}
	for number, row in enumerate(grid, 1):
		cells = []
		for position, value in enumerate(row, 1):
			found = marked.get((number, position))
			if value == "" and not found:
				cells.append(None)
				continue
			cell = _new_cell(sheet, value)
			if found:
				_paint(cell, found)
			cells.append(cell)
		sheet.append(cells)


def _new_cell(sheet, value: Any) -> WriteOnlyCell:
	if isinstance(value, timedelta):
		value = str(value)
	if not isinstance(value, str):
		return WriteOnlyCell(sheet, value)
	cell = WriteOnlyCell(sheet, None)
	_put_text(cell, value)
	return cell


def _put_text(cell, text: str) -> None:
	cell.value = CONTROL.sub(" ", text)[:MOST_TEXT]
	_keep_text(cell)


def _keep_text(cell) -> None:
	"""Whatever a text begins with, a spreadsheet program shows it and does not reckon with it."""
	if cell.value is not None:
		cell.data_type = "s"
		if str(cell.value).startswith(FORMULA_LIKE):
			cell.quotePrefix = True


def _paint(cell, found: list[Mark]) -> None:
	cell.fill = WARNING if all(mark.warning for mark in found) else ERROR
	cell.comment = Comment("\n".join(CONTROL.sub(" ", mark.message) for mark in found), "KIM", 120, 360)


def _summarise(sheet, marks: list[Mark], sheets: list[tuple], names: dict, words: Words) -> None:
	for position, width in enumerate((24, 26, 24, 10, 28, 90), 1):
		sheet.column_dimensions[get_column_letter(position)].width = width
	_line(sheet, (SUMMARY_TITLE, words.title), BOLD)
	_line(sheet, (words.advice,))
	_line(sheet, ())
	_line(sheet, words.sheets, BOLD)
	for row in sheets:
		_line(sheet, row)
	_line(sheet, ())
	_line(sheet, words.issues, BOLD)
	for found in marks:
		cells = _line(
			sheet,
			(found.sheet, found.row or "", found.column, found.cell, found.value, found.message),
			put=False,
		)
		if found.cell and found.sheet in names:
			place = names[found.sheet].replace("'", "''")
			cells[3].hyperlink = f"#'{place}'!{found.cell}"
		cells[4].fill = WARNING if found.warning else ERROR
		sheet.append(cells)


def _line(sheet, values: tuple, font: Font | None = None, put: bool = True) -> list:
	cells = [_new_cell(sheet, value) for value in values]
	for cell in cells:
		if font:
			cell.font = font
	if put:
		sheet.append(cells)
	return cells


def _sheet_names(names: list[str]) -> dict[str, str]:
	"""xlsx allows 31 characters and not all of them: {name: the one it gets}."""
	given: dict[str, str] = {}
	for name in names:
		given[name] = _free(re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip("' ") or "-", given.values())
	return given


def _free(name: str, taken) -> str:
	taken = {other.casefold() for other in taken}
	wanted, number = name[:LONGEST_NAME], 1
	while wanted.casefold() in taken:
		number += 1
		wanted = f"{name[: LONGEST_NAME - len(str(number)) - 1]} {number}"
	return wanted
