from frappe.model.document import Document


class KIMLegacyImportSheet(Document):
	"""One sheet of a legacy workbook: what kind it was taken for, and what became of its rows."""
