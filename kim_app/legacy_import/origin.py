"""Where a record came from is written by its import alone, whatever a form or a request sends. May import frappe."""

from frappe.model.document import Document

FIELDS = ("legacy_import", "legacy_source")
# A participant's number in the register can be corrected by people; what a register called a session cannot.
OWN = {"KIM Training Session": ("legacy_key",)}


def keep(document: Document, method: str | None = None):
	"""Document event at every save: sets the fields back to what is stored, unless an approved import writes."""
	if document.flags.approved_import or not document.meta.has_field("legacy_source"):
		return
	before = document.get_doc_before_save()
	for field in (*FIELDS, *OWN.get(document.doctype, ())):
		document.set(field, before.get(field) if before else None)
