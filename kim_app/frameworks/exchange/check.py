"""Holds a framework that came from a file against the rules, before anything of it is stored.

The same rules as the forms ask, and what a database would refuse: codes that it takes for the same. May
import nothing of Frappe; what only the site knows is asked in `store`.
"""

from __future__ import annotations

import unicodedata

from kim_app.breach import Breach
from kim_app.frameworks import rules
from kim_app.frameworks.exchange.model import (
	Competence,
	Framework,
	Place,
	in_relation_order,
	in_tree_order,
	spoken,
)
from kim_app.frameworks.exchange.problems import Problem, Reading
from kim_app.frameworks.exchange.scale import kim_scale

# More than people can overlook, and more than one request can store.
MOST_COMPETENCES = 500


def check(reading: Reading):
	"""Adds to `reading` every rule that its framework breaks, and puts the framework in order."""
	framework = reading.framework
	_names(reading, framework)
	if not framework.levels:
		framework.levels = kim_scale()
		reading.note("scale-of-kim", framework.at)
	codes = {each.code: each for each in framework.competences}
	_add(
		reading,
		rules.levels(framework.levels),
		{each.code: each.at for each in framework.levels},
		framework.at,
	)
	if not any(level.counts_as_shown for level in framework.levels):
		reading.note("no-level-marked", framework.levels[0].at)
	for text, at in [
		(framework.translations, framework.at),
		*((each.translations, each.at) for each in framework.levels),
	]:
		_own_language(reading, framework, text, at)
	_codes(reading, framework)
	for competence in framework.competences:
		_competence(reading, framework, competence, codes)
	if not framework.competences:
		reading.add("no-competence-in-file", framework.at)
	framework.competences = in_tree_order(framework.competences)
	# Others do not list their languages.
	languages = framework.languages or sorted(spoken(framework))
	framework.languages = list(dict.fromkeys([framework.language, *languages]))


def _names(reading: Reading, framework: Framework):
	for field in ("code", "version"):
		if not getattr(framework, field):
			reading.add(f"{field}-of-framework-missing", framework.at)
		else:
			_add(reading, rules.code(getattr(framework, field)), {}, framework.at)
	if not framework.title:
		reading.add("title-of-framework-missing", framework.at)
	if len(framework.source) > rules.LONGEST_TITLE:
		longest = rules.LONGEST_TITLE
		reading.add("title-too-long", framework.at, longest=longest, length=len(framework.source))


def _codes(reading: Reading, framework: Framework):
	"""Every competence its own code, as the database compares them: without regard to case and accents."""
	if len(framework.competences) > MOST_COMPETENCES:
		count = len(framework.competences)
		reading.add("too-many-competences", framework.at, count=count, most=MOST_COMPETENCES)
	first: dict[str, Competence] = {}
	for competence in framework.competences:
		_add(reading, rules.code(competence.code), {}, competence.at)
		earlier = first.setdefault(compared(competence.code), competence)
		if earlier is not competence and competence.code:
			reading.add("code-twice", competence.at, code=competence.code, first=earlier.code)


def compared(code: str) -> str:
	"""What is equal of two codes that the database takes for the same."""
	apart = unicodedata.normalize("NFKD", code.casefold())
	return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _competence(reading: Reading, framework: Framework, competence: Competence, codes: dict[str, Competence]):
	parent = codes.get(competence.parent) if competence.parent else None
	if competence.parent and not parent:
		reading.add("parent-missing", competence.at, reference=competence.parent)
	elif _in_circle(competence, codes):
		reading.add("tree-in-circle", competence.at, code=competence.code, parent=competence.parent)
	else:
		nesting = rules.nesting(
			competence.code, competence.kind, parent and parent.code, parent.kind if parent else None
		)
		_add(reading, nesting, {}, competence.at)
	criteria = [each.code for each in competence.criteria]
	_add(reading, rules.criteria(competence.kind, criteria), {}, (competence.criteria or [competence])[0].at)
	_own_language(reading, framework, competence.translations, competence.at)
	for criterion in competence.criteria:
		_own_language(reading, framework, criterion.translations, criterion.at)
	_add(reading, rules.esco_uri(competence.esco_uri), {}, competence.at)
	own = f"{framework.name}-{competence.code}"
	rows = [(row.relation, f"{row.framework}-{row.competence}") for row in competence.crosswalk]
	for number, row in enumerate(competence.crosswalk):
		breaches = rules.crosswalk(own, rows[: number + 1], {})
		_add(reading, [each for each in breaches if each.values["row"] == number + 1], {}, row.at)
	competence.crosswalk = in_relation_order(competence.crosswalk)


def _in_circle(competence: Competence, codes: dict[str, Competence]) -> bool:
	seen = {competence.code}
	parent = competence.parent
	while parent in codes:
		if parent in seen:
			return True
		seen.add(parent)
		parent = codes[parent].parent
	return False


def _own_language(reading: Reading, framework: Framework, translations: dict, at: Place | None):
	"""A translation into the language that the framework is written in would hide the text itself."""
	if framework.language in translations:
		reading.add("translation-into-written", at, language=framework.language)


def _add(reading: Reading, breaches: list[Breach], places: dict[str, Place], at: Place | None):
	for breach in breaches:
		code = breach.values.get("code") or next(iter(breach.values.get("codes", ())), None)
		reading.problems.append(Problem(breach, places.get(code, at)))
