import frappe
from frappe.model.document import Document

from kim_app import permissions


class KIMEndorsement(Document):
	"""Somebody stands behind a recommendation. Written by `kim_app.green_paper.steps.endorse`, once for each person."""

	def validate(self):
		user = frappe.session.user
		self.given_once = f"{self.recommendation}:{user}"
		self.user_name = frappe.db.get_value("User", user, "full_name")
		organisations = sorted(permissions.scope_of().own_organisations)
		self.organisation = organisations[0] if organisations else None
