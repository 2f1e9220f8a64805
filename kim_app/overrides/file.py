"""Frappe's File, made to ask KIM before a private file is read or taken over. May import frappe.

Hooks come too late here: before any of them Frappe reads the file of a given address and moves one on
the disk that is made public, it serves a private file to its uploader without asking one, and it writes what
is uploaded before it asks what it is.
"""

import frappe
from frappe.core.doctype.file.file import File
from frappe.core.doctype.file.utils import decode_file_content

from kim_app import reference_permissions
from kim_app.attachments.check import check_content
from kim_app.permissions import PERSONAL, PLACES


class KIMFile(File):
	def before_insert(self):
		if not self.get("content"):
			reference_permissions.check_not_taken(self.file_url)
		elif self.attached_to_doctype in PERSONAL:
			content = decode_file_content(self.content) if self.decode else self.content
			check_content(self.file_name, content)
			self.flags.content_checked = True
		super().before_insert()

	def validate(self):
		reference_permissions.keep_with_record(self)
		super().validate()

	def on_trash(self):
		reference_permissions.before_file_goes(self)
		super().on_trash()

	def optimize_file(self):
		# Asked before anything is written: Frappe 16 puts the picture back as a text when the change is refused.
		reference_permissions.check_record_takes_files(self)
		super().optimize_file()

	def is_downloadable(self):
		if self.attached_to_doctype in PLACES and frappe.db.exists(
			self.attached_to_doctype, self.attached_to_name
		):
			return bool(frappe.has_permission(self.attached_to_doctype, "read", doc=self.attached_to_name))
		return super().is_downloadable()
