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
		frappe.get_doc(
			{
				"doctype": DOCTYPE,
				"legacy_import": name,
				"centre": place.centre,
				"organisation": place.organisation,
				"position": position,
				"sheet": table["sheets"][0][:MOST_SHEET_NAME],
				"findings": json.dumps(table, ensure_ascii=False, default=str),
				"creation": now(),
			}
		).db_insert()


def read(name: str) -> list[dict]:
	"""Return the tables of import `name` in their order, as `findings` made them."""
	rows = frappe.get_all(
		DOCTYPE, filters={"legacy_import": name}, pluck="findings", order_by="position asc", limit=0
	)
	return [json.loads(row) for row in rows]


def drop(name: str) -> None:
	"""Forget what was found for import `name`: it holds people's data."""
	frappe.db.delete(DOCTYPE, {"legacy_import": name})
