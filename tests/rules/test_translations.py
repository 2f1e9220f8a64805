"""Every text that a person can read has a translation in every language, with the same places and markup.

`python -m bench_kit.texts de` writes what a language lacks; docs/glossary.md has the words to use.
"""

from __future__ import annotations

from fnmatch import fnmatch

import pytest

from bench_kit.layout import REPOSITORY
from bench_kit.texts import (
	catalogue,
	extract,
	languages,
	python_source,
	records,
	script_source,
	template_source,
)
from bench_kit.texts.text import Fault, Text

APP = REPOSITORY / "kim_app"
CSVS = APP / "translations"


@pytest.fixture(scope="module")
def found() -> tuple[list[Text], list[Fault]]:
	return extract.of(APP)


@pytest.mark.parametrize("code", languages.CODES)
def test_every_text_has_a_translation(found, code):
	lacking = catalogue.missing(languages.texts_of(code, found[0]), catalogue.read(CSVS / f"{code}.csv"))
	assert not lacking, f"{len(lacking)} texts lack a translation in {code}:\n" + "\n".join(map(str, lacking))


@pytest.mark.parametrize("code", languages.CODES)
def test_translations_keep_places_and_belong_to_a_text(found, code):
	wrong = catalogue.faults(found[0], catalogue.read(CSVS / f"{code}.csv"))
	assert not wrong, f"{len(wrong)} rows of {code}.csv are wrong:\n" + "\n".join(wrong)


@pytest.mark.parametrize("code", languages.CODES)
def test_rows_stand_in_order(code):
	"""So that two people's additions meet in as few lines as possible: `python -m bench_kit.texts --sort`."""
	keys = [key for key, _translation in catalogue.read(CSVS / f"{code}.csv")]
	assert keys == sorted(keys)


def test_there_is_a_file_for_each_language_and_no_other():
	assert {path.stem for path in CSVS.glob("*.csv")} == set(languages.CODES)


def test_no_text_is_out_of_a_translators_reach(found):
	faults = found[1]
	assert not faults, f"{len(faults)} texts cannot be translated:\n" + "\n".join(map(str, faults))


def test_texts_carry_no_blanks_around_them(found):
	"""Frappe strips a text before it looks it up, so one with blanks around it would never be found."""
	assert not [str(text) for text in found[0] if text.source != text.source.strip()]


def test_what_participants_read_is_found(found):
	"""The list of their pages is kept by hand: each entry must still hold something."""
	empty = [
		pattern
		for pattern in languages.PARTICIPANTS_FILES
		if any(APP.glob(pattern)) and not any(fnmatch(text.file, pattern) for text in found[0])
	]
	assert not empty
	held = {(text.form, text.field) for text in found[0]}
	assert held >= languages.PARTICIPANTS_FIELDS
	assert {text.source for text in found[0]} >= set(languages.PARTICIPANTS_TEXTS)


# --- that the readers find what they should ---------------------------------------------------------------------


def sources(read, code: str) -> list[str]:
	return [each.source for each in read("file", code) if isinstance(each, Text)]


def whys(read, code: str) -> list[str]:
	return [each.why for each in read("file", code) if isinstance(each, Fault)]


def test_python_texts_are_found_with_line_and_context():
	code = 'x = 1\n_("Open {0}").format(x)\n_("Open", context="Button")\n_lt("Later")\n_(name)\n'
	assert sorted(python_source.read("file", code)) == [
		Text("file", 2, "Open {0}"),
		Text("file", 3, "Open", "Button"),
		Text("file", 4, "Later"),
	]


def test_python_texts_over_several_lines_are_one():
	assert sources(python_source.read, '_(\n\t"One "\n\t"sentence."\n)') == ["One sentence."]


@pytest.mark.parametrize(
	"code",
	[
		'_(f"Hello {name}")',
		'_("Hello " + name)',
		'_("Hello {0}".format(name))',
		'_("One" if n == 1 else "Many")',
		'frappe.throw("Wrong")',
		'frappe.msgprint(f"Wrong {name}")',
		'_("Hello") + name',
		'f"{_("Hello")} you"',
		'_("<b>Hello</b>")',
	],
)
def test_python_that_nobody_can_translate_is_told(code):
	assert whys(python_source.read, code.replace('f"{_("Hello")} you"', "f\"{_('Hello')} you\""))


def test_script_texts_are_found_in_calls_and_in_places_of_templates():
	code = 'a(__("One {0}", [b]));\nconst t = `<p title="${__("Two")}">${c ? `<b>${__("Three")}</b>` : ""}</p>`;\n__("Four", null, "Button");\n__(dynamic);'
	assert [(text.line, text.source, text.context) for text in script_source.read("file", code)] == [
		(1, "One {0}", ""),
		(2, "Two", ""),
		(2, "Three", ""),
		(3, "Four", "Button"),
	]


def test_what_is_looked_up_in_a_call_is_no_fault():
	assert not list(script_source.read("file", '__(label_of("KIM Evidence", "title")); __(labels["title"]);'))


def test_the_word_that_stands_where_there_is_none_is_found():
	assert sources(script_source.read, '__(goal.status || "Open"); __(method || "")') == ["Open"]


@pytest.mark.parametrize(
	"code",
	[
		'__("One " + name)',
		"__(`One ${name}`)",
		'__(n == 1 ? "One" : "Many")',
		"x = `<p>Nobody</p>`",
		'x = `<img alt="A picture">`',
		'd = { label: "A label" }',
	],
)
def test_script_that_nobody_can_translate_is_told(code):
	assert whys(script_source.read, code)


def test_template_texts_are_found_and_words_without_a_mark_are_told():
	code = '<p>{{ _("One {0}").format(a) }}</p>\n<script>__("Two")</script>\n<img alt="A picture"><style>p { color: red }</style> three &nbsp;'
	assert sources(template_source.read, code) == ["One {0}", "Two"]
	assert whys(template_source.read, code) == [
		"'A picture' does not stand in _()",
		"'three' does not stand in _()",
	]


def test_labels_choices_and_descriptions_of_a_form_are_found():
	form = """{"doctype": "DocType", "name": "KIM Thing", "fields": [
		{"fieldname": "kind", "fieldtype": "Select", "label": "Kind", "options": "\\nOne\\nTwo", "description": "Which."},
		{"fieldname": "language", "fieldtype": "Select", "label": "Language", "options": "de\\nfr"},
		{"fieldname": "person", "fieldtype": "Link", "label": "Person", "options": "KIM Person"}]}"""
	assert sources(records.read, form) == ["KIM Thing", "Kind", "Which.", "One", "Two", "Language", "Person"]


def test_headings_of_a_workspace_are_looked_up_without_markup():
	workspace = '{"doctype": "Workspace", "label": "KIM", "content": "[{\\"type\\": \\"header\\", \\"data\\": {\\"text\\": \\"<b>Start &amp; go</b>\\"}}]"}'
	assert sources(records.read, workspace) == ["KIM", "Start & go"]


def test_a_row_is_wrong_when_places_or_markup_differ():
	texts = [Text("file", 1, "{0} of {name} in <b>bold</b>")]
	right = [(("{0} of {name} in <b>bold</b>", ""), "<b>{name}</b>: {0}")]
	wrong = [(("{0} of {name} in <b>bold</b>", ""), "{1} von {name}")]
	assert not catalogue.faults(texts, right)
	assert len(catalogue.faults(texts, wrong)) == 1


def test_a_row_of_no_text_and_a_row_that_stands_twice_are_told():
	row = (("Gone", ""), "Weg")
	assert len(catalogue.faults([], [row])) == 1
	assert len(catalogue.faults([Text("file", 1, "Gone")], [row, row])) == 1


def test_a_choice_may_be_translated_for_its_form_alone():
	choice = Text("file", 1, "Open", form="KIM Session")
	assert not catalogue.missing([choice], [(("Open", "KIM Session"), "Offen")])
	assert not catalogue.missing([choice], [(("Open", ""), "Offen")])
	assert catalogue.missing([choice], [(("Open", "Button"), "Öffnen")])
