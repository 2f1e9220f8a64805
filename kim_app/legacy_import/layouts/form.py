"""A form: labels beside their values, one record a sheet, and below it small tables of what belongs to it.

Imports `columns`, `kinds`, `choices`, `tables` and `vocabulary`.
"""

from collections import Counter
from dataclasses import replace

from ..choices import Choices
from ..columns import HEADER_WITHIN, field_of, is_filled, is_kind, match_columns, titles_of
from ..kinds import KINDS, PARTICIPANT, STAFF
from ..tables import FORM, Column, Row, Sheet
from .table import find_header, rows_below

LEAST_LABELS = 4
SURE = 90


def find(sheet: Sheet, filled: list[int], language: str, choices: Choices) -> list[Sheet]:
	"""Return the record of a form and the small tables in it, or an empty list when the sheet is no form."""
	chosen = choices.sheet(sheet.name)
	if chosen.header_row or not _is_form(sheet, language):
		return []
	record = None
	for kind in (PARTICIPANT, STAFF):
		columns = _labelled(sheet, kind, language, choices)
		if is_kind(kind, {column.field for column in columns if column.field}):
			number = min(column.row for column in columns if column.field)
			record = replace(
				sheet, kind=kind, layout=FORM, columns=columns, rows=[Row(number, {})], row_count=1
			)
			break
	if not record:
		return []
	return [record, *_tables(sheet, record, filled, language, choices)]


def _is_form(sheet: Sheet, language: str) -> bool:
	"""A form has its labels spread over the rows, where a table has them all in one."""
	labels: dict[str, int] = {}
	for number, cells in enumerate(sheet.grid[:HEADER_WITHIN]):
		for _index, title in titles_of(cells):
			name, score, of = field_of(title, PARTICIPANT, language)
			if score >= SURE:
				labels.setdefault(f"{name}:{of}", number)
	fullest = max(Counter(labels.values()).values(), default=0)
	return len(labels) >= LEAST_LABELS and fullest <= len(labels) / 2


def _labelled(sheet: Sheet, kind: str, language: str, choices: Choices) -> list[Column]:
	"""Return a column for every label: its position and row are those of the value beside or below it."""
	columns: list[Column] = []
	taken: set[str] = set()
	for number, cells in enumerate(sheet.grid[:HEADER_WITHIN], 1):
		titles = titles_of(cells)
		for column in match_columns(titles, kind, language, choices):
			if not column.field or column.score < SURE or column.key in taken:
				continue
			place = _value_place(sheet, number, column.index, kind, language)
			if place:
				taken.add(column.key)
				row, index = place
				columns.append(replace(column, header=column.header.rstrip(" :"), row=row, index=index))
	return columns


def _value_place(sheet: Sheet, number: int, index: int, kind: str, language: str) -> tuple[int, int] | None:
	"""The value stands right of its label, behind empty cells of a merged label, or else below it."""
	cells = sheet.grid[number - 1]
	for right in range(index + 1, min(index + 4, len(cells))):
		if is_filled(cells[right]):
			return None if _is_label(cells[right], kind, language) else (number, right)
	if index + 1 < len(cells):
		return number, index + 1
	return None


def _is_label(cell, kind: str, language: str) -> bool:
	return isinstance(cell, str) and field_of(cell, kind, language)[1] >= SURE and cell.rstrip().endswith(":")


def _tables(sheet: Sheet, record: Sheet, filled: list[int], language: str, choices: Choices) -> list[Sheet]:
	"""Find the tables below the labels. Their rows belong to the record: its key is a column of theirs."""
	key = record.column(KINDS[record.kind].key[0])
	inner = [kind for kind in KINDS if kind not in (PARTICIPANT, STAFF) and KINDS[kind].field("legacy_key")]
	if not key or not KINDS[record.kind].field("legacy_key"):
		return []
	found = []
	start = max(column.row for column in record.columns) + 1
	while header := find_header(
		sheet, range(start, len(sheet.grid) + 1), inner, language, choices, given=("legacy_key",)
	):
		# The first header below, not the best of all: the later ones are found in their turn.
		kind, number, columns = _first(sheet, start, header, inner, language, choices)
		last = number
		while last + 1 in set(filled):
			last += 1
		table = replace(
			sheet,
			kind=kind,
			layout=FORM,
			header_row=number,
			columns=[replace(key, index=key.index), *columns],
		)
		found.append(rows_below(table, range(number + 1, last + 1)))
		start = last + 1
	return found


def _first(sheet, start, header, inner, language, choices):
	for number in range(start, header[1]):
		earlier = find_header(sheet, [number], inner, language, choices, given=("legacy_key",))
		if earlier:
			return earlier
	return header
