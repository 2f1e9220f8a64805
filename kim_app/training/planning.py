"""Spreads the modules of a course over days, as a first draft that the trainer changes. May import nothing
of Frappe."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kim_app.training.rules import Module

WORKING_DAYS = frozenset(range(5))
BREAK_AFTER, BREAK = timedelta(hours=4), timedelta(hours=1)


@dataclass(frozen=True)
class Planned:
	"""A row of a session's days: `module` is the code of the module that is taught then."""

	day: date
	start: time
	end: time
	module: str


def spread(
	modules: Sequence[Module],
	first_day: date,
	start: time,
	hours_a_day: float,
	weekdays: Collection[int] = WORKING_DAYS,
) -> list[Planned]:
	"""The modules one after the other from `first_day` on, at most `hours_a_day` of teaching a day, on
	`weekdays` (0 is Monday), with an hour's break after four hours. A module that does not fit into what
	is left of a day goes on the next one.

	Raises ValueError when nothing could be placed: no weekday, or no time in a day, or it would end
	after midnight.
	"""
	if not weekdays or hours_a_day <= 0:
		raise ValueError("no time to teach in")
	rows, day = [], _next(first_day, weekdays)
	left, clock, taught = _a_day(day, start, hours_a_day)
	for module in modules:
		rest = timedelta(hours=module.hours)
		while rest > timedelta():
			if left <= timedelta():
				day = _next(day + timedelta(days=1), weekdays)
				left, clock, taught = _a_day(day, start, hours_a_day)
			if taught >= BREAK_AFTER:
				clock, taught = clock + BREAK, timedelta()
			length = min(rest, left, BREAK_AFTER - taught)
			end = clock + length
			if end.date() != day:
				raise ValueError("a day ends after midnight")
			rows.append(Planned(day, clock.time(), end.time(), module.code))
			rest, left, clock, taught = rest - length, left - length, end, taught + length
	return rows


def _a_day(day: date, start: time, hours: float) -> tuple[timedelta, datetime, timedelta]:
	return timedelta(hours=hours), datetime.combine(day, start), timedelta()


def _next(day: date, weekdays: Collection[int]) -> date:
	while day.weekday() not in weekdays:
		day += timedelta(days=1)
	return day
