"""Many rows of a table in few statements. May import frappe.

Frappe's own `bulk_insert` builds a query object per value and takes several times as long as the database
does; here the statement is text, made column by column, and what is equal in all rows is written once.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

import frappe

# The packet that a statement fills stays far below the smallest limit that a server comes with (16 MB).
MOST_ROWS = 1_000
# SQLite takes 32,766 parameters in a statement.
MOST_PARAMETERS = 30_000
# What may have a meaning in a text between quotes, in whichever mode the server is.
SEPARATOR = "\x1f"
SPECIAL = re.compile("[\0\n\r\032\"'\\\\]")


def insert(doctype: str, columns: Mapping[str, Sequence[Any]], same: Mapping[str, Any] | None = None) -> None:
	"""Insert rows into the table of `doctype`: `columns` hold a value for each of them, in their order.

	`same` are columns that have one value in all rows.
	"""
	count = len(next(iter(columns.values())))
	if not count:
		return
	equal = {name: values[0] for name, values in columns.items() if 1 < count == values.count(values[0])}
	# The names differ at least.
	varying = {name: values for name, values in columns.items() if name not in equal}
	same = {**(same or {}), **equal}
	names = ", ".join(f"`{name}`" for name in (*varying, *same))
	head = f"insert into `tab{doctype}` ({names}) values "
	literals = "".join(f",{_literal(value)}" for value in same.values())
	size = min(MOST_ROWS, max(1, MOST_PARAMETERS // len(varying)))
	for start in range(0, count, size):
		batch = [values[start : start + size] for values in varying.values()]
		if _is_pymysql():
			rows = map(",".join, zip(*map(_literals, batch), strict=True))
			_run(f"{head}({f'{literals}),('.join(rows)}{literals})")
		else:
			# A statement with parameters has the per cent signs doubled that are its own.
			place = f"({','.join(['%s'] * len(batch))}{literals.replace('%', '%%')})"
			rows = list(zip(*batch, strict=True))
			frappe.db.sql(head + ",".join([place] * len(rows)), tuple(chain.from_iterable(rows)))


def find(
	doctype: str, fields: Sequence[str], among: tuple[str, Collection[str]], equal: Mapping[str, Any]
) -> list[frappe._dict]:
	"""Return `fields` of the records of `doctype` that have `equal` values and one of many values in a column:
	`among` is (column, values). Frappe's own queries look at each of the values several times."""
	column, values = among
	if not values:
		return []
	names = ", ".join(f"`{name}`" for name in fields)
	conditions = "".join(f"`{name}` = %s and " for name in equal)
	found, values = [], list(values)
	for start in range(0, len(values), MOST_PARAMETERS):
		batch = values[start : start + MOST_PARAMETERS]
		# SQLite takes no list as one parameter.
		places = ", ".join(["%s"] * len(batch))
		statement = f"select {names} from `tab{doctype}` where {conditions}`{column}` in ({places})"
		found += frappe.db.sql(statement, (*equal.values(), *batch), as_dict=True)
	return found


def _literal(value: Any) -> str:
	if value is None:
		return "null"
	if isinstance(value, (int, float)):
		return str(value)
	return frappe.db.escape(str(value), percent=False)


def _literals(column: Sequence[Any]) -> list[str]:
	"""Values as the driver writes them into a statement; PyMySQL's own way, one by one, takes ten times as long."""
	connection = frappe.db._conn
	if {*map(type, column)} == {str}:
		together = SEPARATOR.join(column)
		if SPECIAL.search(together):
			if together.count(SEPARATOR) >= len(column):
				return [f"'{connection.escape_string(text)}'" for text in column]
			column = connection.escape_string(together).split(SEPARATOR)
		return [f"'{text}'" for text in column]
	written = {value: _one(value, connection) for value in {*column}}
	return [written[value] for value in column]


def _one(value: Any, connection) -> str:
	if value is None:
		return "null"
	if type(value) is date:
		return f"'{value}'"
	return connection.literal(value)


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
