"""Whom the participant's page tells what a participant did there. May import frappe.

A notice names the record's number, never the participant, because it leaves the places where KIM asks who may read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import frappe

from kim_app import post, roles
from kim_app.inclusion.post import staff_of


def of(participant: str) -> set[str]:
	"""The case worker of `participant` (a name); when they left, all of the centre."""
	centre, case_worker = frappe.db.get_value("KIM Participant", participant, ["centre", "case_worker"])
	working = staff_of(centre, roles.CASE_WORKER)
	return {case_worker} if case_worker in working else working


def supervisors_of(participant: str) -> set[str]:
	"""The supervisors of the centre of `participant` (a name)."""
	return staff_of(frappe.db.get_value("KIM Participant", participant, "centre"), roles.SUPERVISOR)


def tell(users: Collection[str], sentence: Callable[[], str], doctype: str, name: str):
	"""Tells each of `users` what `sentence` says in their language, about a record. Fails nothing."""
	for user in sorted(set(users) - {frappe.session.user}):
		post.tell(user, sentence, (doctype, name))
