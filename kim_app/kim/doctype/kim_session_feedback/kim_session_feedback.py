import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.breach import Breach
from kim_app.training import feedback, messages


class KIMSessionFeedback(Document):
	"""What one attendee thinks of a session. Nobody but them reads it; see `kim_app.training.feedback`."""

	def validate(self):
		if not self.is_new():
			messages.refuse([Breach("feedback-twice")], _("Feedback"))
		messages.refuse(feedback.breaches(self), _("Feedback"), self.meta.get_label)
		place = feedback.own_place(self.session, frappe.session.user)
		self.given_once = place
		self.centre, self.organisation = frappe.db.get_value(
			"KIM Training Session", self.session, ["centre", "organisation"]
		)
