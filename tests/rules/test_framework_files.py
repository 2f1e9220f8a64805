"""Files of frameworks that KIM did not write, or that are broken, without a site."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kim_app.frameworks import shipped_files
from kim_app.frameworks.exchange import case_json, esco_csv, files
from kim_app.frameworks.exchange.json_lines import lines
from kim_app.frameworks.exchange.model import AREA, COMPETENCE, Criterion, Crosswalk, Text

FOLDER = Path(__file__).parent / "framework_files"


def read(name, **chosen):
	return files.read((FOLDER / name).read_bytes(), name, **chosen)


def told(reading, blocking=True):
	"""(line, place, kind) of every problem."""
	return [
		(each.at and each.at.line, each.at and each.at.path, each.breach.kind)
		for each in reading.problems
		if each.blocking == blocking
	]


def by_code(reading):
	return {competence.code: competence for competence in reading.framework.competences}


def test_a_case_package_by_others_becomes_a_tree_of_competences():
	reading = read("by_others.case.json", code="WR")
	framework = reading.framework
	assert reading.errors == []
	assert (framework.name, framework.title, framework.language) == (
		"WR-3.1",
		"Workplace Readiness Standards",
		"en",
	)
	assert framework.source == "https://standards.example.org/workplace.pdf"
	assert [(each.code, each.kind, each.parent) for each in framework.competences] == [
		("WR.1", AREA, None),
		("WR.1.a", COMPETENCE, "WR.1"),
		("WR.1.b", COMPETENCE, "WR.1"),
		("a0000000", COMPETENCE, None),
	]


def test_of_a_case_package_by_others_statements_criteria_levels_and_translations_are_kept():
	reading = read("by_others.case.json", code="WR")
	signs, late = by_code(reading)["WR.1.a"], by_code(reading)["a0000000"]
	assert signs.title == "Reads signs and labels" and signs.description.endswith("Pictures may be used.")
	assert signs.criteria == [Criterion("1", "Names what five signs ask for.")]
	assert signs.translations == {"es": Text("Lee señales y etiquetas")}
	assert signs.esco_uri == "http://data.europa.eu/esco/skill/4a0d1c2b-0000-4000-8000-0123456789ab"
	assert (
		len(late.title) <= 140 and late.title.endswith("…") and late.description.startswith("Comes on time")
	)
	assert by_code(reading)["WR.1.b"].crosswalk == [Crosswalk("Related", "WR-3.1", "a0000000")]
	assert [level.title for level in reading.framework.levels] == ["With help", "Alone"]
	assert {kind for _line, _place, kind in told(reading, blocking=False)} == {
		"associations-left-out",
		"no-level-marked",
	}


def test_a_file_that_gives_no_code_asks_for_one():
	assert told(read("by_others.case.json")) == [(2, "CFDocument", "code-of-framework-missing")]


def test_an_extract_of_escos_own_file_becomes_areas_and_competences():
	reading = read("skills_fr.csv", code="ESCO", version="1.2", title="Compétences ESCO")
	assert reading.errors == []
	assert (reading.framework.language, reading.framework.title) == ("fr", "Compétences ESCO")
	assert [(each.code, each.kind, each.parent, each.title) for each in reading.framework.competences] == [
		("c46fcb45", AREA, None, "langues"),
		("00064735", COMPETENCE, "c46fcb45", "parler une langue étrangère"),
		("000709ed", COMPETENCE, "c46fcb45", "français"),
		("0005c151", COMPETENCE, None, "gérer des musiciens"),
	]
	music = by_code(reading)["0005c151"]
	assert music.esco_uri == "http://data.europa.eu/esco/skill/0005c151-5b5a-4a66-8aac-60e734beb1ab"
	assert music.description == "Attribuer et gérer les tâches\ndes membres de l'orchestre."
	assert [level.code for level in reading.framework.levels] == ["0", "1", "2", "3", "4"]


def test_every_problem_of_a_broken_table_is_told_with_its_line_and_column():
	assert told(read("broken.csv")) == [
		(2, "code", "code-unusable"),
		(4, "kimCountsAsShown", "neither-yes-nor-no"),
		(4, "kimPictogram", "pictogram-unknown"),
		(5, "code", "levels-twice"),
		(5, "code", "shown-below"),
		(8, "description_fr", "translation-without-title"),
		(8, "broaderConceptUri", "parent-missing"),
		(9, "code", "code-twice"),
		(9, "kimKind", "kind-unknown"),
		(10, "code", "wrong-parent"),
		(11, "code", "tree-in-circle"),
		(11, "preferredLabel", "cell-empty"),
		(12, "code", "tree-in-circle"),
		(12, "", "too-many-cells"),
		(13, "broaderConceptUri", "criterion-of-nothing"),
		(14, "code", "criteria-of-other-kind"),
	]


def test_every_problem_of_a_broken_package_is_told_with_its_line_and_path():
	assert told(read("broken.case.json")) == [
		(2, "CFDocument", "title-of-framework-missing"),
		(2, "CFDocument", "translation-into-written"),
		(17, "CFItems[1].fullStatement", "json-wrong-type"),
		(19, "CFItems[1].extensions.kim.kind", "kind-unknown"),
		(21, "CFItems[2]", "json-wrong-type"),
		(22, "CFItems[3]", "code-twice"),
		(23, "CFItems[3].identifier", "identifier-twice"),
		(24, "CFItems[3].fullStatement", "character-unreadable"),
		(30, "CFAssociations[0]", "parent-missing"),
		(35, "CFAssociations[1]", "association-leads-nowhere"),
		(41, "CFRubrics", "json-wrong-type"),
	]


@pytest.mark.parametrize(
	("content", "line", "kind"),
	[
		(b"", None, "file-empty"),
		(b"  \n ", None, "file-empty"),
		(b"PK\x03\x04 a workbook", 1, "file-no-text"),
		("preferredLabel\nÄrger".encode("latin-1"), 2, "not-utf8"),
		(b"name,age\nAda,36\n", 1, "column-missing"),
		(b"preferredLabel,preferredLabel\na,b\n", 1, "column-twice"),
		(b"preferredLabel,code\n", 1, "file-without-rows"),
		(b'preferredLabel,code\na,b\n"never closed,c\n', 3, "csv-syntax"),
		(b'{"CFDocument": {\n "title": "a" "b"}}', 2, "json-syntax"),
		(b"[1, 2]", 1, "no-case-package"),
		(b'{"CFItems": []}', 1, "no-case-package"),
		(b'{"a":' * 100_000, 1, "json-syntax"),
	],
)
def test_a_file_that_cannot_be_read_at_all_is_told_why_and_where(content, line, kind):
	found = told(files.read(content, code="A", version="1"))
	assert (line, kind) in [(each[0], each[2]) for each in found]


def test_a_file_with_more_competences_than_one_import_takes_is_refused():
	rows = "\n".join(f"Skill {number},{number}" for number in range(501))
	assert "too-many-competences" in [
		kind for *_at, kind in told(files.read(f"preferredLabel,code\n{rows}".encode()))
	]


def test_the_lines_of_a_package_are_those_of_an_editor():
	text = json.dumps({"a": [1, {"b": "x,}]\n", "c": []}, [[2]]], "d": {'é"': {}}}, indent=1)
	assert lines(text) == {
		(): 1,
		("a",): 2,
		("a", 0): 3,
		("a", 1): 4,
		("a", 1, "b"): 5,
		("a", 1, "c"): 6,
		("a", 2): 8,
		("a", 2, 0): 9,
		("a", 2, 0, 0): 10,
		("d",): 14,
		("d", 'é"'): 15,
	}


SHIPPED = shipped_files.framework(shipped_files.contents()[0])
WHOLE = {"case": case_json.write(SHIPPED), "csv": esco_csv.write(SHIPPED)}
scraps = st.sampled_from(
	[b"", b'"', b"{", b"}", b"null", b"\n", b",", b"\xff", b"\x00", b"[]", b"7", b";;", b"urn:kim:"]
)


@pytest.mark.parametrize("whole", WHOLE.values(), ids=WHOLE)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), scraps), min_size=1, max_size=4))
def test_whatever_is_cut_out_of_a_file_it_is_read_or_its_problems_are_told(whole, cuts):
	for at, length, scrap in cuts:
		start = int(at * len(whole))
		whole = whole[:start] + scrap + whole[start + length :]
	reading = files.read(whole)
	assert reading.errors or reading.framework.competences


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
	path=st.sampled_from(sorted(lines(WHOLE["case"].decode()), key=str)),
	value=st.sampled_from([None, 7, 1e999, True, "", "x", [], {}, [[]], {"uri": 3}, ["a", {}]]),
)
def test_whatever_stands_anywhere_in_a_package_it_is_read_or_told(path, value):
	package = holder = json.loads(WHOLE["case"])
	for step in path[:-1]:
		holder = holder[step]
	if path:
		holder[path[-1]] = value
	reading = files.read(json.dumps(package if path else value).encode())
	assert reading.errors or reading.framework.competences
