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
	# A statement with parameters has the per cent signs doubled that are its own.
	place = f"({', '.join(['%s'] * len(columns))}{literals.replace('%', '%%')})"
	head = f"insert into `tab{doctype}` ({names}) values "
	size = min(MOST_ROWS, max(1, MOST_PARAMETERS // len(columns)))
	remaining = iter(rows)
	while batch := tuple(islice(remaining, size)):
		if _is_pymysql():
			_run(f"{head}{_as_text(batch, literals)}")
		else:
			frappe.db.sql(head + ", ".join([place] * len(batch)), tuple(chain.from_iterable(batch)))


def _literal(value: Any) -> str:
	if value is None:
		return "null"
	if isinstance(value, (int, float)):
		return str(value)
	return frappe.db.escape(str(value), percent=False)


class _Literals(dict):
	"""Values as the driver writes them into a statement, each worked out once: registers repeat themselves."""

	def __init__(self, connection):
		self.connection = connection

	def __missing__(self, value: Any) -> str:
		if type(value) is str:
			text = f"'{self.connection.escape_string(value)}'"
		else:
			text = self.connection.literal(value)
		self[value] = text
		return text


def _as_text(rows: Sequence[Sequence[Any]], literals: str) -> str:
	"""The rows as a statement holds them; PyMySQL's own way, value by value, takes three times as long."""
	written = _Literals(frappe.db._conn)
	return ", ".join([f"({', '.join(map(written.__getitem__, row))}{literals})" for row in rows])


def _is_pymysql() -> bool:
	return type(frappe.db._conn).__module__.startswith("pymysql")


def _run(statement: str) -> None:
	"""Run a statement past `frappe.db.sql`, which would look for SQL to correct in what people wrote; its guards
	and its names for errors hold here too."""
	frappe.db.check_transaction_status("insert")
	try:
		frappe.db._cursor.execute(statement)
	except Exception as error:
		if frappe.db.is_deadlocked(error):
			raise frappe.QueryDeadlockError(error) from error
		if frappe.db.is_timedout(error):
			raise frappe.QueryTimeoutError(error) from error
		raise
