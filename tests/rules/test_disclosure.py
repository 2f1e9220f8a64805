"""Figures about people: none of a small group, and none by subtraction. Needs no site."""

import itertools

import pytest

from kim_app.disclosure import share, shown


@pytest.mark.parametrize(
	("figure", "text"), [(0, "< 5"), (1, "< 5"), (4, "< 5"), (5, "5"), (7, "5"), (8, "10"), (512, "510")]
)
def test_small_groups_are_not_given_and_others_are_rounded(figure, text):
	assert shown(figure, people=figure, smallest=5) == text


def test_many_validations_of_few_people_are_a_small_group():
	assert shown(40, people=3, smallest=5) == "< 5"


def test_a_smallest_group_of_one_shows_every_figure_as_it_is():
	assert [shown(figure, figure, smallest=1) for figure in (0, 1, 2, 17)] == [
		"0",
		"1",
		"2",
		"17",
	]


def test_a_small_remainder_is_not_told_apart_from_none_by_subtraction():
	"""Whatever the whole is, what is printed of it and of all but a few does not say whether there are few."""
	for rest in range(1, 3):
		same = [
			whole for whole in range(10, 60) if shown(whole, whole, 5) == shown(whole - rest, whole - rest, 5)
		]
		assert len(same) > 20


def test_a_figure_is_never_further_off_than_half_the_smallest_group():
	for smallest, figure in itertools.product((2, 5, 10), range(10, 200)):
		assert abs(int(shown(figure, figure, smallest)) - figure) <= smallest / 2


@pytest.mark.parametrize(
	"part, whole, text",
	[(3, 7, "< 5"), (6, 8, "< 5"), (0, 7, "0 % (n = 5)"), (10, 25, "40 % (n = 25)"), (7, 7, "100 % (n = 5)")],
)
def test_a_share_tells_of_no_small_group_that_had_a_success_or_had_none(part, whole, text):
	assert share(part, whole, people=whole) == text


def test_a_share_of_few_people_is_not_told():
	assert share(10, 25, people=4) == "< 5"
	assert share(3, 7, people=7, smallest=1) == "43 % (n = 7)"
