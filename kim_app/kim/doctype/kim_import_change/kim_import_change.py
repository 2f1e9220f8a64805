from frappe.model.document import Document


class KIMImportChange(Document):
	"""What an import changed in a record that was there before. Written by the import alone."""
