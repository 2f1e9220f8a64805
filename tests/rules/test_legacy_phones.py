"""Numbers read by the plans kept compiled are those that phonenumbers reads."""

import random

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kim_app.legacy_import import phones

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
TYPES = [
	value for name, value in vars(phonenumbers.PhoneNumberType).items() if name.isupper() and value != 99
]


def by_phonenumbers(text, region):
	try:
		number = phonenumbers.parse(text, region or None)
	except phonenumbers.NumberParseException:
		return None
	if phonenumbers.is_valid_number(number):
		return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
	return None


def spellings(number):
	"""The ways in which a register may hold one number."""
	for form in ("E164", "INTERNATIONAL", "NATIONAL"):
		text = phonenumbers.format_number(number, getattr(phonenumbers.PhoneNumberFormat, form))
		yield text
		yield text.replace(" ", "/")
	yield phonenumbers.national_significant_number(number)
	yield "00" + phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[1:]


@pytest.mark.parametrize("region", REGIONS)
def test_the_numbers_of_every_country_and_kind_are_read_as_phonenumbers_reads_them(region):
	drawn = random.Random(region)
	for kind in TYPES:
		example = phonenumbers.example_number_for_type(region, kind)
		if not example:
			continue
		digits = phonenumbers.national_significant_number(example)
		# The example, and others near it: some are no numbers at all.
		for _ in range(2):
			for text in (*spellings(example), f"+{example.country_code}{digits}"):
				for home in (region, "IT"):
					assert phones.international(text, home) == by_phonenumbers(text, home), (text, home)
			kept = drawn.randrange(1, len(digits) + 1)
			digits = digits[:kept] + "".join(drawn.choice("0123456789") for _ in digits[kept:])
			example = phonenumbers.PhoneNumber(
				country_code=example.country_code,
				national_number=int(digits),
				italian_leading_zero=digits.startswith("0") or None,
			)


@settings(max_examples=500, deadline=None)
@given(
	st.from_regex(r"\A(\+|00|0)?(39|44|49|34|46|33|43|1|7)?[0-9]([ ./-]?[0-9]){2,12}\Z"),
	st.sampled_from(["", "it", "gb", "de", "es", "se", "fr", "at", "us", "va"]),
)
def test_whatever_digits_are_written_are_read_as_phonenumbers_reads_them(text, country):
	assert phones.international(text, country) == by_phonenumbers(text, country.upper())


def test_most_numbers_with_a_country_code_need_no_second_look(monkeypatch):
	monkeypatch.setattr(phones, "_by_phonenumbers", lambda text, region: "looked at twice")
	for number in (
		"+39 055 0000001",
		"+393201234567",
		"+44 20 7946 0958",
		"+49 30 901820",
		"+34 911 234 567",
	):
		assert phones.international(number) != "looked at twice"
