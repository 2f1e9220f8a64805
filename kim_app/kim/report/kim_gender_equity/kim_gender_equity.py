"""Gender Equity in Participation: lays out what `kim_app.measures.equity` counts."""

from __future__ import annotations

from frappe import _
from frappe.utils import add_days, cint, getdate

from kim_app.measures import counting, equity, layout, periods
from kim_app.measures.catalogue import BY_KEY, PARTICIPANTS
from kim_app.measures.counting import GENDERS, MEN, OTHERS, WOMEN
from kim_app.measures.layout import column
from kim_app.measures.tally import for_dashboards

REPORT, RECORDS = "KIM Gender Equity", "Records"
# So many groups are drawn; the table has all.
MOST_GROUPS = 8


@for_dashboards
def execute(filters=None):
	filters = layout.asked(filters)
	if filters.view == RECORDS and filters.counted in BY_KEY:
		return behind(BY_KEY[filters.counted], filters)
	by = filters.by if filters.by in equity.BY else "Everybody"
	wanted = [m for m in equity.EQUITY if not filters.measure or m.key == filters.measure]
	lines = equity.lines(by, filters, wanted)
	data = [row_of(line, by, filters) for line in lines]
	return columns(by), data, explanation(), chart(by, lines), summary(lines, by), True


def row_of(line: equity.Line, by: str, filters) -> dict:
	women, men = line.share(WOMEN), line.share(MEN)
	parity = line.parity
	row = {
		"group": line.group or (_("Everybody") if by == "Everybody" else _("Not recorded")),
		"measure": line.measure.label(),
		"women": line.counts[WOMEN].whole,
		"women_share": layout.percent(women.share),
		"men": line.counts[MEN].whole,
		"men_share": layout.percent(men.share),
		"others": line.counts[OTHERS].whole,
		"parity": rounded(parity.index),
		"low": rounded(parity.low),
		"high": rounded(parity.high),
		"reading": readings()[parity.reading],
		"reading_key": parity.reading,
	}
	if by != "Everybody" and not line.group:
		# Records without a value of the group cannot be asked for.
		return row
	asked = {**found_by(line, by, filters), "counted": line.measure.key, "view": RECORDS}
	for gender in GENDERS:
		layout.link(row, gender, layout.report(REPORT, {**asked, "gender": gender}))
		if line.measure.part and gender != OTHERS:
			succeeded = {**asked, "gender": gender, "succeeded": 1}
			layout.link(row, f"{gender}_share", layout.report(REPORT, succeeded))
	return row


def found_by(line: equity.Line, by: str, filters) -> dict:
	"""The report's filters for the records of a line."""
	names = ("centre", "organisation", "country", "from_date", "to_date")
	asked = {name: str(filters[name]) for name in names if filters.get(name)}
	if by in ("Centre", "Country"):
		asked[equity.BY[by]] = line.group
	if by == "Quarter":
		first, after = periods.days_of_quarter(line.group)
		last = getdate(add_days(after, -1))
		asked["from_date"] = str(max(first, getdate(filters.from_date))) if filters.from_date else str(first)
		asked["to_date"] = str(min(last, getdate(filters.to_date))) if filters.to_date else str(last)
	return asked


def behind(measure, filters):
	"""The records that a figure counts, one by one."""
	found = counting.found(measure, filters, filters.gender, bool(cint(filters.succeeded)))
	shown, note = layout.shortened(found, filters)
	data = []
	for record in shown:
		row = {
			"record": record.name,
			"title": record.title,
			"centre": record.centre,
			"gender": _(record.gender) if record.gender else _("Not recorded"),
			"on": record.moment,
		}
		if measure.part:
			row["succeeded"] = _("Yes") if record.succeeded else _("No")
		layout.link(row, "record", layout.record(measure.doctype, record.name))
		data.append(row)
	columns = [
		column("record", _("Record"), width=150),
		column("title", _("Name"), width=240),
		column("centre", _("Centre"), width=180),
		column("gender", _("Gender"), width=120),
		column("on", _("On"), "Date", 120),
		*([column("succeeded", _("With success"), width=130)] if measure.part else []),
	]
	summary = [{"label": measure.label(), "value": len(found), "datatype": "Int"}]
	return columns, data, layout.told(measure.meaning(), note), None, summary, True


def rounded(value: float | None) -> float | None:
	return None if value is None else round(value, 2)


def readings() -> dict[str, str]:
	return {
		"none": _("Too few to tell"),
		"parity": _("No difference shown"),
		"behind": _("Women are behind"),
		"ahead": _("Men are behind"),
	}


def columns(by: str) -> list[dict]:
	group = {
		"Everybody": _("Group"),
		"Centre": _("Centre"),
		"Country": _("Country"),
		"Quarter": _("Quarter"),
	}
	return [
		column("group", group[by], width=150),
		column("measure", _("Measure"), width=205),
		column("women", _("Women"), "Int", 80),
		column("women_share", _("Women, share"), "Percent", 115),
		column("men", _("Men"), "Int", 80),
		column("men_share", _("Men, share"), "Percent", 105),
		column("others", _("Others"), "Int", 75),
		column("parity", _("Parity index"), "Float", 100, precision=2),
		column("low", _("from"), "Float", 65, precision=2),
		column("high", _("to"), "Float", 65, precision=2),
		column("reading", _("Reading"), width=170),
	]


def explanation() -> str:
	return _(
		"The parity index is the women's share divided by the men's; of the participants, the number of women for one man. 1 is parity. With 95 percent confidence the true index lies between the two limits beside it; a difference is only told when both lie on one side of 1. Others are people of another gender and those whose gender is not recorded: they are counted, not compared."
	)


def chart(by: str, lines):
	told = [line for line in lines if line.parity.index is not None]
	if by == "Everybody":
		return layout.chart(
			"bar",
			[line.measure.label() for line in told],
			{_("Parity index"): [rounded(line.parity.index) for line in told]},
		)
	groups = list(dict.fromkeys(line.group or _("Not recorded") for line in told))[-MOST_GROUPS:]
	series = {}
	for line in told:
		series.setdefault(line.measure.label(), {})[line.group or _("Not recorded")] = rounded(
			line.parity.index
		)
	# Where nothing can be told a picture would show 0: such a measure is left to the table.
	whole = {label: values for label, values in series.items() if set(groups) <= set(values)}
	return layout.chart(
		"line" if by == "Quarter" else "bar",
		groups,
		{label: [values[group] for group in groups] for label, values in whole.items()},
	)


def summary(lines, by: str) -> list[dict] | None:
	if by != "Everybody":
		return None
	found = []
	for line in lines:
		name = line.measure.label()
		label = _("Women for one man") if line.measure is PARTICIPANTS else _("Parity: {0}").format(name)
		colours = {"behind": "Red", "ahead": "Orange", "parity": "Green"}
		colour = colours.get(line.parity.reading, "Grey")
		if line.parity.index is not None:
			found.append(layout.told_figure(label, line.parity.index, 2, indicator=colour))
	return found
