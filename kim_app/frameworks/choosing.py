"""Choosing a competence: what every link field for one offers, and which are no participant's. May import frappe.

One query for all forms, so that a competence of an earlier version never stands beside its successor under the
same title, and a participant is never assessed by what the staff learn.
"""

from __future__ import annotations

from collections.abc import Collection

import frappe
from pypika import Case
from pypika.functions import Coalesce, NullIf

from kim_app import permissions
from kim_app.frameworks import texts
from kim_app.frameworks.exchange.model import COMPETENCE as OF_KIND_COMPETENCE
from kim_app.frameworks.exchange.model import PUBLISHED, STAFF

FRAMEWORK, COMPETENCE, TRANSLATION = (
	"KIM Competence Framework",
	"KIM Competence",
	"KIM Competence Translation",
)


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def competences(doctype, txt, searchfield, start, page_len, filters):
	"""For link fields: the competences that `txt` finds by code or title, as rows of name, title and title of the
	framework in the user's language; those of the site's usual framework first, in the order of their tree.

	`filters` may hold `framework` (a name), `meant_for` (Participants or Staff; either when left out), `kind` and
	`status` (lists; left out, only competences of published frameworks). Frameworks that the user may not read are
	left out. Raises frappe.PermissionError.
	"""
	permissions.demand(COMPETENCE)
	filters = filters or {}
	asked = {"status": ["in", _list(filters.get("status")) or [PUBLISHED]]}
	for field, value in (("name", filters.get("framework")), ("meant_for", filters.get("meant_for"))):
		if value:
			asked[field] = str(value)
	frameworks = frappe.get_list(FRAMEWORK, filters=asked, pluck="name", limit=0)
	competence, translation = frappe.qb.DocType(COMPETENCE), frappe.qb.DocType(TRANSLATION)
	title = Coalesce(NullIf(translation.title, ""), competence.title)
	usual = frappe.db.get_single_value("KIM Settings", "default_framework") or ""
	like = f"%{txt}%"
	rows = (
		frappe.qb.from_(competence)
		.left_join(translation)
		.on(
			(translation.parent == competence.name)
			& (translation.parenttype == COMPETENCE)
			& (translation.language == texts.users_language())
			& (Coalesce(translation.criterion, "") == "")
		)
		.where(competence.framework.isin(frameworks or [""]))
		.where(competence.kind.isin(_list(filters.get("kind")) or [OF_KIND_COMPETENCE]))
		.where(competence.name.like(like) | competence.title.like(like) | translation.title.like(like))
		.select(competence.name, title, competence.framework)
		.orderby(Case().when(competence.framework == usual, 0).else_(1))
		.orderby(competence.framework)
		.orderby(competence.lft)
		.offset(start)
		.limit(page_len)
	).run()
	return [(name, shown, texts.framework_title(framework)) for name, shown, framework in rows]


def _list(value) -> list[str]:
	if not value:
		return []
	return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]


def of_staff(names: Collection[str]) -> list[str]:
	"""The titles of those competences among `names` that stand in a framework meant for staff."""
	if not names:
		return []
	frameworks = dict(
		frappe.get_all(
			COMPETENCE, filters={"name": ["in", list(names)]}, fields=["name", "framework"], as_list=True
		)
	)
	return [texts.title(name) for name, framework in frameworks.items() if is_for_staff(framework)]


def is_for_staff(framework: str | None) -> bool:
	"""Whether `framework` (a name) tells what staff can do: then no participant is assessed by it."""
	return bool(framework) and frappe.get_cached_value(FRAMEWORK, framework, "meant_for") == STAFF
