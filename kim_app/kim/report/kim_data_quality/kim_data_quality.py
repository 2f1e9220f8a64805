"""Data Quality: lays out what `kim_app.measures.data_quality` finds."""

from __future__ import annotations

from frappe import _

from kim_app.measures import data_quality as quality
from kim_app.measures import layout
from kim_app.measures.layout import column
from kim_app.measures.tally import for_a_picture, for_dashboards

REPORT = "KIM Data Quality"


@for_dashboards
def execute(filters=None):
	filters = layout.asked(filters)
	if filters.check == quality.DUPLICATES:
		return duplicates(filters)
	if filters.check in quality.BY_KEY:
		return of_check(quality.BY_KEY[filters.check], filters)
	return every_check(filters)


def kinds() -> dict[str, str]:
	return {
		quality.MISSING: _("Missing"),
		quality.CONTRADICTING: _("Contradicting"),
		quality.DUPLICATE: _("Likely duplicate"),
	}


def every_check(filters):
	examined = quality.examined(filters)
	data = []
	for check in quality.CHECKS:
		if check.doctype in examined:
			number = quality.number(check, filters)
			data.append(line(check.key, check.kind, check.label(), check.doctype, number, examined, filters))
	if not for_a_picture():
		# Names are compared one by one, for which a dashboard has no time; its picture shows what records lack.
		data.append(line_of_duplicates(examined, filters))
	data.sort(key=lambda row: -row["records"])
	sums = {kind: sum(row["records"] for row in data if row["kind_key"] == kind) for kind in kinds()}
	summary = [
		{
			"label": label,
			"value": sums[kind],
			"datatype": "Int",
			"indicator": "Green" if not sums[kind] else "Red" if kind != quality.MISSING else "Orange",
		}
		for kind, label in kinds().items()
	]
	picture = layout.chart(
		"bar",
		[row["finding"] for row in data if row["records"]],
		{_("Records"): [row["records"] for row in data if row["records"]]},
	)
	columns = [
		column("finding", _("Finding"), width=480),
		column("kind", _("Kind"), width=150),
		column("form", _("Form"), width=150),
		column("records", _("Records"), "Int", 100),
		column("share", _("Share of all"), "Percent", 120),
	]
	return columns, data, _("Click a number to see the records."), picture, summary, True


def line_of_duplicates(examined, filters) -> dict:
	pairs, _people = quality.duplicates(filters)
	return line(
		quality.DUPLICATES,
		quality.DUPLICATE,
		quality.label(quality.DUPLICATES),
		quality.PARTICIPANT,
		len(pairs),
		examined,
		filters,
	)


def line(key: str, kind: str, finding: str, doctype: str, number: int, examined, filters) -> dict:
	total = examined.get(doctype) or 0
	row = {
		"finding": finding,
		"kind": kinds()[kind],
		"kind_key": kind,
		"key": key,
		"form": _(doctype),
		"records": number,
		"share": layout.percent(number / total if total else None),
	}
	if number:
		places = {name: filters[name] for name in ("centre", "organisation", "country") if filters.get(name)}
		layout.link(row, "records", layout.report(REPORT, {**places, "check": key}))
	return row


def of_check(check: quality.Check, filters):
	everything = quality.number(check, filters)
	most = None if filters.get(layout.ALL_ROWS) else layout.MOST_ROWS
	data = []
	for record in quality.found(check, filters, most):
		row = {
			"record": record.name,
			"title": record.title,
			"centre": record.centre,
			"finding": check.label(),
		}
		layout.link(row, "record", layout.record(check.doctype, record.name))
		data.append(row)
	note = None
	if everything > len(data):
		note = _("The first {0} of {1} rows are shown. The exported file holds all of them.").format(
			len(data), everything
		)
	columns = [
		column("record", _("Record"), width=140),
		column("title", _("Title"), width=240),
		column("centre", _("Centre"), width=180),
		column("finding", _("Finding"), width=460),
	]
	summary = [{"label": check.label(), "value": everything, "datatype": "Int"}]
	return columns, data, note, None, summary, True


def duplicates(filters):
	pairs, people = quality.duplicates(filters)
	shown, note = layout.shortened(pairs, filters)
	reasons = {
		"same": _("Same name and same date of birth"),
		"unborn": _("Same name; a date of birth is missing"),
		"alike": _("Same date of birth and similar names"),
	}
	data = []
	for pair in shown:
		one, other = people[pair.first], people[pair.second]
		row = {
			"first": one.name,
			"first_name": one.full_name,
			"first_birth": one.date_of_birth,
			"first_centre": one.centre,
			"second": other.name,
			"second_name": other.full_name,
			"second_birth": other.date_of_birth,
			"second_centre": other.centre,
			"reason": reasons[pair.why],
			"score": pair.score,
		}
		layout.link(row, "first", layout.record(quality.PARTICIPANT, one.name))
		layout.link(row, "second", layout.record(quality.PARTICIPANT, other.name))
		data.append(row)
	columns = [
		column("first", _("Participant"), width=120),
		column("first_name", _("Name"), width=180),
		column("first_birth", _("Born on"), "Date", 110),
		column("first_centre", _("Centre"), width=150),
		column("second", _("Other participant"), width=130),
		column("second_name", _("Other name"), width=180),
		column("second_birth", _("Other born on"), "Date", 120),
		column("second_centre", _("Other centre"), width=150),
		column("reason", _("Why"), width=260),
		column("score", _("Names alike, percent"), "Int", 150),
	]
	summary = [{"label": quality.label(quality.DUPLICATES), "value": len(pairs), "datatype": "Int"}]
	return columns, data, note, None, summary, True
