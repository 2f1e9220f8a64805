"""Frameworks as files, without a site: what goes out comes in again, whatever it holds."""

import csv
import io
import json
import re
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kim_app.frameworks import rules, shipped_files
from kim_app.frameworks.exchange import case_json, check, esco_csv, files, texts
from kim_app.frameworks.exchange.model import (
	AREA,
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
	named,
	next_version,
)

WRITERS = {"CASE JSON": case_json.write, "CSV": esco_csv.write}
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


# Making a framework up takes most of the time, so each is asked everything.
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(framework=frameworks(), version=codes)
def test_what_goes_out_comes_in_again_equal_and_under_another_version_keeps_its_own_crosswalks(
	framework, version
):
	for write in WRITERS.values():
		content = write(framework)
		reading = files.read(content)
		assert reading.errors == []
		assert reading.framework == framework
		assert files.read(content, version=version).framework == named(framework, version=version)
	for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
		assert not [cell for cell in row if cell[:1] in tuple("=+-@\t\r\n")], "a cell is a formula"


@pytest.mark.parametrize("content", shipped_files.contents(), ids=lambda content: content["title"])
@pytest.mark.parametrize("written_as", WRITERS)
def test_every_shipped_framework_goes_out_and_comes_in_again_equal(written_as, content):
	framework = shipped_files.framework(content)
	reading = files.read(WRITERS[written_as](framework))
	assert reading.problems == []
	assert reading.framework == framework


def test_a_case_package_has_what_the_standard_asks_for_and_the_same_identifiers_every_time():
	framework = shipped_files.framework(shipped_files.contents()[0])
	package = json.loads(
		case_json.write(framework, creator="KIM Toscana", changed="2026-11-24T09:00:00+00:00")
	)
	assert package["CFDocument"]["caseVersion"] == "1.1"
	assert {"identifier", "uri", "creator", "title", "lastChangeDateTime"} <= set(package["CFDocument"])
	for item in package["CFItems"]:
		assert {"identifier", "uri", "fullStatement", "lastChangeDateTime"} <= set(item)
	for association in package["CFAssociations"]:
		assert {"identifier", "uri", "associationType", "originNodeURI", "destinationNodeURI"} <= set(
			association
		)
	identifiers = [each["identifier"] for each in (*package["CFItems"], *package["CFAssociations"])]
	assert len(set(identifiers)) == len(identifiers)
	assert {UUID(identifier).version for identifier in identifiers} == {5}
	later = json.loads(case_json.write(framework, changed="2027-01-01T00:00:00+00:00"))
	assert [each["identifier"] for each in later["CFItems"]] == [
		each["identifier"] for each in package["CFItems"]
	]


def test_a_new_version_is_the_same_as_the_earlier_one_and_compared_with_others_as_that_was():
	framework = Framework("K", "1", "K", competences=[Competence("A", "A"), Competence("B", "B")])
	framework.competences[0].crosswalk = [Crosswalk("Broader", "X-1", "C"), Crosswalk("Related", "K-1", "B")]
	newer = next_version(framework, "2")
	assert (newer.name, newer.based_on) == ("K-2", "K-1")
	assert newer.competences[0].crosswalk == [
		Crosswalk("Same", "K-1", "A"),
		Crosswalk("Broader", "X-1", "C"),
		Crosswalk("Related", "K-2", "B"),
	]
	assert newer.competences[1].crosswalk == [Crosswalk("Same", "K-1", "B")]
	assert framework.competences[1].crosswalk == []
