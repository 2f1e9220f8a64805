import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.training import board, enrolment, messages, sessions, texts, workflow


class KIMTrainingSession(Document):
	"""One holding of a course: where, when, by whom, with how many places. Who attends is in KIM Session
	Attendee. This class says when; `kim_app.training` says what."""

	def onload(self):
		self.set_onload("kim", board.context(self))

	def before_insert(self):
		for field in sessions.WRITTEN_BY_KIM:
			self.set(field, 0 if field in ("enrolled", "waiting") else None)
		self.status = workflow.HELD if self.flags.approved_import else workflow.PLANNED

	def validate(self):
		before = self.get_doc_before_save()
		sessions.fill_in(self, before)
		messages.refuse(
			sessions.breaches(self, before), _("This session cannot be saved"), self.meta.get_label
		)
		sessions.warn_of_shared_room(self)

	def on_update(self):
		before = self.get_doc_before_save()
		if before and (before.trainer, before.centre, before.organisation) != (
			self.trainer,
			self.centre,
			self.organisation,
		):
			sessions.take_attendees_along(self)
		if before and self.status == workflow.OPEN:
			enrolment.move_up(self)

	def on_trash(self):
		messages.refuse(sessions.deletion(self), _("This session is kept"))

	def title_of_course(self) -> str:
		return texts.title(self.course, self.course_title)

	def title_of_module(self, code: str) -> str:
		return texts.module_titles(self.course).get(code, code)

	def sign_in_rows(self) -> list[str]:
		"""For the list to sign on paper: the names of those enrolled, as far as the reader may know them."""
		return frappe.get_list(
			"KIM Session Attendee",
			filters={"session": self.name, "status": workflow.ENROLLED},
			order_by="attendee_name",
			pluck="attendee_name",
			limit=0,
		)
