"""What hangs on records of a form: links of other records, and what goes with a record. May import frappe."""

from collections.abc import Iterator, Sequence

import frappe
from frappe import _

# Follow from other records, or say only what an import did.
DERIVED = ("KIM Profile Competence", "KIM Import Change", "KIM Import Chunk", "KIM Import Issue")
# What people add to a record without changing it: form -> fields of its kind and name, and what else to ask.
ADDED = {
	"File": ("attached_to_doctype", "attached_to_name", {}),
	"Comment": ("reference_doctype", "reference_name", {"comment_type": "Comment"}),
	"ToDo": ("reference_type", "reference_name", {}),
	"Communication": ("reference_doctype", "reference_name", {}),
}
# What Frappe itself keeps of a record: form -> the same two fields.
GOING_WITH_IT = {
	"Version": ("ref_doctype", "docname"),
	"Comment": ("reference_doctype", "reference_name"),
	"Document Follow": ("ref_doctype", "ref_docname"),
	"Notification Log": ("document_type", "document_name"),
}


def on(doctype: str, names: Sequence[str]) -> dict[str, str]:
	"""Return {name: what hangs on it, as a sentence} of those records on which something hangs."""
	found: dict[str, str] = {}
	if not names:
		return found
	for form, field in _links(doctype):
		for row in frappe.get_all(form, filters={field: ["in", names]}, fields=["*"], order_by=None):
			other = row.get("parent") or row.name
			if row[field] != other:
				kind = row.get("parenttype") or form
				found.setdefault(row[field], _("{0} {1} refers to it.").format(_(kind), other))
	for form, (kind, name, more) in ADDED.items():
		filters = {kind: doctype, name: ["in", names], **more}
		for row in frappe.get_all(form, filters=filters, fields=["name", name], order_by=None):
			found.setdefault(row[name], _("{0} {1} was added to it.").format(_(form), row.name))
	return found


def delete(doctype: str, names: Sequence[str]) -> None:
	"""Delete records on which nothing hangs, with their rows and what Frappe keeps of them; no copy stays."""
	if not names:
		return
	named = ["in", names]
	for field in frappe.get_meta(doctype).get_table_fields():
		frappe.db.delete(field.options, {"parenttype": doctype, "parent": named})
	for form, (kind, name) in GOING_WITH_IT.items():
		frappe.db.delete(form, {kind: doctype, name: named})
	actions = frappe.get_all(
		"Workflow Action",
		{"reference_doctype": doctype, "reference_name": named},
		pluck="name",
		order_by=None,
	)
	if actions:
		frappe.db.delete("Workflow Action Permitted Role", {"parent": ["in", actions]})
		frappe.db.delete("Workflow Action", {"name": ["in", actions]})
	if doctype == "KIM Participant":
		frappe.db.delete("KIM Profile Competence", {"participant": named})
	table = frappe.qb.Table("__global_search")
	frappe.qb.from_(table).delete().where((table.doctype == doctype) & table.name.isin(names)).run()
	frappe.db.delete(doctype, {"name": named})


def _links(doctype: str) -> Iterator[tuple[str, str]]:
	"""(form, field) of every Link to `doctype` that is stored in a table."""
	asked = {"fieldtype": "Link", "options": doctype}
	standard = frappe.get_all("DocField", asked, ["parent", "fieldname"], order_by=None)
	own = frappe.get_all("Custom Field", asked, ["dt as parent", "fieldname"], order_by=None)
	for row in (*standard, *own):
		meta = frappe.get_meta(row.parent)
		if row.parent not in DERIVED and not meta.issingle and not meta.get("is_virtual"):
			yield row.parent, row.fieldname
