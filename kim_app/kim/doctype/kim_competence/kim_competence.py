import frappe
from frappe import _
from frappe.utils.nestedset import NestedSet

from kim_app.frameworks.exchange.model import AREA, COMPETENCE


class KIMCompetence(NestedSet):
	"""What a person can do, with the criteria by which it is rated; an area groups competences."""

	nsm_parent_field = "parent_kim_competence"

	def validate(self):
		self.count_as_group()
		self.check_parent()
		self.check_criteria()
		self.check_not_published()
		self.check_translations()

	def count_as_group(self):
		"""For Frappe's tree: an area is a group even while it is empty, a competence while it has indicators."""
		self.is_group = int(
			self.kind == AREA
			or bool(self.name and frappe.db.exists(self.doctype, {self.nsm_parent_field: self.name}))
		)

	def on_update(self):
		before = self.get_doc_before_save()
		super().on_update()
		self.regroup(self.parent_kim_competence, before and before.parent_kim_competence)

	def on_trash(self, allow_root_deletion=True):
		# Frappe takes the row out of the tree before it is gone.
		self.flags.was_part_of = self.parent_kim_competence
		super().on_trash(allow_root_deletion)

	def after_delete(self):
		self.regroup(self.flags.was_part_of)

	def regroup(self, *parents: str | None):
		"""Whether each of `parents` is a group, now that something was put into it or taken out."""
		for parent in {parent for parent in parents if parent}:
			kind = frappe.db.get_value(self.doctype, parent, "kind")
			holds = kind == AREA or frappe.db.exists(self.doctype, {self.nsm_parent_field: parent})
			frappe.db.set_value(self.doctype, parent, "is_group", int(bool(holds)), update_modified=False)

	def check_not_published(self):
		"""What people were assessed by stays; translations may still be added."""
		before = self.get_doc_before_save()
		if not before or [row.code for row in before.criteria] == [row.code for row in self.criteria]:
			return
		status = frappe.db.get_value("KIM Competence Framework", self.framework, "status")
		if status != "Draft":
			frappe.throw(
				_(
					"The framework {0} is {1}, so the criteria of {2} stay. Make a new version of the framework."
				).format(self.framework, _(status), self.title)
			)

	def check_parent(self):
		"""The area stands in the same framework."""
		if not self.parent_kim_competence:
			return
		parent = frappe.db.get_value(
			"KIM Competence", self.parent_kim_competence, ["framework", "kind"], as_dict=True
		)
		if parent.framework != self.framework or parent.kind not in (AREA, COMPETENCE):
			frappe.throw(
				_("{0} is not an area of the framework {1}. Choose one, or leave Part of empty.").format(
					self.parent_kim_competence, self.framework
				)
			)

	def check_criteria(self):
		codes = [row.code for row in self.criteria]
		if twice := sorted({code for code in codes if codes.count(code) > 1}):
			frappe.throw(
				_("These criteria stand twice: {0}. Give each its own code.").format(", ".join(twice))
			)

	def check_translations(self):
		"""One text per language for the competence and each of its criteria."""
		codes = {row.code for row in self.criteria}
		seen = set()
		for row in self.translations:
			if row.criterion and row.criterion not in codes:
				frappe.throw(
					_("Translations, row {0}: there is no criterion {1}.").format(row.idx, row.criterion)
				)
			key = (row.language, row.criterion or "")
			if key in seen:
				frappe.throw(
					_("Translations, row {0}: {1} is already translated into {2}.").format(
						row.idx, row.criterion or self.code, row.language
					)
				)
			seen.add(key)

	def title_in(self, language: str) -> str:
		"""The title in `language` (ISO 639), or in the framework's own language when not translated."""
		for row in self.translations:
			if row.language == language and not row.criterion:
				return row.title
		return self.title
