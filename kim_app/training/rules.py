"""The rules of a course and of its sessions: what is published, when a session is held, who fits into it.
May import nothing of Frappe.

Every function takes values and returns a list of breaches, empty when all is well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from kim_app.breach import Breach
from kim_app.training import workflow
from kim_app.training.workflow import Transition


@dataclass(frozen=True)
class Module:
	"""A module of a course: its code, title, objectives and length in hours."""

	code: str
	title: str
	objectives: str
	hours: float


@dataclass(frozen=True)
class Develops:
	"""A competence that a course develops to `level`; `kind` is the competence's, `scale` its framework's
	level codes from the lowest to the highest."""

	competence: str
	level: str | None
	kind: str | None
	scale: tuple[str, ...]


@dataclass(frozen=True)
class Course:
	"""A course as its rules see it. `threshold` is the attendance in percent that a certificate needs,
	`translations` which languages there are of the course (None) and of each module (its code)."""

	modules: tuple[Module, ...]
	develops: tuple[Develops, ...]
	threshold: int
	valid_months: int
	translations: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True)
class Slot:
	"""A row of a session's days: one module, or all of the day when `module` is empty. `key` tells the
	stored row, None for a new one; `row` is its number in the form."""

	row: int
	day: date | None
	start: time | None
	end: time | None
	module: str | None = None
	key: str | None = None

	@property
	def minutes(self) -> int:
		if not (self.start and self.end):
			return 0
		return (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute

	@property
	def begins(self) -> datetime:
		return datetime.combine(self.day, self.start)

	@property
	def ends(self) -> datetime:
		return datetime.combine(self.day, self.end)


@dataclass(frozen=True)
class Booking:
	"""A slot of another session that takes somebody's time; `who` is that person's name."""

	session: str
	slot: Slot
	who: str


def course_values(course: Course) -> list[Breach]:
	"""Whether what is filled in of a course can be: asked at every save."""
	breaches = []
	for what in ("code", "title"):
		named = [getattr(module, what) for module in course.modules if getattr(module, what)]
		if twice := sorted({value for value in named if named.count(value) > 1}):
			breaches.append(Breach("modules-twice", {"modules": twice}))
			break
	if short := [module.title for module in course.modules if module.hours <= 0]:
		breaches.append(Breach("module-without-hours", {"modules": short}))
	if not 1 <= course.threshold <= 100:
		breaches.append(Breach("threshold-off", {"threshold": course.threshold}))
	if course.valid_months < 0:
		breaches.append(Breach("validity-negative", {"months": course.valid_months}))
	competences = [row.competence for row in course.develops]
	if twice := sorted({name for name in competences if competences.count(name) > 1}):
		breaches.append(Breach("competences-twice", {"competences": twice}))
	for row in course.develops:
		if row.kind != "Competence":
			breaches.append(Breach("develops-other-kind", {"competence": row.competence}))
		elif row.level not in row.scale:
			breaches.append(
				Breach(
					"develops-off-scale",
					{"competence": row.competence, "level": row.level or "", "scale": row.scale},
				)
			)
	return breaches + _translations(course)


def _translations(course: Course) -> list[Breach]:
	codes = {module.code for module in course.modules}
	rows = [*course.translations]
	foreign = sorted({module for _language, module in rows if module and module not in codes})
	twice = sorted(
		{
			f"{language} {module or ''}".strip()
			for language, module in rows
			if rows.count((language, module)) > 1
		}
	)
	breaches = [Breach("translation-of-no-module", {"modules": foreign})] if foreign else []
	return breaches + ([Breach("translations-twice", {"names": twice})] if twice else [])


def publishing(course: Course) -> list[Breach]:
	"""Whether a draft is complete enough for others to hold sessions of it."""
	if not course.modules:
		return [Breach("no-modules")]
	without = [module.title for module in course.modules if not (module.objectives or "").strip()]
	return [Breach("module-without-objectives", {"modules": without})] if without else []


def times(slots: Sequence[Slot], stored: Collection[Slot], modules: Collection[str], now: datetime):
	"""Whether the days of a session can be: a row that is new or moved lies ahead, ends after it begins,
	and meets no other row. `stored` are the rows as they are in the database, `modules` the course's codes.
	"""
	breaches = []
	known = {slot.key: slot for slot in stored if slot.key}
	for slot in slots:
		if not (slot.day and slot.start and slot.end):
			breaches.append(Breach("day-incomplete", {"row": slot.row}))
			continue
		if slot.minutes <= 0:
			breaches.append(
				Breach("ends-before-start", {"row": slot.row, "start": slot.start, "end": slot.end})
			)
		before = known.get(slot.key)
		moved = not before or (before.day, before.start, before.end) != (slot.day, slot.start, slot.end)
		if moved and slot.begins < now:
			breaches.append(Breach("day-in-past", {"row": slot.row, "date": slot.day}))
		if slot.module and slot.module not in modules:
			breaches.append(Breach("module-foreign", {"row": slot.row, "module": slot.module}))
	complete = [slot for slot in slots if slot.day and slot.start and slot.end and slot.minutes > 0]
	for first, second in overlapping(complete, complete):
		if first.row < second.row:
			breaches.append(Breach("days-overlap", {"row": first.row, "other": second.row}))
	return breaches


def overlapping(slots: Iterable[Slot], others: Iterable[Slot]) -> list[tuple[Slot, Slot]]:
	"""The pairs of a slot and another that share at least a minute, a slot with itself left out."""
	by_day: dict[date, list[Slot]] = {}
	for other in others:
		by_day.setdefault(other.day, []).append(other)
	return [
		(slot, other)
		for slot in slots
		for other in by_day.get(slot.day, ())
		if other is not slot and slot.start < other.end and other.start < slot.end
	]


def clashes(kind: str, slots: Iterable[Slot], bookings: Iterable[Booking]) -> list[Breach]:
	"""One breach of `kind` for each other session that takes the same person's time."""
	slots, found = list(slots), {}
	for booking in bookings:
		if pairs := overlapping(slots, [booking.slot]):
			found.setdefault((booking.who, booking.session), pairs[0][0].day)
	return [
		Breach(kind, {"who": who, "session": session, "date": day})
		for (who, session), day in sorted(found.items())
	]


def places(capacity: int, enrolled: int) -> list[Breach]:
	"""Whether a session has room for those who are enrolled already."""
	if capacity < 1:
		return [Breach("no-places", {"capacity": capacity})]
	if capacity < enrolled:
		return [Breach("fewer-places-than-enrolled", {"capacity": capacity, "enrolled": enrolled})]
	return []


def moves_up(capacity: int, enrolled: int, waiting: Sequence[str]) -> list[str]:
	"""Who of `waiting`, the longest waiting first, gets a place that is free."""
	return list(waiting[: max(0, capacity - enrolled)])


def changes(state: str, changed: Collection[str]) -> list[Breach]:
	"""Whether the fields `changed` of a session may be changed in `state`."""
	return [
		Breach("closed-in-state", {"field": field, "state": state})
		for field in workflow.SESSION_CONTENT
		if field in changed and field not in workflow.WRITABLE[state]
	]


def step(
	table: tuple[Transition, ...], source: str, action: str, user_roles: Collection[str], reason: str | None
) -> tuple[Transition | None, list[Breach]]:
	"""The row of `table` that `action` takes in the state `source`, and what forbids it to somebody who
	holds `user_roles`."""
	row = workflow.transition(table, source, action)
	if row is None:
		ways = workflow.ways_out_of(table, source)
		return None, [Breach("no-such-step", {"action": action, "source": source, "ways": ways})]
	if not set(row.roles) & set(user_roles):
		return row, [Breach("not-your-step", {"action": action, "roles": row.roles})]
	if row.needs_reason and not (reason or "").strip():
		return row, [Breach("reason-missing", {"action": action})]
	return row, []


def opening(slots: Sequence[Slot], course_status: str, where: bool, now: datetime) -> list[Breach]:
	"""Whether people can be let in: the course is published, the days are named and the first lies ahead,
	and it is said where it takes place."""
	breaches = []
	if course_status != workflow.PUBLISHED:
		breaches.append(Breach("course-not-published", {"state": course_status}))
	if not slots:
		breaches.append(Breach("no-days"))
	elif min(slot.begins for slot in slots) < now:
		breaches.append(Breach("begins-in-past", {"date": min(slot.day for slot in slots)}))
	if not where:
		breaches.append(Breach("place-missing"))
	return breaches


def holding(slots: Sequence[Slot], now: datetime) -> list[Breach]:
	"""A session has been held once its last day has begun."""
	last = max(slots, key=lambda slot: slot.begins, default=None)
	if last and last.begins > now:
		return [Breach("not-over-yet", {"date": last.day})]
	return []


def first_and_last(days: Iterable[Slot]) -> tuple[datetime | None, datetime | None]:
	"""The moments at which a session begins and ends, as far as its rows are filled in."""
	days = [slot for slot in days if slot.day and slot.start and slot.end]
	if not days:
		return None, None
	return min(slot.begins for slot in days), max(slot.ends for slot in days)


def dates(days: Iterable[Slot]) -> list[date]:
	"""The days on which a session takes place, in their order."""
	return sorted({slot.day for slot in days if slot.day})
