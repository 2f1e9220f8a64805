"""Writing only those rows of a record's table that were changed. May import frappe.

Frappe writes every row of every table at every save, and asks which rows are gone in a way that locks
neighbouring rows of other records. A step in a validation adds one row and leaves a dozen as they are.
"""

from __future__ import annotations

import frappe
from frappe.model.document import Document


def write_changed(document: Document, table: str) -> bool:
	"""Writes the rows of the field `table` if every stored row is still there as it was; else writes nothing
	and returns False, so that Frappe does. Needs the document that was read and locked before the save.
	"""
	before = document.get_doc_before_save()
	if not before:
		return False
	stored = {row.name: row for row in before.get(table)}
	rows = document.get(table)
	added = [row for row in rows if row.name not in stored]
	if len(rows) - len(added) != len(stored) or any(not row.is_new() for row in added):
		return False
	if any(_differs(row, stored[row.name]) for row in rows if row.name in stored):
		return False
	if stored and document.docstatus != before.docstatus:
		_set_docstatus(document, rows[0].doctype, list(stored))
	for row in added:
		row.db_update()
	return True


def _differs(row: Document, stored: Document) -> bool:
	columns = [field.fieldname for field in row.meta.fields] + ["idx"]
	return any(str(row.get(column) or "") != str(stored.get(column) or "") for column in columns)


def _set_docstatus(document: Document, doctype: str, names: list[str]):
	table = frappe.qb.DocType(doctype)
	(
		frappe.qb.update(table)
		.set(table.docstatus, int(document.docstatus))
		.set(table.modified, document.modified)
		.set(table.modified_by, document.modified_by)
		.where(table.name.isin(names))
		.run()
	)
