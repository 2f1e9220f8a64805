"""Who the session's user is to a piece of evidence. May import frappe."""

from __future__ import annotations

import frappe
from frappe.model.document import Document

from kim_app import permissions
from kim_app.evidence import rules


def rater_of(evidence: Document) -> rules.Rater:
	"""The session's user as the rules of rating see them."""
	scope = permissions.scope_of()
	return rules.Rater(
		user=frappe.session.user,
		roles=frappe.get_roles(),
		works_there=scope.everything or evidence.centre in scope.centres,
		recorders={evidence.owner, *(evidence.contributors or "").split()},
		participant=frappe.db.get_value("KIM Participant", evidence.participant, "user"),
	)


def may_rate(evidence: Document) -> bool:
	"""Whether the session's user could rate `evidence` as it stands."""
	answers = dict.fromkeys(rules.QUESTIONS, "Yes")
	return not rules.rating(evidence.status, answers, None, rater_of(evidence))
