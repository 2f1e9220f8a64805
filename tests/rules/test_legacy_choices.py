"""What a person decided about a workbook goes before what the engine finds."""

from datetime import date

from kim_app.legacy_import.check import check
from kim_app.legacy_import.choices import Choices, SheetChoice
from kim_app.legacy_import.match import match
from kim_app.legacy_import.normalise import normalise
from kim_app.legacy_import.tables import Reference, Sheet, Workbook

REFERENCE = Reference(
	countries={},
	languages={},
	genders=frozenset({"Female"}),
	competences={},
	levels=(),
	today=date(2026, 1, 1),
)


def test_what_a_person_chose_goes_before_what_is_found():
	grid = [
		["N. tessera", "Cognome", "Nome", "Sesso", "Nascita il"],
		["1", "Rossi", "Ada", "?", "03/04/1985"],
	]
	choices = Choices(
		columns={("participant", "nascita il"): "date_of_birth", ("participant", "nome"): "-"},
		readings={("participant", "nascita il"): "month-first"},
		values={"gender": {"?": "Female"}},
	)
	workbook = match(Workbook(file="f.xlsx", sheets=[Sheet(name="Foglio1", grid=grid)]), choices)
	row = check(normalise(workbook, "it", choices), REFERENCE).sheets[0].rows[0]
	assert row.good
	assert (row.values["date_of_birth"], row.values["gender"]) == (date(1985, 3, 4), "Female")
	assert "given_name" not in row.values


def test_a_sheet_is_what_a_person_says_it_is():
	grid = [["titolo"], ["Tessera n.", "Descr."], ["1", "diploma"]]
	choices = Choices(
		sheets={"Foglio1": SheetChoice("participant", 2), "Foglio2": SheetChoice("left-out")},
		columns={("participant", "tessera n"): "legacy_key", ("participant", "descr"): "family_name"},
	)
	sheets = [
		Sheet(name="Foglio1", grid=grid),
		Sheet(name="Foglio2", grid=[["N. tessera", "Cognome", "Nome"]]),
	]
	first, second = match(Workbook(file="f.xlsx", sheets=sheets), choices).sheets
	assert (first.kind, first.header_row, first.row_count) == ("participant", 2, 1)
	assert second.kind == "left-out"
