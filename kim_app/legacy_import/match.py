"""Second step: find each sheet's header, its kind, its language and the field of every column.

Imports rapidfuzz, `tables` and `vocabulary`; no frappe.
"""

from collections import Counter
from dataclasses import replace
from datetime import date

from rapidfuzz import fuzz, process

from . import tables
from .tables import Column, Sheet, Workbook
from .vocabulary import LANGUAGES, fold, headers, total_words

HEADER_WITHIN = 30
LONGEST_HEADER = 80
MOST_COLUMNS = 200
# Below this likeness two headers are different words: "nome" and "cognome" are at 73.
LEAST_LIKENESS = 84
SHORTEST_LIKELY = 5

# What a sheet must have to be of a kind: each group asks for one of its fields.
NEEDED = {
	tables.PARTICIPANT: (("family_name", "given_name"), ("legacy_key", "gender", "date_of_birth")),
	tables.VALIDATION: (("legacy_key",), ("competence",), ("claimed_level", "validated_level", "outcome")),
	tables.EVIDENCE: (("legacy_key",), ("evidence_type", "description"), ("competence", "end_date")),
	tables.PLAN: (("legacy_key",), ("goal", "action")),
}


def match(workbook: Workbook, language: str = "") -> Workbook:
	"""Take a workbook as read, return it with kind, header row, columns and row numbers per sheet.

	`language` is the file's, when it is known; without it the headers decide. Columns that match no
	field keep an empty `field`. Sheets with no table that is known are of kind "unknown".
	"""
	language = language if language in LANGUAGES else _language(workbook.sheets)
	sheets = [_match_sheet(sheet, language) for sheet in workbook.sheets]
	return replace(workbook, sheets=sheets, language=language)


def _match_sheet(sheet: Sheet, language: str) -> Sheet:
	filled = [number for number, cells in enumerate(sheet.grid, 1) if _filled(cells)]
	if not filled:
		return replace(sheet, kind=tables.EMPTY)
	found = None if _is_form(sheet, language) else _find_table(sheet, language)
	if not found:
		kind, count = _other_layout(sheet, language)
		return replace(sheet, kind=kind, language=language, row_count=count or len(filled))
	kind, header_row, columns = found
	header = _folded(sheet.grid[header_row - 1])
	numbers, totals, repeated = [], [], []
	for number in filled:
		if number <= header_row:
			continue
		cells = sheet.grid[number - 1]
		if _is_totals(cells):
			totals.append(number)
		elif _is_repeated(cells, header):
			repeated.append(number)
		else:
			numbers.append(number)
	return replace(
		sheet,
		kind=kind,
		header_row=header_row,
		language=language,
		columns=columns,
		rows=[tables.Row(number=number, values={}) for number in numbers],
		row_count=len(numbers),
		totals_rows=totals,
		repeated_headers=repeated,
	)


def _find_table(sheet: Sheet, language: str) -> tuple[str, int, list[Column]] | None:
	"""Of all rows that could be the header of some kind, take the one that explains most cells."""
	best, best_score = None, 0
	for number, cells in enumerate(sheet.grid[:HEADER_WITHIN], 1):
		titles = _titles(cells)
		if len(titles) < 2:
			continue
		for kind, groups in NEEDED.items():
			columns = _columns(titles, kind, language)
			fields = {column.field for column in columns}
			if not all(any(name in fields for name in group) for group in groups):
				continue
			score = sum(column.score for column in columns)
			if score > best_score:
				best, best_score = (kind, number, columns), score
	return best


def _columns(titles: list[tuple[int, str]], kind: str, language: str) -> list[Column]:
	"""Match headers to fields, the surest first; a field (of a language) is given to one column only."""
	guesses = [Column(index, title, *_field(title, kind, language)) for index, title in titles]
	taken: set[str] = set()
	matched = {}
	for column in sorted(guesses, key=lambda column: (-column.score, column.index)):
		if column.key in taken:
			column = replace(column, field="", score=0, language="")
		elif column.field:
			taken.add(column.key)
		matched[column.index] = column
	return [matched[index] for index, _title in titles]


def _field(title: str, kind: str, language: str) -> tuple[str, int, str]:
	"""Return (field, score, language that the header names) of one header, or ("", 0, "")."""
	known = headers(kind)
	word = fold(title)
	if word in known[language]:
		field, named = known[language][word]
		return field, 100, named
	for other in LANGUAGES:
		if word in known[other]:
			field, named = known[other][word]
			return field, 95, named
	if len(word) < SHORTEST_LIKELY:
		return "", 0, ""
	likely = process.extractOne(
		word,
		[synonym for synonym in known[language] if len(synonym) >= SHORTEST_LIKELY],
		scorer=fuzz.ratio,
		score_cutoff=LEAST_LIKENESS,
	)
	if not likely:
		return "", 0, ""
	field, named = known[language][likely[0]]
	return field, min(94, int(likely[1])), named


def _language(sheets: list[Sheet]) -> str:
	"""Each header that is a known word of a language is a vote for it; shared words count less."""
	votes: Counter = Counter()
	known = {
		language: {word for kind in NEEDED for word in headers(kind)[language]} for language in LANGUAGES
	}
	for sheet in sheets:
		for cells in sheet.grid[:HEADER_WITHIN]:
			for word in {fold(title) for _index, title in _titles(cells)}:
				speakers = [language for language in LANGUAGES if word in known[language]]
				for language in speakers:
					votes[language] += 1 / len(speakers)
	return max(LANGUAGES, key=lambda language: votes[language])


def _other_layout(sheet: Sheet, language: str) -> tuple[str, int]:
	"""Recognise the layouts that are not tables: a matrix of marks, a form of labels."""
	for number, cells in enumerate(sheet.grid[:HEADER_WITHIN], 1):
		if sum(isinstance(cell, date) for cell in cells[1:]) >= 2:
			people = [row for row in sheet.grid[number:] if row and str(row[0]).strip()]
			marks = [str(cell).strip() for row in people for cell in row[1:]]
			if people and all(len(mark) <= 2 for mark in marks):
				return tables.ATTENDANCE_MATRIX, len(people)
	if _is_form(sheet, language):
		return tables.PLAN_FORM, 1
	return tables.UNKNOWN, 0


def _is_form(sheet: Sheet, language: str) -> bool:
	"""A form has its labels spread over the rows, where a table has them all in one."""
	known = headers(tables.PARTICIPANT)[language]
	labels: dict[str, int] = {}
	for number, cells in enumerate(sheet.grid[:HEADER_WITHIN]):
		for _index, title in _titles(cells):
			if fold(title) in known:
				labels.setdefault(known[fold(title)][0], number)
	fullest = max(Counter(labels.values()).values(), default=0)
	return len(labels) >= 4 and fullest <= len(labels) / 2


def _titles(cells: list) -> list[tuple[int, str]]:
	return [
		(index, " ".join(cell.split()))
		for index, cell in enumerate(cells[:MOST_COLUMNS])
		if isinstance(cell, str) and fold(cell) and len(cell) <= LONGEST_HEADER
	]


def _folded(cells: list) -> list[str]:
	return [fold(cell) if isinstance(cell, str) else "" for cell in cells]


def _filled(cells: list) -> bool:
	return any(cell != "" and (not isinstance(cell, str) or cell.strip()) for cell in cells)


def _is_totals(cells: list) -> bool:
	"""A row of totals begins with the word and has nothing but numbers behind it."""
	texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
	numeric = [text for text in texts[1:] if text.strip().replace(",", "").replace(".", "").isdigit()]
	return bool(texts) and fold(texts[0]) in total_words() and len(numeric) == len(texts) - 1


def _is_repeated(cells: list, header: list[str]) -> bool:
	"""A header printed again on each page: most of its filled cells equal the header's."""
	filled = [(index, word) for index, word in enumerate(_folded(cells)) if word]
	same = sum(index < len(header) and header[index] == word for index, word in filled)
	return len(filled) >= 2 and same >= 0.7 * len(filled)
