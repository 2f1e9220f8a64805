"""Fills the days of a session from its course's modules. May import frappe."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import cint, flt, getdate

from kim_app.training import planning, views


@frappe.whitelist()
def suggest(course: str, first_day: str, start: str, hours_a_day: float, weekends: int = 0) -> list[dict]:
	"""Rows for the days of a session of `course` (a name): `date`, `from_time`, `to_time`, `module`.

	Raises frappe.PermissionError for who may not read the course, frappe.ValidationError when the modules do
	not fit into such days.
	"""
	document = frappe.get_doc("KIM Training Course", course)
	document.check_permission("read")
	weekdays = range(7) if cint(weekends) else planning.WORKING_DAYS
	try:
		rows = planning.spread(
			views.course(document).modules,
			getdate(first_day),
			views.clock(start),
			min(flt(hours_a_day), 24),
			weekdays,
		)
	except ValueError:
		frappe.throw(
			_("The modules do not fit into days like these. Begin earlier, or teach other hours a day."),
			title=_("No days planned"),
		)
	return [
		{
			"date": str(row.day),
			"from_time": f"{row.start:%H:%M:%S}",
			"to_time": f"{row.end:%H:%M:%S}",
			"module": row.module,
		}
		for row in rows
	]
