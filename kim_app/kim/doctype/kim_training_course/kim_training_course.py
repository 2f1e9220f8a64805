from frappe import _
from frappe.model.document import Document

from kim_app.training import courses, messages, rules, views, workflow


class KIMTrainingCourse(Document):
	"""What a course teaches, module by module, and what its certificate needs and gives. This class says
	when; `kim_app.training` says what."""

	def onload(self):
		self.set_onload("kim", courses.context(self))

	def before_insert(self):
		if not self.flags.shipped:
			self.status = workflow.DRAFT
			self.based_on = self.flags.based_on
			self.published_on = None

	def validate(self):
		before = self.get_doc_before_save()
		self.total_hours = sum(row.hours or 0 for row in self.modules)
		breaches = rules.course_values(views.course(self))
		if not self.flags.shipped:
			breaches += courses.ownership(self)
			breaches += courses.changes(self, before) if before else []
		messages.refuse(breaches, _("This course cannot be saved"), self.meta.get_label)

	def on_trash(self):
		messages.refuse(courses.deletion(self), _("This course is kept"))
