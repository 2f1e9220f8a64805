"""In which two languages a paper is printed. May import frappe."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import frappe

from kim_app.inclusion import languages
from kim_app.inclusion.reading import Reader

TRANSLATIONS = Path(__file__).parents[1] / "translations"
WRITTEN_IN = "en"


@lru_cache
def spoken() -> tuple[str, ...]:
	"""The languages (ISO 639 codes) that KIM itself speaks: the others of a paper would stand in English."""
	return (WRITTEN_IN, *sorted(path.stem for path in TRANSLATIONS.glob("*.csv")))


def reader_for(
	participant: str, centre: str | None, first: str | None = None, second: str | None = None
) -> Reader:
	"""`first` and `second` where they are chosen; else the centre's language, and the first of the participant's
	languages that KIM speaks."""
	first = first or (centre and frappe.db.get_value("KIM Centre", centre, "language")) or WRITTEN_IN
	second = second or preferred(spoken_by(participant), first)
	return Reader(first, second if second != first else None)


def preferred(theirs: Iterable[str], first: str) -> str | None:
	"""The first of their languages that KIM speaks, English when it speaks none of them; None when that is `first`
	anyway, or no language is on record."""
	theirs = list(theirs)
	chosen = next((language for language in theirs if language in spoken()), WRITTEN_IN if theirs else None)
	return chosen if chosen != first else None


def spoken_by(participant: str) -> list[str]:
	"""The participant's languages, the mother tongue first."""
	return frappe.get_all(
		"KIM Participant Language",
		filters={"parent": participant, "parenttype": "KIM Participant"},
		order_by="mother_tongue desc, idx asc",
		pluck="language",
	)


def sides(reader: Reader) -> dict:
	"""For templates: `first` and `second` (None when there is but one), each with its `code`, and `direction_of`, by which
	a text that is not translated runs in its own direction."""
	return {
		"first": {"code": reader.first},
		"second": {"code": reader.second} if reader.second else None,
		"direction_of": languages.direction_of,
	}


def offered() -> list[dict]:
	"""The languages to choose from: `code`, and the `name` in itself."""
	return [{"code": code, "name": languages.own_name(code)} for code in spoken()]
