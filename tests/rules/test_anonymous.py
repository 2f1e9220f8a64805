"""Nobody can be found in a data set for research: every look is shared by enough people, or is not given away."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from kim_app.research import anonymous

COLUMNS = ("tongue", "country", "born")
PEOPLE = some.lists(
	some.fixed_dictionaries({column: some.sampled_from(["", "a", "b", "c"]) for column in COLUMNS}),
	max_size=60,
)


@given(PEOPLE, some.integers(2, 7))
def test_every_look_is_shared_by_enough_people(people, smallest):
	protected = anonymous.protect(people, COLUMNS, smallest)
	assert anonymous.too_small(protected.rows, COLUMNS, smallest) == []
	assert len(protected.rows) + protected.left_out == len(people)


@given(PEOPLE, some.integers(2, 7))
def test_what_is_told_is_true(people, smallest):
	"""A value is blanked, never changed."""
	given_away = anonymous.protect(people, COLUMNS, smallest).rows
	for row in given_away:
		assert any(all(row[c] in ("", before[c]) for c in COLUMNS) for before in people)


def test_a_group_that_is_large_enough_stays_as_it_is():
	people = [{"tongue": "ti", "country": "Eritrea", "born": "1990-1999"}] * 5
	protected = anonymous.protect(people, COLUMNS, 5)
	assert protected.rows == people and not protected.blanked and not protected.left_out


def test_who_stands_out_loses_what_matters_least_first():
	people = [{"tongue": "ti", "country": "Eritrea", "born": "1990-1999"} for _ in range(9)]
	people += [{"tongue": "am", "country": "Eritrea", "born": "1990-1999"}] * 5
	people.append({"tongue": "om", "country": "Eritrea", "born": "1990-1999"})
	protected = anonymous.protect(people, COLUMNS, 5)
	# One alone without a mother tongue would stand out again, and so is left out in the end.
	assert protected.left_out == 1
	assert {row["tongue"] for row in protected.rows} == {"ti", "am"}


def test_too_few_people_make_no_data_set():
	assert anonymous.protect([{"tongue": "ti", "country": "", "born": ""}] * 4, COLUMNS, 5).rows == []


def test_rare_values_are_told_as_one():
	values = {str(number): ["Eritrea"] for number in range(5)} | {"x": ["Nauru"], "y": [None]}
	assert anonymous.rolled_up(values, 5) == {"Eritrea": "Eritrea", "Nauru": "Other"}


def test_a_person_with_two_of_a_value_counts_once():
	assert anonymous.rolled_up({"x": ["Nauru"] * 9}, 5) == {"Nauru": "Other"}


def test_days_and_years_become_coarse():
	assert anonymous.quarter(date(2026, 11, 25)) == "2026-Q4"
	assert anonymous.decade(date(1989, 12, 31)) == "1980-1989"
	assert anonymous.quarter(None) == anonymous.decade(None) == ""


def test_a_small_number_of_people_is_not_told():
	assert [anonymous.about(number, 5) for number in (0, 1, 4, 5)] == ["0", "1-4", "1-4", "5"]
