"""Whether a field of a document was changed, child rows included. May import frappe."""

import frappe
from frappe.model.document import Document


def comparable(document: Document, field: str):
	"""The value of `field` in a form that is equal when nothing was changed."""
	docfield = document.meta.get_field(field)
	if docfield.fieldtype in ("Table", "Table MultiSelect"):
		columns = [column.fieldname for column in frappe.get_meta(docfield.options).fields]
		return [[_text(row.get(column)) for column in columns] for row in document.get(field)]
	return _text(document.get(field))


def _text(value) -> str:
	# The form sends 3 for what is stored as 3.0.
	if isinstance(value, float) and value.is_integer():
		value = int(value)
	return str(value) if value else ""
