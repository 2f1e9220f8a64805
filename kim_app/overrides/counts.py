"""Counts of records that Frappe gives whoever asks: in the sidebar of a list, and in the Connections of a form. Of KIM's
forms only those are counted that the user may see. May import frappe.
"""

from __future__ import annotations

import frappe
from frappe.desk import notifications

from kim_app.arguments import checked
from kim_app.permissions import PARENT_OF, QUERY_CONDITIONS

# Frappe shows no more than 99 of a connection.
MOST_CONNECTED = 100


@frappe.whitelist()
@checked
def get_count(doctype: str, filters=None, debug: bool = False, cache: bool = False) -> int:
	"""How many records of a form there are: see Frappe's method of this name."""
	from frappe.client import get_count as frappe_get_count

	if doctype not in QUERY_CONDITIONS:
		return frappe_get_count(doctype, filters, debug, cache)
	filters = frappe.parse_json(filters) if filters else None
	return len(
		frappe.get_list(
			doctype,
			filters=filters,
			parent_doctype=PARENT_OF.get(doctype),
			pluck="name",
			limit=0,
		)
	)


@frappe.whitelist()
@checked
def get_open_count(doctype: str, name: str, items=None) -> dict:
	"""How many records of other forms belong to a document (`doctype`, `name`): see Frappe's method of this name."""
	answer = notifications.get_open_count(doctype, name, items)
	links = frappe.get_meta(doctype).get_dashboard_data()
	found = answer["count"]
	# Early Frappe 15 gives one list, later ones what is linked from outside apart.
	for row in found if isinstance(found, list) else found["external_links_found"]:
		connected = row.get("name") or row.get("doctype")
		if connected in QUERY_CONDITIONS:
			field = (links.get("non_standard_fieldnames") or {}).get(connected) or links.get("fieldname")
			row["count"] = _readable(connected, {field: name})
			row["open_count"] = min(row.get("open_count") or 0, row["count"])
	return answer


def _readable(doctype: str, filters: dict) -> int:
	if not frappe.has_permission(doctype, "read"):
		return 0
	return len(frappe.get_list(doctype, filters=filters, pluck="name", limit=MOST_CONNECTED))
