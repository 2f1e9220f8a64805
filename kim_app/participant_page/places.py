"""Names of countries and languages in the language of the page. May import frappe."""

from __future__ import annotations

import frappe
from babel import Locale
from frappe import _

from kim_app.participant_page import languages


def countries() -> list[tuple[str, str]]:
	"""(name on this site, name in the page's language) of every country; the page sorts them."""
	rows = frappe.get_all("Country", fields=["name", "code"], order_by="name asc")
	return [(row.name, _country(row.name, row.code)) for row in rows]


def country(name: str | None) -> str:
	"""The name of one country in the page's language; empty for None."""
	return _country(name, frappe.get_cached_value("Country", name, "code")) if name else ""


def spoken_languages() -> list[tuple[str, str]]:
	"""(code, name in the page's language) of every language that KIM knows."""
	rows = frappe.get_all("KIM Language", fields=["name", "language_name"], order_by="name asc")
	return [(row.name, _language(row.name, row.language_name)) for row in rows]


def spoken_language(code: str | None) -> str:
	"""The name of one language in the page's language; empty for None."""
	return _language(code, frappe.get_cached_value("KIM Language", code, "language_name")) if code else ""


def _country(name: str, code: str | None) -> str:
	return Locale.parse(languages.locale()).territories.get((code or "").upper()) or _(name)


def _language(code: str, name: str | None) -> str:
	return Locale.parse(languages.locale()).languages.get(code) or _(name or code)
