"""What a site has attached to a form beyond KIM: while there is any of it, records go in one by one through the
form, so that nothing is bypassed. May import frappe.
"""

from collections.abc import Iterator

import frappe
from frappe import _
from frappe.model.base_document import get_controller

from .series import plain_series

INSERTING = (
	"before_naming",
	"autoname",
	"before_insert",
	"before_validate",
	"validate",
	"before_save",
	"before_submit",
	"after_insert",
	"on_update",
	"on_submit",
	"on_change",
)
# Frappe's own events act on what is configured in these forms, and KIM does in bulk what its events do.
KNOWN_APPS = ("frappe.", "kim_app.")
# Form -> the filter that finds what acts on records of a DocType.
CONFIGURED = {
	"Server Script": {"script_type": "DocType Event", "disabled": 0, "reference_doctype": None},
	"Notification": {"enabled": 1, "document_type": None},
	"Webhook": {"enabled": 1, "webhook_doctype": None},
	"Assignment Rule": {"disabled": 0, "document_type": None},
	"Document Naming Rule": {"disabled": 0, "document_type": None},
	"Milestone Tracker": {"disabled": 0, "document_type": None},
	"Energy Point Rule": {"enabled": 1, "reference_doctype": None},
}


def of_form(doctype: str, workflow: str | None = None, autoname: str | None = None) -> list[str]:
	"""Return what acts on new records of `doctype` besides KIM, as sentences; empty for nothing.

	`workflow` names the one that KIM ships for it; `autoname` is how it names them, where not by a series.
	"""
	return list(_of_form(doctype, workflow, autoname))


def _of_form(doctype: str, workflow: str | None, autoname: str | None) -> Iterator[str]:
	hooks = frappe.get_doc_hooks()
	for events in (hooks.get("*", {}), hooks.get(doctype, {})):
		for event, methods in events.items():
			yield from _foreign(event, methods)
	for form, filters in CONFIGURED.items():
		if not frappe.db.table_exists(form):
			continue
		asked = {field: doctype if value is None else value for field, value in filters.items()}
		for name in frappe.get_all(form, filters=asked, pluck="name", order_by=None):
			yield _("{0} “{1}” acts on it.").format(_(form), name)
	meta = frappe.get_meta(doctype)
	if get_controller(doctype).__module__.partition(".")[0] != "kim_app":
		yield _("Another app has its own controller for it.")
	for field in frappe.get_all("Custom Field", filters={"dt": doctype}, fields=["fieldname", "reqd"]):
		if field.reqd:
			yield _("The custom field {0} has to be filled in.").format(field.fieldname)
	if not plain_series(meta.autoname) and meta.autoname != autoname:
		yield _("Its records are named otherwise than by a plain series.")
	active = frappe.db.get_value("Workflow", {"document_type": doctype, "is_active": 1})
	if active and active != workflow:
		yield _("The workflow “{0}” acts on it.").format(active)
	if active and frappe.db.get_value("Workflow", active, "send_email_alert"):
		yield _("The workflow “{0}” sends e-mails.").format(active)
	if frappe.db.get_value("User", frappe.session.user, "follow_created_documents"):
		yield _("Who attached the workbook follows the records they make.")


def _foreign(event: str, methods: list[str]) -> Iterator[str]:
	if event not in INSERTING:
		return
	for method in methods if isinstance(methods, (list, tuple)) else [methods]:
		if not method.startswith(KNOWN_APPS):
			yield _("{0} of the app {1} acts on it.").format(method, method.partition(".")[0])
