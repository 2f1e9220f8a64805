"""Country Comparison: lays out what `kim_app.measures.comparison` may tell."""

from __future__ import annotations

from frappe import _
from frappe.utils import cint, getdate, today

from kim_app.measures import comparison, layout
from kim_app.measures.comparison import TOTAL
from kim_app.measures.counting import MEN, OTHERS, WOMEN
from kim_app.measures.layout import column
from kim_app.measures.tally import for_dashboards

HIDDEN = "–"


@for_dashboards
def execute(filters=None):
	filters = layout.asked(filters)
	places = comparison.organisations()
	year = cint(filters.year) or getdate(today()).year
	tables = comparison.tables(year)
	wanted = [table for table in tables if not filters.measure or table.measure.key == filters.measure]
	data = []
	for table in wanted:
		for place in [*places, None]:
			data.append(row_of(table, place, year))
	return columns(), data, explanation(tables), chart(wanted, places), None, True


def row_of(table: comparison.Table, place, year: int) -> dict:
	name = place.name if place else TOTAL
	shares = {gender: table.share(name, gender) for gender in comparison.COLUMNS}
	parity = table.parity(name)
	row = {
		"measure": table.measure.label(),
		"country": _(place.country) if place else "",
		"organisation": place.name if place else _("All together"),
		"own": _("Yes") if place and place.own else "",
		"all": figure(table.whole(name, TOTAL)),
		"women": figure(table.whole(name, WOMEN)),
		"men": figure(table.whole(name, MEN)),
		"others": figure(table.whole(name, OTHERS)),
	}
	for gender, fieldname in ((TOTAL, "share"), (WOMEN, "women_share"), (MEN, "men_share")):
		found = shares[gender]
		row[fieldname] = layout.percent(found.share) if found else None
	if shares[TOTAL]:
		row["low"], row["high"] = layout.percent(shares[TOTAL].low), layout.percent(shares[TOTAL].high)
	if parity and parity.index is not None:
		row["parity"] = round(parity.index, 2)
	if place and place.own:
		asked = {
			"view": "Records",
			"counted": table.measure.key,
			"organisation": place.name,
			"from_date": f"{year}-01-01",
			"to_date": f"{year}-12-31",
		}
		layout.link(row, "all", layout.report("KIM Gender Equity", asked))
		for gender in (WOMEN, MEN, OTHERS):
			layout.link(row, gender, layout.report("KIM Gender Equity", {**asked, "gender": gender}))
	if place is None:
		row |= {layout.TOTAL_ROW: 1, "bold": 1}
	return row


def figure(count: int | None):
	return HIDDEN if count is None else count


def columns() -> list[dict]:
	return [
		column("measure", _("Measure"), width=205),
		column("country", _("Country"), width=110),
		column("organisation", _("Organisation"), width=170),
		column("all", _("All"), width=75, align="right", kind="whole"),
		column("share", _("Share", context="Proportion"), "Percent", 80),
		column("low", _("from"), "Percent", 75),
		column("high", _("to"), "Percent", 75),
		column("women", _("Women"), width=80, align="right", kind="whole"),
		column("women_share", _("Women, share"), "Percent", 115),
		column("men", _("Men"), width=75, align="right", kind="whole"),
		column("men_share", _("Men, share"), "Percent", 105),
		column("others", _("Others"), width=75, align="right", kind="whole"),
		column("parity", _("Parity index"), "Float", 100, precision=2),
		column("own", _("Own"), width=60),
	]


def explanation(tables) -> str:
	sentence = _(
		"A dash stands for a group of fewer than {0}, or for one from which such a group could be worked out. Shares stand with the limits between which they lie with 95 percent confidence."
	).format(comparison.smallest_group())
	hidden = sum(len(table.hidden | table.hidden_shares) for table in tables)
	return layout.told(sentence, _("{0} figures are hidden.").format(hidden) if hidden else None)


def chart(tables, places):
	labels = [place.name for place in places]
	series = {}
	for table in tables:
		if table.measure.part:
			found = [table.share(name, TOTAL) for name in labels]
			series[table.measure.label()] = [
				layout.percent(share.share) if share else None for share in found
			]
	if not series and tables:
		series = {tables[0].measure.label(): [tables[0].whole(name, TOTAL) for name in labels]}
	return layout.chart("bar", labels, series)
