"""Holds a framework that came from a file against the rules, before anything of it is stored.

The same rules as the forms ask, and what a database would refuse: codes that it takes for the same. May
import nothing of Frappe; what only the site knows is asked in `store`.
"""

from __future__ import annotations

import unicodedata

from kim_app.frameworks import rules
from kim_app.frameworks.exchange.model import (
	Competence,
	Framework,
	Place,
	in_relation_order,
	in_tree_order,
	spoken,
)
from kim_app.frameworks.exchange.problems import MOST_COMPETENCES, Reading
from kim_app.frameworks.exchange.scale import kim_scale
from kim_app.frameworks.rules import LONGEST_TEXT, LONGEST_TITLE


def check(reading: Reading):
	"""Adds to `reading` every rule that its framework breaks, and puts the framework in order."""
	framework = reading.framework
	_names(reading, framework)
	if len(framework.competences) > MOST_COMPETENCES:
		values = {"count": len(framework.competences), "most": MOST_COMPETENCES}
		reading.add("too-many-competences", framework.at, **values)
		return
	_scale(reading, framework)
	_own_language(reading, framework, framework.translations, framework.at)
	codes = {each.code: each for each in framework.competences}
	_codes(reading, framework)
	for competence in framework.competences:
		_competence(reading, framework, competence, codes)
	if not framework.competences:
		reading.add("no-competence-in-file", framework.at)
	_lengths(reading, framework)
	framework.competences = in_tree_order(framework.competences)
	# Others do not list their languages.
	languages = framework.languages or sorted(spoken(framework))
	framework.languages = list(dict.fromkeys([framework.language, *languages]))


def _names(reading: Reading, framework: Framework):
	for field in ("code", "version"):
		if not getattr(framework, field):
			reading.add(f"{field}-of-framework-missing", framework.at)
		else:
			reading.add_all(rules.code(getattr(framework, field)), framework.at)
	if not framework.title:
		reading.add("title-of-framework-missing", framework.at)


def _scale(reading: Reading, framework: Framework):
	if not framework.levels:
		framework.levels = kim_scale()
		reading.note("scale-of-kim", framework.at)
	places = {each.code: each.at for each in framework.levels}
	for breach in rules.levels(framework.levels):
		code = breach.values.get("code") or next(iter(breach.values.get("codes", ())), None)
		reading.add(breach.kind, places.get(code, framework.at), **breach.values)
	if not any(level.counts_as_shown for level in framework.levels):
		reading.note("no-level-marked", framework.levels[0].at)
	for level in framework.levels:
		_own_language(reading, framework, level.translations, level.at)


def _lengths(reading: Reading, framework: Framework):
	"""Every text as long as its field at most. A title that is too long is told of translations only: from
	a longer one in the framework's own language the readers make a title."""
	criteria = [each for competence in framework.competences for each in competence.criteria]
	for thing in (framework, *framework.levels, *framework.competences):
		for text in (thing, *thing.translations.values()):
			_length(reading, thing.at, text.title, LONGEST_TITLE)
			_length(reading, thing.at, text.description, LONGEST_TEXT)
	for criterion in criteria:
		for statement in (criterion.statement, *criterion.translations.values()):
			_length(reading, criterion.at, statement, LONGEST_TEXT)
	_length(reading, framework.at, framework.source, LONGEST_TITLE)
	_length(reading, framework.at, framework.based_on or "", LONGEST_TITLE)
	for competence in framework.competences:
		_length(reading, competence.at, competence.esco_uri, LONGEST_TITLE)


def _length(reading: Reading, at: Place | None, text: str, longest: int):
	if at and isinstance(at.path, str):
		at = Place(at.line)  # of a table's row, not of the column that the row is known by
	reading.add_all(rules.length(text, longest), at)


def _codes(reading: Reading, framework: Framework):
	"""Every competence its own code, as the database compares them: without regard to case and accents."""
	first: dict[str, Competence] = {}
	for competence in framework.competences:
		reading.add_all(rules.code(competence.code), competence.at)
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
		reading.add_all(nesting, competence.at)
	criteria = [each.code for each in competence.criteria]
	reading.add_all(rules.criteria(competence.kind, criteria), (competence.criteria or [competence])[0].at)
	_own_language(reading, framework, competence.translations, competence.at)
	for criterion in competence.criteria:
		_own_language(reading, framework, criterion.translations, criterion.at)
	reading.add_all(rules.esco_uri(competence.esco_uri), competence.at)
	own = f"{framework.name}-{competence.code}"
	rows = [(row.relation, f"{row.framework}-{row.competence}") for row in competence.crosswalk]
	for breach in rules.crosswalk(own, rows, {}):
		reading.add(breach.kind, competence.crosswalk[breach.values["row"] - 1].at, **breach.values)
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
