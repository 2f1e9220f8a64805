"""Who reads and who changes frameworks, competences and target profiles. Asked by `permissions` for the forms
named in RULES. May import frappe.

What is published or retired is read by everybody with a KIM role: people everywhere are assessed by it, or
were. A draft is its organisation's own business until then, so only its staff read it. Changed it is by
coordinators and administrators of the organisation that owns it; what came with KIM belongs to none.
"""

from __future__ import annotations

import frappe

from kim_app.frameworks.exchange.model import DRAFT

FRAMEWORK, COMPETENCE, TARGET = "KIM Competence Framework", "KIM Competence", "KIM Target Profile"
READING = (None, "read", "select", "report", "print", "email", "export")
# Child table -> the form whose rows hold it.
TABLES = {
	"KIM Competence Level": FRAMEWORK,
	"KIM Framework Translation": FRAMEWORK,
	"KIM Framework Language": FRAMEWORK,
	"KIM Competence Criterion": COMPETENCE,
	"KIM Competence Translation": COMPETENCE,
	"KIM Competence Crosswalk": COMPETENCE,
	"KIM Target Level": TARGET,
}


def _covers(scope, row) -> bool:
	return row.get("status") != DRAFT or row.get("organisation") in scope.own_organisations


def _conditions(scope) -> list[str]:
	parts = [f"`status` != {frappe.db.escape(DRAFT)}"]
	if scope.own_organisations:
		names = ", ".join(frappe.db.escape(name, percent=False) for name in sorted(scope.own_organisations))
		parts.append(f"`organisation` in ({names})")
	return parts


def _covers_competence(scope, row) -> bool:
	framework = frappe.db.get_value(FRAMEWORK, row.get("framework"), ["status", "organisation"], as_dict=True)
	return bool(framework) and _covers(scope, framework)


def _competence_conditions(scope) -> list[str]:
	condition = " or ".join(_conditions(scope))
	return [f"`framework` in (select `name` from `tab{FRAMEWORK}` where {condition})"]


# DocType -> whether a scope holds one row, and the conditions that leave those it holds.
RULES = {
	FRAMEWORK: (_covers, _conditions),
	COMPETENCE: (_covers_competence, _competence_conditions),
	TARGET: (_covers, _conditions),
}


def has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""Frappe's hook for one document. Who owns it is read from what is stored too, so that nobody takes
	one over; one that is not stored yet is nobody's secret."""
	from kim_app import permissions

	scope = permissions.scope_of(user)
	if scope.everything or scope.sets_up:
		return True
	holder, name = (FRAMEWORK, doc.framework) if doc.doctype == COMPETENCE else (doc.doctype, doc.name)
	fields = ["status", "organisation"]
	stored = name and frappe.db.get_value(holder, name, fields, as_dict=True)
	if ptype in READING:
		return not stored or _covers(scope, stored)
	owners = {doc.get("organisation")} if doc.doctype == holder else set()
	if stored:
		owners.add(stored.organisation)
	return bool(owners) and owners <= scope.whole_organisations


def readable(doctype: str, names) -> set[str]:
	"""Those of `names` (of one of the forms in RULES) that are there and that the user may read."""
	return set(frappe.get_list(doctype, filters={"name": ["in", list(names) or [""]]}, pluck="name", limit=0))
