"""A report as a file. Takes the place of Frappe's own export for KIM's reports: types and a frozen header in the
workbook, no cell that is run as a formula, and every row, of which the page may show the first only. May import frappe.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import cint, now_datetime

from kim_app.measures import layout, spreadsheet

MODULE = "KIM"
KINDS = {
	"Int": spreadsheet.WHOLE,
	"Check": spreadsheet.WHOLE,
	"Float": spreadsheet.DECIMAL,
	"Currency": spreadsheet.DECIMAL,
	"Percent": spreadsheet.PERCENT,
	"Date": spreadsheet.DAY,
	"Datetime": spreadsheet.MOMENT,
}


@frappe.whitelist()
def export_query():
	"""Takes the place of `frappe.desk.query_report.export_query`, which goes on exporting other apps' reports.

	Whoever may open a report may take what it shows: it holds the rows that they may see, and Frappe's right to export
	a form, which is one to all its fields, is not needed for it. Each export stands in the site's Access Log.

	Raises frappe.PermissionError for whoever may not open the report.
	"""
	from frappe.core.doctype.access_log.access_log import make_access_log
	from frappe.desk import query_report
	from frappe.desk.utils import provide_binary_file

	name = frappe.form_dict.get("report_name")
	report = frappe.db.get_value("Report", name, ["module", "ref_doctype"], as_dict=True)
	if not report or report.module != MODULE:
		return query_report.export_query()
	filters = frappe.parse_json(frappe.form_dict.get("filters") or "{}")
	result = query_report.run(name, {**filters, layout.ALL_ROWS: 1}, are_default_filters=False)
	columns, rows = table(result, frappe.parse_json(frappe.form_dict.get("visible_idx") or "[]"))
	ending = "CSV" if frappe.form_dict.get("file_format_type") == "CSV" else "Excel"
	make_access_log(doctype=report.ref_doctype, file_type=ending, report_name=name, filters=filters)
	if ending == "CSV":
		# The mark at the beginning tells spreadsheet programs that it is UTF-8.
		text = spreadsheet.comma_separated(columns, rows, frappe.form_dict.get("csv_delimiter") or ",")
		content, ending = text.encode("utf-8-sig"), "csv"
	else:
		content, ending = spreadsheet.workbook(_(name), columns, rows, notes(name, filters, result)), "xlsx"
	provide_binary_file(_(name), ending, content)


def table(result: dict, visible: list) -> tuple[list[spreadsheet.Column], list[list]]:
	"""Columns and rows of a report's result. `visible` are the places of the rows that the page still shows after
	its reader filtered them in the grid; all are taken when none were left out."""
	heads = [column for column in result["columns"] if not column.get("hidden")]
	columns = [
		spreadsheet.Column(
			frappe.utils.strip_html(column.get("label") or ""),
			column.get("kind") or KINDS.get(column.get("fieldtype"), spreadsheet.TEXT),
			cint(column.get("width")) // 8 or 16,
		)
		for column in heads
	]
	rows = [row for row in result["result"] if isinstance(row, dict)]
	on_the_page = min(len(rows), layout.MOST_ROWS)
	if visible and len(visible) < on_the_page:
		rows = [rows[place] for place in visible if place < len(rows)]
	return columns, [[row.get(column["fieldname"]) for column in heads] for row in rows]


def notes(name: str, filters: dict, result: dict) -> list[str]:
	"""What the workbook's second sheet says: which report this is, with which filters, when and by whom."""
	asked = [f"{key}: {value}" for key, value in filters.items() if value not in (None, "", [])]
	message = result.get("message")
	return [
		_(name),
		_("Made on {0} by {1}.").format(
			frappe.format(now_datetime(), "Datetime"), frappe.utils.get_fullname(frappe.session.user)
		),
		_("Filters: {0}").format(", ".join(asked) or _("none")),
		*([frappe.utils.strip_html(message)] if isinstance(message, str) else []),
	]
