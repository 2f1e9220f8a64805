"""The staff course: sessions, attendance and certificates, made up. For tests only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import frappe

from kim_app import roles
from kim_app.testing_training import make_course


class Course:
	"""A part of `Maker`, whose chance, names and writer it uses."""

	def training(self):
		"""A required course, a session of it at each centre, and certificates in every state."""
		code = self.key.upper()
		course = make_course(code, required_for=[{"role": roles.ASSESSOR}, {"role": roles.CASE_WORKER}])
		self.population.names["course"] = [course.name]
		for number, (centre, organisation) in enumerate(self.population.centres.items()):
			staff = self.population.staff[centre]
			place = {"centre": centre, "organisation": organisation}
			ended = self.moment(30 * (number + 1)).replace(hour=16, minute=0, second=0)
			session = self.name("T")
			values = {
				**place,
				"course": course.name,
				"course_title": course.title,
				"status": "Closed",
				"trainer": staff[roles.TRAINER],
				"starts": ended - timedelta(hours=7),
				"ends": ended,
				"capacity": 20,
			}
			self.writer.add("KIM Training Session", session, ended, values)
			days = list(self.days(session, ended))
			members = frappe.get_all(
				"KIM Staff Member", {"centre": centre}, ["name", "user", "full_name"], order_by="user"
			)
			for position, member in enumerate(members):
				self.attendee(session, course, days, place, staff, member, position, ended)
			state = ("Current", "Expired", "Revoked")[number]
			self.certificate(course, place, staff, session, state, ended)
			# A frequent case of its own: valid, but not for long.
			if number == 0:
				self.certificate(course, place, staff, session, "Current", ended, roles.CASE_WORKER, days=20)
		self.writer.close()

	def days(self, session: str, ended: datetime) -> Iterator[str]:
		for idx, (begins, ends) in enumerate((("09:00:00", "12:00:00"), ("13:30:00", "15:15:00")), 1):
			name = self.name("D")
			values = {
				"parent": session,
				"parenttype": "KIM Training Session",
				"parentfield": "days",
				"date": ended.date(),
				"from_time": begins,
				"to_time": ends,
			}
			self.writer.add("KIM Session Day", name, ended, values, idx=idx)
			yield name

	def attendee(self, session, course, days, place, staff, member, position: int, ended: datetime):
		name, there = self.name("A"), position % 3
		values = {
			**place,
			"session": session,
			"course": course.name,
			"status": "Withdrawn" if position == 5 else "Enrolled",
			"trainer": staff[roles.TRAINER],
			"attendee_type": "KIM Staff Member",
			"attendee": member.name,
			"attendee_name": member.full_name,
			"user": member.user,
			"percent": (100, 63, 0)[there],
		}
		self.writer.add("KIM Session Attendee", name, ended, values)
		for idx, day in enumerate(days):
			mark = {
				"parent": name,
				"parenttype": "KIM Session Attendee",
				"parentfield": "attendance",
				"day": day,
				"date": ended.date(),
				"present": int(there == 0 or (there == 1 and idx == 0)),
			}
			self.writer.add("KIM Session Attendance", self.name("M"), ended, mark, idx=idx + 1)

	def certificate(self, course, place, staff, session, status, ended, role=roles.ASSESSOR, days: int = 400):
		number = self.name("C")
		ends = self.today + timedelta(days=days if status == "Current" else -days)
		values = {
			**place,
			"number": number,
			"course": course.name,
			"course_code": course.course_code,
			"course_title": course.title,
			"status": status,
			"issued_on": ended.date(),
			"valid_until": ends,
			"user": staff[role],
			"trainer": staff[roles.TRAINER],
			"session": session,
			"holder_type": "KIM Staff Member",
			"holder": frappe.db.get_value("KIM Staff Member", {"user": staff[role]}),
		}
		self.writer.add("KIM Certificate", number, ended, values)
