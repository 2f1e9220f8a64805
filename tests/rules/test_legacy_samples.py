"""Every defect known in the sample workbooks is found at its cell, and no good row is refused.

Needs no site: the reference below stands for what a site knows.
"""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from babel import Locale

from kim_app.legacy_import import kinds, tables
from kim_app.legacy_import.check import check
from kim_app.legacy_import.issue_kinds import message
from kim_app.legacy_import.match import match
from kim_app.legacy_import.normalise import normalise
from kim_app.legacy_import.read import read
from kim_app.legacy_import.tables import Reference, Workbook

SAMPLES = Path(__file__).parents[2] / "samples"
CODES = ("LIT", "MUL", "MST", "DIG", "PSL", "CIT", "ENT", "CUL")


def site() -> Reference:
	english = Locale("en")
	return Reference(
		countries={
			code.lower(): name
			for code, name in english.territories.items()
			if len(code) == 2 and code.isalpha()
		},
		languages={code: code for code in (*english.languages, "prs")},
		genders=frozenset({"Male", "Female", "Other", "Prefer not to say"}),
		competences={code: f"KC-2018-{code}" for code in CODES},
		levels=("0", "1", "2", "3", "4"),
		today=date(2026, 1, 1),
		course="KIM-PILOT-1",
	)


def checked(file_name: str, reference: Reference | None = None) -> Workbook:
	workbook = read((SAMPLES / file_name).read_bytes(), file_name)
	return check(normalise(match(workbook)), reference or site())


def expectations() -> list[tuple[str, str, dict]]:
	listed = []
	for path in sorted(SAMPLES.glob("*.expected.json")):
		for sheet, expected in json.loads(path.read_text()).items():
			listed.append((path.name.removesuffix(".expected.json"), sheet, expected))
	return listed


LAYOUTS = {"plan-form": (tables.FORM, kinds.PLAN), "attendance-matrix": (tables.MATRIX, kinds.ATTENDANCE)}


def sheet_of(workbook: Workbook, name: str, kind: str = "") -> tables.Sheet:
	return next(
		sheet
		for sheet in workbook.sheets
		if (not name or sheet.name == name) and (not kind or sheet.kind == kind)
	)


@pytest.mark.parametrize(("file_name", "sheet_name", "expected"), expectations())
def test_each_sheet_is_recognised_with_its_rows(file_name, sheet_name, expected):
	layout, kind = LAYOUTS.get(expected["kind"], (tables.TABLE, expected["kind"]))
	sheet = sheet_of(checked(file_name), sheet_name, kind)
	assert sheet.layout == layout
	if "header_row" in expected:
		assert sheet.header_row == expected["header_row"]
	if "rows" in expected:
		assert sheet.row_count == expected["rows"]


@pytest.mark.parametrize(
	("file_name", "sheet_name", "expected"), [entry for entry in expectations() if "defects" in entry[2]]
)
def test_exactly_the_known_defects_are_found_and_every_other_row_is_good(file_name, sheet_name, expected):
	workbook = checked(file_name)
	sheet = sheet_of(workbook, sheet_name)
	found = {(issue.row, issue.column, issue.kind) for issue in workbook.issues if issue.sheet == sheet.name}
	known = {(defect["row"], defect["column"], defect["kind"]) for defect in expected["defects"]}
	assert found == known
	assert len(sheet.good_rows) == expected["rows"] - len(known)


@pytest.mark.parametrize(
	("file_name", "sheet_name", "expected"),
	[entry for entry in expectations() if entry[2]["kind"] == "plan-form"],
)
def test_a_form_gives_its_person_and_the_goals_of_their_plan(file_name, sheet_name, expected):
	workbook = checked(file_name)
	person = sheet_of(workbook, sheet_name, kinds.PARTICIPANT)
	plan = sheet_of(workbook, sheet_name, kinds.PLAN)
	assert [row.values["legacy_key"] for row in person.good_rows] == [expected["participant"]]
	assert [row.values["legacy_key"] for row in plan.good_rows] == [expected["participant"]] * expected[
		"goals"
	]
	assert not workbook.issues


@pytest.mark.parametrize(
	("file_name", "sheet_name", "expected"),
	[entry for entry in expectations() if entry[2]["kind"] == "attendance-matrix"],
)
def test_a_matrix_gives_people_one_session_and_who_was_there(file_name, sheet_name, expected):
	workbook = checked(file_name)
	staff = sheet_of(workbook, sheet_name, kinds.STAFF)
	session = sheet_of(workbook, sheet_name, kinds.SESSION)
	attendance = sheet_of(workbook, sheet_name, kinds.ATTENDANCE)
	assert len(staff.good_rows) == len(attendance.good_rows) == expected["people"]
	assert [len(row.values["days"]) for row in session.good_rows] == [expected["sessions"]]
	marks = [mark for row in attendance.good_rows for mark in row.values["attendance"]]
	filled = [
		cell
		for row in attendance.rows
		for column in attendance.columns
		if column.field == "present" and (cell := attendance.cell(row.number, column))
	]
	assert [mark["present"] for mark in marks] == [int(cell == "x") for cell in filled]
	assert sheet_name not in {issue.sheet for issue in workbook.issues}


def test_all_of_florence_is_brought_in():
	workbook = checked("registro-firenze-2013.xlsx")
	good = {(sheet.name, sheet.kind): len(sheet.good_rows) for sheet in workbook.sheets if sheet.brought_in}
	assert good == {
		("Utenti", "participant"): 110,
		("Competenze", "validation"): 237,
		("Evidenze", "evidence"): 358,
		("Piani", "plan"): 118,
		("Formazione operatori", "staff"): 12,
		("Formazione operatori", "session"): 1,
		("Formazione operatori", "attendance"): 12,
	}
	assert sheet_of(workbook, "Foglio3").kind == kinds.EMPTY
	outcomes = Counter(row.values["outcome"] for row in sheet_of(workbook, "Competenze").good_rows)
	assert set(outcomes) == {"Validated", "Not Validated", "Identification"}


@pytest.mark.parametrize(
	("file_name", "sheet_name", "row", "values"),
	[
		(
			"registro-firenze-2013.xlsx",
			"Evidenze",
			4,
			{
				"legacy_key": "FIR-00104",
				"competence": "KC-2018-MST",
				"kind": "Work Sample",
				"title": "autodichiarazione 0",
				"learning_context": "Non-formal",
				"learned_in": "Morocco",
				"from_date": date(2013, 12, 20),
				"to_date": date(2014, 6, 20),
			},
		),
		(
			"registro-firenze-2013.xlsx",
			"Piani",
			8,
			{
				"area": "Language",
				"goal": "Obiettivo 4",
				"action": "Azione 4",
				"responsible": "operatore1",
				"due": date(2014, 3, 18),
				"status": "In Progress",
				"progress": 75,
			},
		),
		("kartei-wien-2014.xlsx", "Pläne", 4, {"area": "Health", "status": "In Progress", "progress": 50}),
		("kartei-wien-2014.xlsx", "Nachweise", 6, {"kind": "Certificate", "learning_context": "Formal"}),
	],
)
def test_evidence_and_plans_become_what_the_forms_hold(file_name, sheet_name, row, values):
	sheet = sheet_of(checked(file_name), sheet_name)
	found = next(record for record in sheet.rows if record.number == row)
	assert {name: found.values[name] for name in values} == values


def test_the_totals_row_is_noted_and_is_no_record():
	sheet = sheet_of(checked("registro-firenze-2013.xlsx"), "Utenti")
	assert sheet.totals_rows == [126]
	assert 126 not in {row.number for row in sheet.rows}


@pytest.mark.parametrize(
	("file_name", "language"),
	[
		("registro-firenze-2013.xlsx", "it"),
		("kartei-wien-2014.xlsx", "de"),
		("klienten-graz-2013.xls", "de"),
		("registro-madrid-2014.ods", "es"),
		("deltagare-malmo-2013.csv", "sv"),
		("isip-glasgow-2014.xlsx", "en"),
	],
)
def test_the_language_is_recognised_from_the_headers(file_name, language):
	assert checked(file_name).language == language


@pytest.mark.parametrize(
	("file_name", "row", "values"),
	[
		(
			"registro-firenze-2013.xlsx",
			125,
			{
				"legacy_key": "FIR-00120",
				"family_name": "Morel",
				"given_name": "Élisabeth",
				"gender": "Female",
				"date_of_birth": date(1973, 1, 28),
				"nationality": "Ukraine",
				"languages": [
					{"language": "uk", "level": "", "mother_tongue": 1},
					{"language": "it", "level": "A2", "mother_tongue": 0},
				],
				"education": "1 Primary",
				"arrival_date": date(2009, 12, 7),
				"residence_status": "Family",
				"phone": "034588571",
				"email": "p120@fir.example",
				"consent": 1,
			},
		),
		(
			"registro-madrid-2014.ods",
			2,
			{"gender": "Female", "date_of_birth": date(1977, 1, 14), "education": "2 Lower Secondary"},
		),
		("registro-madrid-2014.ods", 8, {"family_name": "Perelló", "nationality": "Morocco", "consent": 0}),
		("deltagare-malmo-2013.csv", 7, {"family_name": "Bustos", "gender": "Female", "notes": ""}),
		(
			"klienten-graz-2013.xls",
			6,
			{"date_of_birth": date(1960, 7, 11), "residence_status": "Work", "education": "6 Bachelor"},
		),
	],
)
def test_values_become_what_the_forms_hold(file_name, row, values):
	sheet = checked(file_name).of_kind("participant")[0]
	found = next(record for record in sheet.rows if record.number == row)
	assert found.good
	assert {name: found.values[name] for name in values} == values


def test_a_level_in_the_mother_tongue_is_one_language():
	sheet = checked("registro-madrid-2014.ods").of_kind("participant")[0]
	spanish = next(row for row in sheet.rows if row.number == 3).values["languages"]
	assert spanish == [{"language": "es", "level": "C2", "mother_tongue": 1}]


def test_no_value_of_a_good_sample_row_is_lost():
	for file_name, _sheet_name, expected in expectations():
		if expected["kind"] != "participant":
			continue
		sheet = checked(file_name).of_kind("participant")[0]
		for row in sheet.good_rows:
			for column in sheet.columns:
				if str(sheet.cell(row.number, column)).strip() and column.field not in (
					"mother_tongue",
					"language_level",
				):
					assert row.values[column.key] not in ("", None), (file_name, row.number, column)


def test_every_issue_says_what_to_do():
	for file_name in {entry[0] for entry in expectations()}:
		for issue in checked(file_name).issues:
			sentence = message(issue)
			assert sentence.endswith((".", ")"))
			assert "{" not in sentence
