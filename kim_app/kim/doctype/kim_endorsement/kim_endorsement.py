import frappe
from frappe.model.document import Document

from kim_app.green_paper import endorsing, steps


class KIMEndorsement(Document):
	"""Somebody stands behind a recommendation. Written by `kim_app.green_paper.endorsing`, once for each person."""

	def validate(self):
		self.given_once = endorsing.key(self.recommendation)
		self.user_name = frappe.db.get_value("User", frappe.session.user, "full_name")
		self.organisation = steps.organisation_of_user()
