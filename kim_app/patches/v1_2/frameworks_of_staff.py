"""Frameworks say whether they are meant for participants or for staff; the one of staff that came with KIM, and
what an organisation made of it, is for staff."""

import frappe


def execute():
	frappe.db.set_value(
		"KIM Competence Framework", {"framework_code": "STAFF"}, "meant_for", "Staff", update_modified=False
	)
