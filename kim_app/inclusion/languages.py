"""The two languages in which a plan is shown and printed. May import frappe."""

from __future__ import annotations

import unicodedata

import frappe
from babel import Locale, UnknownLocaleError
from frappe.model.document import Document

# Written from right to left.
RIGHT_TO_LEFT = ("ar", "ckb", "dv", "fa", "he", "ps", "prs", "sd", "ug", "ur", "yi")


def first(document: Document) -> str:
	"""The language of the centre, which its staff and authorities read: an ISO 639 code."""
	language = document.centre and frappe.db.get_value("KIM Centre", document.centre, "language")
	return language or "en"


def second(document: Document) -> str | None:
	"""The language chosen for the plan, else the participant's first language; None without either, or when
	it is the centre's language anyway."""
	language = document.second_language or mother_tongue(document.participant)
	return language if language and language != first(document) else None


def mother_tongue(participant: str | None) -> str | None:
	"""The participant's mother tongue, else the first language on record."""
	rows = frappe.get_all(
		"KIM Participant Language",
		filters={"parent": participant or "", "parenttype": "KIM Participant"},
		fields=["language", "mother_tongue"],
		order_by="mother_tongue desc, idx asc",
		limit=1,
	)
	return rows[0].language if rows else None


def name(language: str | None) -> str:
	"""The language's English name, as KIM's list has it."""
	return (language and frappe.db.get_value("KIM Language", language, "language_name")) or ""


def own_name(language: str) -> str:
	"""What the language is called by those who speak it; its English name when that is not known."""
	try:
		own = Locale.parse(language, sep="-").get_display_name()
	except (UnknownLocaleError, ValueError):
		own = None
	return (own or name(language) or language).capitalize()


def direction(language: str | None) -> str:
	"""In which direction it is written, as HTML says it: `rtl` or `ltr`."""
	return "rtl" if (language or "").split("-")[0] in RIGHT_TO_LEFT else "ltr"


def direction_of(text: str | None, language: str | None) -> str:
	"""In which direction `text` is written: that of its first letter, as browsers find it for `dir="auto"`; without a
	letter that of `language`. A text that KIM does not have in a language stands there in English."""
	for letter in text or "":
		kind = unicodedata.bidirectional(letter)
		if kind in ("R", "AL"):
			return "rtl"
		if kind == "L":
			return "ltr"
	return direction(language)
