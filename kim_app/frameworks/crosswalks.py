"""With what competences are compared, read from both sides: a crosswalk is written on one. May import frappe.

Only competences that the user may read are named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import frappe

from kim_app.frameworks.exchange.model import RELATIONS, REVERSED

COMPETENCE, CROSSWALK = "KIM Competence", "KIM Competence Crosswalk"


def of(competences: Collection[str]) -> dict[str, list[dict]]:
	"""For each of `competences` (names) those that it is compared with: `name`, `code`, `title`, `framework`,
	the `relation` of the one asked for to that one, and whether the other one `tells` it."""
	names = list(competences) or [""]
	fields = ["parent", "competence", "relation"]
	own = frappe.get_all(
		CROSSWALK, filters={"parenttype": COMPETENCE, "parent": ["in", names]}, fields=fields
	)
	told = frappe.get_all(
		CROSSWALK, filters={"parenttype": COMPETENCE, "competence": ["in", names]}, fields=fields
	)
	pairs = [(row.parent, row.competence, row.relation, False) for row in own]
	pairs += [(row.competence, row.parent, REVERSED[row.relation], True) for row in told]
	rows = frappe.get_list(
		COMPETENCE,
		filters={"name": ["in", [other for _one, other, _relation, _tells in pairs] or [""]]},
		fields=["name", "code", "title", "framework"],
		limit=0,
	)
	others = {row.name: row for row in rows}
	compared = defaultdict(list)
	for one, other, relation, tells in sorted(pairs, key=lambda pair: (RELATIONS.index(pair[2]), pair[1])):
		if other in others:
			compared[one].append({**others[other], "relation": relation, "tells": tells})
	return dict(compared)
