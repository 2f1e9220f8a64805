"""A row of a KIM record's table. Frappe lets whoever has the record's role read and write a row alone,
whatever record it is in; here a row is read with the right to its own record, and written only as part
of it, where the record's rules look on. May import frappe."""

import frappe
from frappe import _
from frappe.model.document import Document


class RecordRow(Document):
	def has_permission(self, permtype="read", *args, **kwargs) -> bool:
		"""Asked of the record that holds the row now and of the one it would be put into."""
		stored = frappe.db.get_value(self.doctype, self.name, ["parenttype", "parent"]) if self.name else None
		records = {(self.parenttype, self.parent), tuple(stored or (self.parenttype, self.parent))}
		return all(
			doctype and frappe.db.exists(doctype, name) and frappe.has_permission(doctype, permtype, doc=name)
			for doctype, name in records
		)

	def validate(self):
		"""Runs only when a row is saved by itself: Frappe does not ask the rows of a record it saves."""
		self.refuse_alone()

	def on_trash(self):
		self.refuse_alone()

	def refuse_alone(self):
		frappe.throw(
			_("A row of {0} is changed in the record it belongs to, {1} {2}. Change it there.").format(
				_(self.doctype), _(self.parenttype), self.parent
			),
			frappe.PermissionError,
		)
