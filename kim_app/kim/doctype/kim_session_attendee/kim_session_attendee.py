from frappe import _
from frappe.model.document import Document

from kim_app.breach import Breach
from kim_app.training import enrolment, messages, workflow


class KIMSessionAttendee(Document):
	"""One person in one session: their place, their attendance and what came of it. Written by
	`kim_app.training.enrolment`, `attendance` and `closing`, and by nobody else."""

	def validate(self):
		if not self.flags.written_by_kim:
			messages.refuse(
				[Breach("written-by-kim", {"field": self.meta.name})], _("This record cannot be saved")
			)
		# Held unique by the database: one place in a session for one person.
		withdrawn = self.status == workflow.WITHDRAWN
		self.attends_once = None if withdrawn else f"{self.session}:{self.user or self.attendee}"

	def on_trash(self):
		enrolment.refuse_deletion(self)
