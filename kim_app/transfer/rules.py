"""The rules of a transfer: who may take which step, and what it needs. May import nothing of Frappe.

Every function takes values and returns a list of breaches, empty when all is well.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from kim_app import roles
from kim_app.breach import Breach
from kim_app.translating import marked as _

REQUESTED = "Requested"
CONSENTED = "Consented"
ACCEPTED = "Accepted"
DECLINED = "Declined"
WITHDRAWN = "Withdrawn"
STATES = (REQUESTED, CONSENTED, ACCEPTED, DECLINED, WITHDRAWN)
OPEN_STATES = (REQUESTED, CONSENTED)

RECORD_CONSENT, CONSENT, ACCEPT, DECLINE, WITHDRAW = (
	_("Record Consent"),
	_("Consent"),
	_("Accept"),
	_("Decline"),
	_("Withdraw"),
)
GIVING, RECEIVING, PARTICIPANT = "giving", "receiving", "participant"
HANDLING = (roles.CASE_WORKER, roles.SUPERVISOR)


@dataclass(frozen=True)
class Step:
	"""One row of the table: who may lead a transfer from `sources` to `target`. `side` is GIVING, RECEIVING or
	PARTICIPANT."""

	action: str
	sources: tuple[str, ...]
	target: str
	side: str


STEPS = {
	step.action: step
	for step in (
		Step(RECORD_CONSENT, (REQUESTED,), CONSENTED, GIVING),
		Step(CONSENT, (REQUESTED,), CONSENTED, PARTICIPANT),
		Step(ACCEPT, (CONSENTED,), ACCEPTED, RECEIVING),
		Step(DECLINE, (CONSENTED,), DECLINED, RECEIVING),
		Step(WITHDRAW, OPEN_STATES, WITHDRAWN, GIVING),
	)
}


@dataclass(frozen=True)
class Transfer:
	"""A transfer as its rules see it. `reason` is what the step that is taken gives as one, `case_worker` who
	shall take over, and whether they work as one at the receiving centre."""

	status: str
	from_centre: str
	to_centre: str
	today: date
	requested_on: date | None = None
	consent_on: date | None = None
	scan: str | None = None
	signed_name: str | None = None
	participants_login: str | None = None
	reason: str | None = None
	case_worker: str | None = None
	case_worker_works_there: bool = True
	to_centre_closed: bool = False


def contents(transfer: Transfer) -> list[Breach]:
	"""A transfer leads to another centre that is open; nobody consents in the future or before it was asked."""
	if transfer.from_centre == transfer.to_centre:
		return [Breach("same-centre", {"centre": transfer.to_centre})]
	if transfer.to_centre_closed:
		return [Breach("centre-closed", {"centre": transfer.to_centre})]
	if transfer.consent_on and transfer.consent_on > transfer.today:
		return [Breach("consent-in-future", {"date": transfer.consent_on})]
	if transfer.consent_on and transfer.requested_on and transfer.consent_on < transfer.requested_on:
		return [Breach("consent-before", {"date": transfer.consent_on, "opened": transfer.requested_on})]
	return []


def step(
	action: str, user: str, user_roles: Collection[str], centres: Collection[str], transfer: Transfer
) -> list[Breach]:
	"""Whether `user`, with `user_roles`, working at `centres`, may take the step `action` of `transfer`."""
	row = STEPS[action]
	if not _stands_on(row.side, user, user_roles, centres, transfer):
		return [_refusal(row.side, action)]
	if transfer.status not in row.sources:
		return [Breach("not-open", {"action": action, "state": transfer.status})]
	breaches = contents(transfer)
	if action == RECORD_CONSENT:
		if not transfer.consent_on:
			breaches.append(Breach("consent-on-missing"))
		if not transfer.scan:
			breaches.append(Breach("scan-missing"))
	elif action == CONSENT and len((transfer.signed_name or "").strip()) < 2:
		breaches.append(Breach("name-missing"))
	elif action == ACCEPT and not transfer.case_worker_works_there:
		breaches.append(
			Breach("case-worker-elsewhere", {"person": transfer.case_worker, "centre": transfer.to_centre})
		)
	elif action == DECLINE and not (transfer.reason or "").strip():
		breaches.append(Breach("reason-missing", {"action": action}))
	return breaches


def _refusal(side: str, action: str) -> Breach:
	if side == PARTICIPANT:
		return Breach("not-participant", {"action": action})
	if side == GIVING:
		return Breach("not-giving", {"action": action})
	return Breach("not-receiving", {"action": action})


def _stands_on(
	side: str, user: str, user_roles: Collection[str], centres: Collection[str], transfer: Transfer
) -> bool:
	if side == PARTICIPANT:
		return bool(user) and user == transfer.participants_login
	centre = transfer.from_centre if side == GIVING else transfer.to_centre
	return centre in centres and bool(set(HANDLING) & set(user_roles))
