"""Many rows of a table in few statements. May import frappe.

Frappe's own `bulk_insert` builds a query object per value and takes several times as long as the database
does; here the statement is text, its values are parameters, and what is equal in all rows is written once.
"""

from collections.abc import Mapping, Sequence
from itertools import chain, islice
from typing import Any

import frappe

# The packet that a statement fills stays far below the smallest limit that a server comes with (16 MB).
MOST_ROWS = 1_000
# SQLite takes 32,766 parameters in a statement.
MOST_PARAMETERS = 30_000


def insert(
	doctype: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], same: Mapping[str, Any] | None = None
) -> None:
	"""Insert `rows` into the table of `doctype`: each holds the values of `columns`, in that order.

	`same` are columns that have one value in all rows.
	"""
	if not rows:
		return
	same = same or {}
	names = ", ".join(f"`{name}`" for name in (*columns, *same))
	literals = "".join(f", {_literal(value)}" for value in same.values())
	place = f"({', '.join(['%s'] * len(columns))}{literals})"
	head = f"insert into `tab{doctype}` ({names}) values "
	size = min(MOST_ROWS, max(1, MOST_PARAMETERS // len(columns)))
	remaining = iter(rows)
	while batch := tuple(islice(remaining, size)):
		frappe.db.sql(head + ", ".join([place] * len(batch)), tuple(chain.from_iterable(batch)))


def _literal(value: Any) -> str:
	if value is None:
		return "null"
	if isinstance(value, (int, float)):
		return str(value)
	# What a statement with parameters says itself has its per cent signs doubled.
	return frappe.db.escape(str(value))
