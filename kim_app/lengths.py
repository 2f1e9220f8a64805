"""Texts that are longer than their column: refused in words, where the database would break off with an error of its
own. May import frappe.
"""

from __future__ import annotations

import frappe
from frappe import _

FIELDS = ("Small Text", "Text")
MOST_BYTES = 65_535
# A character of any script takes four bytes at most.
MOST_CHARACTERS = MOST_BYTES // 4


def check(doc, method: str | None = None):
	"""Document event at every save. Raises frappe.ValidationError naming the field, and the row of a table."""
	for row in (doc, *doc.get_all_children()):
		for field in row.meta.get("fields", {"fieldtype": ["in", FIELDS]}):
			value = row.get(field.fieldname)
			if isinstance(value, str) and len(value) > MOST_CHARACTERS and len(value.encode()) > MOST_BYTES:
				label = _(field.label)
				if row is not doc:
					label = _("Row {0}: {1}").format(row.idx, label)
				refuse(label, len(value))


def refuse(label: str, length: int):
	"""Raises frappe.ValidationError: the text `label` has `length` characters, which are too many."""
	frappe.throw(
		_("“{0}” has {1} characters; at most {2} can be kept. Shorten it.").format(
			label, length, MOST_CHARACTERS
		),
		title=_("The text is too long"),
	)
