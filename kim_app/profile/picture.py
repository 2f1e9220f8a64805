"""One competence of a participant as the picture of their profile shows it. May import nothing of Frappe.

Whether a validation holds is asked of its dates on the day of asking, not only of the mark that a
daily job sets, so that nothing expired is ever shown as current.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from kim_app.profile import rules
from kim_app.profile.gaps import Gap
from kim_app.validation import workflow

CURRENT, EXPIRED, REVOKED, NOT_VALIDATED, OPEN = "current", "expired", "revoked", "not-validated", "open"


def entry(
	scale: Sequence[Mapping],
	claim: Mapping | None,
	validations: Sequence[Mapping],
	on: date,
	notice_days: int = 0,
) -> dict:
	"""What is claimed, validated, lapsed and open in one competence on the day `on`.

	`scale` is what `frameworks.texts.scale` gives; `claim` has `claimed_level`, `claimed_on`,
	`self_assessment`; `validations` have the fields that `profile.records` reads, oldest first, their
	dates as dates. A validation that ends within `notice_days` is said to end soon.
	"""
	position = {level["code"]: level["position"] for level in scale}
	decisions = [
		rules.Decision(
			row["name"],
			row["workflow_state"],
			row["validated_level"],
			position.get(row["validated_level"], -1),
			row["decided_on"],
			row["valid_until"],
		)
		for row in validations
		if row["workflow_state"] == workflow.VALIDATED and row["validated_level"] in position
	]
	standing = rules.standing_decision(decisions, on)
	by_name = {row["name"]: row for row in validations}
	lapsed = None
	if standing is None and decisions:
		lapsed = max(decisions, key=lambda decision: (decision.valid_until, decision.position))
	running = [row for row in validations if row["workflow_state"] in workflow.OPEN_STATES]
	return {
		"claimed": _claimed(claim, position),
		"validated": _validated(standing, by_name, on + timedelta(days=notice_days)),
		"lapsed": _validated(lapsed, by_name, date.min),
		"open": _open(running[-1], position) if running else None,
		"history": [_step(row, position, on) for row in validations],
	}


def _claimed(claim: Mapping | None, position: Mapping[str, int]) -> dict | None:
	if not claim or claim["claimed_level"] not in position:
		return None
	return {
		"level": claim["claimed_level"],
		"position": position[claim["claimed_level"]],
		"on": claim["claimed_on"],
		"self_assessment": claim["self_assessment"],
	}


def _validated(decision: rules.Decision | None, by_name: Mapping[str, Mapping], soon: date) -> dict | None:
	if decision is None:
		return None
	return {
		"level": decision.level,
		"position": decision.position,
		"on": decision.decided_on,
		"until": decision.valid_until,
		"ends_soon": bool(decision.valid_until and decision.valid_until <= soon),
		"certificate_number": by_name[decision.validation]["certificate_number"],
		"validation": decision.validation,
	}


def _open(row: Mapping, position: Mapping[str, int]) -> dict:
	return {
		"validation": row["name"],
		"state": row["workflow_state"],
		"since": row["opened_on"],
		"level": row["claimed_level"] if row["claimed_level"] in position else None,
	}


def _step(row: Mapping, position: Mapping[str, int], on: date) -> dict:
	level = row["validated_level"] or row["claimed_level"]
	return {
		"validation": row["name"],
		"state": row["workflow_state"],
		"standing": standing_of(row["workflow_state"], row["valid_until"], on),
		"level": level,
		"position": position.get(level, -1),
		"on": row["decided_on"] or row["opened_on"],
		"until": row["valid_until"],
		"revoked_on": row["revoked_on"],
		"certificate_number": row["certificate_number"],
		"appeal_of": row["amended_from"],
		"imported": bool(row["imported"]),
	}


def standing_of(state: str, valid_until: date | None, on: date) -> str:
	"""One word for how a validation stands on the day `on`."""
	if state in workflow.OPEN_STATES:
		return OPEN
	if state == workflow.VALIDATED:
		return CURRENT if rules.holds(state, valid_until, on) else EXPIRED
	return REVOKED if state == workflow.REVOKED else NOT_VALIDATED


def against(gap: Gap | None) -> dict | None:
	"""What a target profile requires in the competence and what is missing; None when it asks nothing."""
	if gap is None:
		return None
	return {
		"level": gap.level,
		"position": gap.required,
		"steps": gap.steps,
		"claimed_steps": gap.claimed_steps,
		"met": gap.met,
		"only_claimed": gap.only_claimed,
	}
