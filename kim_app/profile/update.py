"""Keeps the rows of KIM Profile Competence true to validations and self assessments. May import frappe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

import frappe
from frappe.utils import getdate, today

from kim_app.bulk_insert import documents, other_rules
from kim_app.frameworks import texts
from kim_app.inclusion import achievement
from kim_app.profile import rules

PROFILE = "KIM Profile Competence"
AUTONAME = "format:{participant}-{competence}"
MANY = 20
# What is stored of a participant and a competence.
STORED = [
	"name",
	"participant",
	"competence",
	"participant_name",
	"centre",
	"organisation",
	"framework",
	"claimed_level",
	"claimed_position",
	"claimed_on",
	"self_assessment",
	"validated_level",
	"validated_position",
	"counts_as_shown",
	"validation",
	"validated_on",
	"valid_until",
]


def refresh(participant: str, competences: Collection[str | None]):
	"""Derives the profile rows of `participant` for `competences` (names) anew and stores what changed."""
	pairs = {(participant, competence) for competence in competences}
	if frappe.flags.kim_profiles_changed is None:
		refresh_many(pairs)
	else:
		frappe.flags.kim_profiles_changed.update(pairs)


@contextmanager
def together() -> Iterator[None]:
	"""The rows that `refresh` is asked for inside are derived at its end, all at once: for who decides on many."""
	before, frappe.flags.kim_profiles_changed = frappe.flags.kim_profiles_changed, set()
	try:
		yield
		changed = frappe.flags.kim_profiles_changed
	finally:
		frappe.flags.kim_profiles_changed = before
	refresh_many(changed)


def refresh_many(pairs: Iterable[tuple[str, str]]):
	"""Derives the profile row of each pair (participant, competence) anew and stores what changed.

	A row with neither a claim nor a decision that holds is removed, and the goals of the participant's
	inclusion plan follow. Asks no permission: it writes only what follows from documents that others were
	allowed to write.
	"""
	pairs = sorted({(participant, competence) for participant, competence in pairs if competence})
	if not pairs:
		return
	participants = sorted({participant for participant, _competence in pairs})
	competences = sorted({competence for _participant, competence in pairs})
	# One after the other for a participant, and from what is stored now: a plain read would show the
	# state in which this transaction began, and write a colleague's approval away.
	places = {
		row.name: row
		for row in _stored_now(
			"KIM Participant", {"name": ["in", participants]}, ["name", "full_name", "centre", "organisation"]
		)
	}
	claims, decisions = _claims(participants, competences), _decisions(participants, competences)
	known = {
		(row.participant, row.competence): row
		for row in _stored_now(
			PROFILE, {"participant": ["in", participants], "competence": ["in", competences]}, STORED
		)
	}
	new, gone = [], []
	for participant, competence in pairs:
		claim = rules.standing_claim(claims[participant, competence])
		decision = rules.standing_decision(decisions[participant, competence], getdate(today()))
		stored, place = known.get((participant, competence)), places[participant]
		if not (claim or decision):
			if stored:
				gone.append(stored.name)
			continue
		values = {
			"participant_name": place.full_name,
			"centre": place.centre,
			"organisation": place.organisation,
			"framework": texts.framework_of(competence),
			**_fields_of_claim(claim),
			**_fields_of_decision(decision, competence),
		}
		if stored:
			if changed := {field: value for field, value in values.items() if stored[field] != value}:
				frappe.db.set_value(PROFILE, stored.name, changed)
		else:
			new.append({"participant": participant, "competence": competence, **values})
	_delete(gone)
	_insert(new)
	achievement.follow_many(pairs)


def _delete(names: list[str]):
	if len(names) >= MANY:
		frappe.db.delete(PROFILE, {"name": ["in", names]})
		return
	for name in names:
		frappe.delete_doc(PROFILE, name, ignore_permissions=True, delete_permanently=True)


def _insert(rows: list[dict]):
	"""Few rows through their form, many at once past it, unless another app has a say in it."""
	if len(rows) < MANY or other_rules.of_form(PROFILE, autoname=AUTONAME):
		for row in rows:
			frappe.get_doc({"doctype": PROFILE, **row}).insert(ignore_permissions=True)
		return
	documents.insert_random_named(
		PROFILE,
		[
			{
				"name": f"{row['participant']}-{row['competence']}",
				**{field: value for field, value in row.items() if value is not None},
			}
			for row in rows
		],
	)


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


def _claims(participants: list[str], competences: list[str]) -> dict[tuple[str, str], list[rules.Claim]]:
	claims = defaultdict(list)
	of = ["in", participants]
	for row in _stored_now(
		"KIM Validation",
		{"participant": of, "competence": ["in", competences], "claimed_level": ["is", "set"]},
		["participant", "competence", "claimed_level", "creation", "decided_on", "imported"],
	):
		# A register tells when it decided, not when the claim was made.
		made_on = row.decided_on if row.imported and row.decided_on else row.creation
		claims[row.participant, row.competence].append(
			rules.Claim(row.claimed_level, _position(row.competence, row.claimed_level), getdate(made_on))
		)
	finished = {
		row.name: row
		for row in _stored_now(
			"KIM Self Assessment",
			{"participant": of, "status": "Finished"},
			["name", "participant", "finished_on"],
		)
	}
	for row in _stored_now(
		"KIM Self Rating",
		{"parent": ["in", list(finished) or [""]], "competence": ["in", competences], "level": ["is", "set"]},
		["parent", "competence", "level"],
	):
		sheet = finished[row.parent]
		position = _position(row.competence, row.level)
		claims[sheet.participant, row.competence].append(
			rules.Claim(row.level, position, getdate(sheet.finished_on), self_assessment=row.parent)
		)
	return claims


def _decisions(
	participants: list[str], competences: list[str]
) -> dict[tuple[str, str], list[rules.Decision]]:
	decisions = defaultdict(list)
	for row in _stored_now(
		"KIM Validation",
		{"participant": ["in", participants], "competence": ["in", competences], "docstatus": ["!=", 0]},
		[
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


def _stored_now(doctype: str, filters: dict, fields: list[str]) -> list:
	"""Rows as they are committed at this moment, held until this transaction ends."""
	return frappe.db.get_values(doctype, filters, fields, as_dict=True, for_update=True)


def _position(competence: str, code: str | None) -> int:
	level = texts.level(texts.framework_of(competence), code)
	return level["position"] if level else -1
