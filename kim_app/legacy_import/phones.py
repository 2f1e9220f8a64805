"""Phone numbers as +39 055 123456, by the numbering plans that phonenumbers holds.

Imports phonenumbers; no frappe. phonenumbers itself takes 70 microseconds for each number, which is most of what
reading a register costs: its patterns are looked up anew for each. Here those of a country are kept compiled, for
numbers that nothing has to be stripped from. Whatever else is written goes to phonenumbers, and a test holds the
two against each other.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

# Digits with single signs between them: of these phonenumbers takes the digits.
DIGITS = re.compile(r"\+?\d(?:[ ./-]?\d)+", re.ASCII)
NOT_DIGITS = str.maketrans("", "", " +./-")
MOST_CODE_DIGITS = 3
# Country codes that belong to no country, such as +800.
WORLD = "001"
# What `phonenumbers.number_type` tries, the most frequent first.
TYPES = (
	"fixed_line",
	"mobile",
	"premium_rate",
	"toll_free",
	"shared_cost",
	"voip",
	"personal_number",
	"pager",
	"uan",
	"voicemail",
)


class Plan(NamedTuple):
	"""The numbering plan of one country code: how national numbers are told, and how they are written."""

	code: str
	strips: Callable | None
	regions: list[tuple[Callable | None, Callable[[str], bool]]]
	formats: list[tuple[Callable | None, re.Pattern, str]]


def international(text: str, country: str = "") -> str | None:
	"""Return a valid number with its country code, None when no plan knows it.

	`country` (ISO 3166 alpha-2) is whose numbers come without a code.
	"""
	region = country.upper() or None
	if DIGITS.fullmatch(text):
		number = text.translate(NOT_DIGITS)
		plan = _plan_of_code(number) if text[0] == "+" else _plan_at_home(number, region)
		written = plan and _written(plan, number[len(plan.code) :] if text[0] == "+" else number)
		if written:
			return written
	return _by_phonenumbers(text, region)


def _by_phonenumbers(text: str, region: str | None) -> str | None:
	try:
		number = phonenumbers.parse(text, region)
	except phonenumbers.NumberParseException:
		return None
	if not phonenumbers.is_valid_number(number):
		return None
	return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _plan_of_code(digits: str) -> Plan | None:
	"""The plan that a number with country code is of; no code is the beginning of another."""
	for length in range(1, MOST_CODE_DIGITS + 1):
		if plan := _plan(digits[:length]):
			return plan
	return None


def _plan_at_home(digits: str, region: str | None) -> Plan | None:
	"""The plan of a number without country code, None where its first digits could be a prefix or a code."""
	home = _home(region)
	return None if not home or home[1].match(digits) else home[0]


@cache
def _home(region: str | None) -> tuple[Plan, re.Pattern] | None:
	metadata = region and PhoneMetadata.metadata_for_region(region, None)
	if not metadata or COUNTRY_CODE_TO_REGION_CODE[metadata.country_code][0] != region:
		return None
	abroad = metadata.international_prefix
	return _plan(str(metadata.country_code)), re.compile(
		f"(?:{abroad})|{metadata.country_code}" if abroad else str(metadata.country_code)
	)


def _written(plan: Plan, digits: str) -> str | None:
	if (plan.strips and plan.strips(digits)) or not _is_valid(plan, digits):
		return None
	for begins, pattern, template in plan.formats:
		if (not begins or begins(digits)) and (found := pattern.fullmatch(digits)):
			return template.format(*found.groups(""))
	return f"+{plan.code} {digits}"


def _is_valid(plan: Plan, digits: str) -> bool:
	if len(plan.regions) == 1:
		return plan.regions[0][1](digits)
	for begins, valid in plan.regions:
		if begins and begins(digits):
			return valid(digits)
		if not begins and valid(digits):
			return True
	return False


@cache
def _plan(code: str) -> Plan | None:
	regions = () if code[0] == "0" else COUNTRY_CODE_TO_REGION_CODE.get(int(code), ())
	if not regions or regions[0] == WORLD:
		return None
	main, *others = (PhoneMetadata.metadata_for_region(region, None) for region in regions)
	strips = main.national_prefix_for_parsing
	return Plan(
		code,
		re.compile(strips).match if strips else None,
		[(_begins(region.leading_digits), _validity(region)) for region in (main, *others) if region],
		[
			(
				_begins(form.leading_digits_pattern[-1] if form.leading_digits_pattern else None),
				re.compile(form.pattern),
				_template(code, form.format),
			)
			for form in main.intl_number_format or main.number_format
		],
	)


def _template(code: str, groups: str) -> str:
	"""A format such as \\1 \\2 for `str.format`, which takes a tenth of the time of `Match.expand`."""
	return f"+{code} " + re.sub(r"\\(\d)", lambda group: f"{{{int(group[1]) - 1}}}", groups)


def _begins(pattern: str | None) -> Callable | None:
	return re.compile(pattern).match if pattern else None


def _validity(region) -> Callable[[str], bool]:
	"""Whether a national number is of any type that a region has, as `phonenumbers.number_type` finds it."""
	kinds = [
		known
		for name in TYPES
		if not (name == "mobile" and region.same_mobile_and_fixed_line_pattern)
		if (known := _known(getattr(region, name)))
	]
	general = _known(region.general_desc)

	def is_valid(digits: str) -> bool:
		length = len(digits)
		if not general or (general[0] and length not in general[0]) or not general[1](digits):
			return False
		return any((not lengths or length in lengths) and matches(digits) for lengths, matches in kinds)

	return is_valid


def _known(kind) -> tuple[frozenset[int], Callable] | None:
	"""The lengths and the pattern of one type of numbers."""
	if kind is None or not kind.national_number_pattern:
		return None
	return frozenset(kind.possible_length), re.compile(kind.national_number_pattern).fullmatch
