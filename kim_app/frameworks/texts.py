"""Titles, criteria and scales as a person reads them: one way to the texts of a framework for forms,
pages, prints and mails. May import frappe.

Every text comes in the language asked for when the framework has it, in the one it was written in
otherwise. `language` is an ISO 639 code; left out, it is the user's. Whoever calls has asked for
permission: competences and scales are read by everybody with a KIM role.
"""

from __future__ import annotations

import frappe


def users_language() -> str:
	"""The user's language without its region: `it` for `it-CH`."""
	return (frappe.local.lang or "en").replace("_", "-").split("-")[0]


def framework_of(competence: str) -> str:
	"""The name of the framework that holds `competence` (a name)."""
	return _competence(competence).framework


def framework_title(framework: str, language: str | None = None) -> str:
	"""The title of `framework` (a name)."""
	language = language or users_language()
	document = frappe.get_cached_doc("KIM Competence Framework", framework)
	translated = (row.title for row in document.translations if row.language == language and not row.level)
	return next(filter(None, translated), document.title)


def title(competence: str, language: str | None = None) -> str:
	"""The competence's title; `competence` is its name."""
	document = _competence(competence)
	row = _translation(document, language, criterion=None)
	return (row and row.title) or document.title


def description(competence: str, language: str | None = None) -> str:
	"""The competence's description, empty when it has none."""
	document = _competence(competence)
	row = _translation(document, language, criterion=None)
	return (row and row.description) or document.description or ""


def criteria(competence: str, language: str | None = None) -> list[dict]:
	"""The criteria to be rated, in their order: `code`, `statement`."""
	document = _competence(competence)
	texts = []
	for criterion in document.criteria:
		row = _translation(document, language, criterion=criterion.code)
		texts.append({"code": criterion.code, "statement": (row and row.title) or criterion.statement})
	return texts


def scale(framework: str, language: str | None = None) -> list[dict]:
	"""The levels from the lowest to the highest: `code`, `title`, `description`, `position` (0 for the
	lowest), `counts_as_shown`, `pictogram`."""
	language = language or users_language()
	document = frappe.get_cached_doc("KIM Competence Framework", framework)
	translated = {row.level: row for row in document.get("translations") or () if row.language == language}
	levels = []
	for position, level in enumerate(document.levels):
		row = translated.get(level.code)
		levels.append(
			{
				"code": level.code,
				"title": (row and row.title) or level.title,
				"description": (row and row.description) or level.description or "",
				"position": position,
				"counts_as_shown": bool(level.counts_as_shown),
				"pictogram": level.get("pictogram") or "Steps",
			}
		)
	return levels


def level(framework: str, code: str | None, language: str | None = None) -> dict | None:
	"""The level of `framework` with this code, as `scale` gives it; None when there is none."""
	return next((level for level in scale(framework, language) if level["code"] == code), None)


def _competence(name: str):
	return frappe.get_cached_doc("KIM Competence", name)


def _translation(document, language: str | None, criterion: str | None):
	language = language or users_language()
	return next(
		(
			row
			for row in document.translations
			if row.language == language and (row.criterion or None) == criterion
		),
		None,
	)
