"""Which new records are ordinary: nothing in them that their form would refuse, alter or look at twice.

Those alone are written in bulk; the others go through the form, which says itself what is wrong with them.
May import frappe. Looks at whole columns, because a look at each value would take longer than writing it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import frappe
from frappe.utils import cint, validate_email_address, validate_phone_number

from kim_app.bulk_insert.statements import find

TABLES = ("Table", "Table MultiSelect")
# Column types of the database that cut off or refuse what is longer, with their length in characters.
LENGTHS = {"Small Text": 16_000, "Text": 16_000, "Long Text": 1_000_000, "JSON": 1_000_000}
MOST_CHARACTERS = 140
# Frappe takes an address apart before it looks at it; of what is this plain it thinks the same.
PLAIN_ADDRESS = re.compile(
	r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*@(?:[a-z0-9]+\.)+[a-z0-9]{2,}", re.IGNORECASE | re.ASCII
)
NOTHING = {None, ""}
# So does it of a number that is this plain.
PHONE = re.compile(r"\+?[0-9][0-9 ]{0,18}", re.ASCII)
LARGEST_INT = 2_147_483_647


def extraordinary(doctype: str, documents: Sequence[dict]) -> set[int]:
	"""Return the positions in `documents` (fields by name, tables as lists of dicts) that are not ordinary."""
	odd: set[int] = set()
	fields = {field.fieldname: field for field in frappe.get_meta(doctype).fields}
	names: dict[str, None] = {}
	for document in documents:
		names.update(dict.fromkeys(document))
	for name in names:
		if name not in fields:
			continue
		field = fields[name]
		column = [document.get(name) for document in documents]
		odd.update(_in_table(field, column) if field.fieldtype in TABLES else _in_column(field, column))
	for field in fields.values():
		if field.reqd:
			odd.update(_empty([document.get(field.fieldname) for document in documents]))
	return odd


def _empty(column: list) -> Iterator[int]:
	if all(type(value) is str and not value.isspace() for value in column) and "" not in column:
		return
	yield from (position for position, value in enumerate(column) if not _has_content(value))


def _in_table(field, column: list) -> Iterator[int]:
	"""Rows of a child table are looked at together; one that is odd makes its document odd."""
	owners = [position for position, rows in enumerate(column) for _row in rows or ()]
	rows = [row for rows in column for row in rows or ()]
	for index in extraordinary(field.options, rows):
		yield owners[index]


def _in_column(field, column: list) -> Iterator[int]:
	values = _distinct(column) - NOTHING
	bad = values and set(_refused(field, values))
	if bad:
		for position, value in enumerate(column):
			if value in bad:
				yield position


def _distinct(column: list) -> set:
	try:
		return set(column)
	except TypeError:
		return {value for value in column if isinstance(value, (str, int, float))}


def _refused(field, values: set) -> Iterator[Any]:
	"""The values that the form would refuse or write otherwise."""
	texts = {value for value in values if isinstance(value, str)}
	together = "\n".join(texts)
	# Frappe takes markup out; whoever writes it wants to see what comes of it.
	if "<" in together or ">" in together:
		yield from (text for text in texts if "<" in text or ">" in text)
	kind = field.fieldtype
	most = LENGTHS.get(kind) or cint(field.length) or MOST_CHARACTERS
	if max(map(len, texts), default=0) > most:
		yield from (text for text in texts if len(text) > most)
	if kind == "Link":
		yield from values - existing(field.options, values)
	elif kind == "Dynamic Link":
		yield from values
	elif kind == "Select" and field.options:
		yield from values - set(field.options.split("\n"))
	elif kind in ("Int", "Check"):
		yield from (value for value in values if not _fits(value, field.non_negative))
	elif kind == "Data":
		yield from _odd_data(field.options, texts)
	elif kind in ("Password", "Attach", "Attach Image", "Text Editor", "Code", "Phone"):
		yield from values


def existing(doctype: str, names: set) -> set[str]:
	"""Those of `names` that records of `doctype` have."""
	return {row.name for row in find(doctype, ("name",), ("name", names), {})}


def _odd_data(options: str | None, texts: set[str]) -> Iterator[str]:
	if options == "Email":
		yield from (
			text
			for text in texts
			if not PLAIN_ADDRESS.fullmatch(text) and validate_email_address(text) != text.lower()
		)
	elif options == "Phone":
		yield from (text for text in texts if not PHONE.fullmatch(text) and not validate_phone_number(text))
	elif options in ("URL", "Name", "Barcode", "IBAN"):
		yield from texts


def _fits(value: Any, non_negative: int) -> bool:
	return isinstance(value, int) and (0 if non_negative else -LARGEST_INT) <= value <= LARGEST_INT


def _has_content(value: Any) -> bool:
	return bool(value.strip()) if isinstance(value, str) else value not in (None, [])
