"""Certificates and hours of the staff course, counted with pandas. For tests and measurements only."""

from __future__ import annotations

import frappe
import pandas
from frappe.utils import add_days, getdate, today

from kim_app.testing_reports.raw import run, table


def coverage(organisation: str, course_code: str, required: list[str]) -> dict:
	members = table("KIM Staff Member", organisation)
	members = members[members.disabled == 0]
	with_role = table("Has Role", fields="parent, role, parenttype")
	with_role = with_role[(with_role.parenttype == "User") & with_role.role.isin(required)]
	wanted = members.merge(with_role, left_on="user", right_on="parent", suffixes=("", "_role"))
	held = table("KIM Certificate")
	held = held[held.course_code == course_code]
	soon = getdate(add_days(today(), frappe.db.get_single_value("KIM Settings", "expiry_notice_days") or 0))

	def state(user: str) -> str:
		found = set()
		for row in held[held.user == user].itertuples():
			if row.status == "Revoked":
				found.add("Revoked")
			elif row.status == "Expired" or row.valid_until < getdate(today()):
				found.add("Expired")
			else:
				found.add("Ends soon" if row.valid_until <= soon else "Holds it")
		order = ["Holds it", "Ends soon", "Expired", "Revoked"]
		return next((name for name in order if name in found), "Lacks it")

	states = wanted.user.map(state)
	return {name: int(count) for name, count in states.value_counts().items()}


def coverage_said(course_title: str) -> dict:
	rows = run("kim_training_coverage", kim_all_rows=1)[1]
	states = pandas.Series([row["state"] for row in rows if row["course"] == course_title], dtype=object)
	return {name: int(count) for name, count in states.value_counts().items()}


def taught(organisation: str) -> dict:
	sessions = table("KIM Training Session", organisation)
	sessions = sessions[sessions.status.isin(["Held", "Closed"])]
	lengths = table("KIM Session Day", fields="name, parent, from_time, to_time")
	lengths = lengths[lengths.parent.isin(sessions.name)].copy()
	hours = pandas.to_timedelta(lengths.to_time.astype(str)) - pandas.to_timedelta(
		lengths.from_time.astype(str)
	)
	lengths["hours"] = hours.dt.total_seconds() / 3600
	places = table("KIM Session Attendee", organisation)
	places = places[(places.status == "Enrolled") & places.session.isin(sessions.name)]
	marks = table("KIM Session Attendance", fields="parent, day, present")
	marks = marks[marks.parent.isin(places.name) & (marks.present == 1)].merge(
		lengths, left_on="day", right_on="name"
	)
	return {
		"sessions": len(sessions),
		"hours": float(lengths.hours.sum()),
		"places": len(places),
		"attended": float(marks.hours.sum()),
	}


def taught_said() -> dict:
	total = run("kim_training_coverage", view="Hours delivered")[1][-1]
	return {name: total[name] for name in ("sessions", "hours", "places", "attended")}
