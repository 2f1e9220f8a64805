"""Who is likely the same person under another number, in the workbook or on the site.

Imports rapidfuzz, `tables` and `vocabulary`; no frappe. Two are taken for one when they were born on the same
day and have nearly the same names, in whichever order: a warning, because twins and namesakes exist.
"""

from collections import defaultdict
from datetime import date

from rapidfuzz import fuzz

from .tables import Like, Problem, Reference, Row, Sheet
from .vocabulary import fold

LEAST_LIKENESS = 90
# So many people born on one day are a register's way to say that it does not know: 1 January.
MOST_OF_ONE_DAY = 60


def find_twins(sheets: list[Sheet], reference: Reference) -> None:
	"""Warn at each row whose person seems to stand in an earlier row, or on the site, under another number."""
	met: dict[date, list[tuple[str, str, Row]]] = defaultdict(list)
	for sheet in sheets:
		for row in sheet.rows:
			born = row.values.get("date_of_birth")
			if not born or not row.values.get("given_name") or not row.values.get("family_name"):
				continue
			name = folded_name(row.values["family_name"], row.values["given_name"])
			if not name:
				# "????": the letters were lost long ago.
				continue
			problem = _in_workbook(name, met[born]) or _on_site(name, row, reference.persons.get(born, ()))
			if problem and row.good:
				row.problems.append(problem)
			met[born].append((name, sheet.name, row))


def folded_name(family_name: str, given_name: str) -> str:
	"""Return a person's names as they are compared: folded, in the order of the alphabet."""
	return " ".join(sorted(fold(f"{family_name} {given_name}").split()))


def _in_workbook(name: str, met: list[tuple[str, str, Row]]) -> Problem | None:
	if len(met) > MOST_OF_ONE_DAY:
		return None
	for other, sheet, row in met:
		if row.good and _alike(name, other):
			return Problem(
				"duplicate-person", "family_name", {"sheet": sheet, "row": row.number}, warning=True
			)
	return None


def _on_site(name: str, row: Row, born_then: list[tuple[str, Like]]) -> Problem | None:
	if len(born_then) > MOST_OF_ONE_DAY:
		return None
	for other, like in born_then:
		if like.number and like.number == row.values.get("legacy_key"):
			continue
		if _alike(name, other):
			if like.document:
				words = {"document": like.document, "number": like.number or "-"}
				return Problem("duplicate-person-here", "family_name", words, warning=True)
			return Problem("duplicate-person-elsewhere", "family_name", warning=True)
	return None


def _alike(name: str, other: str) -> bool:
	return name == other or fuzz.ratio(name, other, score_cutoff=LEAST_LIKENESS) > 0
