"""Cells to dates: serial numbers, texts in each language's order, months and years alone.

Imports Babel and `values`; no frappe. A part of a date ("1980", "05/1980") is no date: it is refused as
such, with the first and the last day that it can mean, because nobody may invent a birthday.
"""

import math
import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from babel import Locale

from .values import Refused, as_text

EARLIEST_YEAR = 1900
# Day 0 of the two ways in which spreadsheets count days; serial 60 of the first is no day at all.
SERIAL_EPOCHS = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}
SERIALS = range(1, 80_000)
YEAR_FIRST = ("sv",)
PARTS = re.compile(
	r"(\d{1,4})\s*[./\-\s]\s*(\d{1,2})\s*[./\-\s]\s*(\d{1,4})\.?(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?"
)
NAMED_MONTH = re.compile(
	r"(\d{1,2})\.?(?:st|nd|rd|th|er|º|°)?\s*(?:de\s+|den\s+|of\s+)?([^\W\d]+)\.?,?\s*(?:de\s+|del\s+)?(\d{4})"
)
NAMED_MONTH_FIRST = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
YEAR_ALONE = re.compile(r"(\d{4})")
MONTH_AND_YEAR = re.compile(r"(\d{1,2})\s*[./\-]\s*(\d{4})")
YEAR_AND_MONTH = re.compile(r"(\d{4})\s*[./\-]\s*(\d{1,2})")
NAMED_MONTH_AND_YEAR = re.compile(r"([^\W\d]+)\.?\s*(?:de\s+|del\s+)?(\d{4})")
DAY_FIRST, MONTH_FIRST = "day-first", "month-first"


def as_date(cell: Any, language: str, first_is_day: bool, epoch: int = 1900) -> date | None:
	"""Return a date from a date cell, a serial number or text.

	Text with the year first needs no order; otherwise `first_is_day` says which part is the day. `epoch` is
	the year from which the workbook counts days. Raises Refused (invalid-date, or partial-date with the
	`first` and the `last` day that is meant).
	"""
	if isinstance(cell, datetime):
		cell = cell.date()
	if isinstance(cell, date):
		return _plausible(cell, language)
	if isinstance(cell, (int, float)) and not isinstance(cell, bool):
		if EARLIEST_YEAR <= cell <= date.today().year and float(cell).is_integer():
			raise _partial(int(cell))
		return _plausible(_from_serial(cell, language, epoch), language)
	text = as_text(cell)
	if not text:
		return None
	if text.isdecimal() and len(text) == 5:
		return _plausible(_from_serial(int(text), language, epoch), language)
	if text.isdecimal() and len(text) == 8:
		return _calendar(int(text[:4]), int(text[4:6]), int(text[6:]), language)
	named = NAMED_MONTH.fullmatch(text.casefold())
	if named and named[2].rstrip(".") in _months(language):
		return _calendar(int(named[3]), _months(language)[named[2]], int(named[1]), language)
	named = NAMED_MONTH_FIRST.fullmatch(text.casefold())
	if named and named[1].rstrip(".") in _months(language):
		return _calendar(int(named[3]), _months(language)[named[1]], int(named[2]), language)
	parts = PARTS.fullmatch(text)
	if not parts:
		raise _part_of_date(text, language) or _no_date(language)
	one, two, three = parts.groups()
	if len(one) == 4:
		return _calendar(int(one), int(two), int(three), language)
	if len(one) > 2 or len(three) not in (2, 4):
		raise _no_date(language)
	if language in YEAR_FIRST and len(three) == 2:
		return _calendar(_century(int(one)), int(two), int(three), language)
	year = int(three) if len(three) == 4 else _century(int(three))
	day, month = (one, two) if first_is_day else (two, one)
	return _calendar(year, int(month), int(day), language)


def _part_of_date(text: str, language: str) -> Refused | None:
	if alone := YEAR_ALONE.fullmatch(text):
		return _partial(int(alone[1]))
	if written := MONTH_AND_YEAR.fullmatch(text):
		return _partial(int(written[2]), int(written[1]))
	if written := YEAR_AND_MONTH.fullmatch(text):
		return _partial(int(written[1]), int(written[2]))
	named = NAMED_MONTH_AND_YEAR.fullmatch(text.casefold())
	if named and named[1].rstrip(".") in _months(language):
		return _partial(int(named[2]), _months(language)[named[1]])
	return None


def _partial(year: int, month: int = 0) -> Refused | None:
	if not EARLIEST_YEAR <= year <= date.today().year or month not in range(13):
		return None
	first = date(year, month or 1, 1)
	last = date(year, month or 12, monthrange(year, month or 12)[1])
	return Refused("partial-date", first=first, last=last)


def is_ambiguous(cells: Iterable) -> bool:
	"""Say whether a column has texts of dates in which day and month could be exchanged."""
	for cell in cells:
		parts = PARTS.fullmatch(cell.strip()) if isinstance(cell, str) else None
		if parts and len(parts[1]) <= 2 and int(parts[1]) <= 12 and int(parts[2]) <= 12:
			return True
	return False


def day_first(cells: Iterable, language: str) -> bool:
	"""Decide for a whole column which part is the day: month first only if days prove it."""
	firsts, seconds = set(), set()
	for cell in cells:
		parts = PARTS.fullmatch(cell.strip()) if isinstance(cell, str) else None
		if parts and len(parts[1]) <= 2:
			firsts.add(int(parts[1]))
			seconds.add(int(parts[2]))
	proof_of_month = any(12 < number <= 31 for number in seconds)
	proof_of_day = any(12 < number <= 31 for number in firsts)
	return proof_of_day or not proof_of_month


def _from_serial(number: float, language: str, epoch: int) -> date:
	if not math.isfinite(number) or int(number) not in SERIALS:
		raise _no_date(language)
	return SERIAL_EPOCHS[epoch] + timedelta(days=int(number))


def _calendar(year: int, month: int, day: int, language: str) -> date:
	try:
		return _plausible(date(year, month, day), language)
	except ValueError as error:
		raise _no_date(language) from error


def _plausible(value: date, language: str) -> date:
	if value.year < EARLIEST_YEAR:
		raise _no_date(language)
	return value


def _century(two_digits: int) -> int:
	"""Two-digit years are of the past: 14 is 2014, and what would lie ahead is of the century before."""
	this_year = date.today().year
	year = this_year - this_year % 100 + two_digits
	return year if year <= this_year else year - 100


@cache
def _months(language: str) -> dict[str, int]:
	months = Locale(language).months["format"]
	return {
		name.casefold().rstrip("."): number for width in months.values() for number, name in width.items()
	}


def _no_date(language: str) -> Refused:
	return Refused("invalid-date", example="1991-12-21" if language in YEAR_FIRST else "21/12/1991")
