"""Months, quarters and years as keys that sort by time. May import nothing of Frappe."""

from __future__ import annotations

from datetime import date


def quarter(month: str) -> str:
	"""The quarter of a month: "2026-Q4" for "2026-11" (or any longer text that begins so)."""
	return f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}"


def quarters_until(last: date, count: int) -> list[str]:
	"""The `count` quarters that end with the one of `last`, the oldest first."""
	number = last.year * 4 + (last.month - 1) // 3
	return [f"{place // 4}-Q{place % 4 + 1}" for place in range(number - count + 1, number + 1)]


def days_of_quarter(key: str) -> tuple[date, date]:
	"""The first day of a quarter and the first day after it."""
	year, first = int(key[:4]), int(key[6]) * 3 - 2
	after = date(year + 1, 1, 1) if first == 10 else date(year, first + 3, 1)
	return date(year, first, 1), after
