"""What became of the rows of a register: rows read against records made, with a reason for every difference. May
import frappe.

A row of the workbook was created, updated, skipped or rejected, or it is not accounted for: then something is
wrong, and the report says so. Records are counted as they are now, by the import that made them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import frappe
from frappe.query_builder.functions import Count

from kim_app.measures import rows

DOCTYPE, SHEET, ISSUE = "KIM Legacy Import", "KIM Legacy Import Sheet", "KIM Import Issue"
UNDONE = "Undone"
OUTCOMES = ("rows_created", "rows_updated", "rows_skipped", "rows_rejected")


@dataclass
class Import:
	"""An import with its sheets, the records that carry its name now (by form), and the reasons that its issues
	give (by severity and kind)."""

	record: frappe._dict
	sheets: list[frappe._dict] = field(default_factory=list)
	there: Counter = field(default_factory=Counter)
	reasons: dict[str, Counter] = field(default_factory=lambda: defaultdict(Counter))

	@property
	def loaded(self) -> bool:
		"""Whether its rows were to become records already."""
		return self.record.status in ("Running", "Completed", "Failed", UNDONE)

	@property
	def unaccounted(self) -> int:
		"""Rows read that have no outcome, of an import that ran to its end."""
		return unaccounted(self.record) if self.record.status == "Completed" else 0


def unaccounted(row: Mapping) -> int:
	"""Rows read less those that have an outcome; below 0 when more outcomes than rows are noted."""
	return (row.get("rows_read") or 0) - sum(row.get(outcome) or 0 for outcome in OUTCOMES)


def imports(filters: Mapping) -> list[Import]:
	"""The imports that the filters leave, the latest first."""
	table, query = rows.of(DOCTYPE)
	query = rows.placed(query, table, filters)
	query = rows.within(query, table.creation, filters)
	for name in ("name", "status"):
		if filters.get(name):
			query = query.where(table[name] == filters[name])
	fields = [
		table[name] for name in ("name", "centre", "status", "creation", "workbook", "rows_read", *OUTCOMES)
	]
	records = query.select(*fields).orderby(table.creation, order=frappe.qb.desc).run(as_dict=True)
	found = {row.name: Import(row) for row in records}
	for sheet in frappe.get_all(
		SHEET,
		filters={"parent": ["in", list(found) or [""]], "parenttype": DOCTYPE},
		fields=["parent", "sheet", "note", "rows_read", *OUTCOMES],
		order_by="parent, idx",
	):
		found[sheet.parent].sheets.append(sheet)
	for doctype in made_by_imports():
		table, query = rows.of(doctype)
		query = query.where(table.legacy_import.isin(list(found) or [""]))
		for name, number in query.groupby(table.legacy_import).select(table.legacy_import, Count("*")).run():
			found[name].there[doctype] = number
	if rows.readable(ISSUE):
		table, query = rows.of(ISSUE)
		query = query.where(table.legacy_import.isin(list(found) or [""]))
		query = query.groupby(table.legacy_import, table.severity, table.kind)
		for name, severity, kind, number in query.select(
			table.legacy_import, table.severity, table.kind, Count("*")
		).run():
			found[name].reasons[severity][kind] += number
	return list(found.values())


def made_by_imports() -> list[str]:
	"""The forms whose records say which import made them, as far as the person who asks may read them."""
	fields = frappe.get_all(
		"DocField", filters={"fieldname": "legacy_import", "options": DOCTYPE}, pluck="parent"
	)
	return [
		name
		for name in sorted(set(fields))
		# What an import notes about itself: issues, previews, changes.
		if not name.startswith("KIM Import ") and not frappe.get_meta(name).istable and rows.readable(name)
	]
