"""How a participant stands in a set of competences: records, scales and a target profile brought
together. May import frappe; asks for no permission beyond what `records` asks."""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe.utils import getdate, today

from kim_app.frameworks import texts
from kim_app.profile import gaps, picture
from kim_app.profile.records import Records


def entries(found: Records, competences: Iterable[dict], language: str | None = None) -> list[dict]:
	"""`competences` (as `frameworks.listing` gives them), each with what `picture.entry` tells of it
	today, with its `evidence` and with `target` None."""
	day, notice = getdate(today()), notice_days()
	scales: dict[str, list[dict]] = {}
	told = []
	for competence in competences:
		name, framework = competence["name"], competence["framework"]
		if framework not in scales:
			scales[framework] = texts.scale(framework, language)
		told.append(
			{
				**competence,
				**picture.entry(
					scales[framework],
					found.claims.get(name),
					found.validations.get(name, ()),
					day,
					notice,
				),
				"evidence": found.evidence.get(name, []),
				"target": None,
			}
		)
	return told


def compare(told: Iterable[dict], target) -> list[gaps.Gap]:
	"""Fills in `target` of the entries `told` that the document `target` (KIM Target Profile) requires;
	returns the gaps, the largest first."""
	by_name = {entry["name"]: entry for entry in told}
	requirements, standings = [], {}
	for row in target.levels:
		entry = by_name.get(row.competence)
		level = entry and texts.level(entry["framework"], row.level)
		if not level:
			continue
		counts = [level["counts_as_shown"] for level in texts.scale(entry["framework"])]
		requirements.append(
			gaps.Requirement(row.competence, row.level, level["position"], gaps.nothing_shown(counts))
		)
		standings[row.competence] = gaps.Standing(
			entry["validated"] and entry["validated"]["position"],
			entry["claimed"] and entry["claimed"]["position"],
		)
	found = gaps.gaps(requirements, standings)
	for gap in found:
		by_name[gap.competence]["target"] = picture.against(gap)
	return found


def notice_days() -> int:
	"""So many days before its end a validation is said to end soon."""
	return frappe.db.get_single_value("KIM Settings", "expiry_notice_days") or 0
