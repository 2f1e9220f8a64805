"""A self assessment as its page shows it: texts in one language or in two side by side. May import frappe."""

from __future__ import annotations

import frappe
from babel import Locale, UnknownLocaleError
from frappe.model.document import Document

from kim_app.frameworks import texts
from kim_app.self_assessment import rules

RIGHT_TO_LEFT = {"ar", "fa", "prs", "he", "ku", "ckb", "ps", "ug", "ur", "yi", "dv", "sd"}


def as_sheet(assessment: Document) -> dict:
	"""Everything the page needs, as plain values: the scale, and each competence with its texts and answer.

	`texts` has one entry per language on show, the user's first. Whoever calls has asked for permission.
	"""
	first, second = shown_languages(assessment)
	shown = [first, second] if second else [first]
	competences = [_competence(row, shown) for row in assessment.ratings]
	return {
		"name": assessment.name,
		"status": assessment.status,
		"filled_in": assessment.filled_in,
		"finished_on": assessment.finished_on,
		"participant": assessment.participant,
		"participant_name": assessment.participant_name,
		"framework": assessment.framework,
		"framework_title": texts.framework_title(assessment.framework),
		"language": first,
		"second_language": second,
		"languages": languages_of(assessment.framework),
		"rtl": first in RIGHT_TO_LEFT,
		"second_rtl": second in RIGHT_TO_LEFT,
		"scale": _scale(assessment.framework, shown),
		"competences": competences,
		"may_write": assessment.status == rules.DRAFT and bool(assessment.has_permission("write")),
		**progress(assessment),
	}


def progress(assessment: Document) -> dict:
	"""How many of the competences are answered: `answered`, `total`."""
	given = assessment.answers()
	return {"answered": sum(answer.given for answer in given), "total": len(given)}


def languages_of(framework: str) -> list[dict]:
	"""The languages a framework's texts come in: `code`, `name` (in that language), `rtl`."""
	document = frappe.get_cached_doc("KIM Competence Framework", framework)
	competences = frappe.get_all("KIM Competence", filters={"framework": framework}, pluck="name")
	translated = frappe.get_all(
		"KIM Competence Translation",
		filters={"parent": ["in", competences or [""]], "parenttype": "KIM Competence"},
		pluck="language",
		distinct=True,
		order_by="language asc",
	)
	codes = dict.fromkeys([row.language for row in document.languages] or ["en"]) | dict.fromkeys(translated)
	return [{"code": code, "name": own_name(code), "rtl": code in RIGHT_TO_LEFT} for code in codes]


def own_name(code: str) -> str:
	"""What a language calls itself: `italiano` for `it`."""
	try:
		return Locale.parse(code).get_language_name() or code
	except (UnknownLocaleError, ValueError):
		return frappe.get_cached_value("KIM Language", code, "language_name") or code


def shown_languages(assessment: Document) -> tuple[str, str | None]:
	"""The language of whoever signed in, as far as the framework has it, and the second one chosen."""
	available = [language["code"] for language in languages_of(assessment.framework)]
	first = texts.users_language() if texts.users_language() in available else available[0]
	second = assessment.second_language
	return first, second if second in available and second != first else None


def _scale(framework: str, shown: list[str]) -> list[dict]:
	scales = [texts.scale(framework, language) for language in shown]
	return [
		{
			"code": levels[0]["code"],
			"position": levels[0]["position"],
			"pictogram": levels[0]["pictogram"],
			"texts": [{"title": level["title"], "description": level["description"]} for level in levels],
		}
		for levels in zip(*scales, strict=True)
	]


def _competence(row, shown: list[str]) -> dict:
	parent = frappe.get_cached_value("KIM Competence", row.competence, "parent_kim_competence")
	return {
		"name": row.competence,
		"area": [texts.title(parent, language) for language in shown] if parent else None,
		"texts": [
			{
				"title": texts.title(row.competence, language),
				"description": texts.description(row.competence, language),
				"criteria": [entry["statement"] for entry in texts.criteria(row.competence, language)],
			}
			for language in shown
		],
		"level": row.level or None,
		"unknown": bool(row.unknown),
		"note": row.note or "",
	}
