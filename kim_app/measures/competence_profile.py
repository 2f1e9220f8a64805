"""How many people claim and have shown what, and how far they are from a target profile. May import frappe.

Counted from KIM Profile Competence, which holds one row for each person and competence: the claim that stands and
the level that is validated today. Whoever has no row has neither claimed nor shown anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import frappe
from frappe.query_builder.functions import Coalesce, Count

from kim_app.frameworks import texts
from kim_app.measures import counting, rows, tally
from kim_app.measures.catalogue import PARTICIPANTS
from kim_app.profile import gaps

DOCTYPE = "KIM Profile Competence"


@dataclass
class Spread:
	"""One competence: how many people by the position of the level that is validated and that is claimed (-1 for
	none), and, when a target is given, the gap of all of them to it."""

	competence: str
	validated: dict[int, int] = field(default_factory=lambda: defaultdict(int))
	claimed: dict[int, int] = field(default_factory=lambda: defaultdict(int))
	required: str | None = None
	meet: int = 0
	only_claim: int = 0
	steps: int = 0


def people(filters: Mapping) -> int:
	"""How many participants the filters leave."""
	return sum(found.whole for found in counting.count(PARTICIPANTS, filters=_places(filters)).values())


def spread(competences: list[str], filters: Mapping, target: Mapping[str, gaps.Requirement] | None = None):
	"""A Spread for each of `competences` (names), in their order; `target` is keyed by competence."""
	target, everybody = target or {}, people(filters)
	found = {competence: Spread(competence) for competence in competences}
	counted = dict.fromkeys(competences, 0)

	def ask(table, query):
		query = rows.placed(query, table, filters).where(table.competence.isin(competences or [""]))
		validated, claimed = Coalesce(table.validated_position, -1), Coalesce(table.claimed_position, -1)
		return tally.Asked(query, [table.competence, validated, claimed], [Count("*")])

	for competence, shown, claim, number in tally.tally(DOCTYPE, ask):
		_add(found[competence], shown, claim, number, target.get(competence))
		counted[competence] += number
	for competence, number in counted.items():
		_add(found[competence], -1, -1, everybody - number, target.get(competence))
	return list(found.values())


def _add(line: Spread, shown: int, claim: int, number: int, requirement: gaps.Requirement | None):
	line.validated[shown] += number
	line.claimed[claim] += number
	if requirement:
		gap = gap_of(requirement, shown, claim)
		line.required = requirement.level
		line.meet += number * gap.met
		line.only_claim += number * gap.only_claimed
		line.steps += number * gap.steps


def gap_of(requirement: gaps.Requirement, shown: int, claim: int) -> gaps.Gap:
	"""The gap of somebody at these positions, -1 for none."""
	standing = gaps.Standing(None if shown < 0 else shown, None if claim < 0 else claim)
	return gaps.gaps([requirement], {requirement.competence: standing})[0]


def persons(competences: list[str], filters: Mapping, most: int | None = None):
	"""Participants (`name`, `full_name`, `centre`), by name, `most` at the most, and {(participant, competence):
	row of KIM Profile Competence} of them."""
	table, query = rows.of("KIM Participant")
	query = rows.placed(query, table, filters).select(table.name, table.full_name, table.centre)
	query = query.orderby(table.full_name).orderby(table.name)
	found = (query.limit(most) if most else query).run(as_dict=True)
	profile, query = rows.of(DOCTYPE)
	query = rows.placed(query, profile, filters).where(profile.competence.isin(competences or [""]))
	if most:
		query = query.where(profile.participant.isin([row.name for row in found] or [""]))
	query = query.select(
		profile.participant,
		profile.competence,
		profile.claimed_level,
		profile.claimed_position,
		profile.validated_level,
		profile.validated_position,
	)
	return found, {(row.participant, row.competence): row for row in query.run(as_dict=True)}


def requirements(target: str) -> dict[str, gaps.Requirement]:
	"""What a target profile (its name) requires, by competence. Raises frappe.PermissionError."""
	document = frappe.get_doc("KIM Target Profile", target)
	document.check_permission("read")
	found = {}
	for row in document.levels:
		framework = texts.framework_of(row.competence)
		level = texts.level(framework, row.level)
		if level:
			counts = [other["counts_as_shown"] for other in texts.scale(framework)]
			found[row.competence] = gaps.Requirement(
				row.competence, row.level, level["position"], gaps.nothing_shown(counts)
			)
	return found


def _places(filters: Mapping) -> dict:
	return {name: filters.get(name) for name in ("centre", "organisation", "country")}
