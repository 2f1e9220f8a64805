"""Headers to fields: by the words of `vocabulary`, by likeness, and by what a person chose.

Imports rapidfuzz, `kinds`, `choices`, `tables` and `vocabulary`; no frappe.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from rapidfuzz import fuzz, process

from .choices import IGNORED, Choices
from .kinds import KINDS
from .tables import Column, Sheet, column_letter
from .vocabulary import LANGUAGES, fold, headers

HEADER_WITHIN = 30
LONGEST_HEADER = 80
MOST_COLUMNS = 200
# Below this likeness two headers are different words: "nome" and "cognome" are at 73.
LEAST_LIKENESS = 84
SHORTEST_LIKELY = 5
# Sure, and sure but in another language. What is below was matched by likeness: a person has to confirm it.
KNOWN, FOREIGN = 100, 95


def match_columns(titles: list[tuple[int, str]], kind: str, language: str, choices: Choices) -> list[Column]:
	"""Take (position, header) pairs, return a Column for each; a field (of a language) is given to one only.

	What a person chose goes first, then the surest. Columns that match nothing have no `field`.
	"""
	guesses = [_guess(index, title, kind, language, choices) for index, title in titles]
	taken: set[str] = set()
	matched = {}
	for chosen, column in sorted(guesses, key=lambda guess: (not guess[0], -guess[1].score, guess[1].index)):
		if column.field and column.key in taken:
			column = replace(column, field="", score=0, of="")
		elif column.field and column.field != IGNORED:
			taken.add(column.key)
		matched[column.index] = replace(column, score=KNOWN, chosen=True) if chosen else column
	return [matched[index] for index, _title in titles]


def _guess(index: int, title: str, kind: str, language: str, choices: Choices) -> tuple[bool, Column]:
	word = kind, fold(title)
	reading = choices.readings.get(word, "")
	if word in choices.columns:
		name, _colon, of = choices.columns[word].partition(":")
		if name == IGNORED or KINDS[kind].field(name):
			return True, Column(index, title, name, KNOWN, of, reading=reading)
	name, score, of = field_of(title, kind, language)
	return False, Column(index, title, name, score, of, reading=reading)


def field_of(title: str, kind: str, language: str) -> tuple[str, int, str]:
	"""Return (field, how surely in per cent, language that the header names), or ("", 0, "")."""
	known = headers(kind)
	word = fold(title)
	if word in known[language]:
		field, named = known[language][word]
		return field, KNOWN, named
	for other in LANGUAGES:
		if word in known[other]:
			field, named = known[other][word]
			return field, FOREIGN, named
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
	return field, min(FOREIGN - 1, int(likely[1])), named


def language_of(sheets: list[Sheet]) -> str:
	"""Each header that is a known word of a language is a vote for it; shared words count less."""
	votes: Counter = Counter()
	known = {language: {word for kind in KINDS for word in headers(kind)[language]} for language in LANGUAGES}
	for sheet in sheets:
		for cells in sheet.grid[:HEADER_WITHIN]:
			for word in {fold(title) for _index, title in titles_of(cells)}:
				speakers = [language for language in LANGUAGES if word in known[language]]
				for language in speakers:
					votes[language] += 1 / len(speakers)
	return max(LANGUAGES, key=lambda language: votes[language])


def is_kind(kind: str, fields: Collection[str]) -> bool:
	"""Say whether these fields are enough to tell rows of that kind."""
	needed = KINDS[kind].needed
	return bool(needed) and all(any(name in fields for name in group) for group in needed)


def titles_of(cells: list) -> list[tuple[int, str]]:
	"""Return the cells of a row that can be headers, with their positions."""
	return [
		(index, " ".join(cell.split()))
		for index, cell in enumerate(cells[:MOST_COLUMNS])
		if isinstance(cell, str) and len(cell) <= LONGEST_HEADER and fold(cell)
	]


def header_titles(cells: list, below: list[list]) -> list[tuple[int, str]]:
	"""Return the headers of a row that is known to be one; a column with cells below and no title is
	called by its letter."""
	titles = {index: title for index, title in titles_of(cells)}
	for index, cell in enumerate(cells[:MOST_COLUMNS]):
		if index not in titles and is_filled(cell):
			titles[index] = " ".join(str(cell).split())[:LONGEST_HEADER]
	for row in below:
		for index, cell in enumerate(row[:MOST_COLUMNS]):
			if index not in titles and is_filled(cell):
				titles[index] = column_letter(index)
	return sorted(titles.items())


def is_filled(cell: Any) -> bool:
	return cell != "" and (not isinstance(cell, str) or not cell.isspace())
