import frappe
from frappe import _
from frappe.model.document import Document

from kim_app import permissions
from kim_app.research import export


class KIMCentre(Document):
	"""A reception centre. Every personal record belongs to one."""

	def onload(self):
		self.set_onload("kim", {"may_export": export.may_export(self)})

	def validate(self):
		"""Moving a centre moves all its records within reach of another organisation."""
		before = self.get_doc_before_save()
		scope = permissions.scope_of()
		if before and before.organisation != self.organisation and not (scope.sets_up or scope.everything):
			frappe.throw(
				_("Only a System Manager can move the centre {0} to another organisation.").format(self.name),
				frappe.PermissionError,
			)

	def on_update(self):
		before = self.get_doc_before_save()
		if before and before.organisation != self.organisation:
			self.take_records_along()

	def take_records_along(self):
		"""Records keep their organisation beside their centre, so that one index answers who sees them."""
		for doctype, (centre, _organisation, _participant) in permissions.PLACES.items():
			if centre == "centre":
				frappe.db.set_value(
					doctype, {centre: self.name}, "organisation", self.organisation, update_modified=False
				)
		for doctype, (centre, organisation) in permissions.SHOWN_TO.items():
			frappe.db.set_value(
				doctype, {centre: self.name}, organisation, self.organisation, update_modified=False
			)
