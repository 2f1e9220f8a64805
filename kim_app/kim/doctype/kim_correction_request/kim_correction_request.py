import frappe
from frappe import _
from frappe.model.document import Document

from kim_app import permissions
from kim_app.participant_page import corrections


class KIMCorrectionRequest(Document):
	"""A participant says on their page that something kept about them is wrong, and the case worker answers.

	Written by `kim_app.participant_page.corrections` alone, whatever the way in.
	"""

	def onload(self):
		self.set_onload("kim", {"may_answer": corrections.may_answer(self), "shown": corrections.shown(self)})

	def validate(self):
		permissions.take_place_of_participant(self)
		if not self.flags.by_kim:
			frappe.throw(
				_(
					"A correction is asked for by the participant on their page, and answered with the buttons."
				)
			)

	def before_discard(self):
		frappe.throw(_("A correction that was asked for is answered."))
