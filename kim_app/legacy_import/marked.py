"""The workbook as it was attached, with the problem cells coloured and commented and a summary before it.

Imports frappe, `jobs` (the attached file), `mark_workbook` and `templates`.
"""

from pathlib import PurePath

import frappe
from frappe import _

from . import jobs, mark_workbook
from .read import UnreadableFile
from .report import kind_titles
from .unreadable import sentence

MOST_ISSUES = 20_000
MARKED_STATUS = ("Checked", "Approved", "Completed", "Failed", "Cancelled", "Undone")


@frappe.whitelist(methods=["POST"])
def make(name: str) -> str:
	"""Write the marked workbook of a checked import and attach it; return its address."""
	importing = frappe.get_doc(jobs.DOCTYPE, name)
	importing.check_permission("write")
	if importing.status not in MARKED_STATUS or not importing.checked_on:
		frappe.throw(_("Import {0} is {1}. Check it first.").format(name, _(importing.status)))
	try:
		content, file_name = jobs.workbook_content(name)
		marked = mark_workbook.mark(content, file_name, _marks(name), _sheets(importing), _words())
	except UnreadableFile as error:
		frappe.throw(sentence(error))
	drop(importing)
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"{PurePath(file_name).stem}-{_('marked')}.xlsx",
			"attached_to_doctype": jobs.DOCTYPE,
			"attached_to_name": name,
			"attached_to_field": "result_workbook",
			"is_private": 1,
			"content": marked,
		}
	).insert()
	importing.db_set("result_workbook", file.file_url)
	return file.file_url


def drop(importing) -> None:
	"""Delete an earlier marked workbook of an import."""
	filters = {
		"attached_to_doctype": jobs.DOCTYPE,
		"attached_to_name": importing.name,
		"attached_to_field": "result_workbook",
	}
	for file in frappe.get_all("File", filters=filters, pluck="name"):
		frappe.delete_doc("File", file, ignore_permissions=True)


def _marks(name: str) -> list[mark_workbook.Mark]:
	issues = frappe.get_all(
		"KIM Import Issue",
		filters={"legacy_import": name},
		fields=["sheet", "row", "column", "cell", "value", "message", "severity"],
		order_by="idx asc",
		limit=MOST_ISSUES,
	)
	return [
		mark_workbook.Mark(
			row.sheet, row.row, row.column, row.cell, row.value, row.message, row.severity == "Warning"
		)
		for row in issues
	]


def _sheets(importing) -> list[tuple]:
	titles = kind_titles()
	return [
		(row.sheet, titles.get(row.kind, row.kind), row.rows_read, row.rows_rejected)
		for row in importing.sheets
	]


def _words() -> mark_workbook.Words:
	return mark_workbook.Words(
		title=_("What was found"),
		sheets=(_("Sheet"), _("What it holds"), _("Rows"), _("Refused")),
		issues=(_("Sheet"), _("Row"), _("Column"), _("Cell"), _("Value"), _("What to do")),
		advice=_(
			"Correct the marked cells, save the workbook and attach it to the import again. This sheet is left out."
		),
	)
