"""Where a record came from is written by its import alone, whatever a form or a request sends. May import frappe."""

from frappe.model.document import Document

FIELDS = ("legacy_import", "legacy_source")


def keep(document: Document, method: str | None = None):
	"""Document event at every save: sets the fields back to what is stored, unless an approved import writes."""
	if document.flags.approved_import or not document.meta.has_field(FIELDS[1]):
		return
	before = document.get_doc_before_save()
	for field in FIELDS:
		document.set(field, before.get(field) if before else None)
