"""What pages ask for about a participant's competence profile. May import frappe.

Every function asks for permission first: a profile is read by whoever may read the participant.
"""

from __future__ import annotations

import frappe
from frappe.utils import getdate, today

from kim_app.frameworks import listing, texts
from kim_app.profile import gaps, picture, records


@frappe.whitelist()
def profile(participant: str, target_profile: str | None = None, language: str | None = None) -> dict:
	"""Everything the picture of a competence profile shows.

	In: the names of a participant and, when one is compared with, of a target profile; the language
	of titles (ISO 639), the user's when left out. Out: `participant`, `frameworks` (each with `scale`
	and `competences`, and with `left_out`, whether more competences than those on record exist),
	`target` (with `gaps`, competences by the size of their gap), `target_profiles` to choose from and
	`counts`. Of each competence: see `picture.entry`; besides it `evidence`, `target` and texts.
	Raises frappe.PermissionError.
	"""
	frappe.has_permission("KIM Participant", "read", doc=participant, throw=True)
	target = None
	if target_profile:
		target = frappe.get_doc("KIM Target Profile", target_profile)
		target.check_permission("read")
	found = records.of(participant)
	required = [row.competence for row in target.levels] if target else []
	frameworks = _frameworks({*found.competences(), *required}, language)
	scales = {framework["name"]: framework["scale"] for framework in frameworks}
	day, notice = getdate(today()), _notice_days()
	for framework in frameworks:
		for competence in framework["competences"]:
			name = competence["name"]
			competence.update(
				picture.entry(
					framework["scale"],
					found.claims.get(name),
					[_dated(row) for row in found.validations.get(name, ())],
					day,
					notice,
				)
			)
			competence["evidence"] = found.evidence.get(name, [])
	entries = {entry["name"]: entry for framework in frameworks for entry in framework["competences"]}
	comparison = _compare(target, entries, scales) if target else []
	by_competence = {gap.competence: gap for gap in comparison}
	for name, entry in entries.items():
		entry["target"] = picture.against(by_competence.get(name))
	return {
		"participant": _person(participant),
		"frameworks": frameworks,
		"target": target and _target(target, comparison),
		"target_profiles": published_targets(),
		"counts": _counts(entries.values()),
	}


@frappe.whitelist()
def published_targets() -> list[dict]:
	"""The target profiles to compare with: `name`, `title`, `kind`, by title."""
	frappe.has_permission("KIM Target Profile", "read", throw=True)
	return frappe.get_list(
		"KIM Target Profile",
		filters={"status": "Published"},
		fields=["name", "title", "kind"],
		order_by="title asc",
		limit=0,
	)


@frappe.whitelist()
def competences(framework: str) -> dict:
	"""The `scale` of a framework and its `competences` that can be validated, in the user's language."""
	frappe.has_permission("KIM Competence Framework", "read", doc=framework, throw=True)
	return {"scale": texts.scale(framework), "competences": listing.of_framework(framework)}


def _person(participant: str) -> dict:
	return frappe.db.get_value(
		"KIM Participant", participant, ["name", "full_name", "centre", "consent"], as_dict=True
	)


def _notice_days() -> int:
	return frappe.db.get_single_value("KIM Settings", "expiry_notice_days") or 0


def _dated(row) -> dict:
	"""A validation with dates in place of the times that Frappe keeps."""
	return {
		**row,
		"opened_on": getdate(row.creation),
		"decided_on": getdate(row.decided_on or row.creation) if row.decided_on else None,
		"valid_until": row.valid_until and getdate(row.valid_until),
	}


def _frameworks(concerned: set[str], language: str | None) -> list[dict]:
	"""The frameworks of the competences `concerned`, or the default one: the default first, then by title."""
	default = frappe.db.get_single_value("KIM Settings", "default_framework")
	by_framework: dict[str, list[dict]] = {}
	for competence in listing.named(concerned, language):
		by_framework.setdefault(competence.framework, []).append(competence)
	if not by_framework and default:
		by_framework[default] = []
	facts = frappe.get_all(
		"KIM Competence Framework",
		filters={"name": ["in", list(by_framework) or [""]]},
		fields=["name", "title", "status"],
		order_by="title asc",
	)
	facts.sort(key=lambda row: row.name != default)
	frameworks = []
	for row in facts:
		whole = listing.of_framework(row.name, language)
		frameworks.append(
			{
				**row,
				"scale": texts.scale(row.name, language),
				"competences": whole or by_framework[row.name],
				"left_out": not whole,
			}
		)
	return frameworks


def _compare(target, entries: dict[str, dict], scales: dict[str, list[dict]]) -> list[gaps.Gap]:
	requirements, standings = [], {}
	for row in target.levels:
		entry = entries.get(row.competence)
		if not entry:
			continue
		scale = scales[entry["framework"]]
		level = next((level for level in scale if level["code"] == row.level), None)
		if not level:
			continue
		nothing = gaps.nothing_shown([level["counts_as_shown"] for level in scale])
		requirements.append(gaps.Requirement(row.competence, row.level, level["position"], nothing))
		standings[row.competence] = gaps.Standing(
			entry["validated"] and entry["validated"]["position"],
			entry["claimed"] and entry["claimed"]["position"],
		)
	return gaps.gaps(requirements, standings)


def _target(target, comparison: list[gaps.Gap]) -> dict:
	return {
		"name": target.name,
		"title": target.title,
		"kind": target.kind,
		"status": target.status,
		"description": target.description,
		"gaps": [gap.competence for gap in comparison],
		"met": sum(gap.met for gap in comparison),
		"only_claimed": sum(gap.only_claimed for gap in comparison),
	}


def _counts(entries) -> dict:
	entries = list(entries)
	return {
		kind: sum(bool(entry[kind]) for entry in entries)
		for kind in ("validated", "claimed", "open", "lapsed")
	}
