"""Report tables as files: a workbook with types and a frozen header, and text that no spreadsheet program runs.
May import openpyxl, nothing of Frappe.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

WHOLE, DECIMAL, PERCENT, DAY, MOMENT, TEXT = "whole", "decimal", "percent", "day", "moment", "text"
FORMATS = {
	WHOLE: "#,##0",
	DECIMAL: "#,##0.00",
	PERCENT: '0.0"%"',
	DAY: "yyyy-mm-dd",
	MOMENT: "yyyy-mm-dd hh:mm",
}
# A cell that begins so is run as a formula by spreadsheet programs (OWASP, CSV Injection).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"[-+]?\d+(\.\d+)?(e[-+]?\d+)?", re.IGNORECASE)
# Characters that a workbook's XML cannot hold.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST_CELL = 32767


@dataclass(frozen=True)
class Column:
	"""A column's heading, what it holds (WHOLE, DECIMAL, PERCENT, DAY, MOMENT or TEXT), and its width in characters."""

	label: str
	kind: str = TEXT
	width: int = 16


def typed(value, kind: str):
	"""`value` as a workbook holds it in a column of that kind; None when there is none, text when it does not fit."""
	if value is None or value == "":
		return None
	if kind in (WHOLE, DECIMAL, PERCENT) and not isinstance(value, (int, float)):
		try:
			value = float(value)
		except (TypeError, ValueError):
			return str(value)
	if kind == WHOLE and isinstance(value, float) and value.is_integer():
		return int(value)
	if kind in (DAY, MOMENT) and isinstance(value, str):
		try:
			moment = datetime.fromisoformat(value)
		except ValueError:
			return value
		return moment.date() if kind == DAY else moment
	if isinstance(value, (bool, int, float, datetime, date, timedelta)):
		return value
	return FORBIDDEN.sub("", str(value))[:LONGEST_CELL]


def harmless(value) -> str:
	"""`value` as text for a CSV cell: what a program would run as a formula gets an apostrophe before it. Numbers,
	negative ones too, stay as they are."""
	if value is None:
		return ""
	text = str(value)
	if text.startswith(DANGEROUS) and not NUMBER.fullmatch(text):
		return "'" + text
	return text


def workbook(
	title: str, columns: Sequence[Column], rows: Sequence[Sequence], notes: Sequence[str] = ()
) -> bytes:
	"""A workbook with one sheet for `rows` and, when there are `notes`, a second that says what it holds."""
	book = Workbook(write_only=True)
	sheet = book.create_sheet(sheet_title(title))
	sheet.freeze_panes = "A2"
	for number, column in enumerate(columns, 1):
		sheet.column_dimensions[get_column_letter(number)].width = min(60, max(8, column.width))
	if columns:
		sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
	sheet.append([_heading(sheet, column) for column in columns])
	for row in rows:
		sheet.append([_cell(sheet, value, column.kind) for value, column in zip(row, columns, strict=True)])
	if notes:
		about = book.create_sheet("KIM")
		about.column_dimensions["A"].width = 100
		for note in notes:
			about.append([_text(about, note)])
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def sheet_title(title: str) -> str:
	"""`title` as the name of a sheet: without what Excel forbids there, in at most 31 characters."""
	return re.sub(r"[\[\]:*?/\\]", " ", title).strip(" '")[:31] or "KIM"


def _heading(sheet, column: Column):
	cell = _text(sheet, column.label)
	cell.font = Font(bold=True)
	cell.fill = PatternFill("solid", fgColor="DEEBF7")
	cell.alignment = Alignment(wrap_text=True, vertical="top")
	return cell


def _cell(sheet, value, kind: str):
	value = typed(value, kind)
	if isinstance(value, str):
		return _text(sheet, value)
	cell = WriteOnlyCell(sheet, value)
	if kind in FORMATS and value is not None:
		cell.number_format = FORMATS[kind]
	return cell


def _text(sheet, text: str):
	cell = WriteOnlyCell(sheet, FORBIDDEN.sub("", text))
	# Otherwise openpyxl takes what begins with an equals sign for a formula.
	cell.data_type = "s"
	return cell


def comma_separated(columns: Sequence[Column], rows: Sequence[Sequence], delimiter: str = ",") -> str:
	"""The table as CSV (RFC 4180), every cell harmless."""
	stream = io.StringIO()
	writer = csv.writer(stream, delimiter=delimiter if len(delimiter) == 1 else ",")
	writer.writerow([harmless(column.label) for column in columns])
	for row in rows:
		writer.writerow([harmless(value) for value in row])
	return stream.getvalue()
