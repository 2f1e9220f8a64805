"""Last step: what was found and done is written onto the import. Imports frappe, `tables`, `issue_kinds`."""

import frappe
from frappe import _
from frappe.utils import now

from . import issue_kinds, kinds, tables
from .tables import Issue, Sheet, Workbook

CHILD_TABLE = "KIM Legacy Import Sheet"
MOST_CHARACTERS = 140


def write_check(name: str, workbook: Workbook) -> dict:
	"""Write a checked workbook's sheets and issues onto import `name`, in place of earlier ones.

	Returns the counts for the import's own fields.
	"""
	frappe.db.delete("KIM Import Issue", {"legacy_import": name})
	frappe.db.delete(CHILD_TABLE, {"parent": name, "parenttype": "KIM Legacy Import"})
	add_issues(name, workbook.issues)
	read = rejected = 0
	for position, sheet in enumerate(workbook.sheets, 1):
		refused = sum(not row.good for row in sheet.rows) if sheet.brought_in else 0
		if sheet.brought_in:
			read, rejected = read + sheet.row_count, rejected + refused
		frappe.get_doc(
			{
				"doctype": CHILD_TABLE,
				"parent": name,
				"parenttype": "KIM Legacy Import",
				"parentfield": "sheets",
				"idx": position,
				"sheet": sheet.name,
				"kind": sheet.kind,
				"header_row": sheet.header_row,
				"rows_read": sheet.row_count,
				"rows_rejected": refused,
				"note": note(sheet),
			}
		).db_insert()
	return {
		"rows_read": read,
		"rows_rejected": rejected,
		"rows_created": 0,
		"rows_updated": 0,
		"rows_skipped": 0,
	}


def write_load(name: str, total: dict, sheets: dict[int, dict]) -> None:
	"""Write how far a load is: `total` as `chunks.so_far` gives it, `sheets` as `chunks.by_sheet`."""
	rejected = 0
	for row in frappe.get_all(
		CHILD_TABLE,
		{"parent": name, "parenttype": "KIM Legacy Import"},
		["name", "idx", "rows_read", "rows_rejected"],
		order_by="idx asc",
	):
		if counts := sheets.get(row.idx):
			written = {field: counts[field] for field in ("rows_created", "rows_updated", "rows_skipped")}
			# Those that the check refused, and those that their form refused.
			row.rows_rejected = row.rows_read - counts["rows"] + counts["rows_rejected"]
			frappe.db.set_value(
				CHILD_TABLE, row.name, {**written, "rows_rejected": row.rows_rejected}, update_modified=False
			)
		rejected += row.rows_rejected
	frappe.db.set_value(
		"KIM Legacy Import",
		name,
		{
			"rows_created": total["rows_created"],
			"rows_updated": total["rows_updated"],
			"rows_skipped": total["rows_skipped"],
			"rows_rejected": rejected,
			"progress": 100 * total["done"] / total["rows"] if total["rows"] else 100,
		},
		update_modified=False,
	)


def add_issues(name: str, issues: list[Issue]) -> None:
	"""Write issues of import `name` as documents, all in one insert."""
	if not issues:
		return
	place = frappe.db.get_value("KIM Legacy Import", name, ["centre", "organisation"], as_dict=True)
	written_at, user = now(), frappe.session.user
	fields = (
		"name owner modified_by creation modified docstatus idx legacy_import centre organisation"
		" severity kind sheet row column cell value message"
	).split()
	frappe.db.bulk_insert(
		"KIM Import Issue",
		fields,
		[
			(
				frappe.generate_hash(length=10),
				user,
				user,
				written_at,
				written_at,
				0,
				position,
				name,
				place.centre,
				place.organisation,
				issue_kinds.KINDS[issue.kind].severity,
				issue.kind,
				issue.sheet,
				issue.row,
				issue.column[:MOST_CHARACTERS],
				issue.cell,
				issue.value,
				issue_kinds.message(issue, _),
			)
			for position, issue in enumerate(issues, 1)
		],
	)


def note(sheet: Sheet) -> str:
	"""Say about a sheet what its counts do not."""
	title = kind_titles()[sheet.kind]
	if sheet.kind == kinds.EMPTY:
		return _("The sheet is empty.")
	if sheet.kind == kinds.UNKNOWN:
		return _("No table was recognised in the first 30 rows. The sheet is not brought in.")
	if sheet.kind == kinds.LEFT_OUT:
		return _("Left out, as you chose.")
	if sheet.layout == tables.FORM:
		return _("{0}, as a form.").format(title)
	if sheet.layout == tables.MATRIX:
		return _("{0}, with the days in row {1}.").format(title, sheet.header_row)
	remarks = [_("{0}, header in row {1}.").format(title, sheet.header_row)]
	if sheet.totals_rows:
		remarks.append(_("Left out as totals: row {0}.").format(_listed(sheet.totals_rows)))
	if sheet.repeated_headers:
		remarks.append(_("Left out as repeated header: row {0}.").format(_listed(sheet.repeated_headers)))
	return " ".join(remarks)


def kind_titles() -> dict[str, str]:
	"""Return a translated title per kind of sheet; a function, since the language differs per request."""
	return {
		kinds.PARTICIPANT: _("Participants"),
		kinds.STAFF: _("Staff members"),
		kinds.VALIDATION: _("Validations"),
		kinds.EVIDENCE: _("Evidence"),
		kinds.PLAN: _("Inclusion plans"),
		kinds.SESSION: _("Sessions of the staff course"),
		kinds.ATTENDANCE: _("Attendance at the staff course"),
		kinds.UNKNOWN: _("Not recognised"),
		kinds.EMPTY: _("Empty"),
		kinds.LEFT_OUT: _("Left out"),
	}


def _listed(numbers: list[int]) -> str:
	return ", ".join(map(str, numbers[:10])) + (", …" if len(numbers) > 10 else "")
