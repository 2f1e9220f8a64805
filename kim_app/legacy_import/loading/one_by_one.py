"""Records written through their forms, one by one: what is out of the ordinary, and what is changed.
May import frappe. One that its form refuses is undone alone.
"""

from typing import Any

import frappe
from frappe import _
from frappe.utils import strip_html
from rq.timeouts import JobTimeoutException

from .approval import Approval
from .loader import Loader, NotNow
from .log import note_change

SAVEPOINT = "kim_import_record"


class Refused(Exception):
	"""The form refused a record; the text is what it said."""


class Conflict(Exception):
	"""The record was changed since the check; `here` is what it holds now."""

	def __init__(self, here: Any):
		super().__init__(here)
		self.here = "" if here is None else str(here)


def insert(loader: Loader, fields: dict[str, Any]) -> str:
	"""Insert a new record through its form and return its name. Raises Refused."""

	def write() -> str:
		document = frappe.get_doc({"doctype": loader.doctype, **fields})
		_flag(document, loader.approval)
		loader.prepare(document)
		document.insert()
		loader.inserted(document)
		return document.name

	return _undone_if_refused(write)


def update(loader: Loader, name: str, changes: dict[str, list], source: str) -> None:
	"""Write `changes` ({field: [what the site had at the check, what the workbook has]}) into a record.

	Raises Refused, and Conflict when what the site had is no longer there.
	"""

	def write() -> None:
		document = frappe.get_doc(loader.doctype, name, for_update=True)
		before = {}
		for field, (had, value) in changes.items():
			before[field] = _value(document, field)
			if _plain(before[field]) != _plain(had):
				raise Conflict(before[field])
			document.set(field, value)
		_flag(document, loader.approval)
		document.save()
		note_change(
			loader.approval.name,
			document,
			before,
			{field: new for field, (_had, new) in changes.items()},
			source,
		)

	_undone_if_refused(write)


def _flag(document, approval: Approval) -> None:
	document.flags.approved_import = approval.name
	document.flags.ignore_permissions = True


def _undone_if_refused(write) -> Any:
	frappe.db.savepoint(SAVEPOINT)
	try:
		result = write()
	except (
		JobTimeoutException,
		frappe.db.OperationalError,
		frappe.db.InternalError,
		frappe.QueryDeadlockError,
		frappe.QueryTimeoutError,
	):
		# They concern no single record.
		raise
	except Exception as error:
		frappe.db.rollback(save_point=SAVEPOINT)
		frappe.clear_messages()
		if isinstance(error, (Conflict, NotNow)):
			raise
		raise Refused(strip_html(str(error)) or _("The form gave no reason.")) from error
	frappe.db.release_savepoint(SAVEPOINT)
	return result


def _value(document, field: str) -> Any:
	"""What a record holds in a field, as an import compares it: a table as its rows' own fields."""
	value = document.get(field)
	if not isinstance(value, list):
		return value
	return [
		{
			column.fieldname: row.get(column.fieldname)
			for column in row.meta.fields
			if row.get(column.fieldname) is not None
		}
		for row in value
	]


def _plain(value: Any) -> Any:
	"""Two values that print alike are alike: a day and its text, nothing and an empty text."""
	if isinstance(value, list):
		return sorted(
			sorted((key, str(part)) for key, part in row.items() if part not in (None, "", 0))
			for row in value
		)
	return "" if value in (None, 0) else str(value)
