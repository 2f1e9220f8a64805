from frappe.model.document import Document


class KIMImportIssue(Document):
	"""One complaint about one cell of a legacy workbook. Written by the import, read by people."""
