"""What pages ask for about a participant's competence profile. May import frappe.

Every function asks for permission first: a profile is read by whoever may read the participant.
"""

from __future__ import annotations

import frappe

from kim_app.arguments import checked
from kim_app.frameworks import listing, texts
from kim_app.profile import gaps, overview, records


@frappe.whitelist()
@checked
def profile(participant: str, target_profile: str | None = None, language: str | None = None) -> dict:
	"""Everything the picture of a competence profile shows.

	In: the names of a participant and, when one is compared with, of a target profile; the language
	of titles (ISO 639), the user's when left out. Out: `participant`; `frameworks`, each with `scale`,
	`competences` (see `overview.entries`) and `left_out`, whether it has more than are told of;
	`target` with the names of its competences by the size of their gap; `target_profiles` to choose
	from; `counts`. Raises frappe.PermissionError.
	"""
	frappe.get_doc("KIM Participant", participant).check_permission("read")
	target = target_document(target_profile)
	found = records.of(participant)
	required = [row.competence for row in target.levels] if target else []
	frameworks = _frameworks({*found.competences(), *required}, language)
	told = []
	for framework in frameworks:
		framework["competences"] = overview.entries(found, framework["competences"], language)
		told += framework["competences"]
	comparison = overview.compare(told, target) if target else []
	return {
		"participant": frappe.db.get_value(
			"KIM Participant", participant, ["name", "full_name", "centre"], as_dict=True
		),
		"frameworks": frameworks,
		"target": target and _target(target, comparison),
		"target_profiles": published_targets(),
		"counts": {
			kind: sum(bool(entry[kind]) for entry in told)
			for kind in ("validated", "claimed", "open", "lapsed")
		},
	}


@frappe.whitelist()
@checked
def competences(framework: str) -> dict:
	"""The `scale` of a framework and its `competences` that can be validated, in the user's language."""
	frappe.get_doc("KIM Competence Framework", framework).check_permission("read")
	return {"scale": texts.scale(framework), "competences": listing.of_framework(framework)}


@frappe.whitelist()
@checked
def scale_of(competence: str) -> list[dict]:
	"""The levels by which a competence is rated, lowest first, in the user's language."""
	frappe.get_doc("KIM Competence", competence).check_permission("read")
	return texts.scale(texts.framework_of(competence))


def target_document(name: str | None):
	"""The target profile with this name, None without one. Raises frappe.PermissionError."""
	if not name:
		return None
	target = frappe.get_doc("KIM Target Profile", name)
	target.check_permission("read")
	return target


def published_targets() -> list[dict]:
	"""The target profiles to compare with: `name`, `title`, `kind`, by title."""
	return frappe.get_list(
		"KIM Target Profile",
		filters={"status": "Published"},
		fields=["name", "title", "kind"],
		order_by="title asc",
		limit=0,
	)


def _frameworks(concerned: set[str], language: str | None) -> list[dict]:
	"""The frameworks of the competences `concerned`, or the default one: the default first, then by title."""
	default = frappe.db.get_single_value("KIM Settings", "default_framework")
	by_framework: dict[str, list[dict]] = {}
	for competence in listing.named(concerned, language):
		by_framework.setdefault(competence.framework, []).append(competence)
	if not by_framework and default:
		by_framework[default] = []
	found = frappe.get_all(
		"KIM Competence Framework",
		filters={"name": ["in", list(by_framework) or [""]]},
		fields=["name", "title", "status"],
		order_by="title asc",
	)
	for framework in found:
		whole = listing.of_framework(framework.name, language)
		framework.title = texts.framework_title(framework.name, language)
		framework.competences = whole or by_framework[framework.name]
		framework.scale = texts.scale(framework.name, language)
		framework.left_out = not whole
	return sorted(found, key=lambda framework: framework.name != default)


def _target(target, comparison: list[gaps.Gap]) -> dict:
	return {
		"name": target.name,
		"title": target.title,
		"kind": target.kind,
		"description": target.description,
		"gaps": [gap.competence for gap in comparison],
		"met": sum(gap.met for gap in comparison),
		"only_claimed": sum(gap.only_claimed for gap in comparison),
	}
