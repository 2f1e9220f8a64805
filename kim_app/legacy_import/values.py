"""One cell to one typed value: text, key, name, level, e-mail, phone, number. Dates are in `dates`.

Imports `phones`; no frappe. Every function takes a cell as `read` gives it, returns the
value (None or "" for an empty cell) and raises Refused when the cell cannot be read.
"""

import math
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from .phones import international

MOST_PHONE_CHARACTERS = 20
LEAST_PHONE_DIGITS = 5
NUMBER = re.compile(r"[+-]?\d[\d.,]*")
EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}", re.ASCII)


class Refused(Exception):
	"""A cell cannot be read: the kind of `issue_kinds` and the words for its message."""

	def __init__(self, kind: str, **words: Any):
		super().__init__(kind)
		self.kind = kind
		self.words = words


def as_text(cell: Any) -> str:
	"""Return a cell as trimmed text without control characters; 12.0 becomes "12"."""
	if type(cell) is str and cell.isascii() and cell.isprintable():
		return " ".join(cell.split())
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


def as_login(cell: Any) -> str:
	"""Return an e-mail address, or the name that stands in its place. Raises Refused (invalid-email)."""
	return as_email(cell) if "@" in str(cell) else as_name(cell)


def as_phone(cell: Any, country: str = "") -> str:
	"""Return a phone number as +39 055 …; without country code and country as it was written.

	Raises Refused (invalid-phone) for what is no number at all.
	"""
	text = as_text(cell)
	if not text:
		return ""
	if written := international(text, country):
		return written
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


def as_integer(cell: Any) -> int | None:
	"""Return a whole number from 12, 12.0, "12" or "1.200". Raises Refused (invalid-number)."""
	number = as_number(cell)
	if number is None:
		return None
	if not number.is_integer():
		raise Refused("invalid-number")
	return int(number)


def as_number(cell: Any) -> float | None:
	"""Return a number from a cell, written with comma or point. Raises Refused (invalid-number)."""
	if isinstance(cell, bool):
		raise Refused("invalid-number")
	if isinstance(cell, (int, float)):
		if not math.isfinite(cell):
			raise Refused("invalid-number")
		return float(cell)
	text = as_text(cell).replace(" ", "").replace("'", "")
	if not text:
		return None
	if not NUMBER.fullmatch(text):
		raise Refused("invalid-number")
	whole, fraction = _parts_of(text)
	return float(f"{whole}.{fraction or 0}")


def _parts_of(text: str) -> tuple[str, str]:
	"""The sign that comes last parts the fraction off, unless three digits follow the only one of its kind
	and a thousand would be meant: 1.200 is 1200, 1.5 and 1,50 are one and a half."""
	last = max(text.rfind(","), text.rfind("."))
	if last < 0:
		return text, ""
	sign, other = text[last], "." if text[last] == "," else ","
	thousands = text.count(sign) > 1 or (
		other not in text and len(text) - last == 4 and text[:last].lstrip("+-") != "0"
	)
	if thousands:
		return text.replace(sign, "").replace(other, ""), ""
	return text[:last].replace(other, ""), text[last + 1 :]


def as_percent(cell: Any, ratio: bool) -> int | None:
	"""Return a share in per cent from 25, "25%" or, where the column holds ratios, 0.25.

	Raises Refused (invalid-number; out-of-range outside 0 to 100).
	"""
	text = as_text(cell)
	signed = text.endswith("%")
	number = as_number(text[:-1] if signed else cell)
	if number is None:
		return None
	share = 100 * number if ratio and not signed else number
	if not -0.5 <= share <= 100.5:
		raise Refused("out-of-range", allowed="0-100 %")
	return round(share)


def holds_ratios(cells: Iterable) -> bool:
	"""Decide for a whole column whether its bare numbers are ratios (0.25) or per cent (25)."""
	bare = []
	for cell in cells:
		try:
			number = None if as_text(cell).endswith("%") else as_number(cell)
		except Refused:
			continue
		if number is not None:
			bare.append(number)
	return bool(bare) and 2 * sum(0 <= number <= 1 for number in bare) > len(bare)
