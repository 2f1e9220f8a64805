import frappe
from frappe import _
from frappe.model.document import Document


class KIMBulkDecision(Document):
	"""One decision on many validations, with what became of each. Written by `validation.bulk` alone and
	read by who decided; nobody changes or deletes it, as it says what was decided in one go."""

	def before_insert(self):
		if not self.flags.by_kim:
			self.refuse()

	def validate(self):
		if not self.is_new():
			self.refuse()

	def on_trash(self):
		self.refuse()

	def refuse(self):
		frappe.throw(
			_("A decision on many validations is made in {0} and is not changed afterwards.").format(
				frappe.bold(_("What waits for you"))
			),
			frappe.PermissionError,
		)
