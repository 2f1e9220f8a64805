"""Keeps the rows of KIM Profile Competence true to validations and self assessments. May import frappe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

import frappe
from frappe.utils import getdate, today

from kim_app.frameworks import texts
from kim_app.inclusion import achievement
from kim_app.profile import rules

PROFILE = "KIM Profile Competence"


def refresh(participant: str, competences: Collection[str]):
	"""Derives the profile rows of `participant` for `competences` (names) anew and stores what changed.

	A row with neither a claim nor a decision that holds is removed, and the goals of the participant's
	inclusion plan follow. Asks no permission: it writes only what follows from documents that others were
	allowed to write.
	"""
	competences = sorted({competence for competence in competences if competence})
	if not competences:
		return
	# One after the other for a participant, and from what is stored now: a plain read would show the
	# state in which this transaction began, and write a colleague's approval away.
	place = frappe.db.get_value(
		"KIM Participant", participant, ["full_name", "centre", "organisation"], as_dict=True, for_update=True
	)
	claims, decisions = _claims(participant, competences), _decisions(participant, competences)
	for competence in competences:
		claim = rules.standing_claim(claims[competence])
		decision = rules.standing_decision(decisions[competence], getdate(today()))
		name = frappe.db.get_value(PROFILE, {"participant": participant, "competence": competence})
		if not (claim or decision):
			if name:
				frappe.delete_doc(PROFILE, name, ignore_permissions=True, delete_permanently=True)
			continue
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
		else:
			frappe.get_doc(
				{"doctype": PROFILE, "participant": participant, "competence": competence, **values}
			).insert(ignore_permissions=True)
	achievement.follow(participant, competences)


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


def _claims(participant: str, competences: Iterable[str]) -> dict[str, list[rules.Claim]]:
	claims = defaultdict(list)
	for row in _stored_now(
		"KIM Validation",
		{"participant": participant, "competence": ["in", competences], "claimed_level": ["is", "set"]},
		["competence", "claimed_level", "creation", "decided_on", "imported"],
	):
		# A register tells when it decided, not when the claim was made.
		made_on = row.decided_on if row.imported and row.decided_on else row.creation
		claims[row.competence].append(
			rules.Claim(row.claimed_level, _position(row.competence, row.claimed_level), getdate(made_on))
		)
	finished = _stored_now(
		"KIM Self Assessment", {"participant": participant, "status": "Finished"}, ["name", "finished_on"]
	)
	made_on = {row.name: row.finished_on for row in finished}
	for row in _stored_now(
		"KIM Self Rating",
		{"parent": ["in", list(made_on) or [""]], "competence": ["in", competences], "level": ["is", "set"]},
		["parent", "competence", "level"],
	):
		position = _position(row.competence, row.level)
		claims[row.competence].append(
			rules.Claim(row.level, position, getdate(made_on[row.parent]), self_assessment=row.parent)
		)
	return claims


def _decisions(participant: str, competences: Iterable[str]) -> dict[str, list[rules.Decision]]:
	decisions = defaultdict(list)
	for row in _stored_now(
		"KIM Validation",
		{"participant": participant, "competence": ["in", competences], "docstatus": ["!=", 0]},
		["name", "competence", "workflow_state", "validated_level", "decided_on", "valid_until"],
	):
		decisions[row.competence].append(
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
