"""The languages of the participant's pages: which there are, which one is spoken now, and how it writes days and
numbers. May import frappe.

A guest's choice is kept in Frappe's cookie for it, which its login page obeys as well; that of somebody signed in
stands in their User record, where the language of every other page and mail of theirs comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import frappe
from babel.dates import format_date
from babel.numbers import format_decimal
from frappe import _
from frappe.utils import add_days, getdate, now_datetime

from kim_app.arguments import checked
from kim_app.frameworks.texts import users_language
from kim_app.inclusion.languages import direction

COOKIE = "preferred_language"
REMEMBERED_DAYS = 365


@dataclass(frozen=True)
class Language:
	"""One of the page's languages, called as its speakers call it."""

	code: str
	name: str

	@property
	def direction(self) -> str:
		return direction(self.code)


LANGUAGES = (
	Language("en", "English"),
	Language("ar", "العربية"),
	Language("de", "Deutsch"),
	Language("es", "Español"),
	Language("fr", "Français"),
	Language("it", "Italiano"),
	Language("sv", "Svenska"),
)
CODES = tuple(language.code for language in LANGUAGES)
# The English of Europe, where the day comes before the month.
LOCALES = {"en": "en_GB"}


@frappe.whitelist(allow_guest=True, methods=["POST"])
@checked
def choose(language: str) -> dict:
	"""From now on KIM speaks `language` (one of CODES) to whoever asks. Raises frappe.ValidationError for another."""
	if language not in CODES:
		frappe.throw(_("KIM does not speak this language."))
	if frappe.session.user == "Guest":
		frappe.local.cookie_manager.set_cookie(
			COOKIE, language, expires=add_days(now_datetime(), REMEMBERED_DAYS)
		)
	else:
		frappe.db.set_value("User", frappe.session.user, "language", language)
		# Frappe keeps the language it has looked up.
		frappe.clear_cache(user=frappe.session.user)
		frappe.clear_document_cache("User", frappe.session.user)
	return {"language": language}


def speak_as_asked():
	"""Speaks the language that the address of the page asks for, if KIM has it."""
	asked = frappe.form_dict.get("language")
	if asked in CODES:
		frappe.local.lang = asked


def day(value: str | date | None) -> str:
	"""A day as the language of the page writes it, with the month in letters; empty for None."""
	return format_date(getdate(value), "long", locale()) if value else ""


def number(value: int | float) -> str:
	"""A number with the separators of the page's language."""
	return format_decimal(value, locale=locale())


def locale() -> str:
	"""What Babel calls the page's language."""
	code = users_language()
	return LOCALES.get(code, code if code in CODES else "en_GB")
