"""The calendar file of a session and its days in the Desk's calendar. May import frappe."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils import get_datetime, get_url, get_url_to_form, getdate

from kim_app.training import ical, rules, texts, views, workflow

COLOURS = {
	workflow.PLANNED: "gray",
	workflow.OPEN: "green",
	workflow.HELD: "blue",
	workflow.CLOSED: "darkgrey",
	workflow.CANCELLED: "red",
}


@frappe.whitelist(methods=["GET"])
def download(session: str):
	"""The calendar file of a session (its name), for whoever may read the session."""
	document = frappe.get_doc("KIM Training Session", session)
	document.check_permission("read")
	zone = ZoneInfo(frappe.utils.get_system_timezone())
	announced = ical.Announced(
		name=document.name,
		title=texts.title(document.course, document.course_title),
		status=document.status,
		where=", ".join(filter(None, [document.place, document.centre])),
		link=document.online_link or "",
		trainer=document.trainer_name or document.trainer,
		trainer_email=frappe.db.get_value("User", document.trainer, "email") or "",
		address=get_url_to_form("KIM Training Session", document.name),
		site=get_url().split("//")[-1].split(":")[0].split("/")[0],
		changed_on=get_datetime(document.modified).replace(tzinfo=zone),
		modules=texts.module_titles(document.course),
		words={"trainer": _("Trainer"), "online": _("Online")},
	)
	frappe.local.response.filename = f"{document.name}.ics"
	frappe.local.response.filecontent = ical.build(announced, views.slots(document), zone)
	frappe.local.response.type = "download"


@frappe.whitelist()
def get_events(start: str, end: str, filters=None) -> list[dict]:
	"""For the Desk's calendar: an event for each day between `start` and `end` of the sessions that the user may
	see, with `name`, `title`, `starts`, `ends` and `color`."""
	filters = frappe.parse_json(filters) if filters else []
	sessions = frappe.get_list(
		"KIM Training Session",
		filters=[*filters, ["starts", "<=", end], ["ends", ">=", start]],
		fields=["name", "course", "course_title", "centre", "status", "enrolled", "capacity"],
		limit=0,
	)
	days = views.slots_of([session.name for session in sessions])
	return [
		{
			"name": session.name,
			"title": _("{0}, {1} ({2} of {3})").format(
				texts.title(session.course, session.course_title),
				session.centre,
				session.enrolled or 0,
				session.capacity,
			),
			"starts": moment[0],
			"ends": moment[1],
			"color": COLOURS[session.status],
		}
		for session in sessions
		for day in rules.dates(days[session.name])
		if getdate(start) <= day <= getdate(end)
		for moment in [rules.first_and_last(slot for slot in days[session.name] if slot.day == day)]
	]
