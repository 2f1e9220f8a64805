"""What only the site can tell of a framework that came from a file. May import frappe."""

from __future__ import annotations

import frappe

from kim_app.frameworks import access
from kim_app.frameworks.exchange.problems import Reading
from kim_app.frameworks.exchange.store import FRAMEWORK, present_crosswalks


def check_site(reading: Reading):
	"""Adds to `reading` what only the site can tell, and takes out what leads to nothing on it."""
	framework = reading.framework
	if frappe.db.exists(FRAMEWORK, framework.name):
		reading.add("framework-twice", framework.at, framework=framework.name)
	if framework.based_on and not access.readable(FRAMEWORK, [framework.based_on]):
		reading.note("based-on-left-out", framework.at, framework=framework.based_on)
		framework.based_on = None
	known = set(frappe.get_all("KIM Language", pluck="name"))
	spoken = [(language, framework.at) for language in (framework.language, *framework.languages)]
	for text in (framework, *framework.levels, *framework.competences):
		spoken += [(language, text.at) for language in text.translations]
	for criterion in (each for competence in framework.competences for each in competence.criteria):
		spoken += [(language, criterion.at) for language in criterion.translations]
	for language, at in dict(reversed(spoken)).items():
		if language not in known:
			reading.add("language-unknown", at, language=language)
	present = present_crosswalks(framework) | {
		f"{framework.name}-{each.code}" for each in framework.competences
	}
	for competence in framework.competences:
		for row in competence.crosswalk:
			if f"{row.framework}-{row.competence}" not in present:
				values = {"framework": row.framework, "competence": row.competence}
				reading.note("crosswalk-leads-nowhere", row.at, **values)
		competence.crosswalk = [
			row for row in competence.crosswalk if f"{row.framework}-{row.competence}" in present
		]
