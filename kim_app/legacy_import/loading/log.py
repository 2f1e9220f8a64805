"""What imports changed in records that were there before. May import frappe.

What an import created needs no log: it carries the import's name, and nobody has changed it since while it was
modified when it was created.
"""

from collections.abc import Collection
from typing import Any

import frappe
from frappe.utils import cstr

DOCTYPE = "KIM Import Change"
MOST_CHARACTERS = 255


def note_change(importing: str, document, before: dict[str, Any], after: dict[str, Any], source: str) -> None:
	"""Note that import `importing` wrote `after` over `before` ({field: value}) in a document just saved."""
	frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"legacy_import": importing,
			"document_type": document.doctype,
			"document_name": document.name,
			"source": source[-MOST_CHARACTERS:],
			"before": frappe.as_json(before),
			"after": frappe.as_json(after),
			"written_on": cstr(document.modified),
		}
	).db_insert()


def last_written(doctype: str, names: Collection[str] | None = None) -> dict[str, Any]:
	"""Return when an import last changed each record of `doctype` that one changed: {name: its `modified` then}."""
	filters = {"document_type": doctype}
	if names is not None:
		filters["document_name"] = ["in", list(names) or [""]]
	rows = frappe.get_all(
		DOCTYPE, filters=filters, fields=["document_name", "written_on"], order_by="written_on asc"
	)
	return {row.document_name: row.written_on for row in rows}


def forget(document, method: str | None = None) -> None:
	"""Document event: what was in a record that is deleted is not kept here."""
	frappe.db.delete(DOCTYPE, {"document_type": document.doctype, "document_name": document.name})
