"""The numbers of certificates, whether of a validated competence or of a course. May import nothing of Frappe."""

from __future__ import annotations

import re
import secrets

# Crockford's base 32: no letter that is read as a digit, or as another letter.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP = 3, 4
PREFIX = "KIM"
# What a person reads off a paper, and what it was meant to be.
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def certificate_number() -> str:
	"""A number that cannot be guessed, as it opens a public page: 60 random bits, `KIM-XXXX-XXXX-XXXX`."""
	groups = ["".join(secrets.choice(ALPHABET) for _place in range(GROUP)) for _group in range(GROUPS)]
	return "-".join([PREFIX, *groups])


def as_written(text: str | None) -> str | None:
	"""The number that a person typed, in the form in which it is stored; None when it can be none.

	Small letters, spaces, missing hyphens and letters that look like a digit are put right.
	"""
	letters = re.sub(r"[\s\-\u2010-\u2015_]", "", (text or "")[:60]).upper()
	letters = letters.removeprefix(PREFIX).removeprefix(PREFIX.translate(MISREAD)).translate(MISREAD)
	if len(letters) != GROUPS * GROUP or not set(letters) <= set(ALPHABET):
		return None
	groups = [letters[start : start + GROUP] for start in range(0, len(letters), GROUP)]
	return "-".join([PREFIX, *groups])
