"""Whatever stands in a sheet, the line from match to check comes to its end."""

import json
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kim_app.legacy_import.check import check
from kim_app.legacy_import.choices import Choices
from kim_app.legacy_import.findings import findings
from kim_app.legacy_import.issue_kinds import message
from kim_app.legacy_import.match import match
from kim_app.legacy_import.normalise import normalise
from kim_app.legacy_import.tables import Reference, Sheet, Workbook
from kim_app.legacy_import.vocabulary import LANGUAGES

PEOPLE = ["N. tessera", "Cognome", "Nome", "Sesso", "Data di nascita"]
REFERENCE = Reference(
	countries={"it": "Italy"},
	languages={"it": "it"},
	genders=frozenset({"Male", "Female"}),
	competences={"LIT": "KC-2018-LIT"},
	levels=("0", "1"),
	today=date(2026, 1, 1),
)
WORD = st.sampled_from(
	[
		*PEOPLE,
		"Codice competenza",
		"Esito",
		"Obiettivo",
		"E-mail",
		"Data",
		"Presente",
		"Case ID:",
		"x",
		"a",
		"Totale",
		"?",
		"",
	]
)
CELL = st.one_of(
	WORD,
	WORD,
	st.text(max_size=8),
	st.floats(),
	st.booleans(),
	st.dates(),
	st.datetimes(),
	st.times(),
	st.timedeltas(),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELL, max_size=9), max_size=12), st.sampled_from(["", *LANGUAGES]))
def test_whatever_stands_in_a_sheet_it_is_checked_to_the_end(grid, language):
	sheets = [Sheet(name="Foglio", grid=grid), Sheet(name="Foglio", grid=[PEOPLE, *grid])]
	choices = Choices(language=language)
	found = check(normalise(match(Workbook("f.xlsx", sheets), choices), "it", choices), REFERENCE)
	for issue in found.issues:
		assert "{" not in message(issue).replace(issue.value, "").replace(issue.column, "")
	json.dumps(findings(found), default=str)
