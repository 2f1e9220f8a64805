from frappe.model.document import Document


class KIMImportChunk(Document):
	"""A part of a checked workbook that one worker brings in at a time. Written by the import alone."""
