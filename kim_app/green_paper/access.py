"""Who sees which recommendation. Asked by `permissions`. May import frappe.

A draft is its author's and their coordinators'. Under review it is read by the organisation's staff and by the
coordinators of all partners; published, by everybody on the staff. Who has a role but works nowhere is not on
the staff.
"""

from __future__ import annotations

import frappe

from kim_app import roles
from kim_app.green_paper import rules

RECOMMENDATION, ENDORSEMENT = "KIM Recommendation", "KIM Endorsement"
COMMON = (rules.PUBLISHED, rules.RETIRED)


def on_staff(scope) -> bool:
	return scope.everything or bool(scope.own_organisations)


def covers(scope, row) -> bool:
	if not on_staff(scope):
		return False
	if row.get("owner") == scope.user or row.get("organisation") in scope.whole_organisations:
		return True
	state = row.get("status") or rules.DRAFT
	if state == rules.UNDER_REVIEW:
		return roles.COORDINATOR in scope.roles or row.get("organisation") in scope.own_organisations
	return state in COMMON


def conditions(scope) -> list[str]:
	def among(names) -> str:
		return ", ".join(frappe.db.escape(name, percent=False) for name in sorted(names))

	if not on_staff(scope):
		return []
	states = {*COMMON, rules.UNDER_REVIEW} if roles.COORDINATOR in scope.roles else set(COMMON)
	parts = [
		f"`owner` = {frappe.db.escape(scope.user, percent=False)}",
		f"`status` in ({among(states)})",
		f"`status` = {frappe.db.escape(rules.UNDER_REVIEW)} and `tab{RECOMMENDATION}`.`organisation`"
		f" in ({among(scope.own_organisations)})",
	]
	if scope.whole_organisations:
		parts.append(f"`organisation` in ({among(scope.whole_organisations)})")
	return parts


# See `training.access.RULES`. Only what is published is endorsed, so whoever is on the staff reads it.
RULES = {
	RECOMMENDATION: (covers, conditions),
	ENDORSEMENT: (
		lambda scope, row: on_staff(scope),
		lambda scope: ["`name` is not null"] if on_staff(scope) else [],
	),
}


def has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""Frappe's hook for a recommendation: changed and deleted by its author alone."""
	from kim_app import permissions

	scope = permissions.scope_of(user)
	if scope.everything:
		return True
	if doc.is_new():
		return on_staff(scope)
	if ptype in ("write", "delete", "share", "submit", "cancel"):
		return on_staff(scope) and frappe.db.get_value(RECOMMENDATION, doc.name, "owner") == scope.user
	return covers(scope, doc)
