"""Who works where, in which role, and may still sign in. May import frappe. Asks no permission: it tells
KIM whom to tell, and nobody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import frappe

from kim_app import roles

# {(place, role): the users}; a place is a centre or an organisation.
Staff = dict[tuple[str, str], frozenset[str]]
ACTING = (roles.CASE_WORKER, roles.ASSESSOR, roles.SUPERVISOR)


def of_centres(centres: Collection[str] | None = None) -> Staff:
	"""The case workers, assessors and supervisors of `centres` (names; all when left out)."""
	return _staff("centre", centres, ACTING)


def coordinators(organisations: Collection[str] | None = None) -> Staff:
	"""The coordinators of `organisations` (names; all when left out)."""
	return _staff("organisation", organisations, (roles.COORDINATOR,))


def still_holds(user: str, role: str) -> bool:
	"""Whether `user` may sign in and has `role` at this moment; asked of the database, past every cache."""
	if user == "Administrator":
		return True
	holds = {"parent": user, "parenttype": "User", "role": role}
	return bool(frappe.db.get_value("User", user, "enabled") and frappe.db.exists("Has Role", holds))


def _staff(field: str, places: Collection[str] | None, of_roles: Collection[str]) -> Staff:
	member, user, has_role = (
		frappe.qb.DocType(doctype) for doctype in ("KIM Staff Member", "User", "Has Role")
	)
	query = (
		frappe.qb.from_(member)
		.join(user)
		.on(user.name == member.user)
		.join(has_role)
		.on((has_role.parent == member.user) & (has_role.parenttype == "User"))
		.where((member.disabled == 0) & (user.enabled == 1) & has_role.role.isin(list(of_roles)))
		.select(member[field], has_role.role, member.user)
	)
	if places is not None:
		if not places:
			return {}
		query = query.where(member[field].isin(list(places)))
	found = defaultdict(set)
	for place, role, name in query.run():
		found[place, role].add(name)
	return {key: frozenset(users) for key, users in found.items()}
