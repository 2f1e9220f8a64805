from frappe import _
from frappe.model.document import Document

from kim_app.comparison import comparable
from kim_app.green_paper import messages, rules, steps


class KIMRecommendation(Document):
	"""What somebody on the staff recommends, with the evidence behind it. This class says when;
	`kim_app.green_paper` says what."""

	def onload(self):
		self.set_onload("kim", steps.context(self))

	def before_insert(self):
		steps.fill_in(self)

	def validate(self):
		before = self.get_doc_before_save()
		breaches = rules.evidence(steps.view(self).evidence)
		if before:
			# Who wrote it decides who may publish it, and others endorse it while the form is open somewhere.
			self.owner, self.endorsements = before.owner, before.endorsements
		if not self.flags.step_taken:
			self.keep_figures(before)
			if before:
				breaches += rules.changes(before.status, self.changed_fields(before))
		messages.refuse(breaches, _("This recommendation cannot be saved"), self.meta.get_label)

	def keep_figures(self, before):
		"""What was counted is KIM's, whatever a form or a request sends."""
		counted = {row.name: (row.figure, row.counted_on) for row in before.evidence} if before else {}
		for row in self.evidence:
			row.figure, row.counted_on = counted.get(row.name, (None, None))

	def changed_fields(self, before) -> set[str]:
		return {
			field
			for field in (*rules.CONTENT, *rules.WRITTEN_BY_KIM)
			if comparable(self, field) != comparable(before, field)
		}

	def on_trash(self):
		if self.status != rules.DRAFT:
			steps.refuse_deletion(self)
