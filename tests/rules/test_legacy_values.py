"""Cells become typed values or are refused; words are recognised in the file's language."""

from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kim_app.legacy_import import dates, values
from kim_app.legacy_import.kinds import KINDS
from kim_app.legacy_import.readings import M_MEANS, reading_of
from kim_app.legacy_import.tables import Column
from kim_app.legacy_import.values import Refused
from kim_app.legacy_import.words import code_named, option_named


@pytest.mark.parametrize(
	("cell", "language", "first_is_day", "expected"),
	[
		("21/12/1991", "it", True, date(1991, 12, 21)),
		("21.12.1991", "de", True, date(1991, 12, 21)),
		("21-12-1991", "es", True, date(1991, 12, 21)),
		("1991-12-21", "sv", True, date(1991, 12, 21)),
		("12/21/1991", "en", False, date(1991, 12, 21)),
		("21 dicembre 1991", "it", True, date(1991, 12, 21)),
		("21 de diciembre de 1991", "es", True, date(1991, 12, 21)),
		("21. Dezember 1991", "de", True, date(1991, 12, 21)),
		("1991-12-21 00:00:00", "en", True, date(1991, 12, 21)),
		("03/04/85", "it", True, date(1985, 4, 3)),
		("19911221", "sv", True, date(1991, 12, 21)),
		(33593.0, "it", True, date(1991, 12, 21)),
		("33593", "it", True, date(1991, 12, 21)),
		(datetime(1991, 12, 21, 0, 0), "it", True, date(1991, 12, 21)),
		("  ", "it", True, None),
	],
)
def test_a_date_is_read_in_the_order_of_its_language(cell, language, first_is_day, expected):
	assert dates.as_date(cell, language, first_is_day) == expected


@pytest.mark.parametrize("cell", ["31/02/1985", "circa 1980", "13/1980", "0/0/0", "x", 0.0, 1e9, True])
def test_an_impossible_date_is_refused(cell):
	with pytest.raises(Refused) as refused:
		dates.as_date(cell, "it", True)
	assert refused.value.kind == "invalid-date"


@pytest.mark.parametrize(
	("cell", "language", "first", "last"),
	[
		("1980", "it", date(1980, 1, 1), date(1980, 12, 31)),
		(1980.0, "it", date(1980, 1, 1), date(1980, 12, 31)),
		("05/1980", "it", date(1980, 5, 1), date(1980, 5, 31)),
		("1980-02", "sv", date(1980, 2, 1), date(1980, 2, 29)),
		("maggio 1980", "it", date(1980, 5, 1), date(1980, 5, 31)),
		("mayo de 1980", "es", date(1980, 5, 1), date(1980, 5, 31)),
	],
)
def test_a_part_of_a_date_is_no_date_and_says_which_days_it_can_mean(cell, language, first, last):
	with pytest.raises(Refused) as refused:
		dates.as_date(cell, language, True)
	assert (refused.value.kind, refused.value.words) == ("partial-date", {"first": first, "last": last})


def test_a_serial_number_counts_from_the_year_of_its_workbook():
	assert dates.as_date(33593.0, "en", True, 1900) == dates.as_date(33593.0 - 1462, "en", True, 1904)


@pytest.mark.parametrize(
	("cells", "language", "reading"),
	[
		(["03/04/2013", "25/04/2013"], "en", "day-first"),
		(["03/04/2013", "04/25/2013"], "en", "month-first"),
		(["21/12/1991"], "it", ""),
		([date(2013, 4, 3)], "it", ""),
	],
)
def test_an_ambiguous_column_of_dates_says_how_it_is_read(cells, language, reading):
	column = Column(0, "Data", "date_of_birth")
	field = KINDS["participant"].field("date_of_birth")
	assert reading_of(cells, column, field, language) == reading


@pytest.mark.parametrize(
	("cells", "reading"), [([0.25, 1.0, "75%", 3.5], "ratio"), ([25.0, 100.0, 1.0], "percent")]
)
def test_a_column_of_shares_is_read_as_a_whole(cells, reading):
	column, field = Column(0, "%", "progress"), KINDS["plan"].field("progress")
	assert reading_of(cells, column, field, "it") == reading


@pytest.mark.parametrize(
	("cell", "ratio", "expected"),
	[
		(0.25, True, 25),
		(25.0, False, 25),
		("25%", True, 25),
		("25 %", False, 25),
		("0,5", True, 50),
		("", True, None),
	],
)
def test_a_share_becomes_per_cent(cell, ratio, expected):
	assert values.as_percent(cell, ratio) == expected


@pytest.mark.parametrize(
	("cell", "expected"),
	[("1.200", 1200), ("1,5", 1.5), ("1.5", 1.5), ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("0,125", 0.125)],
)
def test_a_number_is_read_with_comma_or_point(cell, expected):
	assert values.as_number(cell) == expected


def test_one_day_beyond_twelve_decides_the_order_of_its_column():
	assert dates.day_first(["03/04/2013", "25/04/2013"], "en")
	assert not dates.day_first(["03/04/2013", "04/25/2013"], "en")
	assert dates.day_first(["03/04/2013"], "en")


@pytest.mark.parametrize(
	("cell", "expected"),
	[
		("  LELIÈVRE ", "Lelièvre"),
		("D'ANGELO-ROSSI", "D'Angelo-Rossi"),
		("de la Cruz", "de la Cruz"),
		("McDonald", "McDonald"),
		("Архипенко", "Архипенко"),
		("بني  بيات", "بني بيات"),
		("廖", "廖"),
		("ALİ", "Ali"),
		("A", "A"),
	],
)
def test_a_name_is_trimmed_and_recased_only_if_all_capitals(cell, expected):
	assert values.as_name(cell) == expected


@pytest.mark.parametrize(
	("cell", "expected"), [(2.0, "2"), ("2", "2"), ("Stufe 3", "3"), ("", ""), (9.0, "9")]
)
def test_a_level_is_its_number(cell, expected):
	assert values.as_level(cell) == expected


@pytest.mark.parametrize("cell", ["senza chiocciola", "a@b", "a b@c.example", "a@@c.example", "a@c..example"])
def test_what_is_no_email_address_is_refused(cell):
	with pytest.raises(Refused):
		values.as_email(cell)


def test_a_phone_number_gets_the_country_of_the_centre_only_if_that_is_known():
	assert values.as_phone("055 2768224", "it") == "+39 055 276 8224"
	assert values.as_phone("055 2768224") == "055 2768224"
	assert values.as_phone("05580/75012600") == "05580 75012600"
	with pytest.raises(Refused):
		values.as_phone("chiamare Maria")


@pytest.mark.parametrize(
	("word", "language", "code"),
	[
		("Costa d'Avorio", "it", "ci"),
		("Elfenbenskusten", "sv", "ci"),
		("PERU'", "it", "pe"),
		("Afganistan", "it", "af"),
		("Austria", "it", "at"),
		("Australia", "it", "au"),
		("Niger", "it", "ne"),
		("Nigeria", "it", "ng"),
		("Ukraine", "it", "ua"),
	],
)
def test_a_country_is_known_by_its_name(word, language, code):
	assert code_named(word, "country", language) == code


@pytest.mark.parametrize(
	("word", "language", "code"),
	[("bengalese", "it", "bn"), ("dari", "de", "prs"), ("tigrinska", "sv", "ti"), ("chino", "es", "zh")],
)
def test_a_language_is_known_by_its_name(word, language, code):
	assert code_named(word, "language", language) == code


def test_a_country_that_is_none_is_refused():
	with pytest.raises(Refused) as refused:
		code_named("Atlantide", "country", "it")
	assert refused.value.kind == "unknown-link"


def test_m_is_a_man_in_italian_and_a_woman_in_spanish():
	assert option_named("M", "gender", "it") == "Male"
	assert option_named("M", "gender", "es") == "Female"


def test_m_is_a_man_in_a_spanish_column_that_has_f():
	column, field = Column(0, "Sexo", "gender"), KINDS["participant"].field("gender")
	for others, meant in ((["F"], "Male"), (["H"], "Female"), ([], "Female")):
		reading = reading_of(["M", *others], column, field, "es")
		assert option_named("M", "gender", "es", M_MEANS[reading]) == meant


def test_not_validated_is_never_taken_for_validated():
	for language, word in (("it", "non validata"), ("de", "nicht validiert"), ("sv", "ej validerad")):
		assert option_named(word, "outcome", language) == "Not Validated"


CELLS = st.one_of(
	st.text(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.integers(), st.times()
)


@example(float("inf"), "en", True)
@example(1.797693134862316e306, "en", True)
@example(float("nan"), "en", True)
@example("²²²²²", "en", True)
@given(CELLS, st.sampled_from(["en", "fr", "it", "de", "es", "sv"]), st.booleans())
def test_any_cell_is_read_or_refused_and_never_breaks_the_import(cell, language, first_is_day):
	readings = (
		lambda: dates.as_date(cell, language, first_is_day),
		lambda: values.as_name(cell),
		lambda: values.as_level(cell),
		lambda: values.as_email(cell),
		lambda: values.as_phone(cell, "it"),
		lambda: values.as_login(cell),
		lambda: values.as_integer(cell),
		lambda: values.as_percent(cell, first_is_day),
		lambda: option_named(values.as_text(cell), "gender", language),
		lambda: code_named(values.as_text(cell), "country", language),
	)
	for reading in readings:
		try:
			reading()
		except Refused:
			pass
