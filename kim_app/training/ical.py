"""A session as an iCalendar file (RFC 5545), for the calendars that people carry with them. May import
icalendar and nothing of Frappe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from kim_app.training import rules, workflow

PRODUCT = "-//KIM//Staff course//EN"
STATUS = {workflow.PLANNED: "TENTATIVE", workflow.CANCELLED: "CANCELLED"}
# Counted from here, so that a change makes a larger number and the number stays small.
FIRST_DAY = datetime(2020, 1, 1)


@dataclass(frozen=True)
class Announced:
	"""What a calendar shows of a session. `address` is the page about it, `changed_on` tells older files from
	newer ones."""

	name: str
	title: str
	status: str
	where: str
	link: str
	trainer: str
	trainer_email: str
	address: str
	site: str
	changed_on: datetime
	modules: dict[str, str]
	words: dict[str, str]


def build(session: Announced, slots: Sequence[rules.Slot], zone: ZoneInfo) -> bytes:
	"""The file: one event for each day of the session, from its first module to its last, with the modules
	listed, in the time zone `zone` of the site, which the file describes as well."""
	calendar = Calendar()
	calendar.add("prodid", PRODUCT)
	calendar.add("version", "2.0")
	calendar.add("method", "PUBLISH")
	for day in rules.dates(slots):
		calendar.add_component(_event(session, [slot for slot in slots if slot.day == day], zone))
	calendar.add_missing_timezones()
	return calendar.to_ical()


def _event(session: Announced, slots: Sequence[rules.Slot], zone: ZoneInfo) -> Event:
	event = Event()
	first, last = rules.first_and_last(slots)
	event.add("uid", f"{session.name}-{first:%Y%m%d}@{session.site}")
	event.add("dtstamp", session.changed_on.astimezone(ZoneInfo("UTC")))
	event.add("sequence", int((session.changed_on.replace(tzinfo=None) - FIRST_DAY).total_seconds()) // 60)
	event.add("dtstart", first.replace(tzinfo=zone))
	event.add("dtend", last.replace(tzinfo=zone))
	event.add("summary", session.title)
	event.add("description", _description(session, slots))
	if session.where:
		event.add("location", session.where)
	event.add("url", session.link or session.address)
	event.add("status", STATUS.get(session.status, "CONFIRMED"))
	if session.trainer_email:
		organiser = vCalAddress(f"mailto:{session.trainer_email}")
		organiser.params["cn"] = vText(session.trainer)
		event.add("organizer", organiser)
	return event


def _description(session: Announced, slots: Sequence[rules.Slot]) -> str:
	lines = [
		f"{slot.start:%H:%M}-{slot.end:%H:%M} {session.modules.get(slot.module, slot.module or '')}".strip()
		for slot in slots
	]
	lines.append(f"{session.words['trainer']}: {session.trainer}")
	if session.link:
		lines.append(f"{session.words['online']}: {session.link}")
	return "\n".join([*lines, session.address])
