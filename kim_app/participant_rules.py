"""The rules of a participant's record. May import nothing of Frappe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

BEFORE_BIRTH = "arrived-before-birth"
IN_FUTURE = "in-future"
GIVEN, MISSING, WITHDRAWN = "given", "missing", "withdrawn"


def full_name(given_name: str | None, family_name: str | None) -> str:
	"""How a participant is called in lists and records."""
	return " ".join(filter(None, [given_name, family_name]))


def consent(given: bool, dated: date | None) -> str:
	"""How a participant stands to the use of their data: GIVEN, MISSING, or WITHDRAWN when it was given on the day
	`dated` and is given no more."""
	if given:
		return GIVEN
	return WITHDRAWN if dated else MISSING


def wrong_dates(born: date | None, arrived: date | None, today: date) -> Iterator[tuple[str, str]]:
	"""Nobody is born or arrives in the future, or arrives before birth: pairs (what is wrong, field)."""
	for field, day in (("date_of_birth", born), ("arrival_date", arrived)):
		if day and day > today:
			yield IN_FUTURE, field
	if born and arrived and arrived < born:
		yield BEFORE_BIRTH, "arrival_date"
