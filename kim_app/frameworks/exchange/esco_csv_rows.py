"""The rows of a CSV file with ESCO's columns, each cell with the place where it stands. May import nothing of
Frappe."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from kim_app.frameworks import rules
from kim_app.frameworks.exchange import esco_csv, texts
from kim_app.frameworks.exchange.model import Place, Text
from kim_app.frameworks.exchange.problems import MOST_COMPETENCES, Reading

KNOWN = {
	name.lower(): name for name in (*esco_csv.ESCO_COLUMNS, *esco_csv.KIM_COLUMNS, *esco_csv.RELATION_COLUMNS)
}
# With every criterion a row; ESCO's own list of skills has fourteen thousand.
MOST_ROWS = 40 * MOST_COMPETENCES
_TRANSLATED = re.compile(r"(preferredlabel|description)[_@]([a-z]{2,3})")


class Row:
	"""One row of the table: its cells by column, and where each stands."""

	def __init__(self, line: int, cells: dict[str, str], numbers: dict[str, int], reading: Reading):
		self.line, self.cells, self.numbers, self.reading = line, cells, numbers, reading

	def at(self, column: str = "") -> Place:
		return Place(self.line, self.numbers.get(column), column)

	def text(self, column: str, required: bool = False) -> str:
		text = texts.tidy(self.cells.get(column, ""))
		if required and not text:
			self.reading.add("cell-empty", self.at(column), column=column)
		return text

	def line_of(self, column: str) -> str:
		return texts.one_line(self.cells.get(column, ""))

	def list_of(self, column: str) -> list[str]:
		return self.cells.get(column, "").split()

	def statements(self) -> dict[str, str]:
		"""{language: text} of the translated labels."""
		labels = (column for column in self.cells if column.startswith("preferredLabel_"))
		return {column.partition("_")[2]: self.text(column) for column in labels if self.text(column)}

	def translations(self) -> dict[str, Text]:
		"""{language: title and description}."""
		titles = self.statements()
		for column in self.cells:
			name, _separator, language = column.partition("_")
			if name == "description" and language and language not in titles and self.text(column):
				missing = f"preferredLabel_{language}"
				self.reading.add("translation-without-title", self.at(column), column=missing)
		return {
			language: Text(texts.one_line(title), self.text(f"description_{language}"))
			for language, title in titles.items()
		}


def rows(content: str, reading: Reading) -> Iterator[Row]:
	"""Every row that is not empty, with the line on which it begins; what is wrong with the table goes to
	`reading`."""
	first_line = content.split("\n", 1)[0]
	delimiter = max(",;\t", key=first_line.count)
	table = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
	line, count = 1, 0
	try:
		header = _header(next(table, []), reading)
		if header is None:
			return
		numbers = {column: number for number, column in enumerate(header, 1) if column}
		line = table.line_num + 1
		for cells in table:
			if any(cell.strip() for cell in cells):
				count += 1
				if count > MOST_ROWS:
					reading.add("too-many-rows", Place(line), most=MOST_ROWS, competences=MOST_COMPETENCES)
					return
				yield _row(line, header, numbers, cells, reading)
			line = table.line_num + 1
	except csv.Error as error:
		reading.add("csv-syntax", Place(line), reason=str(error))


def _header(cells: list[str], reading: Reading) -> list[str] | None:
	"""The column of every cell, empty for one that is left out; None when this is no such table."""
	columns, seen = [], set()
	for number, cell in enumerate(cells, 1):
		name = cell.strip()
		column = _column(name)
		if not column and name and name.lower() not in esco_csv.LEFT_OUT:
			reading.note("column-unknown", Place(1, number, name), column=name)
		if column and column in seen:
			reading.add("column-twice", Place(1, number, column), column=column)
		seen.add(column)
		columns.append(column)
	if "preferredLabel" not in seen:
		reading.add("column-missing", Place(1), column="preferredLabel")
		return None
	return columns


def _column(name: str) -> str:
	if translated := _TRANSLATED.fullmatch(name.lower()):
		return f"{KNOWN[translated[1]]}_{translated[2]}"
	return KNOWN.get(name.lower(), "")


def _row(line: int, header: list[str], numbers: dict[str, int], cells: list[str], reading: Reading) -> Row:
	if any(cell.strip() for cell in cells[len(header) :]):
		reading.add("too-many-cells", Place(line, len(header) + 1), cells=len(cells), columns=len(header))
	for number, (column, cell) in enumerate(zip(header, cells, strict=False), 1):
		if column:
			reading.add_all(rules.signs(cell), Place(line, number, column))
	kept = {column: esco_csv.unguarded(cell) for column, cell in zip(header, cells, strict=False) if column}
	return Row(line, kept, numbers, reading)
