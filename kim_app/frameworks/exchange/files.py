"""Reads a file of either format into a framework that is held against the rules.

Bytes in, plain values out. May import nothing of Frappe.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kim_app.frameworks import rules
from kim_app.frameworks.exchange import case_json_read, esco_csv_read
from kim_app.frameworks.exchange.check import check
from kim_app.frameworks.exchange.json_lines import lines, shown
from kim_app.frameworks.exchange.model import Place, named
from kim_app.frameworks.exchange.problems import Reading, quotable

# ESCO's downloads say in their name which language they are in: skills_en.csv.
_LANGUAGE = re.compile(r"_([a-z]{2})\.csv$", re.IGNORECASE)
_MARK = b"\xef\xbb\xbf"


def read(
	content: bytes,
	filename: str = "",
	*,
	code: str | None = None,
	version: str | None = None,
	title: str | None = None,
	language: str | None = None,
) -> Reading:
	"""The framework in a file and every problem with it; the file's content tells the format.

	`code` and `version` take the place of what the file says; `title` and `language` are for a file that
	says none, as ESCO's do.
	"""
	text, reading = _decoded(content)
	if text is None:
		return reading
	language = language or _language_of(filename)
	is_json = text.lstrip()[:1] in ("{", "[")
	reading = (case_json_read if is_json else esco_csv_read).read(text, language)
	framework = reading.framework
	begun = any((framework.code, framework.title, framework.competences, framework.levels))
	# Of a file that could not be read at all that is enough to say.
	if begun or not reading.errors:
		reading.framework = named(framework, code, version)
		reading.framework.title = framework.title or title or ""
		if not framework.title:
			# A file's own was looked at when it was read.
			reading.add_all(rules.signs(title or ""), framework.at)
		check(reading)
	reading.tree = text if is_json else ""
	settle(reading)
	return reading


def settle(reading: Reading):
	"""Gives every problem its line and puts them in order. Called again when the site has found more."""
	if reading.tree and reading.problems:
		_find_lines(reading, reading.tree)
	reading.problems = _in_order(reading.problems)


def _decoded(content: bytes) -> tuple[str | None, Reading]:
	reading = Reading()
	if not content.strip():
		reading.add("file-empty")
		return None, reading
	if content[:2] == b"PK" or b"\x00" in content[:1000]:
		reading.add("file-no-text", Place(1))
		return None, reading
	try:
		return content.removeprefix(_MARK).decode("utf-8"), reading
	except UnicodeDecodeError as error:
		start = content.removeprefix(_MARK)[: error.start]
		column = error.start - (start.rfind(b"\n") + 1) + 1
		reading.add(
			"not-utf8", Place(start.count(b"\n") + 1, column), byte=f"{error.object[error.start]:02X}"
		)
		return None, reading


def _language_of(filename: str) -> str:
	found = _LANGUAGE.search(filename or "")
	return found[1].lower() if found else "en"


def _find_lines(reading: Reading, text: str):
	"""Gives every problem of a JSON text its line; looked up only now, because few files have problems."""
	without = [
		number
		for number, problem in enumerate(reading.problems)
		if problem.at is not None and not problem.at.line and isinstance(problem.at.path, tuple)
	]
	if not without:
		return  # Perhaps the text is no JSON at all.
	paths = {reading.problems[number].at.path for number in without}
	# What is missing has the line of what it is missing in.
	found = lines(text, {path[:length] for path in paths for length in range(len(path) + 1)})
	for number in without:
		problem = reading.problems[number]
		path = problem.at.path
		while path and path not in found:
			path = path[:-1]
		place = Place(found.get(path), None, quotable(shown(problem.at.path)))
		reading.problems[number] = replace(problem, at=place)


def _in_order(problems: list) -> list:
	"""The blocking ones first, then by line."""
	return sorted(
		problems,
		key=lambda each: (
			not each.blocking,
			each.at.line or 0 if each.at else 0,
			each.at.column or 0 if each.at else 0,
		),
	)
