"""Files are read or refused with a clear message; tables are found wherever they stand."""

import ast
import io
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from babel.messages.extract import extract_python

from kim_app import legacy_import
from kim_app.legacy_import import kinds
from kim_app.legacy_import.check import check
from kim_app.legacy_import.issue_kinds import message
from kim_app.legacy_import.match import match
from kim_app.legacy_import.normalise import normalise
from kim_app.legacy_import.read import UnreadableFile, read
from kim_app.legacy_import.tables import Keys, Known, Like, Reference, Sheet, Workbook, column_letter

PEOPLE = ["N. tessera", "Cognome", "Nome", "Sesso", "Data di nascita"]
RATINGS = [
	"N. tessera",
	"Codice competenza",
	"Livello dichiarato",
	"Livello validato",
	"Data validazione",
	"Esito",
]
REFERENCE = Reference(
	countries={"it": "Italy"},
	languages={"it": "it"},
	genders=frozenset({"Male", "Female"}),
	competences={"LIT": "KC-2018-LIT"},
	levels=("0", "1", "2", "3", "4"),
	today=date(2026, 1, 1),
)


def checked(*grids: list, reference: Reference = REFERENCE) -> Workbook:
	sheets = [Sheet(name=f"Foglio{number}", grid=grid) for number, grid in enumerate(grids, 1)]
	return check(normalise(match(Workbook(file="f.xlsx", sheets=sheets))), reference)


def found(workbook: Workbook) -> list[tuple]:
	return [(issue.kind, issue.cell) for issue in workbook.issues]


@pytest.mark.parametrize("letters", [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_lettered_as_in_a_spreadsheet(letters):
	assert column_letter(letters[0]) == letters[1]


@pytest.mark.parametrize(
	("content", "name", "kind"),
	[
		(b"\x89PNG\r\n\x1a\n", "picture.xlsx", "broken-spreadsheet"),
		(b"PK\x03\x04 cut off", "cut.xlsx", "damaged"),
		(b"", "empty.xls", "broken-spreadsheet"),
		(b"%PDF", "register.pdf", "no-spreadsheet"),
		(b"a;b\n\0;1\n", "binary.csv", "binary-code"),
		(b"\xff\xfea", "odd.ods", "broken-spreadsheet"),
	],
)
def test_a_file_that_is_no_workbook_is_refused_and_says_as_what(content, name, kind):
	with pytest.raises(UnreadableFile) as refused:
		read(content, name)
	assert refused.value.kind == kind


def test_every_refusal_of_a_file_has_a_sentence_that_translators_find():
	engine = Path(legacy_import.__file__).parent
	source = "".join((engine / module).read_text() for module in ("read.py", "jobs.py", "more_files.py"))
	raised = re.findall(r'UnreadableFile\(\s*"([a-z-]+)"', source)
	# The reader in its own process names what it refuses.
	source = (engine / "read_apart.py").read_text()
	raised += re.findall(r'"refused", "([a-z-]+)"', source) + ["password", "broken-spreadsheet"]
	templates = returned_dict(engine / "unreadable.py", "templates")
	assert set(raised) == set(templates)
	assert set(templates.values()) <= for_translators(engine / "unreadable.py")


def test_the_title_of_every_kind_of_sheet_is_found_by_translators():
	report = Path(legacy_import.__file__).parent / "report.py"
	titles = returned_dict(report, "kind_titles")
	assert len(titles) == len({*kinds.KINDS, kinds.UNKNOWN, kinds.EMPTY, kinds.LEFT_OUT})
	assert set(titles.values()) <= for_translators(report)


def returned_dict(module: Path, function: str) -> dict[str, str]:
	"""The dict of literal texts that a function returns, read from its source: it imports frappe."""
	body = next(
		node
		for node in ast.parse(module.read_text()).body
		if isinstance(node, ast.FunctionDef) and node.name == function
	)
	literal = next(node.value for node in body.body if isinstance(node, ast.Return))
	return {
		ast.unparse(key).strip("'"): ast.literal_eval(value.args[0])
		for key, value in zip(literal.keys, literal.values, strict=True)
	}


def for_translators(module: Path) -> set[str]:
	"""The texts that Frappe's extraction, which is Babel's, takes from a module."""
	with module.open("rb") as stream:
		return {text for _line, _function, text, _comments in extract_python(stream, ["_"], (), {})}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp850"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_csv_is_read_in_any_common_encoding_and_delimiter(encoding, delimiter):
	lines = [
		["Deltagarnr", "Efternamn", "Förnamn", "Kön"],
		["1", "Åkesson", "Göran", "man"],
		["2", "Øst", "Zoé", "k"],
	]
	content = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
	assert read(content, "f.csv").sheets[0].grid == lines


def test_a_cell_keeps_its_place_when_the_table_begins_in_the_middle_of_the_sheet():
	book = openpyxl.Workbook()
	for offset, row in enumerate([PEOPLE, ["1", "Rossi", "Ada", "F", "31/02/1985"]]):
		for position, cell in enumerate(row):
			book.active.cell(row=5 + offset, column=3 + position, value=cell)
	stream = io.BytesIO()
	book.save(stream)
	workbook = check(normalise(match(read(stream.getvalue(), "f.xlsx"))), REFERENCE)
	assert found(workbook) == [("invalid-date", "G6")]


def test_titles_blank_rows_repeated_headers_and_totals_are_no_records():
	sheet = checked(
		[
			["Registro 2013"],
			[],
			PEOPLE,
			["1", "Rossi", "Ada", "F", "01/02/1985"],
			["", "", "", "", ""],
			PEOPLE,
			["2", "Verdi", "Ugo", "M", "01/02/1985"],
			["Totale", 2.0, "", "", ""],
		]
	).sheets[0]
	assert [row.number for row in sheet.good_rows] == [4, 7]
	assert (sheet.header_row, sheet.repeated_headers, sheet.totals_rows) == (3, [6], [8])


def test_a_misspelt_header_is_matched_by_likeness_and_says_how_surely():
	header = ["N. tesera", "Cognome", "Nome", "Sesso", "Data di nasita"]
	columns = {column.field: column.score for column in checked([header, ["1", "Rossi"]]).sheets[0].columns}
	assert columns["family_name"] == 100
	assert 84 <= columns["date_of_birth"] < 100
	assert 84 <= columns["legacy_key"] < 100


def test_a_column_that_is_not_recognised_is_told_and_its_rows_come_in():
	workbook = checked([[*PEOPLE, "Colore preferito"], ["1", "Rossi", "Ada", "F", "", "verde"]])
	assert found(workbook) == [("unmatched-column", "F1")]
	assert len(workbook.sheets[0].good_rows) == 1


def test_a_missing_column_is_told_once():
	workbook = checked([["Cognome", "Nome", "Sesso"], ["Rossi", "Ada", "F"], ["Verdi", "Ugo", "M"]])
	assert [issue.kind for issue in workbook.issues] == ["missing-column"]
	assert not workbook.sheets[0].good_rows


def test_a_validation_whose_person_was_refused_is_held_back_and_names_the_row():
	workbook = checked(
		[PEOPLE, ["1", "", "Ada", "F", ""], ["2", "Verdi", "Ugo", "M", ""]],
		[RATINGS, ["1", "LIT", 1.0, "", "", "in corso"], ["2", "LIT", 1.0, "", "", "in corso"]],
	)
	assert found(workbook) == [("missing-required", "B2"), ("held-back", "A2")]
	assert "row 2 of sheet Foglio1" in message(workbook.issues[1])
	assert len(workbook.sheets[1].good_rows) == 1


def test_a_validation_may_speak_of_a_person_the_site_knows():
	grid = [RATINGS, ["7", "lit", "2", 3.0, "04/10/2013", "validata"], ["8", "LIT", 1.0, "", "", ""]]
	reference = Reference(**{**REFERENCE.__dict__, "known": {"participant": {"7": Known("KIM-P-1")}}})
	workbook = checked(grid, reference=reference)
	assert found(workbook) == [("unknown-link", "A3")]
	assert workbook.sheets[0].rows[0].values["competence"] == "KC-2018-LIT"


def test_a_positive_decision_needs_its_level_and_date():
	grid = [RATINGS, ["7", "LIT", 1.0, "", "", "validata"]]
	reference = Reference(**{**REFERENCE.__dict__, "known": {"participant": {"7": Known("KIM-P-1")}}})
	assert found(checked(grid, reference=reference)) == [
		("missing-required", "D2"),
		("missing-required", "E2"),
	]


def test_the_second_row_for_a_person_and_competence_is_told():
	grid = [RATINGS, ["7", "LIT", 1.0, "", "", "in corso"], ["7", "LIT", 2.0, "", "", "in corso"]]
	reference = Reference(**{**REFERENCE.__dict__, "known": {"participant": {"7": Known("KIM-P-1")}}})
	assert found(checked(grid, reference=reference)) == [("duplicate-validation", "B3")]


def test_numbers_that_the_database_takes_for_one_stand_twice():
	grid = [PEOPLE, ["A-1", "Rossi", "Ada", "F", ""], ["á-1 ", "Verdi", "Ugo", "M", ""]]
	assert found(checked(grid)) == [("duplicate-key", "A3")]
	reference = Reference(
		**{**REFERENCE.__dict__, "known": {"participant": Keys({"a-1": Known("KIM-P-1", {})})}}
	)
	assert checked(grid[:2], reference=reference).sheets[0].rows[0].document == "KIM-P-1"


KNOWN = {"family_name": "Rossi", "gender": "Female", "date_of_birth": None, "languages": []}


@pytest.mark.parametrize(
	("row", "changed_here", "action", "changes", "problems"),
	[
		(["1", "Rossi", "", "F", ""], False, "unchanged", {}, []),
		(["1", "Rossi", "Ada", "F", ""], False, "update", {"given_name": (None, "Ada")}, []),
		(["1", "", "", "", ""], False, "unchanged", {}, [("missing-required", "B2")]),
		(["1", "Rossi", "Ada", "F", ""], True, "unchanged", {}, [("conflict", "C2")]),
		(["1", "Rossi", "", "F", ""], True, "unchanged", {}, []),
		(["2", "Verdi", "Ugo", "M", ""], False, "new", {}, []),
	],
)
def test_a_known_person_is_updated_where_the_workbook_says_more(row, changed_here, action, changes, problems):
	known = {"participant": Keys({"1": Known("KIM-P-1", KNOWN, changed_here)})}
	workbook = checked([PEOPLE, row], reference=Reference(**{**REFERENCE.__dict__, "known": known}))
	record = workbook.sheets[0].rows[0]
	assert (record.action, record.changes) == (action, changes)
	assert found(workbook) == problems


def test_a_person_who_stands_under_another_number_is_told_as_far_as_the_reader_may_know():
	born = date(1985, 2, 1)
	row = ["1", "Rossi", "Ada", "F", "01/02/1985"]
	for persons, told in (
		({born: [("ada rossi", Like("KIM-P-7", "FIR-7"))]}, "duplicate-person-here"),
		({born: [("ada rosi", Like())]}, "duplicate-person-elsewhere"),
		({born: [("ada rossi", Like("KIM-P-1", "1"))]}, ""),
	):
		workbook = checked([PEOPLE, row], reference=Reference(**{**REFERENCE.__dict__, "persons": persons}))
		assert [issue.kind for issue in workbook.issues] == ([told] if told else [])
		assert len(workbook.sheets[0].good_rows) == 1
		assert all("KIM-P" not in message(issue) for issue in workbook.issues if told.endswith("elsewhere"))
	workbook = checked([PEOPLE, row, ["2", "ADA", "Rossi", "F", "01/02/1985"]])
	assert found(workbook) == [("duplicate-person", "B3")]


def test_rows_that_the_uploader_may_not_bring_in_stay_out_and_are_told_once():
	reference = Reference(**{**REFERENCE.__dict__, "may_bring_in": frozenset({"participant"})})
	grid = [
		["Operatore", date(2013, 1, 1), date(2013, 1, 8)],
		["a@b.example", "x", "a"],
		["c@b.example", "x", ""],
	]
	workbook = checked(grid, reference=reference)
	assert [issue.kind for issue in workbook.issues] == ["not-permitted"]
	assert not any(sheet.good_rows for sheet in workbook.sheets)


def test_a_list_of_attendance_gives_its_people_sessions_and_days():
	workbook = checked(
		[
			["Data", "E-mail", "Corso", "Presente", "Ore"],
			[date(2013, 1, 1), "a@b.example", "Base", "x", 3.0],
			[date(2013, 1, 8), "a@b.example", "Base", "a", 3.0],
			[date(2013, 1, 1), "c@b.example", "Base", "sì", 3.0],
		],
		reference=Reference(**{**REFERENCE.__dict__, "courses": {"base": "KIM-PILOT-1"}}),
	)
	rows = {sheet.kind: [row.values for row in sheet.good_rows] for sheet in workbook.sheets}
	assert [row["email"] for row in rows["staff"]] == ["a@b.example", "c@b.example"]
	assert [(row["course"], [day["date"] for day in row["days"]]) for row in rows["session"]] == [
		("KIM-PILOT-1", ["2013-01-01", "2013-01-08"])
	]
	assert [row["attendance"][0]["present"] for row in rows["attendance"]] == [1, 0, 1]
