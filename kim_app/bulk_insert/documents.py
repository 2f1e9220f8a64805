"""New records of one form written many at a time, as the form would write each. May import frappe.

Takes records that are `ordinary` and hold what their controller fills in; gives them what Frappe gives every
document: a name from the series, owner and times, default values, its child rows.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import frappe
from frappe.model import child_table_fields, default_fields
from frappe.utils import cint, flt, now_datetime
from frappe.utils.global_search import update_global_search

from .series import next_names
from .statements import insert

NUMBERS = {"Check": cint, "Int": cint, "Long Int": cint, "Float": flt, "Currency": flt, "Percent": flt}
DATES = ("Date", "Datetime", "Time")
MILLION = 1_000_000


def insert_documents(doctype: str, documents: Sequence[dict]) -> list[str]:
	"""Write `documents` (fields by name, tables as lists of dicts, nothing that is empty); return their names."""
	if not documents:
		return []
	meta = frappe.get_meta(doctype)
	names = next_names(meta.autoname, len(documents))
	moments = _moments(len(documents))
	_write(doctype, documents, names, moments)
	for field in meta.get_table_fields():
		_write_rows(doctype, field, documents, names, moments)
	_find_again(meta, documents, names)
	return names


def insert_random_named(doctype: str, documents: Sequence[dict]) -> list[str]:
	"""The same for forms whose records are named at random, and for those that bring their `name` along."""
	names = [document.get("name") or frappe.generate_hash(length=10) for document in documents]
	moments = _moments(len(documents))
	_write(doctype, documents, names, moments)
	for field in frappe.get_meta(doctype).get_table_fields():
		_write_rows(doctype, field, documents, names, moments)
	return names


def _moments(count: int) -> list[str]:
	"""A moment for each, in order: lists sort by it, and what is equal would change places between pages."""
	first = now_datetime()
	begins, second = first.microsecond, first.replace(microsecond=0)
	seconds = [str(second + timedelta(seconds=number)) for number in range((begins + count) // MILLION + 1)]
	return [f"{seconds[at // MILLION]}.{at % MILLION:06d}" for at in range(begins, begins + count)]


def _write(doctype: str, documents: Sequence[dict], names: list[str], moments: list[str]) -> None:
	defaults = _defaults(doctype)
	given = {name for document in documents for name in document} & set(defaults)
	columns: dict[str, list] = {"name": names, "creation": moments, "modified": moments}
	for name in sorted(given):
		default = defaults.pop(name)
		columns[name] = [document.get(name, default) for document in documents]
	defaults["owner"] = defaults["modified_by"] = frappe.session.user
	insert(doctype, columns, defaults)


def _write_rows(doctype: str, field, documents, names: list[str], moments: list[str]) -> None:
	rows, times = [], []
	for document, name, moment in zip(documents, names, moments, strict=True):
		for position, row in enumerate(document.get(field.fieldname) or (), 1):
			parent = {"parent": name, "parenttype": doctype, "parentfield": field.fieldname, "idx": position}
			rows.append({**row, **parent, "docstatus": document.get("docstatus", 0)})
			times.append(moment)
	if rows:
		_write(field.options, rows, [frappe.generate_hash(length=10) for _row in rows], times)


def _defaults(doctype: str) -> dict[str, Any]:
	"""What each column holds in a record that says nothing of it: as `frappe.new_doc` and the form's insert."""
	meta = frappe.get_meta(doctype)
	new = frappe.new_doc(doctype, as_dict=True)
	values: dict[str, Any] = {"docstatus": 0, "idx": 0}
	if meta.istable:
		values.update(dict.fromkeys(child_table_fields))
	for name in meta.get_valid_columns():
		field = meta.get_field(name)
		if name in default_fields or name in values or not field or getattr(field, "is_virtual", False):
			continue
		value = new.get(name)
		if field.fieldtype in NUMBERS:
			value = NUMBERS[field.fieldtype](value)
		elif value == "" and (field.unique or field.fieldtype in DATES):
			value = None
		values[name] = value
	return values


def _find_again(meta, documents: Sequence[dict], names: list[str]) -> None:
	"""Where a site searches a form's fields, its new records are found too."""
	tables = [frappe.get_meta(field.options) for field in meta.get_table_fields()]
	if not any(form.get_global_search_fields() for form in (meta, *tables)):
		return
	for document, name in zip(documents, names, strict=True):
		found = frappe.get_doc({"doctype": meta.name, **document, "name": name})
		for row in found.get_all_children():
			row.parent = name
		update_global_search(found)
