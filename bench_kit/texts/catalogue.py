"""The translations that the app ships, as Frappe reads them. May import csv, no frappe.

One file for each language, kim_app/translations/<code>.csv, with the columns source, translation and context (left
out when empty). Frappe 15 and Frappe 16 both load it (frappe.translate.get_translations_from_csv).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from .text import Text

Key = tuple[str, str]
# Frappe fills in {0} and {name}; shortcuts of the workspace have {}. Markup and addresses stay as they are, too.
PLACE = re.compile(r"\{\w*\}|%\(\w+\)s|%s|</?\w[^>]*>|https?://[\w./-]+|urn:[\w:]+|(?<!\w)/kim\b")


def read(path: Path) -> list[tuple[Key, str]]:
	"""Take a CSV of translations, give ((source, context), translation) of each row. Raises ValueError at a bad row."""
	rows = []
	with path.open(encoding="utf-8", newline="") as file:
		for number, row in enumerate(csv.reader(file), 1):
			if len(row) not in (2, 3):
				raise ValueError(
					f"{path.name}, row {number}: {len(row)} columns instead of two or three: {row}"
				)
			rows.append(((row[0], row[2] if len(row) == 3 else ""), row[1]))
	return rows


def write(path: Path, rows: Iterable[tuple[Key, str]]):
	"""Writes the rows sorted by source, so that two people's additions meet in as few lines as possible."""
	with path.open("w", encoding="utf-8", newline="") as file:
		writer = csv.writer(file, lineterminator="\n")
		for (source, context), translation in sorted(rows):
			writer.writerow([source, translation, *([context] if context else [])])


def missing(texts: Iterable[Text], rows: list[tuple[Key, str]]) -> list[Text]:
	"""The first place of every text that has no translation among `rows`."""
	known = {key for key, translation in rows if translation.strip()}
	found = {}
	for text in texts:
		if not known.intersection(text.keys):
			found.setdefault(text.keys, text)
	return list(found.values())


def faults(texts: Iterable[Text], rows: list[tuple[Key, str]]) -> list[str]:
	"""What is wrong with rows: places or markup that differ, sources that the app has not, keys that stand twice."""
	known = {key for text in texts for key in text.keys}
	said = [
		f"{source!r} stands twice"
		for (source, _context), times in Counter(key for key, _ in rows).items()
		if times > 1
	]
	for (source, context), translation in rows:
		if (source, context) not in known:
			said.append(f"{source!r}{f' ({context})' if context else ''} is no text of the app any more")
		wanted, found = places(source), places(translation)
		if wanted != found:
			said.append(
				f"{source!r} has {sorted(wanted) or 'no places'}, but {translation!r} has {sorted(found) or 'none'}"
			)
		if translation != translation.strip():
			said.append(f"{translation!r} begins or ends with a blank")
	return said


def places(text: str) -> set[str]:
	"""What a translation must hold just as the source does."""
	return set(PLACE.findall(text))
