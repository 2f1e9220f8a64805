"""One cell to one typed value: text, key, name, date, level, e-mail, phone.

Imports Babel and phonenumbers; no frappe. Every function takes a cell as `read` gives it, returns the
value (None or "" for an empty cell) and raises Refused when the cell cannot be read.
"""

import math
import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import phonenumbers
from babel import Locale

EARLIEST_YEAR = 1900
SERIAL_EPOCH = date(1899, 12, 30)
SERIALS = range(1, 80_000)
YEAR_FIRST = ("sv",)
MOST_PHONE_CHARACTERS = 20
LEAST_PHONE_DIGITS = 5
PARTS = re.compile(r"(\d{1,4})\s*[./\-\s]\s*(\d{1,2})\s*[./\-\s]\s*(\d{1,4})\.?(?:[T ]00:00(?::00)?)?")
NAMED_MONTH = re.compile(r"(\d{1,2})\.?\s*(?:de\s+|den\s+)?([^\W\d]+)\.?,?\s*(?:de\s+)?(\d{4})")
EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}", re.ASCII)


class Refused(Exception):
	"""A cell cannot be read: the kind of `issue_kinds` and the words for its message."""

	def __init__(self, kind: str, **words: Any):
		super().__init__(kind)
		self.kind = kind
		self.words = words


def as_text(cell: Any) -> str:
	"""Return a cell as trimmed text without control characters; 12.0 becomes "12"."""
	if isinstance(cell, float) and cell.is_integer():
		return str(int(cell))
	text = unicodedata.normalize("NFC", str(cell))
	if not text.isprintable():
		text = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)
	return " ".join(text.split())


def as_key(cell: Any) -> str:
	"""Return the number under which the register knows a person."""
	return as_text(cell)


def as_name(cell: Any) -> str:
	"""Return a name, re-cased only if it is all capitals: "LELIÈVRE" becomes "Lelièvre".

	A name in a script without capitals, and one that its owner writes like "de la Cruz", stays.
	"""
	name = as_text(cell)
	if name.isupper() and len(name) > 1:
		return re.sub(r"[^\W\d_]+", lambda word: word[0][0] + _lower(word[0][1:]), name)
	return name


def _lower(letters: str) -> str:
	# Python lowers the Turkish İ to i and a loose dot.
	return letters.replace("İ", "i").lower()


def as_level(cell: Any) -> str:
	"""Return a level's code: the number in 2, 2.0, "2" or "Stufe 2", otherwise the text as it is."""
	text = as_text(cell)
	numbers = re.findall(r"\d+(?:[.,]\d+)?", text)
	return numbers[0] if len(numbers) == 1 else text


def as_email(cell: Any) -> str:
	"""Return an e-mail address with its domain in small letters. Raises Refused (invalid-email)."""
	text = as_text(cell).removeprefix("mailto:")
	if not text:
		return ""
	local, at, domain = text.rpartition("@")
	address = f"{local}{at}{domain.lower()}"
	if not EMAIL.fullmatch(address) or ".." in address:
		raise Refused("invalid-email")
	return address


def as_phone(cell: Any, country: str = "") -> str:
	"""Return a phone number as +39 055 …; without country code and country as it was written.

	Raises Refused (invalid-phone) for what is no number at all.
	"""
	text = as_text(cell)
	if not text:
		return ""
	try:
		number = phonenumbers.parse(text, country.upper() or None)
		if phonenumbers.is_valid_number(number):
			return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
	except phonenumbers.NumberParseException:
		pass
	# An old number that today's numbering plan does not know is kept: it is what the centre has.
	written = " ".join(re.sub(r"[/–—]", " ", text).split())
	digits = sum(sign.isdigit() for sign in written)
	if digits < LEAST_PHONE_DIGITS or re.search(r"[^0-9 +\-.()]", written):
		raise Refused("invalid-phone")
	if len(written) > MOST_PHONE_CHARACTERS:
		written = re.sub(r"[^0-9+]", "", written)
	if len(written) > MOST_PHONE_CHARACTERS:
		raise Refused("invalid-phone")
	return written


def as_date(cell: Any, language: str, first_is_day: bool) -> date | None:
	"""Return a date from a date cell, a serial number or text. Raises Refused (invalid-date).

	Text with the year first needs no order; otherwise `first_is_day` says which part is the day. A
	part of a date ("circa 1980", "05/1980") is refused: nobody may invent a birthday.
	"""
	if isinstance(cell, datetime):
		cell = cell.date()
	if isinstance(cell, date):
		return _plausible(cell, language)
	if isinstance(cell, (int, float)) and not isinstance(cell, bool):
		return _plausible(_from_serial(cell, language), language)
	text = as_text(cell)
	if not text:
		return None
	if text.isdecimal() and len(text) == 5:
		return _plausible(_from_serial(int(text), language), language)
	if text.isdecimal() and len(text) == 8:
		return _calendar(int(text[:4]), int(text[4:6]), int(text[6:]), language)
	named = NAMED_MONTH.fullmatch(text.casefold())
	if named and named[2].rstrip(".") in _months(language):
		return _calendar(int(named[3]), _months(language)[named[2]], int(named[1]), language)
	parts = PARTS.fullmatch(text)
	if not parts:
		raise _no_date(language)
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


def day_first(cells: list, language: str) -> bool:
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


def _from_serial(number: float, language: str) -> date:
	if not math.isfinite(number) or int(number) not in SERIALS:
		raise _no_date(language)
	return SERIAL_EPOCH + timedelta(days=int(number))


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
