"""A report behind a recommendation is one of KIM's now, and counted; what was written as a free text is a source."""

import frappe


def execute():
	evidence = frappe.qb.DocType("KIM Recommendation Evidence")
	frappe.qb.update(evidence).set(evidence.kind, "Source").where(
		(evidence.kind == "Report") & (evidence.report.isnull() | (evidence.report == ""))
	).run()
