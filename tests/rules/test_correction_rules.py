"""What a participant can ask to have corrected, and how it is answered. Needs no site."""

from datetime import date

import pytest

from kim_app.participant_page import correction_rules as rules

TODAY = date(2026, 11, 25)


def kinds(field, held="", wanted="", words="", choices=()):
	return [breach.kind for breach in rules.asked(field, held, wanted, words, choices, TODAY)]


@pytest.mark.parametrize(
	"field, held, wanted",
	[
		("given_name", "Rima", "ريما"),
		("given_name", "Rima", ""),
		("date_of_birth", "1991-02-09", "1990-02-09"),
		("phone", "", "+39 055 654321"),
	],
)
def test_a_value_that_fits_can_be_asked_for(field, held, wanted):
	assert kinds(field, held, wanted) == []


def test_a_choice_is_one_of_the_list():
	assert kinds("gender", "Male", "Female", choices=("Male", "Female")) == []
	assert kinds("gender", "Male", "Somebody", choices=("Male", "Female")) == ["no-choice"]


@pytest.mark.parametrize(
	"field, held, wanted, kind",
	[
		("centre", "Here", "There", "field-unknown"),
		("consent", "0", "1", "field-unknown"),
		("given_name", "Rima", "Rima", "unchanged"),
		("family_name", "Haddad", "", "needed"),
		("family_name", "Haddad", "H" * 141, "too-long"),
		("date_of_birth", "", "9.2.1991", "no-day"),
		("date_of_birth", "", "2026-11-26", "in-future"),
	],
)
def test_what_cannot_be_kept_is_refused(field, held, wanted, kind):
	assert kinds(field, held, wanted) == [kind]


def test_something_else_is_told_in_words():
	assert kinds(rules.OTHER) == ["words-missing"]
	assert kinds(rules.OTHER, words="My second language is missing.") == []
	assert kinds(rules.OTHER, words="x" * 2001) == ["too-long"]


def test_only_an_open_request_is_answered_and_a_refusal_has_a_reason():
	def answered(status, accept, reason=""):
		return [breach.kind for breach in rules.answering(status, accept, reason)]

	assert answered(rules.OPEN, True) == []
	assert answered(rules.OPEN, False, "Your papers say so.") == []
	assert answered(rules.OPEN, False) == ["reason-missing"]
	assert answered(rules.ACCEPTED, True) == answered(rules.DECLINED, True) == ["answered"]


def test_every_field_has_one_kind_of_value():
	assert sorted(rules.FIELDS) == sorted((*rules.TEXTS, *rules.DATES, *rules.CHOICES))
