"""Keeps the rows of KIM Profile Competence true to validations and self assessments. May import frappe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager

import frappe
from frappe.utils import getdate, today

from kim_app.frameworks import texts
from kim_app.profile import rules

PROFILE = "KIM Profile Competence"


Pair = tuple[str, str]


def refresh(participant: str, competences: Collection[str | None]):
	"""Derives the profile rows of `participant` for `competences` (names) anew and stores what changed.

	A row with neither a claim nor a decision that holds is removed. Asks no permission: it writes only
	what follows from documents that others were allowed to write.
	"""
	pairs = {(participant, competence) for competence in competences if competence}
	if frappe.flags.kim_profiles_changed is None:
		refresh_many(pairs)
	else:
		frappe.flags.kim_profiles_changed.update(pairs)


@contextmanager
def together() -> Iterator[None]:
	"""The rows that change inside are derived at its end, all of them at once: for who changes many."""
	before, frappe.flags.kim_profiles_changed = frappe.flags.kim_profiles_changed, set()
	try:
		yield
		changed = frappe.flags.kim_profiles_changed
	finally:
		frappe.flags.kim_profiles_changed = before
	refresh_many(changed)


def refresh_many(pairs: Collection[Pair]):
	"""The same for many pairs (participant, competence), read in a fixed number of queries."""
	pairs = sorted(set(pairs))
	if not pairs:
		return
	claims, decisions = _claims(pairs), _decisions(pairs)
	places = {
		row.name: row
		for row in frappe.get_all(
			"KIM Participant",
			filters=_among(pairs, "name", None),
			fields=["name", "full_name", "centre", "organisation"],
		)
	}
	stored = {
		(row.participant, row.competence): row.name
		for row in frappe.get_all(
			PROFILE, filters=_among(pairs), fields=["name", "participant", "competence"]
		)
	}
	for pair in pairs:
		_store(pair, stored.get(pair), places.get(pair[0]), claims[pair], decisions[pair])


def _store(pair: Pair, name: str | None, place, claims: list, decisions: list):
	claim = rules.standing_claim(claims)
	decision = rules.standing_decision(decisions, getdate(today()))
	if not (claim or decision):
		if name:
			frappe.delete_doc(PROFILE, name, ignore_permissions=True, delete_permanently=True)
		return
	participant, competence = pair
	values = {
		"participant_name": place.full_name,
		"centre": place.centre,
		"organisation": place.organisation,
		"framework": texts.framework_of(competence),
		**_fields_of_claim(claim),
		**_fields_of_decision(decision, competence),
	}
	if name:
		frappe.db.set_value(PROFILE, name, values)
		return
	row = frappe.get_doc({"doctype": PROFILE, "participant": participant, "competence": competence, **values})
	# Every link comes from a document that holds it.
	row.flags.ignore_links = True
	row.insert(ignore_permissions=True)


def _among(pairs: Collection[Pair], participant: str = "participant", competence: str | None = "competence"):
	"""Filters that hold for every pair; what they find beside is left out by its key."""
	filters = {participant: ["in", sorted({pair[0] for pair in pairs})]}
	if competence:
		filters[competence] = ["in", sorted({pair[1] for pair in pairs})]
	return filters


def _fields_of_claim(claim: rules.Claim | None) -> dict:
	return {
		"claimed_level": claim.level if claim else None,
		"claimed_position": claim.position if claim else -1,
		"claimed_on": claim.made_on if claim else None,
		"self_assessment": claim.self_assessment if claim else None,
	}


def _fields_of_decision(decision: rules.Decision | None, competence: str) -> dict:
	level = texts.level(texts.framework_of(competence), decision.level) if decision else None
	return {
		"validated_level": decision.level if decision else None,
		"validated_position": decision.position if decision else -1,
		"counts_as_shown": int(bool(level and level["counts_as_shown"])),
		"validation": decision.validation if decision else None,
		"validated_on": decision.decided_on if decision else None,
		"valid_until": decision.valid_until if decision else None,
	}


def _claims(pairs: Collection[Pair]) -> dict[Pair, list[rules.Claim]]:
	claims = defaultdict(list)
	for row in frappe.get_all(
		"KIM Validation",
		filters={**_among(pairs), "claimed_level": ["is", "set"]},
		fields=["participant", "competence", "claimed_level", "creation", "decided_on", "imported"],
	):
		# A register tells when it decided, not when the claim was made.
		made_on = row.decided_on if row.imported and row.decided_on else row.creation
		claims[row.participant, row.competence].append(
			rules.Claim(row.claimed_level, _position(row.competence, row.claimed_level), getdate(made_on))
		)
	finished = {
		row.name: row
		for row in frappe.get_all(
			"KIM Self Assessment",
			filters={**_among(pairs, competence=None), "status": "Finished"},
			fields=["name", "participant", "finished_on"],
		)
	}
	for row in _ratings(finished, pairs):
		position = _position(row.competence, row.level)
		made = finished[row.parent]
		claims[made.participant, row.competence].append(
			rules.Claim(row.level, position, getdate(made.finished_on), self_assessment=row.parent)
		)
	return claims


def _ratings(finished: Collection[str], pairs: Collection[Pair]) -> list:
	if not finished:
		return []
	return frappe.get_all(
		"KIM Self Rating",
		filters={
			"parent": ["in", list(finished)],
			"competence": ["in", sorted({pair[1] for pair in pairs})],
			"level": ["is", "set"],
		},
		fields=["parent", "competence", "level"],
	)


def _decisions(pairs: Collection[Pair]) -> dict[Pair, list[rules.Decision]]:
	decisions = defaultdict(list)
	for row in frappe.get_all(
		"KIM Validation",
		filters={**_among(pairs), "docstatus": ["!=", 0]},
		fields=[
			"name",
			"participant",
			"competence",
			"workflow_state",
			"validated_level",
			"decided_on",
			"valid_until",
		],
	):
		decisions[row.participant, row.competence].append(
			rules.Decision(
				row.name,
				row.workflow_state,
				row.validated_level,
				_position(row.competence, row.validated_level),
				getdate(row.decided_on),
				row.valid_until and getdate(row.valid_until),
			)
		)
	return decisions


def _position(competence: str, code: str | None) -> int:
	level = texts.level(texts.framework_of(competence), code)
	return level["position"] if level else -1
