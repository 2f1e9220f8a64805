import frappe
from frappe import _
from frappe.model.document import Document

from kim_app import permissions
from kim_app.training import staff_competences


class KIMStaffMember(Document):
	"""Places a user at a centre: with the user's roles it decides whose records they see."""

	def validate(self):
		self.full_name = frappe.db.get_value("User", self.user, "full_name")
		self.organisation = frappe.db.get_value("KIM Centre", self.centre, "organisation")
		filters = {"user": self.user, "centre": self.centre, "name": ["!=", self.name or ""]}
		if other := frappe.db.get_value("KIM Staff Member", filters):
			frappe.throw(
				_("{0} already works for {1} ({2}). Change that record instead.").format(
					self.full_name, self.centre, other
				),
				frappe.UniqueValidationError,
			)
		self.keep_competences()

	def keep_competences(self):
		"""What courses gave is derived from certificates, whatever a form or a request sends."""
		if not self.flags.competences_by_kim:
			before = self.get_doc_before_save()
			self.set("competences", before.competences if before else [])

	def after_insert(self):
		# Who has certificates from another centre brings them along.
		staff_competences.refresh(self.user)

	def on_update(self):
		self.stop_following()

	def on_trash(self):
		self.stop_following()

	def stop_following(self):
		"""Who leaves or changes centres is no longer sent the changes of records they followed."""
		frappe.db.delete(
			"Document Follow", {"user": self.user, "ref_doctype": ["in", list(permissions.PLACES)]}
		)
