"""Raw tables, and what a report says, for whoever compares the two. For tests and measurements only."""

from __future__ import annotations

from importlib import import_module

import frappe
import pandas

OPEN = ["Identification", "Documentation", "Assessment", "Pending Approval"]
DECIDED = ["Validated", "Not Validated", "Revoked"]
VACS = ("valid", "authentic", "current", "sufficient")
GENDER = {"Female": "women", "Male": "men"}


def table(doctype: str, organisation: str | None = None, fields: str = "*") -> pandas.DataFrame:
	"""The raw rows of a form."""
	where = " where organisation = %s" if organisation else ""
	values = ([organisation],) if organisation else ()
	rows = frappe.db.sql(f"select {fields} from `tab{doctype}`{where}", *values, as_dict=True)
	if rows:
		return pandas.DataFrame([dict(row) for row in rows])
	columns = [field.fieldname for field in frappe.get_meta(doctype).fields]
	return pandas.DataFrame(columns=["name", "creation", "parent", *columns])


def days(later, earlier) -> pandas.Series:
	return (pandas.to_datetime(later).dt.normalize() - pandas.to_datetime(earlier).dt.normalize()).dt.days


def run(report: str, **filters) -> tuple:
	"""Columns, rows, message, chart and summary of a report (its scrubbed name), as its page gets them."""
	module = import_module(f"kim_app.kim.report.{report}.{report}")
	found = module.execute(filters)
	return tuple(found) + (None,) * (6 - len(found))


def differences(computed: dict, reported: dict) -> list[str]:
	"""What the two computations do not agree on; empty when they do."""
	found = []
	for key in sorted(set(computed) | set(reported), key=str):
		one, other = computed.get(key), reported.get(key)
		same = one == other or (
			isinstance(one, (int, float)) and isinstance(other, (int, float)) and abs(one - other) < 0.006
		)
		if not same and not (_nothing(one) and _nothing(other)):
			found.append(f"{key}: pandas {one}, report {other}")
	return found


def _nothing(value) -> bool:
	return value is None or value == 0 or (isinstance(value, float) and pandas.isna(value))
