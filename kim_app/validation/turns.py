"""Whose turn it is: for whom a validation waits in each state, and what a case worker only needs to know.
May import nothing of Frappe.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from kim_app import roles
from kim_app.validation import workflow

# The role that goes on with a validation in each open state.
ROLE = {
	workflow.IDENTIFICATION: roles.CASE_WORKER,
	workflow.DOCUMENTATION: roles.CASE_WORKER,
	workflow.ASSESSMENT: roles.ASSESSOR,
	workflow.PENDING_APPROVAL: roles.SUPERVISOR,
}
# Who has a case of their own: the field that names them. A decision belongs to every supervisor.
OWN = {roles.CASE_WORKER: "case_worker", roles.ASSESSOR: "assessor"}
# The decisions: what leads out of the state in which a supervisor looks at a case.
DECISIONS = workflow.ways_out_of(workflow.PENDING_APPROVAL)


def states_of(role: str) -> tuple[str, ...]:
	"""The states in which a validation waits for somebody with `role`."""
	return tuple(state for state, in_turn in ROLE.items() if in_turn == role)


def in_turn(
	role: str, own: str | None, staff: Collection[str], involved: Collection[str] = ()
) -> frozenset[str]:
	"""Who of the centre's `staff` with `role` goes on with a case.

	`own` is who had it before: when they still work there it is theirs alone, otherwise everybody's.
	A supervisor who is `involved` does not decide.
	"""
	if role == roles.SUPERVISOR:
		return frozenset(staff) - frozenset(involved)
	if own and own in staff:
		return frozenset((own,))
	return frozenset(staff)


@dataclass(frozen=True)
class Hands:
	"""Whose hands a case went through, as far as it decides who may not judge it.

	`preparing` are those who took a step before the decision, `contributors` who wrote in the case,
	`evidence` who recorded its evidence or wrote in it, `rated` who rated it, `participant` the login of whom it is about, `appealed` who
	assessed or decided the cases that it goes back to, one appeal after the other.
	"""

	owner: str | None = None
	case_worker: str | None = None
	assessor: str | None = None
	preparing: frozenset[str] = frozenset()
	contributors: frozenset[str] = frozenset()
	evidence: frozenset[str] = frozenset()
	rated: frozenset[str] = frozenset()
	participant: str | None = None
	appealed: frozenset[str] = frozenset()


def involvement(hands: Hands) -> dict[str, str]:
	"""Everybody who had a hand in a case and so does not decide it: {user: how}, the weightiest first."""
	found: dict[str, str] = {}

	def note(how: str, users: Iterable[str | None]):
		for user in users:
			if user:
				found.setdefault(user, how)

	note("participant", (hands.participant,))
	note("assessor", (hands.assessor,))
	note("case-worker", (hands.case_worker,))
	note("owner", (hands.owner,))
	note("appealed", hands.appealed)
	note("evidence", hands.evidence)
	note("rated", hands.rated)
	note("step", hands.preparing)
	note("contributor", hands.contributors)
	return found


def days_waiting(since: datetime | None, now: datetime) -> int:
	"""Whole days that something has waited, 0 when nobody noted since when."""
	return max(0, (now - since).days) if since else 0


def urgency(days: int, reminder_days: int, escalation_days: int) -> str:
	"""How a waiting case is coloured: `red` when it is to be escalated, `orange` when it is to be
	reminded of, empty before; 0 days switch either off."""
	if escalation_days and days >= escalation_days:
		return "red"
	if reminder_days and days >= reminder_days:
		return "orange"
	return ""
