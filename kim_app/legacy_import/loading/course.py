"""Sessions of the staff course and who was there. May import frappe.

A session comes in as Held and not Closed: an import issues no certificates.
"""

from collections.abc import Sequence

import frappe
from frappe.utils import getdate, now_datetime

from kim_app.training import enrolment, sessions, workflow

from ..tables import Row
from .loader import Loader, NotNow

BEGINS = 9
# Where the register does not say how long a day was.
HOURS = 3
PLACES = 12


class Sessions(Loader):
	"""A row is a session with all its days."""

	doctype = sessions.DOCTYPE

	def look_up(self) -> None:
		rows = frappe.get_all(
			self.doctype,
			{"centre": self.approval.centre, "status": ["!=", "Cancelled"]},
			["name", "course", "starts"],
			order_by=None,
		)
		self.there = {(row.course, getdate(row.starts)): row.name for row in rows if row.starts}

	def known(self, rows: Sequence[Row]) -> str | None:
		values = rows[0].values
		return self.there.get((values.get("course"), getdate(values.get("starts"))))

	def fields(self, rows: Sequence[Row]) -> dict:
		row = rows[0]
		fields = {
			"course": row.values.get("course"),
			"centre": self.approval.centre,
			"trainer": self.approval.owner,
			"place": row.values.get("place"),
			"capacity": PLACES,
			"legacy_key": row.values["session"],
			"days": [_day(day) for day in row.values.get("days") or ()],
			**self.origin(row),
		}
		return {name: value for name, value in fields.items() if value}


class Attendance(Loader):
	"""A row is a colleague in a session, and on which days they were there; in a list each day has a row."""

	doctype = sessions.ATTENDEE
	together = ("session", "email")
	asked_at_removal = ("session",)

	def look_up(self) -> None:
		words = {row.values["session"] for row in self.chunk.rows}
		self.sessions = {
			row.legacy_key: row
			for row in frappe.get_all(
				sessions.DOCTYPE,
				{"centre": self.approval.centre, "legacy_key": ["in", list(words) or [""]]},
				["name", "legacy_key", "course", "centre", "organisation", "trainer", "capacity"],
				order_by="creation asc",
			)
		}
		self.staff = {
			row.user.lower(): row
			for row in frappe.get_all(
				"KIM Staff Member",
				{"centre": self.approval.centre},
				["name", "user", "full_name"],
				order_by=None,
			)
		}
		named = ["in", [session.name for session in self.sessions.values()] or [""]]
		self.there = {
			(row.session, row.user.lower()): row.name
			for row in frappe.get_all(
				self.doctype, {"session": named}, ["name", "session", "user"], order_by=None
			)
			if row.user
		}
		self.days = {
			(row.parent, getdate(row.date)): row
			for row in frappe.get_all(
				"KIM Session Day", {"parent": named}, ["name", "parent", "date", "module"], order_by=None
			)
		}

	def known(self, rows: Sequence[Row]) -> str | None:
		session = self.sessions.get(rows[0].values["session"])
		return session and self.there.get((session.name, rows[0].values["email"].lower()))

	def fields(self, rows: Sequence[Row]) -> dict:
		row = rows[0]
		session = self.sessions.get(row.values["session"])
		if not session:
			raise NotNow(frappe._("The session was refused."))
		colleague = self.staff.get(row.values["email"].lower())
		if not colleague:
			raise NotNow(frappe._("{0} does not work at this centre.").format(row.values["email"]))
		return {
			"session": session.name,
			"course": session.course,
			"centre": session.centre,
			"organisation": session.organisation,
			"trainer": session.trainer,
			"status": workflow.ENROLLED,
			"attendee_type": workflow.STAFF_MEMBER,
			"attendee": colleague.name,
			"attendee_name": colleague.full_name,
			"user": colleague.user,
			"enrolled_on": now_datetime(),
			"enrolled_by": self.approval.owner,
			"attendance": [
				mark
				for one in rows
				for day in one.values.get("attendance") or ()
				if (mark := self._mark(session.name, day))
			],
			**self.origin(row),
		}

	def prepare(self, document) -> None:
		document.flags.written_by_kim = True

	def inserted(self, document) -> None:
		session = sessions.locked(document.session)
		enrolment.count(session)
		if session.enrolled > session.capacity:
			# So many were there.
			frappe.db.set_value(
				sessions.DOCTYPE, session.name, "capacity", session.enrolled, update_modified=False
			)

	@classmethod
	def removed(cls, records: Sequence[frappe._dict], approval) -> None:
		for session in {record.session for record in records}:
			enrolment.count(sessions.locked(session))

	def _mark(self, session: str, day: dict) -> dict | None:
		held = self.days.get((session, getdate(day["date"])))
		if not held:
			return None
		return {
			"day": held.name,
			"date": held.date,
			"module": held.module,
			"present": int(day.get("present") or 0),
			"marked_by": self.approval.owner,
		}


def _day(day: dict) -> dict:
	ends = min(BEGINS + int(day.get("hours") or HOURS), 23)
	return {"date": day["date"], "from_time": f"{BEGINS:02d}:00:00", "to_time": f"{ends:02d}:00:00"}
