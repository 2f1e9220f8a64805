"""Colleagues of the register. May import frappe.

An import gives nobody access: a login that is missing is made disabled and without a role, and so is the place at the
centre. An administrator switches on who is to work in KIM.
"""

from collections.abc import Sequence

import frappe

from ..tables import Row
from .approval import DOCTYPE, Approval
from .loader import Loader

SAVEPOINT = "kim_import_login"


class Staff(Loader):
	"""A row is a colleague at the import's centre."""

	doctype = "KIM Staff Member"
	asked_at_removal = ("user",)

	def look_up(self) -> None:
		logins = [row.values["email"] for row in self.chunk.rows]
		self.names = {row.values["email"]: row.values for row in self.chunk.rows}
		self.there = {
			row.user.lower(): row.name
			for row in frappe.get_all(
				self.doctype,
				{"centre": self.approval.centre, "user": ["in", logins or [""]]},
				["name", "user"],
				order_by=None,
			)
		}

	def known(self, rows: Sequence[Row]) -> str | None:
		return self.there.get(rows[0].values["email"].lower())

	def fields(self, rows: Sequence[Row]) -> dict:
		row = rows[0]
		return {
			"user": row.values["email"],
			"centre": self.approval.centre,
			"disabled": 1,
			**self.origin(row),
		}

	def prepare(self, document) -> None:
		if frappe.db.exists("User", document.user):
			return
		values = self.names[document.user]
		user = frappe.get_doc(
			{
				"doctype": "User",
				"email": document.user,
				"first_name": values.get("given_name") or values.get("full_name") or document.user,
				"last_name": values.get("family_name"),
				"enabled": 0,
				"send_welcome_email": 0,
			}
		)
		user.flags.no_welcome_mail = True
		user.insert(ignore_permissions=True)

	@classmethod
	def removed(cls, records: Sequence[frappe._dict], approval: Approval) -> None:
		"""The logins go that this import made, where nobody has used them or switched them on."""
		since = frappe.db.get_value(DOCTYPE, approval.name, "creation")
		asked = {
			"name": ["in", [record.user for record in records] or [""]],
			"owner": approval.owner,
			"creation": [">=", since],
			"enabled": 0,
			"last_login": ["is", "not set"],
		}
		for user in frappe.get_all("User", asked, pluck="name"):
			frappe.db.savepoint(SAVEPOINT)
			try:
				frappe.delete_doc("User", user, ignore_permissions=True, delete_permanently=True)
			except frappe.LinkExistsError:
				# Somebody needs it by now: it gives no access.
				frappe.db.rollback(save_point=SAVEPOINT)
				frappe.clear_messages()
