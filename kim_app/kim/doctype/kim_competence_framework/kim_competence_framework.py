import frappe
from frappe import _
from frappe.model.document import Document


class KIMCompetenceFramework(Document):
	"""A set of competences with its own scale of levels, from the lowest to the highest."""

	def validate(self):
		codes = [level.code for level in self.levels]
		if twice := sorted({code for code in codes if codes.count(code) > 1}):
			frappe.throw(_("These levels stand twice: {0}. Give each its own code.").format(", ".join(twice)))
