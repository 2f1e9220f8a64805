"""Deciding on many validations at once: what the pages call. May import frappe.

Each method asks for permission first. The work itself is done by `bulk_run` on a worker.
"""

from __future__ import annotations

import secrets

import frappe
from frappe import _
from frappe.utils import now_datetime, time_diff_in_seconds

from kim_app import permissions
from kim_app.arguments import checked, text
from kim_app.frameworks import texts
from kim_app.validation import bulk_run, deciding

BULK = bulk_run.BULK
MOST = 1000
# A run writes how far it is after each batch, which takes seconds: after this long it was killed.
SILENT_AFTER = 60
FIELDS = ("name", "owner", "action", "reason", "status", "total", "done", "refused", "creation", "last_sign")


@frappe.whitelist(methods=["POST"])
@checked
def decide(names: str | list | dict, action: str, reason: str | None = None) -> dict:
	"""Decides `action` on many validations in the background; returns what `status` returns.

	`names` is a list of names, or {name: the document's `modified` as the user saw it}. Raises
	frappe.PermissionError for who may not decide, frappe.ValidationError for no or too many names, an
	action that is no decision, or a missing reason. What is wrong with one validation is told in its row.
	"""
	deciding.check(action, reason)
	seen = _seen(names)
	bulk = frappe.get_doc(
		{
			"doctype": BULK,
			"action": action,
			"reason": (reason or "").strip() or None,
			"status": bulk_run.QUEUED,
			"total": len(seen),
			"run": secrets.token_hex(8),
			"last_sign": now_datetime(),
		}
	)
	bulk.flags.by_kim = True
	bulk.insert(ignore_permissions=True)
	_insert_rows(bulk, seen)
	_enqueue(bulk.name, bulk.run, bulk.total)
	return status(bulk.name)


def _insert_rows(bulk, seen: dict[str, str | None]):
	"""One row for each validation, in the order of their names, in which they are locked; a name that nobody
	has is refused in its row, like any other that cannot be decided."""
	values = {
		"owner": bulk.owner,
		"modified_by": bulk.owner,
		"creation": bulk.creation,
		"modified": bulk.creation,
		"parent": bulk.name,
		"parenttype": BULK,
		"parentfield": "results",
		"result": bulk_run.WAITING,
	}
	frappe.db.bulk_insert(
		bulk_run.RESULT,
		["name", "idx", "validation", "seen", *values],
		[
			(frappe.generate_hash(length=10), number, name, modified, *values.values())
			for number, (name, modified) in enumerate(sorted(seen.items()), start=1)
		],
	)


def _seen(names: list | dict) -> dict[str, str | None]:
	if not isinstance(names, dict):
		names = dict.fromkeys(text(_("Validation"), name) for name in names)
	seen = {name: modified and text(_("Last changed"), modified) for name, modified in names.items() if name}
	if not seen:
		frappe.throw(_("Choose at least one validation."))
	if len(seen) > MOST:
		frappe.throw(
			_("{0} validations are too many for one decision. Choose at most {1}.").format(len(seen), MOST)
		)
	# Who does not say what they saw means what stands there now.
	unsaid = [name for name, modified in seen.items() if not modified]
	stored = frappe.get_list(
		"KIM Validation", filters={"name": ["in", unsaid]}, fields=["name", "modified"], limit=0
	)
	return {**seen, **{row.name: str(row.modified) for row in stored}}


@frappe.whitelist(methods=["POST"])
@checked
def resume(name: str) -> dict:
	"""Goes on with a bulk decision whose run was stopped; returns what `status` returns.

	A run that is still at work finds that another has taken over and ends by itself.
	"""
	bulk = _own(name)
	if bulk.status == bulk_run.COMPLETED:
		return status(name)
	if bulk.status == bulk_run.RUNNING and not _silent(bulk):
		frappe.throw(_("This decision is still at work: {0} of {1}.").format(_decided(bulk), bulk.total))
	run = secrets.token_hex(8)
	frappe.db.set_value(BULK, name, {"run": run, "last_sign": now_datetime()}, update_modified=False)
	_enqueue(name, run, bulk.total - _decided(bulk))
	return status(name)


@frappe.whitelist()
@checked
def status(name: str) -> dict:
	"""How far a bulk decision is: its fields, `stopped` when its run says nothing any more, and once it is
	completed `results`, a list of validation, participant_name, competence, competence_title, workflow_state, result,
	message."""
	bulk = _own(name)
	answer = {field: bulk.get(field) for field in FIELDS}
	answer["stopped"] = bulk.status == bulk_run.RUNNING and _silent(bulk)
	if bulk.status == bulk_run.COMPLETED:
		answer["results"] = _results(name)
	return answer


@frappe.whitelist()
def unfinished() -> list[dict]:
	"""The user's own bulk decisions that are not completed, the newest first."""
	permissions.demand(BULK, "read")
	rows = frappe.get_list(
		BULK, filters={"status": ["!=", bulk_run.COMPLETED]}, fields=list(FIELDS), order_by="creation desc"
	)
	return [{**row, "stopped": row.status == bulk_run.RUNNING and _silent(row)} for row in rows]


def _own(name: str):
	permissions.demand(BULK, "read")
	bulk = frappe.db.get_value(BULK, name, list(FIELDS), as_dict=True)
	if not bulk or bulk.owner != frappe.session.user:
		frappe.throw(_("You have made no decision {0}.").format(name), frappe.PermissionError)
	return bulk


def _decided(bulk) -> int:
	return bulk.done + bulk.refused


def _silent(bulk) -> bool:
	return not bulk.last_sign or time_diff_in_seconds(now_datetime(), bulk.last_sign) > SILENT_AFTER


def _enqueue(name: str, run: str, count: int):
	frappe.enqueue(
		"kim_app.validation.bulk_run.run",
		queue="long",
		timeout=600 + 2 * count,
		job_id=f"kim-bulk-decision-{name}-{run}",
		enqueue_after_commit=True,
		name=name,
		run=run,
	)


def _results(name: str) -> list[dict]:
	rows = frappe.get_all(
		bulk_run.RESULT,
		filters={"parent": name, "parenttype": BULK},
		fields=["validation", "seen", "result", "message"],
		order_by="idx asc",
	)
	names = [row.validation for row in rows]
	known = {
		row.name: row
		for row in frappe.get_list(
			"KIM Validation",
			filters={"name": ["in", names]},
			fields=["name", "participant_name", "competence", "workflow_state"],
			limit=0,
		)
	}
	for row in rows:
		row.update(known.get(row.validation) or {})
		if row.competence:
			row.competence_title = texts.title(row.competence)
	return rows
