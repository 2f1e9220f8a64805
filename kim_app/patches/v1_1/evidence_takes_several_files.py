"""The one file of an evidence becomes the first row of its files, and evidence of an earlier KIM is Recorded.
May be run again."""

import frappe


def execute():
	evidence = frappe.qb.DocType("KIM Evidence")
	unset = evidence.status.isnull() | (evidence.status == "")
	frappe.qb.update(evidence).set(evidence.status, "Recorded").where(unset).run()
	# Frappe leaves the column of a field that is gone where it is.
	if not frappe.db.has_column("KIM Evidence", "file"):
		return
	filled = evidence.file.isnotnull() & (evidence.file != "")
	for name, url in frappe.qb.from_(evidence).select(evidence.name, evidence.file).where(filled).run():
		row = {"parent": name, "parenttype": "KIM Evidence", "parentfield": "files", "file": url}
		if not frappe.db.exists("KIM Evidence File", row):
			frappe.get_doc({"doctype": "KIM Evidence File", **row, "idx": 1}).db_insert()
