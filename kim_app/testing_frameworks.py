"""Frameworks and files of frameworks that tests make up: whole ones with anything in them that a form takes, and
hostile ones. For tests only; imports nothing of Frappe."""

from __future__ import annotations

import csv
import io
import re

from hypothesis import strategies as st

from kim_app.frameworks import rules
from kim_app.frameworks.exchange import check, esco_csv, texts
from kim_app.frameworks.exchange.model import (
	AREA,
	AUDIENCES,
	COMPETENCE,
	INDICATOR,
	PICTOGRAMS,
	RELATIONS,
	Competence,
	Criterion,
	Crosswalk,
	Framework,
	Level,
	Text,
	in_relation_order,
	in_tree_order,
)

LANGUAGES = ["en", "fr", "it", "ti", "prs", "ar"]

anything = st.text(
	st.characters(blacklist_categories=("Cc", "Cs", "Cn")) | st.sampled_from("\n=+-@'\",;|<>&\t")
)
# "<" before a letter or at the end would be markup, which neither a form nor a file may hold.
plain = anything.map(lambda text: re.sub(r"<(?=[A-Za-z/!?]|\s*\Z)", "‹", text))
titles = plain.map(lambda text: texts.one_line(text) or "-")
statements = plain.map(lambda text: texts.tidy(text) or "'=1+1")
descriptions = st.just("") | statements
codes = st.builds(
	"{}{}{}".format, *[st.text("ABCa01ß._-:+/&(é)ДጤÉ", min_size=size, max_size=3) for size in (1, 0, 0)]
)
translated = st.builds(Text, titles, descriptions)


def translations(of, without):
	return st.dictionaries(st.sampled_from([each for each in LANGUAGES if each != without]), of, max_size=2)


def unique(strategy, **size):
	return st.lists(strategy, unique_by=check.compared, **size)


@st.composite
def frameworks(draw):
	language = draw(st.sampled_from(LANGUAGES))
	framework = Framework(
		code=draw(codes),
		version=draw(codes),
		title=draw(titles),
		description=draw(descriptions),
		source=draw(st.just("") | titles | st.just("https://example.org/a?b=1&c=2")),
		language=language,
		languages=[
			language,
			*draw(st.lists(st.sampled_from([each for each in LANGUAGES if each != language]), unique=True)),
		],
		based_on=draw(st.none() | titles),
		meant_for=draw(st.sampled_from(AUDIENCES)),
		translations=draw(translations(translated, language)),
	)
	level_codes = draw(unique(codes, min_size=1, max_size=4))
	counts = draw(st.integers(0, len(level_codes)))
	for number, code in enumerate(level_codes):
		pictogram = draw(st.sampled_from(["", *PICTOGRAMS]))
		texts_of_level = draw(translations(translated, language))
		framework.levels.append(
			Level(code, draw(titles), draw(descriptions), number >= counts, pictogram, texts_of_level)
		)
	for code in draw(unique(codes, min_size=1, max_size=6)):
		framework.competences.append(competence(draw, framework, code))
	framework.competences = in_tree_order(framework.competences)
	return framework


def competence(draw, framework, code):
	kind = draw(st.sampled_from([AREA, COMPETENCE, COMPETENCE, INDICATOR]))
	parents = [each.code for each in framework.competences if each.kind in rules.PART_OF[kind]]
	if kind == INDICATOR and not parents:
		kind, parents = COMPETENCE, [each.code for each in framework.competences if each.kind == AREA]
	if kind != INDICATOR:
		parents.append(None)
	criteria = []
	if kind == COMPETENCE:
		for of_criterion in draw(st.lists(codes, unique=True, max_size=2)):
			statement_texts = draw(translations(statements, framework.language))
			criteria.append(Criterion(of_criterion, draw(statements), statement_texts))
	title = draw(titles)
	others = st.tuples(st.sampled_from(["KC-2018", "Ä x-1:2", framework.name]), codes)
	crosswalk = [
		Crosswalk(draw(st.sampled_from(RELATIONS)), *other)
		for other in draw(st.lists(others, unique_by="-".join, max_size=3))
		if other[0] != framework.name or other[1] in [each.code for each in framework.competences]
	]
	return Competence(
		code=code,
		title=title,
		kind=kind,
		parent=draw(st.sampled_from(parents)),
		description=draw(descriptions | st.just(title)),
		esco_uri=draw(st.just("") | st.just("http://data.europa.eu/esco/skill/" + "9" * 8)),
		criteria=criteria,
		translations=draw(translations(translated, framework.language)),
		crosswalk=in_relation_order(crosswalk),
	)


KEYS = (
	"CFDocument CFItems CFAssociations CFRubrics CFRubricCriteria CFRubricCriterionLevels CFDefinitions "
	"CFPackage identifier uri title version language extensions kim code languages translations en fr basedOn "
	"source fullStatement abbreviatedStatement humanCodingScheme kind titleIsDescription notes description "
	"associationType originNodeURI destinationNodeURI sequenceNumber targetType heldBy scale quality category "
	"position countsAsShown pictogram meantFor CFItemURI"
).split()
WORDS = (
	"KC 1 en fr Area Competence Indicator isChildOf exactMatchOf isPartOf isRelatedTo isTranslationOf ext:esco "
	"Alone a b urn:kim:competence:KC-1:a urn:kim:competence:KC%001:b http://data.europa.eu/esco/skill/1 "
	"<b>x</b> ' =1 1 0 KIMLevel KIMCriterion ConceptScheme SkillGroup KnowledgeSkillCompetence"
).split()
words = st.sampled_from(WORDS) | st.text(max_size=8)
numbers = st.none() | st.booleans() | st.integers() | st.floats()
odd_values = st.recursive(
	numbers | words,
	lambda inner: (
		st.lists(inner, max_size=3)
		| st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner, max_size=4)
	),
	max_leaves=12,
)


def things(*keys):
	"""Objects of a package: the keys that KIM reads, each with what should be there or with anything."""
	return (
		st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(keys, words | odd_values)), max_size=4)
		| odd_values
	)


ends = st.fixed_dictionaries({"identifier": st.sampled_from("ab")}) | odd_values
kim = st.fixed_dictionaries(
	{"kim": st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, words | odd_values))}
)
hostile_packages = st.fixed_dictionaries(
	{
		"CFDocument": st.fixed_dictionaries(
			{"title": words, "version": words},
			optional={"language": words | odd_values, "extensions": kim | odd_values},
		)
		| odd_values,
		"CFItems": st.lists(
			st.fixed_dictionaries(
				{"identifier": st.sampled_from("ab") | odd_values, "fullStatement": words | odd_values},
				optional={
					"humanCodingScheme": words | odd_values,
					"abbreviatedStatement": words | odd_values,
					"language": words | odd_values,
					"extensions": kim | odd_values,
				},
			)
			| odd_values,
			max_size=4,
		)
		| odd_values,
		"CFAssociations": st.lists(
			st.fixed_dictionaries(
				{"associationType": words, "originNodeURI": ends, "destinationNodeURI": ends},
				optional={"sequenceNumber": odd_values, "extensions": kim | odd_values},
			)
			| odd_values,
			max_size=5,
		)
		| odd_values,
		"CFRubrics": things("CFRubricCriteria", "extensions") | odd_values,
	}
)


@st.composite
def hostile_tables(draw) -> bytes:
	"""A CSV file of KIM's columns and others, with anything in its cells."""
	known = [*esco_csv.ESCO_COLUMNS, *esco_csv.KIM_COLUMNS, *esco_csv.RELATION_COLUMNS, "é", ""]
	columns = draw(st.lists(st.sampled_from(known), unique=True, max_size=8))
	rows = draw(st.lists(st.lists(words, max_size=10), max_size=8))
	out = io.StringIO(newline="")
	table = csv.writer(out, delimiter=draw(st.sampled_from(",;\t")))
	table.writerows([["preferredLabel", *columns], *rows])
	return out.getvalue().encode("utf-8", "surrogatepass")
