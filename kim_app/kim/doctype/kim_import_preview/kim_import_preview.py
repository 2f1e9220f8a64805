from frappe.model.document import Document


class KIMImportPreview(Document):
	"""How the check understood one sheet: its columns and the first of its rows. Written and read by
	`kim_app.legacy_import.preview` for whoever may read the import; it goes with the import."""
