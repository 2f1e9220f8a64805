"""Carries out a bulk decision on a worker. May import frappe.

The run owns its transaction: validations are decided in small batches, each within a savepoint, and what
became of them is committed together with them. So a run that is killed leaves every validation either
decided and noted, or untouched and still waiting, and a second run goes on from there. Each run has a
token of its own: who finds another token on the document ends, since a later run has taken over.

`commit` can be replaced so that a test may roll all of it back.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime
from rq.timeouts import BaseTimeoutException

from kim_app import permissions, roles
from kim_app.profile import update
from kim_app.session import acting_as, in_language_of
from kim_app.validation import deciding, notices, staff

BULK = "KIM Bulk Decision"
RESULT = "KIM Bulk Decision Result"
QUEUED, RUNNING, COMPLETED = "Queued", "Running", "Completed"
WAITING, DONE, REFUSED = "Waiting", "Done", "Refused"
# Locks of a batch are held until it is committed; others should hardly notice.
BATCH = 10
TRIES = 5
BUSY = (frappe.QueryDeadlockError, frappe.QueryTimeoutError)


def run(name: str, run: str, commit: Callable[[], None] | None = None) -> None:
	"""Decides what still waits in the bulk decision `name`, as its owner, unless another run took over."""
	commit = commit or frappe.db.commit
	owner = frappe.db.get_value(BULK, name, "owner")
	with acting_as(owner), in_language_of(owner), notices.summed_up():
		batch, tries = BATCH, 0
		while True:
			try:
				rows = _claim(name, run, batch)
				if rows is None:
					commit()
					return
				if not rows:
					break
				_decide(name, owner, rows)
				commit()
				batch, tries = BATCH, 0
			except BaseTimeoutException:
				# The worker ends this run; it can be resumed.
				raise
			except Exception as error:
				# Nothing of the batch is stored. One by one, what is in the way holds up only itself.
				frappe.db.rollback()
				alone, batch, tries = batch == 1, 1, tries + 1
				if message := _gives_up(error, alone, tries):
					_refuse_next(name, run, message)
					tries = 0
				commit()
				time.sleep(0.05 * 2**tries)
		frappe.db.set_value(
			BULK, name, {"status": COMPLETED, "completed_on": now_datetime()}, update_modified=False
		)
		commit()
	notices.tell_of_bulk(name)
	commit()


def _claim(name: str, run: str, batch: int) -> list[dict] | None:
	"""The next rows to decide, None when another run has taken over or everything is decided already.

	Locks the bulk decision until the batch is committed, so that two runs never work at once.
	"""
	bulk = frappe.db.get_value(
		BULK, name, ["run", "status", "action", "reason"], as_dict=True, for_update=True
	)
	if not bulk or bulk.run != run or bulk.status == COMPLETED:
		return None
	if bulk.status == QUEUED:
		frappe.db.set_value(
			BULK, name, {"status": RUNNING, "started_on": now_datetime()}, update_modified=False
		)
	# As they are committed now: whoever waited for the lock would see in a plain read what stood before.
	rows = frappe.db.get_values(
		RESULT,
		{"parent": name, "parenttype": BULK, "result": WAITING},
		["name", "validation", "seen"],
		order_by="idx asc",
		limit=batch,
		as_dict=True,
		for_update=True,
	)
	return [{**row, "action": bulk.action, "reason": bulk.reason} for row in rows]


def _decide(name: str, owner: str, rows: list[dict]):
	"""Decides each of `rows` within a savepoint of its own, and notes what became of it.

	Asked anew for every batch: whether the owner may still decide at all. Whoever was disabled or is no
	longer a supervisor decides nothing any more, although they chose these when they still were.
	"""
	if not staff.still_holds(owner, roles.SUPERVISOR):
		message = _("Not decided: {0} is no longer a supervisor who may sign in.").format(owner)
		_note(name, rows, REFUSED, message)
		return
	done = []
	with permissions.remembering_scopes(), update.together():
		stored = deciding.locked([row["validation"] for row in rows])
		for row in rows:
			if message := _refusal(row, stored.get(row["validation"])):
				_note(name, [row], REFUSED, message)
			else:
				done.append(row)
	if done:
		deciding.note_in_activity([row["validation"] for row in done], done[0]["action"])
		_note(name, done, DONE)


def _refusal(row: dict, stored: Document | None) -> str | None:
	"""Takes the decision; when that is refused, nothing is changed and the reason returned."""
	frappe.clear_messages()
	frappe.db.savepoint("kim_decision")
	try:
		deciding.take(row["validation"], stored, row["action"], row["reason"], row["seen"])
	except (*BUSY, BaseTimeoutException):
		raise
	except Exception as error:
		frappe.db.rollback(save_point="kim_decision")
		message = deciding.said(error)
		known = isinstance(error, frappe.ValidationError | frappe.PermissionError)
		return message if known else _unknown(error)
	frappe.db.release_savepoint("kim_decision")
	frappe.clear_messages()
	return None


def _note(name: str, rows: list[dict], result: str, message: str | None = None):
	"""What became of `rows`, and one more sign that the run is alive. Counts on, since `_claim` holds the bulk
	decision locked: to count the rows again would read what stood there when this transaction began."""
	table, bulk = frappe.qb.DocType(RESULT), frappe.qb.DocType(BULK)
	(
		frappe.qb.update(table)
		.set(table.result, result)
		.set(table.message, message)
		.where(table.name.isin([row["name"] for row in rows]))
		.run()
	)
	count = bulk[{DONE: "done", REFUSED: "refused"}[result]]
	(
		frappe.qb.update(bulk)
		.set(count, count + len(rows))
		.set(bulk.last_sign, now_datetime())
		.where(bulk.name == name)
		.run()
	)


def _gives_up(error: Exception, alone: bool, tries: int) -> str | None:
	"""What to say of the next row when it is not to be tried again."""
	frappe.clear_messages()
	if not isinstance(error, BUSY):
		return _unknown(error) if alone else None
	# A deadlock ends at once; who waited for a lock in vain has waited long already.
	if tries > (2 if isinstance(error, frappe.QueryTimeoutError) else TRIES):
		return _("Somebody else is at work on this validation. Try it again later.")
	return None


def _unknown(error: Exception) -> str:
	frappe.log_error(title="Bulk decision", message=frappe.get_traceback())
	return _("This validation could not be decided because of an error; see the Error Log.")


def _refuse_next(name: str, run: str, message: str):
	if rows := _claim(name, run, 1):
		_note(name, rows, REFUSED, message)
