"""How personal records become anonymous ones. May import nothing of Frappe.

What could single somebody out is made coarse (years of birth to decades, days to quarters, rare values to one) and then
left blank, person by person, until everybody looks like at least `smallest` - 1 others (k-anonymity: Sweeney, 2002;
local suppression as in Hundepool and others, Statistical Disclosure Control, 2012). Whoever stands out even so is left
out whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kim_app.measures import periods

# Stands for a value that too few people have, and for one that is held back.
OTHER, HIDDEN = "Other", ""
YEARS = 10


@dataclass
class Protected:
	"""The `rows` that may be given away, how many cells of each column were `blanked`, and how many people were
	`left_out` whole."""

	rows: list[dict] = field(default_factory=list)
	blanked: Counter = field(default_factory=Counter)
	left_out: int = 0


def decade(born: date | None) -> str:
	"""The ten years in which somebody was born: `1980-1989`."""
	if not born:
		return HIDDEN
	first = born.year // YEARS * YEARS
	return f"{first}-{first + YEARS - 1}"


def quarter(day: date | None) -> str:
	"""The quarter of a day: `2026-Q4`."""
	return periods.quarter(day.isoformat()) if day else HIDDEN


def rolled_up(values: Mapping[str, Iterable[str]], smallest: int) -> dict[str, str]:
	"""{value: what is told of it}: OTHER for those that fewer than `smallest` people have. `values` holds each
	person's."""
	people = Counter(value for theirs in values.values() for value in set(theirs) if value)
	return {value: value if number >= smallest else OTHER for value, number in people.items()}


def protect(rows: Sequence[Mapping], columns: Sequence[str], smallest: int) -> Protected:
	"""`rows` (one for each person) in which every combination of `columns` stands for `smallest` people at least.

	`columns` are what others could know of a person, those first that are the least loss to blank.
	"""
	told = [dict(row) for row in rows]
	protected = Protected()
	for place in range(len(columns)):
		sizes = Counter(_looks(row, columns) for row in told)
		for row in told:
			if sizes[_looks(row, columns)] < smallest:
				for column in columns[: place + 1]:
					row[column] = HIDDEN
	sizes = Counter(_looks(row, columns) for row in told)
	for before, row in zip(rows, told, strict=True):
		if sizes[_looks(row, columns)] < smallest:
			protected.left_out += 1
			continue
		protected.rows.append(row)
		protected.blanked.update(column for column in columns if before[column] and not row[column])
	return protected


def too_small(rows: Iterable[Mapping], columns: Sequence[str], smallest: int) -> list[tuple]:
	"""The combinations of `columns` that fewer than `smallest` of `rows` have: none in what may be given away."""
	sizes = Counter(_looks(row, columns) for row in rows)
	return [looks for looks, number in sizes.items() if number < smallest]


def about(number: int, smallest: int) -> str:
	"""A number of people as it may be told."""
	return str(number) if number == 0 or number >= smallest else f"1-{smallest - 1}"


def _looks(row: Mapping, columns: Sequence[str]) -> tuple:
	return tuple(row[column] for column in columns)
