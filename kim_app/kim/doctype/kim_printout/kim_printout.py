import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.printing import api, passport, printouts


class KIMPrintout(Document):
	"""A numbered paper that was issued: what was on it, when and by whom. Issued by printing alone; afterwards only a
	newer one or a coordinator changes its state."""

	def onload(self):
		ways = api.ways_to(self.name) if self.kind == printouts.PASSPORT else {}
		self.set_onload(
			"kim",
			{
				**ways,
				"confirmation": api.addresses.confirmation_address(self.number),
				"may_revoke": self.status != printouts.REVOKED and api.may_revoke(self),
			},
		)

	def before_insert(self):
		if not self.flags.issued:
			frappe.throw(
				_("A numbered document is issued by printing it. It is not written by hand."),
				title=_("Not issued"),
			)

	def validate(self):
		if self.get_doc_before_save() and not self.flags.revoked:
			self.refuse_change()

	def before_rename(self, *args, **kwargs):
		self.refuse_change()

	def refuse_change(self):
		"""Raises frappe.ValidationError: what was issued stays as it is."""
		frappe.throw(
			_("Document {0} was issued and stays as it is. A coordinator can revoke it.").format(self.name),
			title=_("This document stays"),
		)

	def passport(self) -> dict:
		"""For the print format: see `passport.of`."""
		if self.kind != printouts.PASSPORT:
			frappe.throw(
				_("This document is printed from its record {0}.").format(self.reference_name),
				title=_("Print it there"),
			)
		return passport.of(self)


def on_doctype_update():
	# The number of a letter or plan is looked up at each printing.
	frappe.db.add_index("KIM Printout", ["reference_name", "mark"])
