"""Brings a notice about a plan or a transfer to one person of the staff. May import frappe."""

from __future__ import annotations

from collections.abc import Callable

import frappe
from frappe import _

from kim_app import post
from kim_app.inclusion import plan
from kim_app.session import in_language_of
from kim_app.validation import staff

# Where a notice leads that is about several plans.
PLACE = "/app/kim-plan-actions"


def deliver(user: str, sentence: Callable[[], str], document: str | None = None, doctype: str = plan.DOCTYPE):
	"""Tells `user` what `sentence` says in their language, about `document`. Never fails the step that is told
	of: what goes wrong is logged."""
	try:
		with in_language_of(user):
			post.deliver(
				user,
				sentence(),
				document=(doctype, document) if document else None,
				elsewhere=(PLACE, _("See the open actions")),
			)
	except Exception:
		frappe.logger("kim").exception(f"No notice about {document} to {user}")


def staff_of(centre: str | None, role: str) -> set[str]:
	"""Who works at `centre` in `role` and may sign in."""
	return set(staff.of_centres([centre]).get((centre, role), ())) if centre else set()
