"""What the form of an import asks for to show what was found, and how a person corrects it. Imports frappe,
`jobs` (for the import's name), `preview`, `templates` and `titles`.

Every method asks for permission first. A correction takes the import back to Draft: what was checked was
another reading of the workbook.
"""

import re

import frappe
from frappe import _
from frappe.query_builder.functions import Count

from . import preview, templates, titles
from .issue_kinds import KINDS as ISSUE_KINDS
from .kinds import KINDS, LEFT_OUT
from .readings import READINGS
from .report import kind_titles

DOCTYPE = "KIM Legacy Import"
CORRECTABLE = ("Draft", "Checked", "Failed")
MOST_ISSUES = 1000
MOST_TEXT = 2000
ISSUE_FIELDS = ("severity", "kind", "sheet", "row", "column", "cell", "value", "message")


@frappe.whitelist()
def review(name: str) -> dict:
	"""Return the tables of a checked import, its issues, and the words to show them with."""
	importing = frappe.get_doc(DOCTYPE, name)
	importing.check_permission("read")
	tables = preview.read(name)
	issues = frappe.get_all(
		"KIM Import Issue",
		filters={"legacy_import": name},
		fields=list(ISSUE_FIELDS),
		order_by="idx asc",
		limit=MOST_ISSUES,
	)
	issue = frappe.qb.DocType("KIM Import Issue")
	by_kind = (
		frappe.qb.from_(issue)
		.where(issue.legacy_import == name)
		.groupby(issue.kind, issue.severity)
		.select(issue.kind, issue.severity, Count("*").as_("count"))
	).run(as_dict=True)
	return {
		"tables": tables,
		"issues": issues,
		"issue_kinds": [{**row, "title": _(ISSUE_KINDS[row.kind].title)} for row in by_kind],
		"kinds": kind_titles(),
		"choosable": [*KINDS, LEFT_OUT],
		"fields": {kind: titles.fields_of(kind) for kind in {table["kind"] for table in tables} & set(KINDS)},
		"readings": titles.readings(),
		"actions": titles.actions(),
		"may_change": importing.status in CORRECTABLE and bool(importing.has_permission("write")),
	}


@frappe.whitelist()
def rows(name: str, table: int | str, page: int | str) -> dict:
	"""Return the rows of a later page (from 1) of a table (counted from 1) that need a look, and their issues."""
	frappe.get_doc(DOCTYPE, name).check_permission("read")
	found = preview.read_page(name, frappe.utils.cint(table), frappe.utils.cint(page))
	places = {(row["sheet"], place) for row in found for place in row["places"].values()}
	issues = frappe.get_all(
		"KIM Import Issue",
		filters={
			"legacy_import": name,
			"sheet": ["in", list({sheet for sheet, _place in places}) or [""]],
			"cell": ["in", list({place for _sheet, place in places}) or [""]],
		},
		fields=list(ISSUE_FIELDS),
		order_by="idx asc",
	)
	return {"rows": found, "issues": [issue for issue in issues if (issue.sheet, issue.cell) in places]}


@frappe.whitelist(methods=["POST"])
def confirm(name: str, columns: str | list, sheets: str | list | None = None) -> str:
	"""Keep the matches of an import for its centre's workbooks. Returns the template's name.

	`columns` are {kind, header, field, reading}; `sheets`, {sheet, kind, header_row}, only those that a person
	decided about. Raises frappe.ValidationError for what is no kind, field or reading.
	"""
	importing = _correctable(name)
	columns = [_column(given) for given in frappe.parse_json(columns)]
	sheets = [_sheet(given) for given in frappe.parse_json(sheets or "[]")]
	template = templates.keep_matches(importing, sheets, columns)
	_correct(importing, template)
	return template


@frappe.whitelist(methods=["POST"])
def correct_value(name: str, field: str, found: str, read_as: str) -> None:
	"""Read all equal values of a field as another."""
	importing = _correctable(name)
	if not any(kind.field(field) for kind in KINDS.values()):
		frappe.throw(_("{0} is no field that a column can be matched to.").format(field))
	template = templates.correct_value(importing, field, str(found), _text(read_as))
	_correct(importing, template)


@frappe.whitelist(methods=["POST"])
def correct_cell(name: str, sheet: str, cell: str, text: str) -> None:
	"""Put another text into one cell of the workbook, for this import. The attached file stays as it is."""
	importing = _correctable(name)
	if not re.fullmatch(r"[A-Z]{1,3}[1-9]\d{0,6}", cell):
		frappe.throw(_("{0} is no cell of a sheet. Write it like F16.").format(cell))
	templates.correct_cell(importing, str(sheet), cell, _text(text))
	_correct(importing)


def _correctable(name: str):
	importing = frappe.get_doc(DOCTYPE, name, for_update=True)
	importing.check_permission("write")
	if importing.status not in CORRECTABLE:
		frappe.throw(
			_("Import {0} is {1}. Corrections are possible until it is approved.").format(
				name, _(importing.status)
			)
		)
	return importing


def _correct(importing, template: str = "") -> None:
	templates.note_corrector(importing)
	changes = {"status": "Draft", "approved_by": None, "approved_on": None, "file_hash": None}
	if template:
		changes["template"] = template
	importing.db_set(changes)


def _column(given: dict) -> dict:
	kind = KINDS.get(given.get("kind"))
	key = given.get("field") or "-"
	field = kind and kind.field(key.partition(":")[0])
	known = {reading for group in READINGS.values() for reading in group}
	if not kind or (key != "-" and not (field and field.column)):
		frappe.throw(_("{0} is no field that a column can be matched to.").format(key))
	if given.get("reading") and given["reading"] not in known:
		frappe.throw(_("{0} is no way to read a column.").format(given["reading"]))
	return {"kind": kind.name, "header": given["header"], "field": key, "reading": given.get("reading")}


def _sheet(given: dict) -> dict:
	if given.get("kind") and given["kind"] not in (*KINDS, LEFT_OUT):
		frappe.throw(_("{0} is nothing that a sheet can hold.").format(given["kind"]))
	return {
		"sheet": given["sheet"],
		"kind": given.get("kind"),
		"header_row": frappe.utils.cint(given.get("header_row")),
	}


def _text(given) -> str:
	text = str(given or "").strip()
	if len(text) > MOST_TEXT:
		frappe.throw(_("The correction is longer than {0} characters. Shorten it.").format(MOST_TEXT))
	return text
