import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.attachments.fields import is_pending
from kim_app.comparison import comparable
from kim_app.legacy_import import preview, templates

# What a person writes; a change of it asks for a new check.
CONTENT = ("workbook", "centre", "framework", "language", "template", "training_course")
# What the engine alone writes, with db_set.
ENGINE = (
	"status",
	"progress",
	"error",
	"rows_read",
	"rows_created",
	"rows_updated",
	"rows_skipped",
	"rows_rejected",
	"uploaded_by",
	"checked_on",
	"approved_by",
	"approved_on",
	"started_on",
	"undo_started_on",
	"completed_on",
	"file_hash",
	"corrections",
	"result_workbook",
)
OPEN = ("Draft", "Checked", "Approved", "Failed")


class KIMLegacyImport(Document):
	"""One workbook of a centre's earlier register, from its check over its approval to its load.

	`kim_app.legacy_import` does the work; this class guards what people may write into the form.
	"""

	def before_insert(self):
		for field in ENGINE:
			self.set(field, None)
		self.status = "Draft"
		self.set("sheets", [])
		self.framework = self.framework or frappe.db.get_single_value("KIM Settings", "default_framework")
		self.template = self.template or templates.template_for(self.centre)

	def validate(self):
		if not self.framework:
			frappe.throw(_("Choose the competence framework whose codes stand in the workbook."))
		self.organisation = frappe.db.get_value("KIM Centre", self.centre, "organisation")
		before = self.get_doc_before_save()
		self.refuse_template_of_another_centre()
		if before:
			self.refuse_engine_fields(before)
		if self.workbook and (not before or before.workbook != self.workbook):
			self.uploaded_by = frappe.session.user
			# Cells that were corrected are those of the workbook before.
			self.corrections = templates.corrections_of_another_workbook(self)
		if before and any(before.get(field) != self.get(field) for field in CONTENT):
			self.back_to_draft(before.status)

	def on_update(self):
		self.take_pending_file()

	def on_trash(self):
		if self.status in ("Checking", "Running"):
			frappe.throw(_("Import {0} is at work. Cancel it before you delete it.").format(self.name))
		for doctype in ("KIM Import Issue", "KIM Import Chunk", "KIM Import Change"):
			frappe.db.delete(doctype, {"legacy_import": self.name})
		preview.drop(self.name)

	def refuse_engine_fields(self, before: Document):
		"""Status, counts and approval change by checking, approving and loading only."""
		written = [field for field in ENGINE if comparable(self, field) != comparable(before, field)]
		if written or comparable(self, "sheets") != comparable(before, "sheets"):
			frappe.throw(
				_("{0} is written by the import itself. Reload the form and use its buttons.").format(
					", ".join(_(self.meta.get_label(field)) for field in written) or _("Sheets")
				),
				frappe.PermissionError,
			)

	def refuse_template_of_another_centre(self):
		if (
			self.template
			and frappe.db.get_value("KIM Import Template", self.template, "centre") != self.centre
		):
			frappe.throw(
				_("Import template {0} is not of {1}. Choose another.").format(self.template, self.centre)
			)

	def take_pending_file(self):
		"""A file uploaded before the first save is attached to the form's provisional name. Early Frappe
		15 would leave it there and make a second File; here it becomes this import's own."""
		filters = {"file_url": self.workbook, "owner": frappe.session.user}
		for name in frappe.get_all("File", filters=filters, pluck="name") if self.workbook else ():
			if is_pending(frappe.get_doc("File", name)):
				attached = {"attached_to_doctype": self.doctype, "attached_to_name": self.name}
				frappe.db.set_value("File", name, {**attached, "attached_to_field": "workbook"})

	def back_to_draft(self, status: str):
		"""What was checked and approved was another workbook, so both are to be done again."""
		if status not in OPEN:
			frappe.throw(
				_("Import {0} is {1} and is not changed any more. Make a new import.").format(
					self.name, _(status)
				)
			)
		self.status = "Draft"
		for field in ("approved_by", "approved_on", "file_hash"):
			self.set(field, None)
