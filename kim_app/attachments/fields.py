"""Files that a record names in its Attach fields and in those of its tables: private, the user's to attach,
of a type and size that a person's record takes, and in the end the record's own. May import frappe.

Document events of every form in `permissions.PLACES`, so that no way in goes past them.
"""

from __future__ import annotations

from collections.abc import Iterator

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app import reference_permissions
from kim_app.attachments import check as attachments
from kim_app.permissions import PERSONAL

ATTACH = {"fieldtype": ["in", ["Attach", "Attach Image"]]}
TABLES = {"fieldtype": "Table"}


def check(doc: Document, method: str | None = None):
	"""Refuses a file that was put into a field just now and may not be there.

	Raises frappe.ValidationError or frappe.PermissionError.
	"""
	before = doc.get_doc_before_save()
	stood = {url for _label, url in _named(before)} if before else set()
	for label, url in _named(doc):
		if url in stood:
			continue
		if not url.startswith(reference_permissions.PRIVATE):
			frappe.throw(
				_("{0}: attach a private file, because it holds personal data.").format(_(label)),
				title=_("Not attached"),
			)
		files = usable_files(url)
		if not files:
			frappe.throw(
				_("You have no file {0}. Attach your own.").format(frappe.bold(url)), frappe.PermissionError
			)
		if doc.doctype in PERSONAL:
			attachments.check_on_disk(files[0])


def adopt(doc: Document, method: str | None = None):
	"""Makes a file that a row of a table names the record's own: Frappe does so for the record's fields alone.

	It was uploaded while the record was new, or belongs to another record that the user may read as well.
	"""
	for table in doc.meta.get("fields", TABLES):
		for row in doc.get(table.fieldname):
			for field in row.meta.get("fields", ATTACH):
				if url := row.get(field.fieldname):
					_adopt(doc, field.fieldname, url)


def name_fields(doc: Document):
	"""Tells the record's own files that its Attach fields name them: one that was attached beside the form and then
	chosen in a field. Called before Frappe looks, which would attach the file once more, and in public."""
	own = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
	for field in doc.meta.get("fields", ATTACH):
		url = doc.get(field.fieldname)
		if not url or frappe.db.exists(
			"File", {"file_url": url, **own, "attached_to_field": field.fieldname}
		):
			continue
		if name := frappe.db.exists("File", {"file_url": url, **own}):
			frappe.db.set_value("File", name, "attached_to_field", field.fieldname)


def _adopt(doc: Document, field: str, url: str):
	own = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
	if frappe.db.exists("File", {"file_url": url, **own}):
		return
	own["attached_to_field"] = field
	for name in frappe.get_all("File", filters={"file_url": url, "owner": frappe.session.user}, pluck="name"):
		if is_pending(frappe.get_doc("File", name)):
			frappe.db.set_value("File", name, own)
			return
	frappe.get_doc({"doctype": "File", "file_url": url, "is_private": 1, **own}).insert(
		ignore_permissions=True
	)


def usable_files(url: str) -> list[Document]:
	"""The files of this address that the user may read, or has just uploaded into a form not saved yet."""
	names = frappe.get_all("File", filters={"file_url": url}, pluck="name")
	files = (frappe.get_doc("File", name) for name in names)
	return [
		file
		for file in files
		if (is_pending(file) and file.owner == frappe.session.user)
		or frappe.has_permission("File", "read", doc=file)
	]


def is_pending(file: Document) -> bool:
	"""Whether a file belongs to no record yet."""
	return not frappe.db.exists(file.attached_to_doctype or "File", file.attached_to_name or "")


def _named(doc: Document) -> Iterator[tuple[str, str]]:
	"""(label, address) of every file that `doc` and its rows name."""
	for field in doc.meta.get("fields", ATTACH):
		if url := doc.get(field.fieldname):
			yield field.label, url
	for table in doc.meta.get("fields", TABLES):
		for row in doc.get(table.fieldname):
			for field in row.meta.get("fields", ATTACH):
				if url := row.get(field.fieldname):
					yield field.label, url
