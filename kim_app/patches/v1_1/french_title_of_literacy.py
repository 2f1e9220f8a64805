"""The French title of the literacy competence of 2018, where a site still has the one that KIM 1.0 shipped."""

import frappe

BEFORE = "Compétences en lecture et écriture"
AFTER = "Compétences en lecture et en écriture"


def execute():
	row = {"parenttype": "KIM Competence", "parent": "KC-2018-LIT", "language": "fr", "title": BEFORE}
	frappe.db.set_value("KIM Competence Translation", row, "title", AFTER, update_modified=False)
