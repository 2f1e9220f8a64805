"""Texts as every format gives and takes them. May import nothing of Frappe."""

from __future__ import annotations

import re

from kim_app.frameworks.rules import LONGEST_TITLE

# Control characters, halves of a pair and non-characters: no database and no page takes them.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WORD_END = re.compile(r"\s+\S*$")


def tidy(text: str) -> str:
	"""Line breaks as one character, nothing but text at both ends."""
	return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def one_line(text: str) -> str:
	"""A title: one line, single spaces."""
	return " ".join(text.split())


def unreadable(text: str) -> str | None:
	"""The first character that no text may hold, as U+0007; None when there is none."""
	found = _UNREADABLE.search(text)
	return f"U+{ord(found[0]):04X}" if found else None


def title_and_rest(text: str) -> tuple[str, str]:
	"""A title of a long statement, and the statement in full where the title is not all of it."""
	title = one_line(text)
	if len(title) <= LONGEST_TITLE:
		return title, ""
	start = title[: LONGEST_TITLE - 1]
	return (_WORD_END.sub("", start) or start) + "…", tidy(text)


def short_code(identifier: str, taken: set[str]) -> str:
	"""The beginning of an identifier, as long as it must be to differ from every code that is `taken`; empty
	when there is nothing to take one from."""
	stem = re.sub(r"[^0-9A-Za-z]", "", identifier)
	length = 8
	while stem[:length] in taken and length < len(stem):
		length += 1
	return stem[:length]
