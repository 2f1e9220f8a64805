import frappe
from frappe import _
from frappe.model.document import Document


class KIMCompetenceFramework(Document):
	"""A set of competences with its own scale of levels, from the lowest to the highest."""

	def validate(self):
		codes = [level.code for level in self.levels]
		if twice := sorted({code for code in codes if codes.count(code) > 1}):
			frappe.throw(_("These levels stand twice: {0}. Give each its own code.").format(", ".join(twice)))
		before = self.get_doc_before_save()
		if before and before.status != "Draft" and codes != [level.code for level in before.levels]:
			frappe.throw(
				_("The framework {0} is {1}, so its levels stay. Make a new version of it.").format(
					self.name, _(before.status)
				)
			)
