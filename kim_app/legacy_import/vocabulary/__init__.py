"""The words that registers use, by language: headers, options, country and language names.

The words are data: `headers.csv`, `options.csv` and `names.csv` have a column per language, synonyms
parted by `|`. Country and language names come from Babel (CLDR); `names.csv` adds what people write
instead. Imports the standard library and Babel only.
"""

import csv
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path

from babel import Locale

LANGUAGES = ("en", "fr", "it", "de", "es", "sv")

# The language a level column speaks of is one of these: those of the countries KIM works in.
LEVEL_LANGUAGES = LANGUAGES

# CLDR files Dari under Persian; KIM keeps it apart because centres and interpreters do.
DARI = {"fa_AF": "prs"}


class _Folded(dict):
	"""What becomes of each sign when a text is folded, worked out once: for `str.translate`."""

	def __missing__(self, code: int) -> str:
		decomposed = unicodedata.normalize("NFKD", chr(code).casefold())
		self[code] = "".join(
			sign if sign.isalnum() else " " for sign in decomposed if not unicodedata.combining(sign)
		)
		return self[code]


FOLDED = _Folded()


def fold(text: str) -> str:
	"""Take any text, return what is compared: no capitals, accents, punctuation or double blanks."""
	return " ".join(text.translate(FOLDED).split())


def fold_sign(text: str) -> str:
	"""Fold a short value; one made of signs only (x, ✓, -) keeps its signs."""
	return fold(text) or text.strip().casefold()


def _read(file_name: str) -> list[dict]:
	with (Path(__file__).parent / file_name).open(encoding="utf-8", newline="") as stream:
		return list(csv.DictReader(stream))


def _synonyms(cell: str | None) -> list[str]:
	return [word.strip() for word in (cell or "").split("|") if word.strip()]


@cache
def headers(kind: str) -> dict[str, dict[str, tuple[str, str]]]:
	"""Take a kind of sheet, return {language: {folded header: (field, language the header names)}}."""
	known: dict[str, dict[str, tuple[str, str]]] = {language: {} for language in LANGUAGES}
	for line in _read("headers.csv"):
		if kind not in line["kind"].split("|"):
			continue
		for language in LANGUAGES:
			for synonym in _synonyms(line[language]):
				for word, named in _spelt_out(synonym, language):
					known[language].setdefault(fold(word), (line["field"], named))
		# The field's own name is understood as well: the messages name fields by it.
		known["en"].setdefault(fold(line["field"]), (line["field"], ""))
	return known


def _spelt_out(synonym: str, language: str) -> list[tuple[str, str]]:
	"""Put every language's name in the place of `{language}`: "livello {language}" has six."""
	if "{language}" not in synonym:
		return [(synonym, "")]
	names = Locale(language).languages
	return [(synonym.format(language=names[code]), code) for code in LEVEL_LANGUAGES]


@cache
def options(name: str) -> dict[str, dict[str, str]]:
	"""Take the name of a list of options, return {language: {folded word: option}}."""
	known: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
	for line in _read("options.csv"):
		if line["options"] != name:
			continue
		for language in LANGUAGES:
			for synonym in (*_synonyms(line[language]), line["option"]):
				known[language].setdefault(fold_sign(synonym), line["option"])
	return known


def option_names(name: str) -> list[str]:
	"""Return the options of a list in their order, as the forms have them."""
	return [line["option"] for line in _read("options.csv") if line["options"] == name]


@cache
def names(of: str) -> dict[str, dict[str, str]]:
	"""Take "country" or "language", return {language: {folded name: ISO code}}."""
	known: dict[str, dict[str, str]] = defaultdict(dict)
	extra = [line for line in _read("names.csv") if line["names"] == of]
	for language in LANGUAGES:
		for line in extra:
			for synonym in _synonyms(line[language]):
				known[language][fold(synonym)] = line["code"]
		for code, name in _babel_names(of, language):
			known[language].setdefault(fold(name), code)
	return known


def _babel_names(of: str, language: str) -> list[tuple[str, str]]:
	locale = Locale(language)
	if of == "country":
		return [
			(code.lower(), name)
			for code, name in locale.territories.items()
			if len(code) == 2 and code.isalpha()
		]
	# A plain code goes before its variants, so that "Deutsch" is de and not de_AT.
	ordered = sorted(locale.languages.items(), key=lambda entry: ("_" in entry[0], entry[0]))
	return [(DARI.get(code, code.partition("_")[0]), name) for code, name in ordered]


def prepare() -> None:
	"""Load the words that every workbook needs, at a time when there is nothing else to do."""
	for of in ("country", "language"):
		names(of)


@cache
def total_words() -> frozenset[str]:
	"""Return the folded words, of all languages, that begin a row of totals."""
	return frozenset(word for words in options("totals").values() for word in words)
