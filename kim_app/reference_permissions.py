"""What hangs on a KIM record (its files, versions, comments, followers) is seen by whoever may read
the record, and by nobody else: not by who once uploaded a file, nor by who administers the site.
May import frappe and `permissions`.
"""

from __future__ import annotations

import frappe
from frappe import _

from kim_app.attachments import check as attachments
from kim_app.permissions import GUARDED, PERSONAL, PLACES, row_condition

# DocType -> the fields that name the record it hangs on.
REFERENCES = {
	"File": ("attached_to_doctype", "attached_to_name"),
	"Version": ("ref_doctype", "docname"),
	"Deleted Document": ("deleted_doctype", "deleted_name"),
	"Comment": ("reference_doctype", "reference_name"),
	"Workflow Action": ("reference_doctype", "reference_name"),
	"Document Follow": ("ref_doctype", "ref_docname"),
}
PRIVATE = "/private/files/"
# The fields of a File that say what it is and where it hangs.
WHAT_IT_IS = ("attached_to_doctype", "attached_to_name", "file_url", "file_name", "content_hash")


def reference_condition(doctype: str, user: str | None = None) -> str:
	"""The SQL condition on `doctype` that leaves out what hangs on KIM records which `user` may not read."""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	kind, name = (f"`tab{doctype}`.`{field}`" for field in REFERENCES[doctype])
	guarded = ", ".join(frappe.db.escape(place) for place in GUARDED)
	parts = [f"coalesce({kind}, '') not in ({guarded})"]
	for place in GUARDED:
		if not frappe.has_permission(place, "read", user=user):
			continue
		condition = row_condition(place, user)
		rows = f"{name} in (select `tab{place}`.`name` from `tab{place}` where {condition or '1 = 1'})"
		parts.append(f"({kind} = {frappe.db.escape(place)} and {rows})")
	return f"({' or '.join(parts)})"


def _condition_of(doctype: str):
	def condition(user: str | None = None) -> str:
		return reference_condition(doctype, user)

	return condition


# One name per DocType: see QUERY_CONDITIONS in `permissions`.
QUERY_CONDITIONS = {}
for _doctype in REFERENCES:
	_name = f"condition_of_{frappe.scrub(_doctype)}"
	globals()[_name] = _condition_of(_doctype)
	QUERY_CONDITIONS[_doctype] = f"kim_app.reference_permissions.{_name}"


def has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool | None:
	"""Frappe's hook for one document that may hang on a KIM record."""
	user = user or frappe.session.user
	kind, name = (doc.get(field) for field in REFERENCES[doc.doctype])
	if kind not in GUARDED or user == "Administrator":
		return _no_objection()
	if not name or not frappe.db.exists(kind, name):
		# A file waits for a record that is not saved yet: for who uploaded it. The rest outlived its record.
		return _no_objection() if doc.doctype == "File" and doc.owner == user else False
	right = "write" if doc.doctype == "File" and ptype in ("create", "write", "delete") else "read"
	return _no_objection() if frappe.has_permission(kind, right, doc=name, user=user) else False


def _no_objection() -> bool | None:
	# Frappe 15 asks the next hook after None and nobody after True; Frappe 16 refuses after None.
	return True if int(frappe.__version__.split(".")[0]) >= 16 else None


def keep_with_record(doc):
	"""Asked of a File before it is saved: what is attached to a KIM record is private, stays where it is, and is
	attached only by who may change the record.

	Raises frappe.ValidationError or frappe.PermissionError.
	"""
	before = doc.get_doc_before_save()
	if before and before.attached_to_doctype in PLACES and frappe.session.user != "Administrator":
		fields = ("attached_to_doctype", "attached_to_name", "file_url", "is_private")
		if any((before.get(field) or "") != (doc.get(field) or "") for field in fields):
			frappe.throw(
				_("A file of {0} stays with it. Delete it there, or attach another.").format(
					before.attached_to_name
				)
			)
	if before and before.file_url != doc.file_url:
		check_not_taken(doc.file_url)
	if doc.attached_to_doctype not in PLACES:
		return
	changed = not before or any((before.get(field) or "") != (doc.get(field) or "") for field in WHAT_IT_IS)
	# A file that an Attach field brings has its private address before it is marked private.
	if not (doc.is_private or (doc.file_url or "").startswith("/private/")):
		frappe.throw(
			_("Files of {0} are kept private. Tick Private and attach the file again.").format(
				_(doc.attached_to_doctype)
			),
			title=_("Not attached"),
		)
	if changed and doc.attached_to_doctype in PERSONAL and not doc.flags.pop("content_checked", None):
		attachments.check_on_disk(doc)
	check_record_takes_files(doc, changed)


def check_record_takes_files(doc, changed: bool = True):
	"""Asked of a File that is put onto a KIM record, or `changed` there: the user may change the record, and
	what was judged stays as it was.

	Raises frappe.ValidationError or frappe.PermissionError.
	"""
	record = record_of(doc) if doc.attached_to_doctype in PLACES else None
	if not record:
		return
	record.check_permission("write")
	if changed and hasattr(record, "check_files_open"):
		record.check_files_open()


def before_file_goes(doc):
	"""Asked of a File before it is deleted: what was judged stays, and a record names no file that is gone.

	Raises frappe.ValidationError.
	"""
	record = record_of(doc) if doc.attached_to_doctype in PLACES else None
	if record and hasattr(record, "check_files_open"):
		record.check_files_open()
		record.drop_file(doc.file_url)
	if record and hasattr(record, "check_consent_stays"):
		record.check_consent_stays(doc.file_url)


def record_of(doc):
	"""The record that a File hangs on; None when that is not stored (yet, or any more)."""
	if doc.attached_to_name and frappe.db.exists(doc.attached_to_doctype, doc.attached_to_name):
		return frappe.get_doc(doc.attached_to_doctype, doc.attached_to_name)
	return None


def check_not_taken(url: str | None):
	"""Refuses an address of a file that hangs on KIM records which the user may not read.

	Raises frappe.PermissionError.
	"""
	if not (url or "").startswith(PRIVATE) or frappe.session.user == "Administrator":
		return
	files = frappe.get_all(
		"File",
		filters={"file_url": url, "attached_to_doctype": ["in", list(PLACES)]},
		fields=["attached_to_doctype", "attached_to_name", "owner"],
	)
	if files and not any(_may_read(file) for file in files):
		frappe.throw(
			_("You have no file {0}. Attach your own.").format(frappe.bold(url)), frappe.PermissionError
		)


def _may_read(file) -> bool:
	"""Whether the user may read the record a file hangs on; before that is saved, whether the file is theirs."""
	if not frappe.db.exists(file.attached_to_doctype, file.attached_to_name):
		return file.owner == frappe.session.user
	return bool(frappe.has_permission(file.attached_to_doctype, "read", doc=file.attached_to_name))


def check_follower(doc, method: str | None = None):
	"""Document event of Document Follow: who follows a record is sent its changes, so must read it."""
	if doc.ref_doctype in PLACES:
		followed = frappe.get_doc(doc.ref_doctype, doc.ref_docname)
		if not frappe.has_permission(doc.ref_doctype, "read", doc=followed, user=doc.user):
			frappe.throw(
				_("{0} may not read {1} and so cannot follow it.").format(doc.user, doc.ref_docname),
				frappe.PermissionError,
			)
