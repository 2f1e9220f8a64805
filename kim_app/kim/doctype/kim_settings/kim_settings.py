import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.frameworks import choosing
from kim_app.frameworks.exchange.model import PUBLISHED


class KIMSettings(Document):
	"""What holds for the whole site."""

	def validate(self):
		self.check_default_framework()

	def check_default_framework(self):
		"""The default framework is offered to participants first, so it is one that they can be assessed by."""
		name = self.default_framework
		if not name or not self.has_value_changed("default_framework"):
			return
		status = frappe.db.get_value("KIM Competence Framework", name, "status")
		if status != PUBLISHED or choosing.is_for_staff(name):
			frappe.throw(
				_(
					"{0} cannot be the default framework. Choose a published framework that is meant for participants."
				).format(name)
			)
