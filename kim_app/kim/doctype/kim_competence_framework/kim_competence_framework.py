import frappe
from frappe import _
from frappe.model.document import Document


class KIMCompetenceFramework(Document):
	"""A set of competences with its own scale of levels, from the lowest to the highest."""

	def validate(self):
		self.number_levels()
		self.name_languages()
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

	def number_levels(self):
		"""The order of the rows is the order of the levels: 0 is the lowest."""
		for position, level in enumerate(self.levels):
			level.position = position

	def name_languages(self):
		"""Every language that the framework is written in or translated into is one of its languages."""
		present = [row.language for row in self.languages]
		for language in (self.language, *(row.language for row in self.translations)):
			if language and language not in present:
				self.append("languages", {"language": language})
				present.append(language)
