"""Sites of an earlier KIM get the settings of inclusion plans as a new site has them. May be run again."""

import frappe

FIELDS = ("review_days", "review_notice_days", "plan_reminder_days", "overdue_days")


def execute():
	singles = frappe.qb.DocType("Singles")
	stored = frappe.qb.from_(singles).where(singles.doctype == "KIM Settings").select(singles.field).run()
	known = {row[0] for row in stored}
	meta = frappe.get_meta("KIM Settings")
	for field in FIELDS:
		if field not in known:
			frappe.db.set_single_value("KIM Settings", field, meta.get_field(field).default)
