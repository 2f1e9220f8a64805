"""The frameworks that come with KIM are whole: every text in six languages, those that participants rate themselves by
at first in Arabic too, codes that fit together, and
crosswalks that lead somewhere. Needs no site.

What a crosswalk's relation means: it says what the competence that *holds* the row is to the other one, as
its form asks ("This competence is ..."). `Narrower` on KC-2006-DIG with KC-2018-DIG says that the digital
competence of 2006 holds less than that of 2018; read from KC-2018-DIG, the same row is `Broader`. `Same`:
whoever has the one has the other. `Related`: they overlap, and neither holds the other.
"""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "kim_app"
FILES = sorted((APP / "data" / "frameworks").glob("*.json"))
LANGUAGES = ["en", "fr", "it", "de", "es", "sv"]
IN_ARABIC_TOO = {"KC-2018"}
RELATIONS = {"Same", "Broader", "Narrower", "Related"}
PICTOGRAMS = {"Not yet", "With help", "Alone", "New place", "Guides others", "Steps"}
# kind -> the kinds it may be part of; None is the root.
PART_OF = {"Area": {None, "Area"}, "Competence": {None, "Area"}, "Indicator": {"Competence"}}
# A title is kept to this length by Frappe.
LONGEST_TITLE = 140
# Texts that are rightly the same in two languages.
ALIKE = set()
PLACEHOLDER = re.compile(r"\b(TODO|TBD|FIXME|XXX|[Ll]orem|[Ii]psum)\b|\?\?|\.\.\.|[{}<>]|  |\t|\n")
# Little words that only one of the six languages has: by them a longer text shows its language.
LITTLE_WORDS = {
	"en": "the of and to is or what with for who that they their by on how when from",
	"fr": "les des et du une dans est ou à ce qui pour aux sur sa ses leur avec au",
	"it": "il di che per gli non ciò delle della dei degli alla nel sono chi come sul proprio propria altre è",
	"de": "der die das und zu im ist oder mit für ein eine von wie nicht sich auf wird bei aus den dem",
	"es": "el los y para del las qué por su sus cómo otras quien que",
	"ar": "من في على أو ما إلى مع عن التي لا",
	"sv": "och att det som ett på med är eller av vad inte sin sina hur när till kan",
}


def languages_of(name: str) -> list[str]:
	return [*LANGUAGES, "ar"] if name in IN_ARABIC_TOO else LANGUAGES


def shipped() -> dict[str, dict]:
	"""Every shipped framework by the name that it has on a site."""
	contents = [json.loads(path.read_text(encoding="utf-8")) for path in FILES]
	return {f"{content['framework_code']}-{content['version']}": content for content in contents}


SHIPPED = shipped()
every_framework = pytest.mark.parametrize("name", SHIPPED)


def texts(name: str):
	"""Every text of a framework as (where it stands, what it is, {language: text})."""
	content = SHIPPED[name]

	def all_of(own, translations, key):
		return {"en": own[key]} | {language: texts.get(key) for language, texts in translations.items()}

	for key in ("title", "description"):
		yield name, key, all_of(content, content["translations"], key)
	for level in content["levels"]:
		translations = {
			language: texts["levels"].get(level["code"], {})
			for language, texts in content["translations"].items()
		}
		for key in ("title", "description"):
			yield f"{name} level {level['code']}", key, all_of(level, translations, key)
	for competence in content["competences"]:
		where = f"{name}-{competence['code']}"
		for key in ("title", "description"):
			yield where, key, all_of(competence, competence["translations"], key)
		for criterion in competence["criteria"]:
			yield (
				f"{where} {criterion['code']}",
				"statement",
				{"en": criterion["statement"]}
				| {
					language: texts["criteria"].get(criterion["code"])
					for language, texts in competence["translations"].items()
				},
			)


def crosswalks():
	"""Every row of every crosswalk as (name of the competence that holds it, relation, name of the other)."""
	return [
		(f"{name}-{competence['code']}", row["relation"], f"{row['framework']}-{row['competence']}")
		for name, content in SHIPPED.items()
		for competence in content["competences"]
		for row in competence["crosswalk"]
	]


def twice(values) -> list:
	return sorted(value for value, count in Counter(values).items() if count > 1)


def test_the_key_competences_cefr_and_kims_own_are_shipped():
	assert set(SHIPPED) == {"CEFR-2020", "KC-2006", "KC-2018", "KIM-1", "STAFF-1"}
	assert len(SHIPPED) == len(FILES)
	statuses = {name: content["status"] for name, content in SHIPPED.items()}
	# The recommendation of 2006 was replaced; earlier registers still name its competences.
	assert statuses.pop("KC-2006") == "Retired"
	assert set(statuses.values()) == {"Published"}


@every_framework
def test_every_text_stands_in_every_language(name):
	assert SHIPPED[name]["languages"] == languages_of(name)
	for where, key, by_language in texts(name):
		assert list(by_language) == languages_of(name), (where, key)
		assert all(text and text == text.strip() for text in by_language.values()), (where, key)


@every_framework
def test_nothing_is_translated_that_is_not_there(name):
	content = SHIPPED[name]
	levels = [level["code"] for level in content["levels"]]
	for language, translated in content["translations"].items():
		assert list(translated["levels"]) == levels, (name, language)
	for competence in content["competences"]:
		codes = [criterion["code"] for criterion in competence["criteria"]]
		for language, translated in competence["translations"].items():
			assert list(translated["criteria"]) == codes, (competence["code"], language)


@every_framework
def test_no_text_is_a_placeholder_or_too_long_for_its_field(name):
	for where, key, by_language in texts(name):
		for language, text in by_language.items():
			assert not PLACEHOLDER.search(text), (where, language, text)
			assert key != "title" or len(text) <= LONGEST_TITLE, (where, language, len(text))
	assert len(SHIPPED[name]["source"]) <= LONGEST_TITLE


@every_framework
def test_sentences_end_and_titles_do_not(name):
	for where, key, by_language in texts(name):
		for language, text in by_language.items():
			assert text.endswith(".") == (key != "title"), (where, language, text)


@every_framework
def test_no_translation_was_forgotten(name):
	for where, key, by_language in texts(name):
		alike = set(twice(by_language.values())) - ALIKE
		assert not alike, (where, key, alike)


@every_framework
def test_longer_texts_are_in_the_language_they_stand_under(name):
	little = {language: set(words.split()) for language, words in LITTLE_WORDS.items()}
	for where, key, by_language in texts(name):
		for language, text in by_language.items():
			words = re.findall(r"\w+", text.lower())
			if len(words) < 12:
				continue
			found = {each: sum(word in little[each] for word in words) for each in languages_of(name)}
			assert found[language] == max(found.values()), (where, key, language, found, text)


@every_framework
def test_no_criterion_is_said_twice(name):
	for language in languages_of(name):
		assert not twice(by_language[language] for _, key, by_language in texts(name) if key == "statement")


@every_framework
def test_codes_are_unique(name):
	competences = SHIPPED[name]["competences"]
	assert not twice(competence["code"] for competence in competences)
	assert not twice(row["code"] for competence in competences for row in competence["criteria"])
	assert not twice(level["code"] for level in SHIPPED[name]["levels"])
	for competence in competences:
		for number, row in enumerate(competence["criteria"], 1):
			assert row["code"] == f"{competence['code']}{number}"


@every_framework
def test_what_a_competence_is_part_of_comes_before_it_and_may_hold_it(name):
	kinds = {None: None}
	for competence in SHIPPED[name]["competences"]:
		assert competence["parent"] in kinds, competence["code"]
		assert kinds[competence["parent"]] in PART_OF[competence["kind"]], competence["code"]
		kinds[competence["code"]] = competence["kind"]
	parents = {competence["parent"] for competence in SHIPPED[name]["competences"]}
	assert not [code for code, kind in kinds.items() if kind == "Area" and code not in parents]


@every_framework
def test_only_competences_are_rated_and_each_by_three_to_five_criteria(name):
	for competence in SHIPPED[name]["competences"]:
		count = len(competence["criteria"])
		assert 3 <= count <= 5 if competence["kind"] == "Competence" else count == 0, competence["code"]


@every_framework
def test_a_scale_has_levels_that_count_and_none_below_them_does_not(name):
	levels = SHIPPED[name]["levels"]
	shown = [level["counts_as_shown"] for level in levels]
	assert len(levels) >= 2
	assert set(shown) <= {0, 1} and 1 in shown
	assert shown == sorted(shown)
	assert {level["pictogram"] for level in levels} <= PICTOGRAMS


def test_kims_own_scale_is_the_same_in_every_framework_that_uses_it():
	own = [name for name in SHIPPED if name != "CEFR-2020"]
	assert [level["code"] for level in SHIPPED["CEFR-2020"]["levels"]] == ["A1", "A2", "B1", "B2", "C1", "C2"]
	for name in own:
		assert SHIPPED[name]["levels"] == SHIPPED["KC-2018"]["levels"]
		for language, translated in SHIPPED[name]["translations"].items():
			assert translated["levels"] == SHIPPED["KC-2018"]["translations"][language]["levels"]


def test_crosswalks_lead_to_other_shipped_competences_and_stand_on_one_side_only():
	kinds = {
		f"{name}-{competence['code']}": competence["kind"]
		for name, content in SHIPPED.items()
		for competence in content["competences"]
	}
	for holder, relation, other in crosswalks():
		assert relation in RELATIONS, holder
		assert kinds[holder] == kinds.get(other) == "Competence", (holder, other)
		assert holder.rsplit("-", 1)[0] != other.rsplit("-", 1)[0], (holder, other)
	assert not twice(tuple(sorted((holder, other))) for holder, _, other in crosswalks())


def test_every_competence_outside_the_key_competences_of_2018_is_compared_with_them():
	compared = {holder for holder, _, other in crosswalks() if other.startswith("KC-2018-")}
	assert compared == {
		f"{name}-{competence['code']}"
		for name, content in SHIPPED.items()
		for competence in content["competences"]
		if competence["kind"] == "Competence" and name != "KC-2018"
	}


def test_every_key_competence_of_2018_is_reached_from_2006():
	reached = {other for holder, _, other in crosswalks() if holder.startswith("KC-2006-")}
	assert reached == {f"KC-2018-{competence['code']}" for competence in SHIPPED["KC-2018"]["competences"]}


def test_a_relation_says_what_its_holder_is_to_the_other():
	form = json.loads(
		(APP / "kim" / "doctype" / "kim_competence_crosswalk" / "kim_competence_crosswalk.json").read_text()
	)
	(relation,) = (field for field in form["fields"] if field["fieldname"] == "relation")
	assert relation["label"] == "This competence is"
	assert set(relation["options"].split("\n")) == RELATIONS
	# Mother tongue is one of the languages of literacy; speaking in a language is one part of being multilingual.
	assert ("KC-2006-MTC", "Narrower", "KC-2018-LIT") in crosswalks()
	assert ("CEFR-2020-SPR", "Narrower", "KC-2018-MUL") in crosswalks()


def test_earlier_versions_are_shipped_too():
	assert SHIPPED["KC-2018"]["based_on"] == "KC-2006"
	for name, content in SHIPPED.items():
		assert content["based_on"] in {None, *SHIPPED} - {name}


def test_addresses_of_esco_are_those_of_its_concepts():
	uuid = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
	addresses = [
		competence["esco_uri"]
		for content in SHIPPED.values()
		for competence in content["competences"]
		if "esco_uri" in competence
	]
	assert addresses
	assert all(re.fullmatch(rf"http://data\.europa\.eu/esco/skill/{uuid}", each) for each in addresses)


def test_the_codes_that_cases_already_use_stay():
	assert [
		(competence["code"], [row["code"] for row in competence["criteria"]])
		for competence in SHIPPED["KC-2018"]["competences"]
	] == [
		(code, [f"{code}{number}" for number in range(1, 5)])
		for code in ("LIT", "MUL", "MST", "DIG", "PSL", "CIT", "ENT", "CUL")
	]
	assert [level["code"] for level in SHIPPED["KC-2018"]["levels"]] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_are_plain_utf8_as_written_by_json_with_indent_one(path):
	written = path.read_text(encoding="utf-8")
	assert written == json.dumps(json.loads(written), indent=1, ensure_ascii=False) + "\n"
