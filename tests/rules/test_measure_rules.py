"""The arithmetic of the measures: shares and their certainty, parity, percentiles, likeness, files."""

import io
import statistics
from datetime import date

import numpy
import openpyxl
import pytest

from kim_app.measures import durations, heat, likeness, periods, rates, spreadsheet


def test_wilson_interval_agrees_with_published_values():
	"""Newcombe, Statistics in Medicine 17 (1998), table I, method 3."""
	for part, whole, low, high in (
		(81, 263, 0.2553, 0.3662),
		(15, 148, 0.0624, 0.1605),
		(0, 20, 0.0, 0.1611),
		(1, 29, 0.0061, 0.1718),
		(29, 29, 0.8830, 1.0),
	):
		found = rates.share(part, whole)
		assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_a_share_of_nothing_is_none_and_a_part_beyond_the_whole_is_refused():
	assert rates.share(0, 0).share is None
	with pytest.raises(ValueError):
		rates.share(3, 2)


def test_a_ratio_of_two_shares_holds_its_value_between_its_limits():
	parity = rates.parity_of_shares(rates.share(27, 40), rates.share(17, 43))
	assert parity.index == pytest.approx(1.7074, abs=1e-4)
	assert parity.low < parity.index < parity.high
	assert parity.low > 1 and parity.reading == "ahead"


def test_the_two_directions_of_a_ratio_mirror_each_other():
	one = rates.parity_of_shares(rates.share(30, 60), rates.share(20, 50))
	other = rates.parity_of_shares(rates.share(20, 50), rates.share(30, 60))
	assert one.index == pytest.approx(1 / other.index)
	assert (one.low, one.high) == pytest.approx((1 / other.high, 1 / other.low))


def test_the_interval_of_a_ratio_covers_the_truth_about_nineteen_times_in_twenty():
	random = numpy.random.default_rng(7)
	covered, drawn = 0, 4000
	for first, second in zip(random.binomial(60, 0.6, drawn), random.binomial(50, 0.5, drawn), strict=True):
		parity = rates.parity_of_shares(rates.share(int(first), 60), rates.share(int(second), 50))
		covered += parity.low <= 1.2 <= (parity.high or 99)
	assert 0.94 <= covered / drawn <= 0.965


def test_parity_of_counts_and_where_it_cannot_be_told():
	even = rates.parity_of_counts(50, 50)
	assert even.index == 1 and even.low < 1 < even.high and even.reading == "parity"
	assert rates.parity_of_counts(20, 80).reading == "behind"
	assert rates.parity_of_counts(80, 20).reading == "ahead"
	assert rates.parity_of_counts(0, 0).reading == "none"
	assert rates.parity_of_counts(3, 0) == rates.Parity(None, pytest.approx(0.7809, abs=1e-3), None)
	assert rates.parity_of_shares(rates.share(0, 10), rates.share(0, 10)).reading == "none"


def test_a_few_people_never_count_as_inequality():
	assert rates.parity_of_counts(2, 4).reading == "parity"


def test_percentiles_of_counted_days_are_those_of_the_single_cases():
	random = numpy.random.default_rng(3)
	cases = [int(value) for value in random.integers(0, 90, 501)]
	counted = durations.add_up((value, 1) for value in cases)
	found = durations.durations(counted)
	assert found.count == 501 and found.longest == max(cases)
	assert found.median == statistics.median(cases)
	assert found.ninth == pytest.approx(numpy.percentile(cases, 90))
	assert durations.durations({}) == durations.Durations(0, None, None, None)
	assert durations.percentile({4: 1}, 0.9) == 4
	with pytest.raises(ValueError):
		durations.percentile({1: 1}, 1.5)


def test_heat_is_stronger_for_more_and_absent_for_nothing():
	places = [heat.step(value, 50) for value in (0, 1, 10, 25, 40, 50)]
	assert places == sorted(places) and places[0] == 0 and places[1] == 1
	assert places[-1] == len(heat.STEPS) - 1
	assert heat.step(None, 50) is None and heat.step(3, 0) == 0 and heat.style(None) == {}


def test_text_on_a_coloured_cell_can_be_read():
	"""WCAG 2.1, 1.4.3: a contrast of at least 4.5 to 1."""

	def light(colour: str) -> float:
		parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
		linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
		return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

	for background, text in heat.STEPS:
		bright, dark = sorted((light(background), light(text)), reverse=True)
		assert (bright + 0.05) / (dark + 0.05) >= 4.5, background


def test_quarters():
	assert [periods.quarter(month) for month in ("2026-01", "2026-03", "2026-04", "2026-12-31")] == [
		"2026-Q1",
		"2026-Q1",
		"2026-Q2",
		"2026-Q4",
	]
	assert periods.quarters_until(date(2026, 2, 1), 3) == ["2025-Q3", "2025-Q4", "2026-Q1"]
	assert periods.days_of_quarter("2025-Q4") == (date(2025, 10, 1), date(2026, 1, 1))


def people(*rows):
	return [likeness.Person(record, name, born and date(*born)) for record, name, born in rows]


def test_likely_duplicates_are_found_whatever_the_order_accents_and_case():
	found = likeness.likely_duplicates(
		people(
			("P1", "Amélie O'Neill", (1990, 5, 4)),
			("P2", "ONEILL Amelie", None),
			("P3", "o'neill amelie", (1990, 5, 4)),
			("P4", "Fatou Diallo", (1988, 2, 3)),
			("P5", "Fatuo Diallo", (1988, 2, 3)),
			("P6", "Fatou Diallo", (1971, 7, 7)),
			("P7", "", None),
			("P8", "", None),
		)
	)
	assert [(pair.first, pair.second, pair.why) for pair in found] == [
		("P1", "P3", "same"),
		("P4", "P5", "alike"),
	]


def test_a_missing_birth_leaves_the_same_name_to_be_looked_at():
	found = likeness.likely_duplicates(
		people(("P1", "Sara Haile", None), ("P2", "Haile Sara", (1990, 5, 4)), ("P3", "Sara Haile", None))
	)
	assert {(pair.first, pair.second) for pair in found} == {("P1", "P3"), ("P1", "P2")}
	assert {pair.why for pair in found} == {"unborn"}


def test_alike_names_of_the_first_of_january_are_left_alone():
	"""Registers write it for everybody whose day of birth is unknown."""
	assert not likeness.likely_duplicates(
		people(("P1", "Ali Rezai", (1990, 1, 1)), ("P2", "Ali Rezaei", (1990, 1, 1)))
	)


COLUMNS = [
	spreadsheet.Column("Case"),
	spreadsheet.Column("Days", spreadsheet.WHOLE),
	spreadsheet.Column("Share", spreadsheet.PERCENT),
	spreadsheet.Column("Decided", spreadsheet.DAY),
]
ROWS = [["=cmd|' /C calc'!A0", 3, 12.5, "2026-11-25"], ["@SUM(A1)\x07", None, "", date(2026, 1, 2)]]


def test_a_workbook_has_types_a_frozen_header_and_no_formula():
	book = openpyxl.load_workbook(io.BytesIO(spreadsheet.workbook("Pipe: line?", COLUMNS, ROWS, ["=1+1"])))
	sheet = book.worksheets[0]
	assert sheet.title == "Pipe  line" and sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:D3"
	first, second = list(sheet.iter_rows(min_row=2))
	assert first[0].value == "=cmd|' /C calc'!A0" and first[0].data_type == "s"
	assert first[1].value == 3 and first[1].number_format == "#,##0"
	assert first[2].value == 12.5 and first[3].value.date() == date(2026, 11, 25) and first[3].is_date
	assert second[0].value == "@SUM(A1)" and second[1].value is None and second[2].value is None
	assert book.worksheets[1]["A1"].data_type == "s"


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@A1", "\t=1", "\r=1", "＝1+1"])
def test_csv_cells_are_not_run(text):
	assert spreadsheet.harmless(text) == "'" + text


@pytest.mark.parametrize("value", ["-5", "+3.5", -2.25, 0, "a=b", "2026-11-25", None, "1e5"])
def test_csv_leaves_numbers_and_ordinary_text_as_they_are(value):
	assert spreadsheet.harmless(value) == ("" if value is None else str(value))


def test_csv_quotes_and_keeps_every_row():
	text = spreadsheet.comma_separated(COLUMNS, ROWS)
	assert text.splitlines()[0] == "Case,Days,Share,Decided"
	assert text.splitlines()[1].startswith("'=cmd|")


def test_what_does_not_fit_its_column_stays_text():
	assert spreadsheet.typed("n/a", spreadsheet.WHOLE) == "n/a"
	assert spreadsheet.typed("soon", spreadsheet.DAY) == "soon"
	assert spreadsheet.typed("7", spreadsheet.WHOLE) == 7
