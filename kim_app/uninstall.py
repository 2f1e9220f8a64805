"""What goes with KIM when it is removed from a site, and what stays. May import frappe.

Frappe deletes KIM's forms with their tables, but neither what the fixtures brought nor what hangs on records: earlier
versions, comments and notices would keep names of participants on a site that has no KIM any more. Files stay: the
backup that Frappe makes first does not hold them.
"""

from __future__ import annotations

import frappe

from kim_app import roles
from kim_app.inclusion import workflow as plans
from kim_app.validation import workflow

# Actions that Frappe itself brings to every site; they stay when KIM goes.
FRAPPE_ACTIONS = ("Approve", "Reject", "Review")
KIMS = ["like", "KIM %"]
# DocType -> the field that names the form which its rows are about.
ABOUT = {
	"Version": "ref_doctype",
	"Comment": "reference_doctype",
	"Communication": "reference_doctype",
	"Communication Link": "link_doctype",
	"Email Queue": "reference_doctype",
	"Notification Log": "document_type",
	"Document Follow": "ref_doctype",
	"DocShare": "share_doctype",
	"ToDo": "reference_type",
	"Tag Link": "document_type",
	"View Log": "reference_doctype",
	"Activity Log": "reference_doctype",
	"Deleted Document": "deleted_doctype",
}


def before_uninstall():
	"""Removes what the fixtures brought, while it can still be told what is KIM's."""
	for name in ("KIM Validation", "KIM Inclusion Plan"):
		frappe.delete_doc("Workflow", name, ignore_missing=True, force=True)
	for state in {*workflow.STATES, *plans.STATES}:
		if not frappe.db.exists("Workflow Document State", {"state": state}):
			frappe.delete_doc("Workflow State", state, ignore_missing=True, force=True)
	for action in {*workflow.ACTIONS, *plans.ACTIONS} - set(FRAPPE_ACTIONS):
		if not frappe.db.exists("Workflow Transition", {"action": action}):
			frappe.delete_doc("Workflow Action Master", action, ignore_missing=True, force=True)
	for role in roles.ALL:
		frappe.db.delete("Has Role", {"role": role})
		frappe.delete_doc("Role", role, ignore_missing=True, force=True)


def after_uninstall():
	"""Removes what hung on KIM's records, and says which files stay."""
	remove_traces()
	# Frappe commits before it comes here and not again.
	frappe.db.commit()
	if files := frappe.db.count("File", {"attached_to_doctype": KIMS}):
		print(
			f"{files} private files of KIM's records are still there, in the list of files and in private/files. "
			"Delete them when they are no longer needed."
		)


def remove_traces():
	"""Whatever tells of KIM's records outside their own tables, files apart."""
	actions = frappe.get_all("Workflow Action", filters={"reference_doctype": KIMS}, pluck="name")
	frappe.db.delete("Workflow Action Permitted Role", {"parent": ["in", actions or [""]]})
	frappe.db.delete("Workflow Action", {"reference_doctype": KIMS})
	for doctype, field in ABOUT.items():
		frappe.db.delete(doctype, {field: KIMS})
	# The forms themselves, as Frappe keeps them when it deletes them.
	frappe.db.delete("Deleted Document", {"deleted_name": KIMS})
	for table in ("__global_search", "__UserSettings"):
		frappe.db.delete(table, {"doctype": KIMS})
	frappe.db.delete("Singles", {"doctype": KIMS})
	frappe.db.delete("Series", {"name": ["like", "KIM-%"]})
	jobs = frappe.get_all("Scheduled Job Type", filters={"method": ["like", "kim_app.%"]}, pluck="name")
	frappe.db.delete("Scheduled Job Log", {"scheduled_job_type": ["in", jobs or [""]]})
	frappe.db.delete("Scheduled Job Type", {"name": ["in", jobs or [""]]})
