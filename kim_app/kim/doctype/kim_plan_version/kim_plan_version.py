import frappe
from frappe import _
from frappe.model.document import Document


class KIMPlanVersion(Document):
	"""A plan as it was when it was approved or reviewed. Written once, by KIM, and kept."""

	def validate(self):
		if not self.is_new():
			frappe.throw(_("Version {0} of plan {1} is kept as it was.").format(self.number, self.plan))

	def before_insert(self):
		if not self.flags.ignore_permissions:
			frappe.throw(_("Versions of a plan are kept by KIM when it is approved."), frappe.PermissionError)


def on_doctype_update():
	frappe.db.add_unique("KIM Plan Version", ["plan", "number"], constraint_name="plan_number")
