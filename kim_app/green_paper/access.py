"""Who sees which recommendation. Asked by `permissions`. May import frappe.

A draft is its author's and their coordinators'. Under review it is read by the organisation's staff and by the
coordinators of all partners; published, by everybody on the staff.
"""

from __future__ import annotations

import frappe

from kim_app import roles
from kim_app.green_paper import rules

RECOMMENDATION, ENDORSEMENT = "KIM Recommendation", "KIM Endorsement"
COMMON = (rules.PUBLISHED, rules.RETIRED)


def covers(scope, row) -> bool:
	state = row.get("status") or rules.DRAFT
	if row.get("owner") == scope.user or row.get("organisation") in scope.whole_organisations:
		return True
	if state == rules.UNDER_REVIEW:
		return roles.COORDINATOR in scope.roles or row.get("organisation") in scope.own_organisations
	return state in COMMON and bool(scope.roles & set(roles.STAFF))


def conditions(scope) -> list[str]:
	def among(names) -> str:
		return ", ".join(frappe.db.escape(name, percent=False) for name in sorted(names))

	parts = [f"`owner` = {frappe.db.escape(scope.user, percent=False)}"]
	if scope.roles & set(roles.STAFF):
		states = {*COMMON, rules.UNDER_REVIEW} if roles.COORDINATOR in scope.roles else set(COMMON)
		parts.append(f"`status` in ({among(states)})")
	if scope.whole_organisations:
		parts.append(f"`organisation` in ({among(scope.whole_organisations)})")
	if scope.own_organisations:
		parts.append(
			f"`name` in (select `name` from `tab{RECOMMENDATION}` where `status` = "
			f"{frappe.db.escape(rules.UNDER_REVIEW)} and `organisation` in ({among(scope.own_organisations)}))"
		)
	return parts


# See `training.access.RULES`.
RULES = {
	RECOMMENDATION: (covers, conditions),
	ENDORSEMENT: (
		lambda scope, row: bool(scope.roles & set(roles.STAFF)),
		lambda scope: ["`name` is not null"] if scope.roles & set(roles.STAFF) else [],
	),
}


def has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""Frappe's hook for a recommendation: changed and deleted by its author alone."""
	from kim_app import permissions

	scope = permissions.scope_of(user)
	if scope.everything or doc.is_new():
		return True
	if ptype in ("write", "delete", "share", "submit", "cancel"):
		return frappe.db.get_value(RECOMMENDATION, doc.name, "owner") == scope.user
	return covers(scope, doc)
