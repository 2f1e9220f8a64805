"""The measures for dashboards and other programs: a figure, a card, a trend. May import frappe.

Everything is counted over the rows that the person who asks may see.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate, today

from kim_app.measures import catalogue, durations, layout, periods, rates, rows, tally, validation_pipeline
from kim_app.measures.counting import Counted, Measure, count, total

TREND_QUARTERS = 8
TREND = (catalogue.PARTICIPANTS, catalogue.VALIDATION_SUCCESS, catalogue.COMPETENCES_VALIDATED)


@frappe.whitelist()
def figure(measure: str, by: str | None = None, filters: str | dict | None = None) -> list[dict]:
	"""The groups of a measure (a key of the catalogue) `by` centre, organisation, country, gender, quarter or month,
	or all in one: `group`, `whole`, and of a measure with a success also `part`, `share`, `low`, `high` (percent).

	`filters` are centre, organisation, country, from_date, to_date. Raises frappe.PermissionError.
	"""
	asked = _measure(measure)
	if by and by not in ("centre", "organisation", "country", "gender", "quarter", "month"):
		frappe.throw(_("{0} is nothing to group by.").format(by))
	found = count(asked, (by,) if by else (), layout.asked(frappe.parse_json(filters)))
	return [_told(asked, group[0] if group else None, number) for group, number in sorted(found.items())]


def _measure(key: str) -> Measure:
	if key not in catalogue.BY_KEY:
		frappe.throw(
			_("There is no measure {0}. There are: {1}.").format(key, ", ".join(sorted(catalogue.BY_KEY)))
		)
	return catalogue.BY_KEY[key]


def _told(measure: Measure, group: str | None, number: Counted) -> dict:
	told = {"group": group, "whole": number.whole}
	if measure.part:
		share = rates.share(number.part, number.whole)
		told |= {
			"part": number.part,
			"share": layout.percent(share.share),
			"low": layout.percent(share.low),
			"high": layout.percent(share.high),
		}
	return told


@frappe.whitelist()
@tally.remembering()
def card(filters: str | dict | None = None) -> dict:
	"""For a number card: `filters` names the `measure`. A measure with a success gives its share, another its number.

	Raises frappe.PermissionError.
	"""
	asked = _measure((frappe.parse_json(filters) or {}).get("measure"))
	number = total(asked)
	if asked.part:
		share = rates.share(number.part, number.whole).share
		return {"value": layout.percent(share) or 0, "fieldtype": "Percent"}
	return {"value": number.whole, "fieldtype": "Int"}


@frappe.whitelist()
@tally.remembering()
def days_to_decision(filters: str | dict | None = None) -> dict:
	"""For a number card: the median days from opening to decision. Raises frappe.PermissionError."""
	lines = validation_pipeline.to_decision("Centre", {})
	median = durations.durations(
		durations.add_up(pair for line in lines for pair in line.days.items())
	).median
	return {"value": median or 0, "fieldtype": "Float"}


@frappe.whitelist()
@tally.remembering()
def trend(**_chart) -> dict:
	"""For a chart: the last two years by quarter: people registered, validations decided, competences validated.

	Raises frappe.PermissionError.
	"""
	quarters = periods.quarters_until(getdate(today()), TREND_QUARTERS)
	first, _after = periods.days_of_quarter(quarters[0])
	datasets = []
	for measure in TREND:
		if rows.readable(measure.doctype):
			found = count(measure, ("quarter",), {"from_date": str(first)})
			values = [found.get((quarter,), Counted()).whole for quarter in quarters]
			label = _("Validations decided") if measure is catalogue.VALIDATION_SUCCESS else measure.label()
			datasets.append({"name": label, "values": values})
	return {"labels": quarters, "datasets": datasets}
