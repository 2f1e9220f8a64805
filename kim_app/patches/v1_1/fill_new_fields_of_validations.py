"""What validations of an earlier KIM lack: who waits since when, which one is the open case, what holds,
and the profiles that follow from them. May be run again."""

import frappe

from kim_app.profile import update
from kim_app.validation import case, workflow


def execute():
	claimed = set()
	fields = ["name", "participant", "competence", "workflow_state", "modified", "validity"]
	competences = {}
	for row in frappe.get_all("KIM Validation", fields=fields, order_by="creation asc", limit=0):
		competences.setdefault(row.participant, set()).add(row.competence)
		values = {"waiting_since": row.modified}
		key = case.open_key(row)
		# Two open cases of one competence were possible: the first keeps the place, both go on.
		if key and key not in claimed:
			claimed.add(key)
			values["open_key"] = key
		if row.workflow_state == workflow.VALIDATED and not row.validity:
			values["validity"] = workflow.CURRENT
		elif row.workflow_state == workflow.REVOKED:
			values["validity"] = workflow.REVOKED
		frappe.db.set_value("KIM Validation", row.name, values, update_modified=False)
	for participant, theirs in competences.items():
		update.refresh(participant, theirs)
	settings = frappe.get_single("KIM Settings")
	for field in ("validity_months", "expiry_notice_days", "reminder_days", "escalation_days", "send_email"):
		if settings.get(field) in (None, ""):
			settings.set(field, settings.meta.get_field(field).default)
	for field in ("largest_file_mb", "file_types"):
		settings.set(field, settings.get(field) or settings.meta.get_field(field).default)
	settings.flags.ignore_permissions = True
	settings.save()
