import frappe
from frappe import _
from frappe.model.document import Document


class KIMDataSetExport(Document):
	"""That somebody took a centre's anonymous data set: who, when, and what was held back. Written by the export alone."""

	def before_insert(self):
		if not self.flags.exported:
			self.refuse()

	def validate(self):
		if self.get_doc_before_save():
			self.refuse()

	def before_rename(self, *args, **kwargs):
		self.refuse()

	def refuse(self):
		"""Raises frappe.ValidationError."""
		frappe.throw(_("The record of an export is written by the export itself, and stays as it is."))
