"""Files of frameworks that somebody made to do harm, without a site: anything may stand anywhere, and a file
that is ten times as large takes ten times as long, not a hundred times."""

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kim_app.frameworks import rules
from kim_app.frameworks.exchange import files
from kim_app.frameworks.exchange.problems import LONGEST_QUOTED, MOST_COMPETENCES, MOST_KEPT
from kim_app.testing_frameworks import hostile_packages, hostile_tables

fuzz = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def told(reading):
	"""What every reading must be able to say, whatever was read: plain values with a place."""
	assert reading.errors or reading.framework.competences
	for problem in reading.problems:
		assert problem.at is None or problem.at.line, problem
		for value in problem.breach.values.values():
			assert not isinstance(value, str) or len(value) <= LONGEST_QUOTED
			json.dumps(value, ensure_ascii=False).encode("utf-8")
	for thing in (reading.framework, *reading.framework.competences) if not reading.errors else ():
		assert not rules.signs(thing.title + " " + thing.description)


@fuzz
@given(package=hostile_packages)
def test_whatever_a_package_is_made_of_it_is_read_or_its_problems_are_told(package):
	told(files.read(json.dumps(package).encode()))


@fuzz
@given(content=hostile_tables())
def test_whatever_a_table_is_made_of_it_is_read_or_its_problems_are_told(content):
	told(files.read(content, code="A", version="1"))


@fuzz
@given(
	content=st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace"))
)
def test_whatever_bytes_a_file_has_they_are_read_or_their_problems_are_told(content):
	told(files.read(content))


def test_languages_that_are_no_texts_are_told():
	package = {
		"CFDocument": {"title": "A", "version": "1", "extensions": {"kim": {"languages": [{}, "fr", 7]}}}
	}
	found = [
		(problem.breach.kind, problem.at.path) for problem in files.read(json.dumps(package).encode()).errors
	]
	for number in (0, 2):
		assert ("json-wrong-type", f"CFDocument.extensions.kim.languages[{number}]") in found


@pytest.mark.parametrize(
	"markup", ["<b>bold</b>", "a <i", "</p>", "<!-- x -->", "<?xml", "x<y", "ends with <"]
)
def test_markup_in_a_text_is_told_with_its_line_and_place(markup):
	package = {
		"CFDocument": {"title": "A", "version": "1"},
		"CFItems": [{"humanCodingScheme": "A", "fullStatement": markup}],
	}
	problems = files.read(json.dumps(package, indent=1).encode(), code="A").errors
	assert [(each.breach.kind, each.at.line, each.at.path) for each in problems] == [
		("markup", 9, "CFItems[0].fullStatement")
	]
	table = f'code,preferredLabel\nA,"{markup}"\n'.encode()
	problems = files.read(table, code="A", version="1", title="A").errors
	assert [(each.breach.kind, each.at.line, each.at.column) for each in problems] == [("markup", 2, 2)]


@pytest.mark.parametrize("text", ["I <3 cooking", "5 < 7 > 3", "a -> b", "<= 3 children", "< 5"])
def test_signs_that_are_no_markup_are_kept(text):
	reading = files.read(f'code,preferredLabel\nA,"{text}"\n'.encode(), code="A", version="1", title="A")
	assert reading.errors == [] and reading.framework.competences[0].title == text


@pytest.mark.parametrize("column", ["description", "preferredLabel_fr", "description_fr"])
def test_a_text_that_the_database_could_not_hold_is_told(column):
	row = {"code": "A", "preferredLabel": "A", "preferredLabel_fr": "A", column: "ä" * 70_000}
	content = "{}\n{}\n".format(",".join(row), ",".join(row.values()))
	problems = files.read(content.encode(), code="A", version="1", title="A").errors
	assert [(each.breach.kind, each.at.line) for each in problems] == [("text-too-long", 2)]


KIM_FILE = {"title": "A", "version": "1", "extensions": {"kim": {"code": "A"}}}
ITEM = {"identifier": "a", "fullStatement": "A", "humanCodingScheme": "A"}
RUBRIC_CODE = {"extensions": {"kim": {"code": "1"}}}


def package(**parts):
	return {"CFDocument": KIM_FILE, "CFItems": [ITEM], **parts}


def scale(levels):
	criterion = {"CFRubricCriterionLevels": levels}
	return package(CFRubrics=[{"extensions": {"kim": {"scale": True}}, "CFRubricCriteria": [criterion]}])


def criteria(count):
	of_item = {"CFItemURI": {"identifier": "a"}, "description": "x", **RUBRIC_CODE}
	return package(CFRubrics=[{"CFRubricCriteria": [of_item] * count}])


def related(number):
	return {
		"associationType": "isRelatedTo",
		"originNodeURI": {"identifier": "a"},
		"destinationNodeURI": {"uri": f"urn:kim:competence:X:{number}"},
	}


def child(number):
	return {
		"associationType": "isChildOf",
		"originNodeURI": {"identifier": f"i{number}"},
		"destinationNodeURI": {"identifier": f"i{number + 1}"},
	}


def nested(depth, value):
	for _each in range(depth):
		value = [value]
	return value


HOSTILE = {
	"levels of one code": lambda n: scale([{"quality": "x", **RUBRIC_CODE}] * (n // 60)),
	"criteria of one code": lambda n: criteria(n // 100),
	"crosswalks of one competence": lambda n: package(
		CFAssociations=[related(number % 7) for number in range(n // 150)]
	),
	"different crosswalks": lambda n: package(CFAssociations=[related(number) for number in range(n // 150)]),
	"items of one identifier": lambda n: package(CFItems=[ITEM] * (n // 70)),
	"a chain of items": lambda n: package(
		CFItems=[{**ITEM, "identifier": f"i{number}"} for number in range(n // 150)],
		CFAssociations=[child(number) for number in range(n // 150)],
	),
	"items without a code": lambda n: {
		"CFDocument": {"title": "A"},
		"CFItems": [{"identifier": "a" * 400, "fullStatement": "x"}] * (n // 450),
	},
	"languages": lambda n: {
		"CFDocument": {"title": "A", "extensions": {"kim": {"languages": [{}] * (n // 4)}}}
	},
	"translations": lambda n: {
		"CFDocument": {
			"title": "A",
			"extensions": {"kim": {"translations": {str(number): 0 for number in range(n // 12)}}},
		}
	},
	"entries of the wrong type": lambda n: package(CFItems=[0] * (n // 3)),
	"deep values": lambda n: package(CFItems=nested(800, [0] * (n // 3))),
}
TABLES = {
	"columns": lambda n: "preferredLabel," + ",".join(f"c{number}" for number in range(n // 8)) + "\n1,2,3",
	"columns with many rows": lambda n: "preferredLabel," + "x," * (n // 4) + "\n" + "1,\n" * (n // 6),
	"languages": lambda n: (
		"preferredLabel,"
		+ ",".join(f"description_{a}{b}{c}" for a in "abcd" for b in LETTERS for c in LETTERS)[: n // 2]
		+ "\n"
		+ ("," * 50 + "x\n") * (n // 100)
	),
	"rows": lambda n: "preferredLabel\n" + "x\n" * (n // 2),
	"criteria": lambda n: (
		"conceptType,code,preferredLabel,broaderConceptUri\n,A,A,\n" + "KIMCriterion,1,x,A\n" * (n // 20)
	),
	"levels": lambda n: "conceptType,code,preferredLabel\n" + "KIMLevel,1,x\n" * (n // 14),
	"crosswalks": lambda n: (
		"code,preferredLabel,exactMatch\n"
		+ "".join(
			f"A{number},x,{' '.join(['urn:kim:competence:X:1'] * 5000)}\n"
			for number in range(n // 115_000 + 1)
		)
	),
	"parents": lambda n: (
		"code,preferredLabel,broaderConceptUri\n" + f"A,x,{'A ' * min(n // 2, 60_000)}\n" * (n // 120_000 + 1)
	),
	"quotes": lambda n: 'preferredLabel\n"' + '""' * (n // 2),
	"whitespace": lambda n: "preferredLabel\n" + " " * n,
}
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize("hostile", [*HOSTILE.items(), *TABLES.items()], ids=lambda each: each[0])
def test_a_hostile_file_takes_as_long_as_it_is_large(hostile):
	_name, make = hostile
	size = 1_000_000
	made = make(size)
	content = (made if isinstance(made, str) else json.dumps(made)).encode()
	started = time.process_time()
	reading = files.read(content, code="A", version="1", title="A")
	taken = time.process_time() - started
	assert reading.problems or len(reading.framework.competences[0].crosswalk) == size // 150
	assert len(reading.problems) <= 2 * MOST_KEPT
	# What grew with the square took minutes; this is a few seconds on a slow machine.
	assert taken < 15, taken


def test_more_problems_than_are_kept_are_counted():
	content = json.dumps(package(CFItems=[0] * (MOST_KEPT + 10))).encode()
	reading = files.read(content)
	assert len(reading.problems) + reading.untold >= MOST_KEPT + 10


def test_a_table_with_more_competences_than_one_import_takes_says_how_many_it_has():
	table = "preferredLabel,code\n" + "x,1\n" * (MOST_COMPETENCES + 7)
	[problem] = files.read(table.encode(), code="A", version="1", title="A").errors
	assert (problem.breach.kind, problem.breach.values["count"]) == (
		"too-many-competences",
		MOST_COMPETENCES + 7,
	)
