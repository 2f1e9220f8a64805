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
NEVER = "(?!)"
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
	regions: list[tuple[Callable | None, Callable[[str], object]]]
	formats: list[tuple[Callable, str]]


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
	for matches, template in plan.formats:
		if found := matches(digits):
			return template.format(*found.groups(""))
	return f"+{plan.code} {digits}"


def _is_valid(plan: Plan, digits: str) -> bool:
	if len(plan.regions) == 1:
		return bool(plan.regions[0][1](digits))
	for begins, valid in plan.regions:
		if begins and begins(digits):
			return bool(valid(digits))
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
				re.compile(f"(?={(form.leading_digits_pattern or [''])[-1]})(?:{form.pattern})").fullmatch,
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


def _validity(region) -> Callable[[str], object]:
	"""Whether a national number is of any type that a region has, as `phonenumbers.number_type` finds it: one pattern
	for all of them."""
	kinds = [
		_pattern(getattr(region, name))
		for name in TYPES
		if not (name == "mobile" and region.same_mobile_and_fixed_line_pattern)
	]
	return re.compile(f"(?={_pattern(region.general_desc)}\\Z)(?:{'|'.join(filter(None, kinds))})").fullmatch


def _pattern(kind) -> str:
	"""The lengths and the digits of one type of numbers; what never matches for none."""
	if kind is None or not kind.national_number_pattern:
		return NEVER
	lengths = "|".join(rf"\d{{{length}}}\Z" for length in kind.possible_length)
	return (
		f"(?={lengths})(?:{kind.national_number_pattern})"
		if lengths
		else f"(?:{kind.national_number_pattern})"
	)
