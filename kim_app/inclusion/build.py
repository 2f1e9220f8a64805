"""Building a plan from a competence profile: what follows from target profiles as goals. May import frappe."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import cint

from kim_app import permissions
from kim_app.arguments import checked
from kim_app.frameworks import texts
from kim_app.inclusion import areas, plan, suggestions
from kim_app.profile import gaps

TARGET = "KIM Target Profile"
PARTS_ASKED = 4


@frappe.whitelist()
@checked
def target_profiles() -> list[dict]:
	"""The published target profiles that can be built from: `name`, `title`, `kind`, by title.

	Raises frappe.PermissionError.
	"""
	permissions.demand(TARGET)
	return frappe.get_list(
		TARGET,
		filters={"status": "Published"},
		fields=["name", "title", "kind"],
		order_by="title asc",
		limit=0,
	)


@frappe.whitelist()
@checked
def suggest(
	participant: str, profiles: str | list, goals: str | list | None = None, left_out: str | None = None
) -> list[dict]:
	"""The goals that `profiles` (names of target profiles) suggest for `participant`, largest gap first.

	`goals` are the plan's rows as the form has them, `left_out` its note of what was left out before: only
	what is new is suggested. Each row has `competence`, `title`, `area`, `baseline_level`, `target_level`,
	`scale`, `steps`, `position`, `profiles` (titles), `target_profile`, `only_claimed`, `raises` (the level that the
	plan's goal aims at now, or None), `left_out`, and `text` and `action`, words to begin with.

	Raises frappe.PermissionError.
	"""
	frappe.get_doc("KIM Participant", participant).check_permission("read")
	documents = [_target(name) for name in frappe.parse_json(profiles) or ()]
	standings = _standings(participant, {row.competence for target in documents for row in target.levels})
	found = suggestions.suggest(
		{target.name: gaps.gaps(_requirements(target), standings) for target in documents},
		_aims(frappe.parse_json(goals) or ()),
		suggestions.refused(left_out),
	)
	titles = {target.name: target for target in documents}
	validated = plan.standings(participant, [one.competence for one in found])
	return [_row(one, titles, validated.get(one.competence)) for one in found]


@frappe.whitelist()
@checked
def note_left_out(left_out: str | None, leave_out: str | list, take_back: str | list) -> str:
	"""The note `left_out` of a plan with the pairs `leave_out` [competence, position] added and the
	competences `take_back` removed. Stores nothing."""
	permissions.demand(plan.DOCTYPE, "write")
	pairs = [(str(competence), cint(position)) for competence, position in frappe.parse_json(leave_out) or ()]
	return suggestions.note(left_out, pairs, frappe.parse_json(take_back) or ())


def area_of(competence: str, kind: str | None = None) -> str:
	"""The area of life that `competence` (a name) probably belongs to; `kind` is that of the target profile."""
	document = frappe.get_cached_doc("KIM Competence", competence)
	codes, above = [document.code], document.parent_kim_competence
	for _level in range(PARTS_ASKED):
		if not above:
			break
		code, above = frappe.db.get_value("KIM Competence", above, ["code", "parent_kim_competence"])
		codes.append(code)
	return areas.guess(document.framework, codes, document.title, kind)


def _target(name: str):
	target = frappe.get_doc(TARGET, name)
	target.check_permission("read")
	return target


def _requirements(target) -> list[gaps.Requirement]:
	requirements = []
	for row in target.levels:
		scale = plan.scale_of(row.competence)
		level = next((level for level in scale if level["code"] == row.level), None)
		if level:
			nothing = gaps.nothing_shown([level["counts_as_shown"] for level in scale])
			requirements.append(gaps.Requirement(row.competence, row.level, level["position"], nothing))
	return requirements


def _standings(participant: str, competences: set[str]) -> dict[str, gaps.Standing]:
	rows = frappe.get_all(
		"KIM Profile Competence",
		filters={"participant": participant, "competence": ["in", list(competences) or [""]]},
		fields=["competence", "validated_level", "validated_position", "claimed_level", "claimed_position"],
	)
	return {
		row.competence: gaps.Standing(
			row.validated_position if row.validated_level else None,
			row.claimed_position if row.claimed_level else None,
		)
		for row in rows
	}


def _aims(goals: list[dict]) -> list[suggestions.Aim]:
	aims = []
	for goal in goals:
		if competence := goal.get("competence"):
			positions = {level["code"]: level["position"] for level in plan.scale_of(competence)}
			aims.append(
				suggestions.Aim(
					competence, positions.get(goal.get("target_level")), goal.get("status") == "Dropped"
				)
			)
	return aims


def _row(one: suggestions.Suggestion, targets: dict, standing: plan.Standing | None) -> dict:
	competence, gap = one.competence, one.gap
	scale = plan.scale_of(competence)
	nothing = gaps.nothing_shown([level["counts_as_shown"] for level in scale])
	baseline = standing.level if standing else (scale[nothing]["code"] if nothing >= 0 else None)
	target = targets[one.profiles[0]]
	title = texts.title(competence)
	return {
		"competence": competence,
		"title": title,
		"area": area_of(competence, target.kind),
		"baseline_level": baseline,
		"target_level": gap.level,
		"position": gap.required,
		"scale": scale,
		"steps": gap.steps,
		"profiles": [targets[name].title for name in one.profiles],
		"target_profile": target.name,
		"only_claimed": gap.only_claimed,
		"raises": next((level["code"] for level in scale if level["position"] == one.raises), None),
		"left_out": one.left_out,
		"text": title,
		"action": _("Collect evidence and have it validated") if gap.only_claimed else "",
	}
