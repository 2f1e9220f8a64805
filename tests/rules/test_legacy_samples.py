"""Every defect known in the sample workbooks is found at its cell, and no good row is refused.

Needs no site: the reference below stands for what a site knows.
"""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from babel import Locale

from kim_app.legacy_import import tables
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


def sheet_of(workbook: Workbook, name: str) -> tables.Sheet:
	return next(sheet for sheet in workbook.sheets if not name or sheet.name == name)


@pytest.mark.parametrize(("file_name", "sheet_name", "expected"), expectations())
def test_each_sheet_is_recognised_with_its_rows(file_name, sheet_name, expected):
	sheet = sheet_of(checked(file_name), sheet_name)
	assert sheet.kind == expected["kind"]
	assert sheet.header_row == expected.get("header_row", 0)
	if "rows" in expected:
		assert sheet.row_count == expected["rows"]


@pytest.mark.parametrize(
	("file_name", "sheet_name", "expected"),
	[entry for entry in expectations() if entry[2]["kind"] in tables.BROUGHT_IN],
)
def test_exactly_the_known_defects_are_found_and_every_other_row_is_good(file_name, sheet_name, expected):
	workbook = checked(file_name)
	sheet = sheet_of(workbook, sheet_name)
	found = {(issue.row, issue.column, issue.kind) for issue in workbook.issues if issue.sheet == sheet.name}
	known = {(defect["row"], defect["column"], defect["kind"]) for defect in expected["defects"]}
	assert found == known
	assert len(sheet.good_rows) == expected["rows"] - len(known)


def test_florence_brings_110_participants_and_237_validations():
	workbook = checked("registro-firenze-2013.xlsx")
	good = {sheet.name: len(sheet.good_rows) for sheet in workbook.sheets if sheet.brought_in}
	assert good == {"Utenti": 110, "Competenze": 237}
	outcomes = Counter(row.values["outcome"] for row in sheet_of(workbook, "Competenze").good_rows)
	assert sum(outcomes.values()) == 237
	assert set(outcomes) == {"Validated", "Not Validated", "Identification"}


def test_sheets_not_brought_in_yet_are_listed_with_their_rows_and_no_issue():
	workbook = checked("registro-firenze-2013.xlsx")
	listed = {sheet.name: (sheet.kind, sheet.row_count) for sheet in workbook.sheets if not sheet.brought_in}
	assert listed == {
		"Evidenze": ("evidence", 360),
		"Piani": ("plan", 120),
		"Formazione operatori": ("attendance-matrix", 12),
		"Foglio3": ("empty", 0),
	}
	assert {issue.sheet for issue in workbook.issues} == {"Utenti", "Competenze"}


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
