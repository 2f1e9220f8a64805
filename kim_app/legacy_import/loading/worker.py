"""One worker of a load: takes a chunk, brings it in, commits, takes the next. May import frappe.

Any number of workers may be at work on one import, on any machine: each locks the chunk it has (`chunks`). The last
to finish ends the import. A lost connection or a lock that another holds is waited for and tried again; a
worker that is killed loses nothing but the chunk it had, which another takes.
"""

import time
from collections.abc import Callable

import frappe
from frappe.utils import now_datetime

from kim_app.session import acting_as

from .. import report
from . import chunks
from .approval import DOCTYPE, Approval, approval_of
from .one_chunk import bring_in

RUNNING, COMPLETED = "Running", "Completed"
TRIES = 6
# Seconds between two tries, doubled each time: half a minute in all, in which a database is started anew.
FIRST_PAUSE = 0.5
# While others have the chunks that come first.
WAIT = 0.2
BUSY = (frappe.QueryDeadlockError, frappe.QueryTimeoutError)
# MySQL's numbers of a connection that is gone: server gone away, lost during query, cannot connect, shut down.
LOST = (0, 2002, 2003, 2006, 2013, 2055, 1053, 1927, 4031)


def work(name: str, commit: Callable[[], None]) -> None:
	"""Bring in what is left of import `name` until nothing is, or until it is no longer to run.

	Raises what the database says when it cannot go on; what is in stays in, and what is left stays left.
	"""
	approval, tries = None, 0
	other: dict[str, list[str]] = {}
	while True:
		try:
			commit()
			if status(name) != RUNNING:
				return
			# A worker that was killed and a new one may see two states of the site; each reads its own.
			approval = approval or approval_of(name)
			if not _next_chunk(name, approval, other, commit):
				if not chunks.left(name):
					_finish(name, commit)
					return
				time.sleep(WAIT)
			tries = 0
		except Exception as error:
			tries += 1
			if tries > TRIES or not _passes(error):
				raise
			_begin_anew(error)
			time.sleep(FIRST_PAUSE * 2 ** (tries - 1))


def status(name: str) -> str:
	"""The status of import `name` as it is committed now."""
	return frappe.db.get_value(DOCTYPE, name, "status")


def _next_chunk(name: str, approval: Approval, other: dict, commit: Callable[[], None]) -> bool:
	"""Bring in one chunk and commit it. False when there is none to be had now."""
	claimed = chunks.claim(name)
	if not claimed:
		return False
	chunk, content = claimed
	with acting_as(approval.owner):
		outcome = bring_in(content, approval, other)
	report.add_issues(name, outcome.issues)
	chunks.done(chunk, outcome.counts)
	commit()
	_write_progress(name)
	return True


def _write_progress(name: str) -> None:
	sheets = chunks.by_sheet(name)
	report.write_load(name, chunks.total(sheets), sheets)


def _finish(name: str, commit: Callable[[], None]) -> None:
	"""The worker that finds nothing left ends the import; of several, one."""
	if frappe.db.get_value(DOCTYPE, name, "status", for_update=True) == RUNNING:
		_write_progress(name)
		values = {"status": COMPLETED, "progress": 100, "error": None, "completed_on": now_datetime()}
		frappe.db.set_value(DOCTYPE, name, values)
	commit()


def _passes(error: Exception) -> bool:
	"""Whether what went wrong may be over in a moment."""
	if isinstance(error, BUSY):
		return True
	if frappe.db.db_type == "sqlite":
		return "database is locked" in str(error)
	driver = type(error).__module__.partition(".")[0] in ("pymysql", "MySQLdb")
	return driver and bool(error.args) and error.args[0] in LOST


def _begin_anew(error: Exception) -> None:
	"""Roll back; where the connection is gone, take a new one."""
	if isinstance(error, BUSY):
		frappe.db.rollback()
		return
	try:
		frappe.db.close()
	except Exception:
		frappe.db._conn = frappe.db._cursor = None
	frappe.clear_messages()
