"""Medians and percentiles of what the database has already counted per day. May import nothing of Frappe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Durations:
	"""How long `count` cases took, in days; None for each figure when there is no case."""

	count: int
	median: float | None
	ninth: float | None
	longest: int | None


def percentile(days: Mapping[int, int], share: float) -> float | None:
	"""The value below which `share` (between 0 and 1) of all cases lie; `days` is {days: how many cases}.

	Between two cases it is interpolated in a straight line, as spreadsheets (PERCENTILE.INC), NumPy and
	pandas do. None without a case. Raises ValueError for a share outside 0 and 1.
	"""
	if not 0 <= share <= 1:
		raise ValueError(f"{share} is not between 0 and 1")
	total = sum(days.values())
	if not total:
		return None
	place = share * (total - 1)
	lower = _at(days, int(place))
	upper = _at(days, min(int(place) + 1, total - 1))
	return lower + (upper - lower) * (place - int(place))


def _at(days: Mapping[int, int], position: int) -> int:
	"""The value of the case at `position` when all are put in order, counted from 0."""
	passed = 0
	for value in sorted(days):
		passed += days[value]
		if position < passed:
			return value
	raise IndexError(position)


def durations(days: Mapping[int, int]) -> Durations:
	"""Median, 90th percentile and longest of {days: how many cases}."""
	days = {value: count for value, count in days.items() if count}
	return Durations(
		sum(days.values()), percentile(days, 0.5), percentile(days, 0.9), max(days) if days else None
	)


def add_up(counts: Iterable[tuple[int, int]]) -> dict[int, int]:
	"""{days: how many} of pairs (days, how many)."""
	days: dict[int, int] = {}
	for value, count in counts:
		days[value] = days.get(value, 0) + count
	return days
