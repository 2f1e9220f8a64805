import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from kim_app import permissions


class KIMEvidence(Document):
	"""What shows that a participant has a competence: a document, a reference, an observation."""

	def validate(self):
		permissions.take_place_of_participant(self)
		if self.from_date and self.to_date and getdate(self.to_date) < getdate(self.from_date):
			frappe.throw(
				_("To {0} lies before From {1}. Correct one of the two dates.").format(
					frappe.format(self.to_date, "Date"), frappe.format(self.from_date, "Date")
				)
			)
