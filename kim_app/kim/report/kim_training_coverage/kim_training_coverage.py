"""Training Coverage: lays out what `kim_app.measures.training_coverage` finds."""

from __future__ import annotations

from collections import Counter

from frappe import _

from kim_app.measures import layout
from kim_app.measures import training_coverage as coverage
from kim_app.measures.layout import column

HOURS = "Hours delivered"
COLOURS = {
	coverage.HOLDS: "Green",
	coverage.ENDS_SOON: "Orange",
	coverage.EXPIRED: "Red",
	coverage.REVOKED: "Red",
	coverage.LACKS: "Red",
}


def execute(filters=None):
	filters = layout.asked(filters)
	return hours(filters) if filters.view == HOURS else certificates(filters)


def states() -> dict[str, str]:
	return {
		coverage.HOLDS: _("Holds it"),
		coverage.ENDS_SOON: _("Ends soon"),
		coverage.EXPIRED: _("Expired"),
		coverage.REVOKED: _("Revoked"),
		coverage.LACKS: _("Lacks it"),
	}


def certificates(filters):
	found = coverage.holdings(filters)
	names = states()
	shown, note = layout.shortened(
		sorted(found, key=lambda row: (-coverage.STATES.index(row.state), row.full_name, row.course_code)),
		filters,
	)
	data = []
	for holding in shown:
		row = {
			"person": holding.full_name,
			"centre": holding.centre,
			"role": _(holding.role),
			"course": holding.course,
			"state": names[holding.state],
			"state_colour": COLOURS[holding.state].lower(),
			"valid_until": holding.valid_until,
			"certificate": holding.certificate,
		}
		layout.link(row, "person", layout.records(coverage.STAFF, {"user": holding.user}))
		if holding.certificate:
			layout.link(row, "certificate", layout.record(coverage.CERTIFICATE, holding.certificate))
		data.append(row)
	counted = Counter(holding.state for holding in found)
	summary = [
		{"label": names[state], "value": counted[state], "datatype": "Int", "indicator": COLOURS[state]}
		for state in coverage.STATES
		if counted[state] or state in (coverage.HOLDS, coverage.ENDS_SOON, coverage.LACKS)
	]
	present = [state for state in coverage.STATES if counted[state]]
	picture = layout.chart(
		"donut",
		[names[state] for state in present],
		{_("Certificates"): [counted[state] for state in present]},
	)
	if not found:
		note = _(
			"No published course is required for a role of the colleagues that you may see. A coordinator says in a course for whom it is required."
		)
	columns = [
		column("person", _("Colleague"), width=180),
		column("centre", _("Centre"), width=170),
		column("role", _("Role"), width=150),
		column("course", _("Required course"), width=240),
		column("state", _("Certificate"), width=130),
		column("valid_until", _("Valid until"), "Date", 120),
		column("certificate", _("Number"), width=170),
	]
	return columns, data, note, picture, summary, True


def hours(filters):
	found = coverage.taught(filters)
	data = []
	for line in found:
		row = {
			"course": line.course,
			"centre": line.centre,
			"sessions": line.sessions,
			"hours": round(line.hours, 2),
			"places": line.places,
			"attended": round(line.hours_attended, 2),
		}
		layout.link(row, "sessions", layout.records(coverage.SESSION, {"name": ["in", line.names]}))
		places = {"session": ["in", line.names], "status": "Enrolled"}
		layout.link(row, "places", layout.records(coverage.ATTENDEE, places))
		data.append(row)
	sums = {
		field: round(sum(row[field] for row in data), 2)
		for field in ("sessions", "hours", "places", "attended")
	}
	if data:
		data.append(layout.total_row("course", **sums))
	summary = [
		{"label": _("Sessions held"), "value": sums["sessions"], "datatype": "Int"},
		layout.told_figure(_("Hours taught"), sums["hours"]),
		layout.told_figure(_("Hours attended by all together"), sums["attended"]),
	]
	picture = layout.chart(
		"bar",
		[f"{line.course} · {line.centre}" for line in found],
		{_("Hours taught"): [line.hours for line in found]},
	)
	columns = [
		column("course", _("Course"), width=280),
		column("centre", _("Centre"), width=200),
		column("sessions", _("Sessions held"), "Int", 120),
		column("hours", _("Hours taught"), "Float", 120, precision=1),
		column("places", _("Places taken"), "Int", 120),
		column("attended", _("Hours attended by all together"), "Float", 220, precision=1),
	]
	return columns, data, None, picture, summary, True
