"""Which claim and which decision stand for a competence now. May import nothing of Frappe.

A level is given by its code and by its position on the framework's scale, 0 for the lowest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kim_app.validation import workflow


@dataclass(frozen=True)
class Claim:
	"""A level that the participant claimed: in a self assessment, or when a validation was opened."""

	level: str
	position: int
	made_on: date
	self_assessment: str | None = None


@dataclass(frozen=True)
class Decision:
	"""A validation that was decided. `valid_until` is the last day it holds, None for no end."""

	validation: str
	state: str
	level: str | None
	position: int
	decided_on: date
	valid_until: date | None = None


def holds(state: str, valid_until: date | None, on: date) -> bool:
	"""Whether a validation in `state` holds on the day `on`: approved, not revoked, not expired."""
	return state == workflow.VALIDATED and (valid_until is None or valid_until >= on)


def standing_claim(claims: Iterable[Claim]) -> Claim | None:
	"""The latest claim; of one day's, what the participant said themself, and last."""
	return max(claims, key=lambda claim: (claim.made_on, claim.self_assessment or ""), default=None)


def standing_decision(decisions: Iterable[Decision], on: date) -> Decision | None:
	"""The highest level that holds on the day `on`; of equal ones, what holds longest, then the latest."""
	holding = [decision for decision in decisions if holds(decision.state, decision.valid_until, on)]
	return max(
		holding,
		key=lambda decision: (decision.position, decision.valid_until or date.max, decision.decided_on),
		default=None,
	)
