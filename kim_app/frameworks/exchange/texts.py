"""Texts as every format gives and takes them. May import nothing of Frappe."""

from __future__ import annotations

import re

from kim_app.frameworks.rules import LONGEST_CODE, LONGEST_TITLE

_WORD_END = re.compile(r"\s+\S*$")


def tidy(text: str) -> str:
	"""Line breaks as one character, nothing but text at both ends."""
	return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def one_line(text: str) -> str:
	"""A title: one line, single spaces."""
	return " ".join(text.split())


def titled(statement: str, *descriptions: str) -> tuple[str, str]:
	"""The statement as a title, and the description beside it: the statement in full where it is too long for
	a title, then the `descriptions`."""
	title = one_line(statement)
	if len(title) <= LONGEST_TITLE:
		return title, paragraphs(*descriptions)
	start = title[: LONGEST_TITLE - 1]
	return (_WORD_END.sub("", start) or start) + "…", paragraphs(tidy(statement), *descriptions)


def paragraphs(*parts: str) -> str:
	"""Those of `parts` that are not empty, with an empty line between them."""
	return "\n\n".join(filter(None, parts))


def short_code(identifier: str, taken: set[str]) -> str:
	"""The beginning of an identifier, as long as it must be to differ from every code that is `taken`; empty
	when there is nothing to take one from."""
	stem = re.sub(r"[^0-9A-Za-z]", "", identifier)[:LONGEST_CODE]
	length = 8
	while stem[:length] in taken and length < len(stem):
		length += 1
	return stem[:length]
