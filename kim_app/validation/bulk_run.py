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
from frappe.utils import now_datetime

from kim_app.session import acting_as, in_language_of
from kim_app.validation import deciding, notices

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
				_decide(name, rows)
				commit()
				batch, tries = BATCH, 0
			except BUSY as error:
				# The database undid the batch. One by one, whoever is in the way holds up only one.
				frappe.db.rollback()
				frappe.clear_messages()
				tries, batch = tries + 1, 1
				# A deadlock ends at once; who waited for a lock in vain has waited long already.
				if tries > (2 if isinstance(error, frappe.QueryTimeoutError) else TRIES):
					_give_up_on_next(name, run)
					tries = 0
				_count(name)
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
	rows = frappe.get_all(
		RESULT,
		filters={"parent": name, "parenttype": BULK, "result": WAITING},
		fields=["name", "validation", "seen"],
		order_by="idx asc",
		limit=batch,
	)
	return [{**row, "action": bulk.action, "reason": bulk.reason} for row in rows]


def _decide(name: str, rows: list[dict]):
	"""Decides each of `rows` within a savepoint of its own, and notes what became of it."""
	for row in rows:
		result, message = _decide_one(row)
		frappe.db.set_value(
			RESULT, row["name"], {"result": result, "message": message}, update_modified=False
		)
	_count(name)


def _decide_one(row: dict) -> tuple[str, str | None]:
	frappe.clear_messages()
	frappe.db.savepoint("kim_decision")
	try:
		deciding.decide(row["validation"], row["action"], row["reason"], row["seen"])
	except BUSY:
		raise
	except Exception as error:
		frappe.db.rollback(save_point="kim_decision")
		message = deciding.said(error)
		if not isinstance(error, frappe.ValidationError | frappe.PermissionError):
			frappe.log_error(title=f"Bulk decision on {row['validation']}")
			message = _("This validation could not be decided because of an error; see the Error Log.")
		return REFUSED, message
	frappe.db.release_savepoint("kim_decision")
	frappe.clear_messages()
	return DONE, None


def _give_up_on_next(name: str, run: str):
	for row in _claim(name, run, 1) or ():
		message = _("Somebody else is at work on validation {0}. Try it again later.").format(
			row["validation"]
		)
		frappe.db.set_value(
			RESULT, row["name"], {"result": REFUSED, "message": message}, update_modified=False
		)
		_count(name)


def _count(name: str):
	filters = {"parent": name, "parenttype": BULK}
	frappe.db.set_value(
		BULK,
		name,
		{
			"done": frappe.db.count(RESULT, {**filters, "result": DONE}),
			"refused": frappe.db.count(RESULT, {**filters, "result": REFUSED}),
			"last_sign": now_datetime(),
		},
		update_modified=False,
	)
