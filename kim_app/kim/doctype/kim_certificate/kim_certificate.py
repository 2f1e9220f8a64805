import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.printing import addresses
from kim_app.training import certificates, messages, staff_competences, texts


class KIMCertificate(Document):
	"""That somebody attended a course and, where it has one, passed its assessment. Issued by the closing of a
	session alone; afterwards only time and a coordinator change its state."""

	def onload(self):
		self.set_onload("kim", certificates.context(self))

	def before_insert(self):
		messages.refuse(certificates.cannot_be_issued(self), _("No certificate"))

	def validate(self):
		before = self.get_doc_before_save()
		if before and not self.flags.state_changed:
			certificates.refuse_change(self)

	def on_update(self):
		staff_competences.refresh(self.user)

	def on_trash(self):
		if frappe.session.user != "Administrator":
			certificates.refuse_change(self)

	def after_delete(self):
		staff_competences.refresh(self.user)

	def before_rename(self, *args, **kwargs):
		certificates.refuse_change(self)

	# For the print format.
	def title_of_course(self) -> str:
		return texts.title(self.course, self.course_title)

	def modules(self) -> list[dict]:
		return texts.modules(self.course)

	def competences(self) -> list[dict]:
		return certificates.competences_of(self.course)

	def address(self) -> str:
		return addresses.confirmation_address(self.number)

	def qr_code(self) -> str:
		from kim_app.printing import qr

		return qr.image(self.address())
