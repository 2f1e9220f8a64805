"""The rules of competence frameworks, without a site."""

from dataclasses import dataclass

import pytest

from kim_app.frameworks import rules
from kim_app.frameworks.exchange.model import KINDS, STATUSES


@dataclass
class Level:
	code: str
	counts_as_shown: int = 0


SCALE = [Level("0"), Level("1"), Level("2", 1), Level("3", 1)]


def kinds(breaches):
	return [breach.kind for breach in breaches]


@pytest.mark.parametrize("code", ["LIT", "2.1-b", "Größe (neu)", "ጤና 1", "S1/a+b:c&d"])
def test_letters_of_every_script_and_a_few_signs_make_a_code(code):
	assert rules.code(code) == []


@pytest.mark.parametrize("code", ["", None, " LIT", "LIT ", "a\nb", "<b>", "a|b", 'a"b', "a%2fb", "x" * 41])
def test_what_would_break_a_name_or_an_address_is_no_code(code):
	assert kinds(rules.code(code)) == ["code-unusable"]


def test_an_ordered_scale_of_different_codes_is_well():
	assert rules.levels(SCALE) == []


def test_two_levels_of_one_code_are_refused():
	assert kinds(rules.levels([Level("1"), Level("1")])) == ["levels-twice"]


def test_above_a_level_that_counts_as_shown_every_level_counts():
	[breach] = rules.levels([Level("0"), Level("1", 1), Level("2"), Level("3", 1)])
	assert (breach.kind, breach.values) == ("shown-below", {"lower": "1", "code": "2"})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("parent", [None, *KINDS])
def test_kinds_stand_only_where_they_belong(kind, parent):
	allowed = {("Area", None), ("Area", "Area"), ("Competence", None), ("Competence", "Area")}
	allowed.add(("Indicator", "Competence"))
	assert (rules.nesting("A", kind, "P", parent) == []) == ((kind, parent) in allowed)


def test_a_kind_that_nobody_knows_is_refused_with_those_that_there_are():
	[breach] = rules.nesting("A", "Skill", None, None)
	assert breach.kind == "kind-unknown" and breach.values["kinds"] == KINDS


@pytest.mark.parametrize("kind", ["Area", "Indicator"])
def test_only_a_competence_carries_criteria(kind):
	assert kinds(rules.criteria(kind, ["A1"])) == ["criteria-of-other-kind"]
	assert rules.criteria("Competence", ["A1", "A2"]) == []
	assert kinds(rules.criteria("Competence", ["A1", "A1"])) == ["criteria-twice"]


@pytest.mark.parametrize(
	("rows", "expected"),
	[
		([("fr", ""), ("fr", "A1"), ("ti", None)], []),
		([("fr", ""), ("fr", None)], ["translation-twice"]),
		([("fr", "A9")], ["translation-of-nothing"]),
		([("en", "")], ["translation-into-own"]),
	],
)
def test_each_text_is_translated_once_into_another_language(rows, expected):
	assert kinds(rules.translations("A", ["A1"], rows, "en")) == expected


def test_a_competence_is_compared_once_with_others_and_never_with_itself():
	rows = [("Same", "X-LIT"), ("Broader", "X-LIT"), ("Related", "A"), ("Like", "X-DIG")]
	assert kinds(rules.crosswalk("A", rows, {})) == [
		"crosswalk-twice",
		"crosswalk-to-itself",
		"relation-unknown",
	]


def test_what_the_other_side_says_already_is_not_said_again():
	[breach] = rules.crosswalk("A", [("Narrower", "B")], {"B": "Broader"})
	assert breach.kind == "crosswalk-on-other-side" and breach.values["relation"] == "Narrower"


def test_a_complete_framework_can_be_published():
	assert (
		rules.publishing(SCALE, [("A", "Area", 0), ("LIT", "Competence", 2), ("LIT1", "Indicator", 0)]) == []
	)


@pytest.mark.parametrize(
	("scale", "competences", "expected"),
	[
		(SCALE[2:3], [("LIT", "Competence", 1)], ["too-few-levels"]),
		(SCALE[:2], [("LIT", "Competence", 1)], ["no-level-counts"]),
		(SCALE, [("A", "Area", 0)], ["no-competence"]),
		(SCALE, [("LIT", "Competence", 1), ("DIG", "Competence", 0)], ["no-criterion"]),
		([], [], ["too-few-levels", "no-level-counts", "no-competence"]),
	],
)
def test_an_incomplete_framework_is_not_published_and_everything_missing_is_named(
	scale, competences, expected
):
	assert kinds(rules.publishing(scale, competences)) == expected


@pytest.mark.parametrize("before", [None, *STATUSES])
@pytest.mark.parametrize("after", STATUSES)
def test_a_framework_goes_from_draft_to_published_to_retired_and_never_back(before, after):
	allowed = {(None, "Draft"), ("Draft", "Published"), ("Published", "Retired")}
	assert (rules.step(before, after) == []) == ((before, after) in allowed or before == after)


@pytest.mark.parametrize("status", ["Published", "Retired"])
def test_after_publishing_nothing_is_changed_and_translations_are_only_added(status):
	assert rules.closed("KC-2018", "Draft", ["levels"]) == []
	assert kinds(rules.closed("KC-2018", status, ["levels"])) == ["framework-closed"]
	assert rules.closed("KC-2018", status, []) == []
	before, more = [("fr", "", "Lire", "")], ("ti", "", "ምንባብ", "")
	assert rules.only_added("KC-2018", status, before, [*before, more]) == []
	assert kinds(rules.only_added("KC-2018", status, before, [more])) == ["translations-stay"]
	assert kinds(rules.only_added("KC-2018", status, before, [("fr", "", "Lecture", "")])) == [
		"translations-stay"
	]
	assert rules.only_added("KC-2018", "Draft", before, []) == []
