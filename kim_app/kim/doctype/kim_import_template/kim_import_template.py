import frappe
from frappe.model.document import Document


class KIMImportTemplate(Document):
	"""What a centre decided about its workbooks, for the next one. Written by the form of an import
	(`kim_app.legacy_import.templates`), looked after by the administrator."""

	def validate(self):
		self.organisation = frappe.db.get_value("KIM Centre", self.centre, "organisation")
