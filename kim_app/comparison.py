"""Whether a field of a document was changed, child rows included. May import frappe."""

import frappe
from frappe.model.document import Document


def comparable(document: Document, field: str):
	"""The value of `field` in a form that is equal when nothing was changed."""
	docfield = document.meta.get_field(field)
	if docfield.fieldtype in ("Table", "Table MultiSelect"):
		columns = [column.fieldname for column in frappe.get_meta(docfield.options).fields]
		return [[str(row.get(column) or "") for column in columns] for row in document.get(field)]
	value = document.get(field)
	return str(value) if value else ""
