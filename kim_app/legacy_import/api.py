"""What the form of a legacy import calls. Imports frappe, `roles` and `jobs`.

Every method asks for permission first. The document's own row access (centre, organisation) is part of
that question.
"""

import frappe
from frappe import _
from frappe.utils import now_datetime, time_diff_in_seconds

from kim_app import roles

from . import jobs, preview, templates
from .findings import unconfirmed
from .loading import chunks
from .read import UnreadableFile
from .unreadable import sentence

DOCTYPE = jobs.DOCTYPE
COUNTS = ("rows_read", "rows_created", "rows_updated", "rows_skipped", "rows_rejected")
SHEET_FIELDS = ("sheet", "kind", "header_row", *COUNTS, "note")


class NotNow(frappe.ValidationError):
	"""The import's status does not allow the step."""


@frappe.whitelist(methods=["POST"])
def check(name: str) -> dict:
	"""Check the workbook in the background; nothing is brought in. Returns the progress."""
	importing = _import(name)
	stuck = importing.status == "Checking" and not jobs.at_work(name)
	if not stuck:
		_needs_status(importing, "Draft", "Checked", "Failed")
	_content_or_refuse(name)
	jobs.enqueue_check(name)
	return progress(name)


@frappe.whitelist(methods=["POST"])
def approve(name: str) -> dict:
	"""Approve a checked import, as a supervisor of its centre who did not upload it."""
	importing = _import(name)
	if roles.SUPERVISOR not in frappe.get_roles():
		frappe.throw(_("Only a supervisor of the centre approves an import."), frappe.PermissionError)
	if frappe.session.user in _uploaders(importing):
		frappe.throw(
			_("You uploaded or corrected this workbook, so another supervisor has to approve its import."),
			frappe.PermissionError,
		)
	_needs_status(importing, "Checked")
	_needs_checked_workbook(importing)
	_needs_confirmed_matches(name)
	importing.db_set(
		{"status": "Approved", "approved_by": frappe.session.user, "approved_on": now_datetime()}
	)
	return progress(name)


@frappe.whitelist(methods=["POST"])
def start(name: str) -> dict:
	"""Load an approved import in the background. Returns the progress."""
	importing = _import(name)
	_needs_status(importing, "Approved")
	_needs_checked_workbook(importing)
	jobs.enqueue_load(name)
	return progress(name)


@frappe.whitelist(methods=["POST"])
def cancel(name: str) -> dict:
	"""Stop an import. A load stops after its current chunks; what is in stays in, and `resume` goes on from there."""
	importing = _import(name)
	_needs_status(importing, "Draft", "Checking", "Checked", "Approved", "Running", "Failed")
	importing.db_set({"status": "Cancelled", "completed_on": now_datetime()})
	return progress(name)


@frappe.whitelist(methods=["POST"])
def resume(name: str) -> dict:
	"""Go on with a load that failed, was cancelled, or whose workers are gone. Returns the progress.

	What is in already is not brought in again.
	"""
	importing = _import(name)
	dead = importing.status == "Running" and not jobs.at_work(name)
	if not dead:
		_needs_status(importing, "Failed", "Cancelled")
	if importing.undo_started_on:
		frappe.throw(_("Import {0} is being undone.").format(name), NotNow)
	if not importing.started_on or not chunks.left(name):
		frappe.throw(
			_("Of import {0} nothing is left to bring in. Check its workbook again.").format(name), NotNow
		)
	if not importing.approved_by:
		frappe.throw(_("The import is not approved. Ask a supervisor to approve it."), NotNow)
	jobs.enqueue_load(name)
	return progress(name)


@frappe.whitelist(methods=["POST"])
def undo(name: str) -> dict:
	"""Take back in the background what an import brought in, except what people changed since. Returns the progress."""
	importing = _import(name)
	if roles.SUPERVISOR not in frappe.get_roles():
		frappe.throw(_("Only a supervisor of the centre takes an import back."), frappe.PermissionError)
	# A load whose workers were killed is not at work either.
	dead = importing.status == "Running" and not jobs.at_work(name)
	if not dead:
		_needs_status(importing, "Completed", "Failed", "Cancelled")
	if not importing.started_on:
		frappe.throw(_("Import {0} has brought nothing in yet.").format(name), NotNow)
	if dead:
		importing.db_set("status", "Cancelled")
	jobs.enqueue_undo(name)
	return progress(name)


@frappe.whitelist()
def progress(name: str) -> dict:
	"""Return how far an import is, for the form to poll: status, per cent, counts, sheets; while it runs also
	`rows_per_second`, `seconds_left` (None when not known) and `at_work` (False when its workers are gone)."""
	frappe.get_doc(DOCTYPE, name).check_permission("read")
	state = frappe.db.get_value(
		DOCTYPE,
		name,
		["status", "progress", "error", "modified", "started_on", "undo_started_on", *COUNTS],
		as_dict=True,
	)
	state["sheets"] = frappe.get_all(
		"KIM Legacy Import Sheet", filters={"parent": name}, fields=list(SHEET_FIELDS), order_by="idx asc"
	)
	state["undoing"] = bool(state.pop("undo_started_on")) and jobs.at_work(name)
	state["can_resume"] = state.status in ("Failed", "Cancelled") and bool(
		state.started_on and chunks.left(name)
	)
	if state.status == "Running":
		state.update(_speed(name, state.started_on))
	return state


def _speed(name: str, started_on) -> dict:
	total = chunks.so_far(name)
	seconds = time_diff_in_seconds(now_datetime(), started_on)
	speed = chunks.done_since(name, started_on) / seconds if seconds > 0 else 0
	return {
		"rows_per_second": round(speed, 1),
		"seconds_left": round((total.rows - total.done) / speed) if speed else None,
		"at_work": jobs.at_work(name),
	}


def _import(name: str):
	"""The import, locked against a second click at the same time, if the user may write it."""
	importing = frappe.get_doc(DOCTYPE, name, for_update=True)
	importing.check_permission("write")
	return importing


def _uploaders(importing) -> set[str]:
	"""Everybody who had a hand in the workbook or in what it is read as: `uploaded_by` alone is only who set
	the field last."""
	files = frappe.get_all(
		"File",
		filters={"attached_to_doctype": DOCTYPE, "attached_to_name": importing.name},
		fields=["owner", "attached_to_field"],
	)
	# The marked workbook is written by KIM, whoever asked for it.
	uploaders = {file.owner for file in files if file.attached_to_field != "result_workbook"}
	return {importing.owner, importing.uploaded_by, *uploaders, *templates.corrections_of(importing)["by"]}


def _needs_status(importing, *allowed: str) -> None:
	if importing.status not in allowed:
		frappe.throw(
			_("Import {0} is {1}. This step is possible when it is: {2}.").format(
				importing.name, _(importing.status), ", ".join(_(status) for status in allowed)
			),
			NotNow,
		)


def _needs_checked_workbook(importing) -> None:
	if jobs.fingerprint(_content_or_refuse(importing.name)) != importing.file_hash:
		frappe.throw(_("The workbook was replaced after its check. Check it again."), NotNow)


def _needs_confirmed_matches(name: str) -> None:
	open_questions = unconfirmed(preview.read(name))
	if open_questions:
		listed = ", ".join(f"{header} ({sheet})" for sheet, header in open_questions[:10])
		frappe.throw(
			_(
				"These columns were matched by likeness only: {0}. Ask who uploaded the workbook to look at them and press Confirm matches."
			).format(listed),
			NotNow,
		)


def _content_or_refuse(name: str) -> bytes:
	try:
		return jobs.workbook_content(name)[0]
	except UnreadableFile as error:
		frappe.throw(sentence(error), NotNow)
