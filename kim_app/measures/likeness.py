"""Which records may be about one and the same person. May import rapidfuzz, nothing of Frappe."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

# Names as alike as this, of people born on one day, are shown as perhaps the same: "Mohamed" and "Muhammad Ali"
# are not, "Amina Yusuf" and "Yusuf Aminah" are.
ALIKE = 88


@dataclass(frozen=True)
class Person:
	"""A record as far as it tells who somebody is."""

	record: str
	name: str
	born: date | None


@dataclass(frozen=True)
class Likeness:
	"""Two records and why they may be one person's: `same` (name and birth), `unborn` (same name, birth missing
	in one), or `alike` (born on the same day, names alike). `score` is how alike the names are, 0 to 100."""

	first: str
	second: str
	why: str
	score: int


def key_of(name: str) -> str:
	"""A name without case, accents, punctuation and order of its parts."""
	decomposed = unicodedata.normalize("NFKD", name.casefold())
	letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
	words = "".join(letter if letter.isalnum() else " " for letter in letters).split()
	return " ".join(sorted(words))


def likely_duplicates(people: Iterable[Person]) -> list[Likeness]:
	"""Pairs of records that may be about one person, the surest first; each pair once.

	Only people born on the same day, or with the same name, are compared, so that it stays quick for a
	hundred thousand.
	"""
	known = [(person, key_of(person.name)) for person in people]
	found = {}
	for likeness in (*_same_names(known), *_alike(known)):
		found.setdefault((likeness.first, likeness.second), likeness)
	order = {"same": 0, "unborn": 1, "alike": 2}
	return sorted(found.values(), key=lambda pair: (order[pair.why], -pair.score, pair.first, pair.second))


def _same_names(known: list[tuple[Person, str]]) -> Iterator[Likeness]:
	by_name = defaultdict(list)
	for person, key in known:
		if key:
			by_name[key].append(person)
	for people in by_name.values():
		born = defaultdict(list)
		for person in people:
			born[person.born].append(person)
		for day, group in born.items():
			group.sort(key=lambda person: person.record)
			for one, other in zip(group, group[1:], strict=False):
				yield Likeness(one.record, other.record, "same" if day else "unborn", 100)
		# One whose birth is missing is compared with one of each day, not with everybody of that name.
		for person in born.get(None, [])[:1]:
			for day, group in born.items():
				if day:
					first, second = sorted((person.record, group[0].record))
					yield Likeness(first, second, "unborn", 100)


def _alike(known: list[tuple[Person, str]]) -> Iterator[Likeness]:
	by_day = defaultdict(list)
	for person, key in known:
		# The first of January stands for "some day of that year" in many registers.
		if person.born and key and (person.born.month, person.born.day) != (1, 1):
			by_day[person.born].append((person, key))
	for group in by_day.values():
		for place, (one, key) in enumerate(group):
			for other, other_key in group[place + 1 :]:
				if key == other_key:
					continue
				score = fuzz.ratio(key, other_key, score_cutoff=ALIKE)
				if score:
					first, second = sorted((one.record, other.record))
					yield Likeness(first, second, "alike", round(score))
