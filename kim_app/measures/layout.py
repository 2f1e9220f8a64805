"""How a report is laid out: columns, links from a figure to its records, totals, and how many rows a page shows.
May import frappe.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote, urlencode

import frappe
from frappe import _

from kim_app.measures import heat

# Rows that the browser is given; the figures above them, the totals and the exported file hold all.
MOST_ROWS = 1000
# What the export asks for instead.
ALL_ROWS = "kim_all_rows"
# Told apart by colour-blind eyes too (Okabe and Ito, Color Universal Design, 2008).
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
LINKS, STYLES, TOTAL_ROW = "kim_links", "kim_styles", "kim_total"


def column(fieldname: str, label: str, fieldtype: str = "Data", width: int = 120, **more) -> dict:
	"""A column as Frappe's reports take it. `label` comes translated."""
	return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width, **more}


def records(doctype: str, filters: Mapping | None = None) -> str:
	"""The address of the list that shows the records which a figure counts."""
	asked = {
		field: value if isinstance(value, str) else json.dumps(value)
		for field, value in (filters or {}).items()
	}
	return f"/app/{_slug(doctype)}/view/list?{urlencode(asked, quote_via=quote)}"


def record(doctype: str, name: str) -> str:
	"""The address of one record's form."""
	return f"/app/{_slug(doctype)}/{quote(name, safe='')}"


def report(name: str, filters: Mapping | None = None) -> str:
	"""The address of a report with these filters."""
	return f"/app/query-report/{quote(name)}?{urlencode(filters or {}, quote_via=quote)}"


def places(filters: Mapping) -> dict:
	"""The filters of a list for the places that a report's filters leave: a list knows centres, not their country."""
	asked = {name: filters[name] for name in ("centre", "organisation") if filters.get(name)}
	if filters.get("country"):
		centres = frappe.get_all("KIM Centre", filters={"country": filters["country"]}, pluck="name")
		if filters.get("centre"):
			centres = [filters["centre"]] if filters["centre"] in centres else []
		asked["centre"] = ["in", centres or [""]]
	return asked


def _slug(doctype: str) -> str:
	return doctype.lower().replace(" ", "-")


def link(row: dict, fieldname: str, address: str | None):
	"""Makes a cell of `row` lead to `address`."""
	if address:
		row.setdefault(LINKS, {})[fieldname] = address
	return row


def colour(row: dict, fieldname: str, value: float | None, largest: float):
	"""Colours a cell of `row` as a heat map does: the stronger, the nearer `value` comes to `largest`."""
	style = heat.style(heat.step(value, largest))
	if style:
		row.setdefault(STYLES, {})[fieldname] = style


def total_row(label_field: str, **values) -> dict:
	"""The row that stands under all others."""
	return {label_field: _("Total"), TOTAL_ROW: 1, "bold": 1, **values}


def shortened(rows: Sequence[dict], filters: Mapping) -> tuple[list[dict], str | None]:
	"""The rows that the page shows, and a sentence that says so when there are more."""
	if filters.get(ALL_ROWS) or len(rows) <= MOST_ROWS:
		return list(rows), None
	return list(rows[:MOST_ROWS]), _(
		"The first {0} of {1} rows are shown. The figures above and the exported file hold all of them; filters show fewer."
	).format(MOST_ROWS, len(rows))


def told(*sentences: str | None) -> str | None:
	"""Sentences above a report as one; None when there is none."""
	return " ".join(filter(None, sentences)) or None


def percent(share: float | None) -> float | None:
	"""A share between 0 and 1 as percent with one decimal."""
	return None if share is None else round(100 * share, 1)


def told_figure(label: str, value: float | None, decimals: int = 1, **more) -> dict:
	"""A figure above a report, with so many decimals; nothing where there is none."""
	shown = "" if value is None else frappe.format(value, {"fieldtype": "Float", "precision": decimals})
	return {"label": label, "value": shown, "datatype": "Data", **more}


def chart(kind: str, labels: Sequence[str], datasets: Mapping[str, Iterable], **more) -> dict | None:
	"""A chart as Frappe's reports take it; None when there is nothing to show."""
	values = [{"name": name, "values": [value or 0 for value in series]} for name, series in datasets.items()]
	if not labels or not any(any(dataset["values"]) for dataset in values):
		return None
	return {
		"data": {"labels": list(labels), "datasets": values},
		"type": kind,
		"colors": list(COLOURS),
		**more,
	}


def asked(filters) -> frappe._dict:
	"""A report's filters without those that are empty."""
	return frappe._dict({key: value for key, value in (filters or {}).items() if value not in (None, "", [])})
