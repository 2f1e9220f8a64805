"""Keeps what the check found of each table, for the form of the import. Imports frappe and `findings`."""

import json

import frappe
from frappe.utils import now

from .findings import findings
from .tables import Workbook

DOCTYPE = "KIM Import Preview"
MOST_SHEET_NAME = 255


def write(name: str, workbook: Workbook) -> None:
	"""Write the findings of a checked workbook for import `name`, in place of earlier ones."""
	drop(name)
	place = frappe.db.get_value("KIM Legacy Import", name, ["centre", "organisation"], as_dict=True)
	for position, table in enumerate(findings(workbook), 1):
		first, *others = table.pop("pages")
		for page, found in enumerate([{**table, "rows": first, "pages": 1 + len(others)}, *others]):
			frappe.get_doc(
				{
					"doctype": DOCTYPE,
					"legacy_import": name,
					"centre": place.centre,
					"organisation": place.organisation,
					"position": position,
					"page": page,
					"sheet": table["sheets"][0][:MOST_SHEET_NAME],
					"findings": json.dumps(found, ensure_ascii=False, default=str),
					"creation": now(),
				}
			).db_insert()


def read(name: str) -> list[dict]:
	"""Return the tables of import `name` in their order, as `findings` made them: `rows` are those of the first
	page, `pages` says how many there are."""
	rows = frappe.get_all(
		DOCTYPE,
		filters={"legacy_import": name, "page": 0},
		pluck="findings",
		order_by="position asc",
		limit=0,
	)
	return [json.loads(row) for row in rows]


def read_page(name: str, position: int, page: int) -> list[dict]:
	"""Return the rows of a later page (from 1) of the table at `position` (from 1); none where there is no such page."""
	found = frappe.db.get_value(
		DOCTYPE, {"legacy_import": name, "position": position, "page": page}, "findings"
	)
	return json.loads(found) if found and page else []


def drop(name: str) -> None:
	"""Forget what was found for import `name`: it holds people's data."""
	frappe.db.delete(DOCTYPE, {"legacy_import": name})
