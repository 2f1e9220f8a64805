"""Which rows the person who asks may count, and the filters that every report has. May import frappe.

A count is made of the same rows as the list that this person sees: the conditions are Frappe's own for
`frappe.get_list` (roles, KIM's centres and organisations by `kim_app.permissions`, user permissions, shares).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import frappe
from frappe import _
from frappe.model.db_query import DatabaseQuery
from frappe.query_builder import DocType
from frappe.utils import add_days, getdate
from pypika.terms import Criterion, Function

CENTRE = "KIM Centre"


class RowCondition(Criterion):
	"""A condition that Frappe gives as SQL text, as part of a query of `frappe.qb`."""

	def __init__(self, sql: str):
		super().__init__()
		self.sql = sql

	def nodes_(self):
		yield self

	def get_sql(self, **kwargs) -> str:
		return f"({self.sql})"


class DaysBetween(Function):
	"""The whole days from the day of `earlier` to the day of `later`, on either database."""

	def __init__(self, later, earlier, alias=None):
		super().__init__("DATEDIFF", later, earlier, alias=alias)

	def get_function_sql(self, **kwargs) -> str:
		later, earlier = (self.get_arg_sql(arg, **kwargs) for arg in self.args)
		if frappe.db.db_type == "sqlite":
			return f"CAST(julianday(date({later})) - julianday(date({earlier})) AS INTEGER)"
		return f"DATEDIFF({later}, {earlier})"


class Beginning(Function):
	"""The first `length` characters: 4 of a date are its year, 7 its month, 10 its day."""

	def __init__(self, term, length: int, alias=None):
		super().__init__("SUBSTR", term, 1, length, alias=alias)


def readable(doctype: str) -> bool:
	"""Whether the person who asks may read any record of `doctype`, which may be of a KIM that is not installed yet."""
	return bool(frappe.db.exists("DocType", doctype)) and bool(frappe.has_permission(doctype, "read"))


def seen(doctype: str) -> Criterion | None:
	"""The condition that leaves the rows of `doctype` which the person who asks may see; None for all rows.

	Raises frappe.PermissionError where they may see none.
	"""
	if not frappe.has_permission(doctype, "read"):
		frappe.throw(_("You may not read {0}.").format(_(doctype)), frappe.PermissionError)
	sql = DatabaseQuery(doctype).build_match_conditions()
	return RowCondition(sql) if sql else None


def of(doctype: str):
	"""The table of `doctype` and a query of `frappe.qb` for the rows of it that the person who asks may see."""
	table = DocType(doctype)
	query = frappe.qb.from_(table)
	condition = seen(doctype)
	return table, query.where(condition) if condition else query


def placed(query, table, filters: Mapping):
	"""`query` with the report's filters `centre`, `organisation` and `country` applied to `table`, whose rows are placed."""
	for field in ("centre", "organisation"):
		if filters.get(field):
			query = query.where(table[field] == filters[field])
	if filters.get("country"):
		centre = DocType(CENTRE)
		places = frappe.qb.from_(centre).select(centre.name).where(centre.country == filters["country"])
		query = query.where(table.centre.isin(places))
	return query


def within(query, field, filters: Mapping):
	"""`query` with the report's filters `from_date` and `to_date` (both included) applied to `field`, a day or a moment."""
	if filters.get("from_date"):
		query = query.where(field >= str(getdate(filters["from_date"])))
	if filters.get("to_date"):
		query = query.where(field < str(getdate(add_days(getdate(filters["to_date"]), 1))))
	return query


def between_days(first: date, after: date) -> dict:
	"""The filters for the days from `first` to the one before `after`."""
	return {"from_date": str(first), "to_date": str(add_days(after, -1))}


def title_of(doctype: str, names, field: str) -> dict[str, str]:
	"""{name: its title in `field`} of records that everybody may know by name, such as users of the same centre."""
	names = sorted({name for name in names if name})
	found = frappe.get_all(doctype, filters={"name": ["in", names or [""]]}, fields=["name", field])
	return {row.name: row[field] or row.name for row in found}
