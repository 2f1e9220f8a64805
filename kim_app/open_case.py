"""A form of which only one may be open at a time, which the database itself holds. May import frappe."""

from __future__ import annotations

import frappe
from frappe.model.document import Document

from kim_app.breach import Breach


class OneOpen:
	"""Mixed into a form that has the unique field `open_key`, empty when it is closed.

	Two people may open the second one at the same moment: then the database refuses, and what is refused
	is said in words. The form brings `other_open`, the breaches to say, and `refuse`, which says them.
	"""

	def other_open(self) -> list[Breach]:
		raise NotImplementedError

	def db_insert(self, *args, **kwargs):
		self._refuse_second(super().db_insert, *args, **kwargs)

	def db_update(self):
		self._refuse_second(super().db_update)

	def _refuse_second(self, write, *args, **kwargs):
		try:
			write(*args, **kwargs)
		except frappe.UniqueValidationError:
			self.flags.refused_as_second = True
			breaches = self.other_open()
			if not breaches:
				raise
			frappe.clear_messages()
			self.refuse(breaches)


def other_of(document: Document) -> str | None:
	"""The name of the other open document with the same `open_key`, when there is one.

	After the database refused the second one it is read as it is committed now: whoever waited for a colleague
	does not see in a plain read what the colleague made meanwhile. Before that nothing is locked.
	"""
	return document.open_key and frappe.db.get_value(
		document.doctype,
		{"open_key": document.open_key, "name": ["!=", document.name or ""]},
		# SQLite knows no lock on a row: there, one writes at a time.
		for_update=bool(document.flags.refused_as_second) and frappe.db.db_type != "sqlite",
	)
