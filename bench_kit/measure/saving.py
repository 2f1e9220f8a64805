"""The time to save a validation, against the same fields without KIM's controller and without a workflow.

Both are saved in turn, in one run and one process, by the same assessor, who changes the rationale.
"""

from __future__ import annotations

import time

import frappe

from bench_kit.measure import cases
from bench_kit.measure.table import milliseconds
from kim_app import roles, testing
from kim_app.session import acting_as

TITLE = "Saving a validation in which the rationale was changed, in milliseconds"
HEADS = ["DocType", "saves", "median", "lower quartile", "upper quartile", "least", "most"]
COPY = "KIM Benchmark Copy"
WARM_UP = 10


def measure(options) -> tuple[list[str], list[list[str]]]:
	"""Heads and rows of the table."""
	staff, names = cases.make_pending(1)
	testing.take_step(names[0], "Return to Assessor", staff[roles.SUPERVISOR], reason="To be measured.")
	try:
		make_copy_doctype()
		ours = frappe.get_doc(cases.DOCTYPE, names[0])
		bare = frappe.get_doc({**ours.as_dict(no_nulls=True), "doctype": COPY, "name": None, "docstatus": 0})
		bare.flags.ignore_links = True
		bare.insert(ignore_permissions=True)
		frappe.db.commit()
		taken = {cases.DOCTYPE: [], COPY: []}
		with acting_as(staff[roles.ASSESSOR]):
			for number in range(options.saves + WARM_UP):
				for doctype, name in ((cases.DOCTYPE, ours.name), (COPY, bare.name)):
					seconds = save(doctype, name, f"Seen at work, {number} times.")
					if number >= WARM_UP:
						taken[doctype].append(seconds)
	finally:
		frappe.db.rollback()
		remove_copy_doctype()
	rows = [
		[title, len(taken[doctype]), *milliseconds(taken[doctype])]
		for title, doctype in (("KIM Validation", cases.DOCTYPE), ("the same without controller", COPY))
	]
	return HEADS, rows


def save(doctype: str, name: str, rationale: str) -> float:
	"""Seconds that one save and its commit take; the document is read before."""
	document = frappe.get_doc(doctype, name)
	document.rationale = rationale
	began = time.perf_counter()
	document.save(ignore_permissions=doctype == COPY)
	frappe.db.commit()
	return time.perf_counter() - began


def make_copy_doctype() -> None:
	"""A DocType of the site with the fields of KIM Validation: no controller, no workflow, no hooks of KIM."""
	remove_copy_doctype()
	meta = frappe.get_meta(cases.DOCTYPE)
	left_out = ("name", "parent", "parenttype", "parentfield", "creation", "modified", "owner", "modified_by")
	fields = [
		{key: value for key, value in field.as_dict(no_nulls=True).items() if key not in left_out}
		for field in meta.fields
		if field.fieldname != "amended_from"
	]
	frappe.get_doc(
		{
			"doctype": "DocType",
			"name": COPY,
			"module": "KIM",
			"custom": 1,
			"autoname": "hash",
			"is_submittable": 1,
			"track_changes": meta.track_changes,
			"fields": fields,
			"permissions": [{"role": roles.ASSESSOR, "read": 1, "write": 1}],
		}
	).insert(ignore_permissions=True)


def remove_copy_doctype() -> None:
	frappe.set_user("Administrator")
	for table in cases.TABLES:
		frappe.db.delete(table, {"parenttype": COPY})
	frappe.db.delete("Version", {"ref_doctype": COPY})
	frappe.delete_doc("DocType", COPY, force=True, ignore_missing=True)
	frappe.db.commit()
	frappe.db.sql_ddl(f"drop table if exists `tab{COPY}`")
