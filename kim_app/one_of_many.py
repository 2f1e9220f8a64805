"""Work on many records of which one bad one must not stop the others. May import frappe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from rq.timeouts import BaseTimeoutException


@contextmanager
def one_of_many(what: str) -> Iterator[None]:
	"""What is done inside stands whole, or is undone and logged as an error under `what`; either way, whoever
	works through many goes on. What ends the whole work is let through."""
	frappe.db.savepoint("kim_one_of_many")
	try:
		yield
	except (BaseTimeoutException, frappe.QueryDeadlockError):
		# The database has undone the whole transaction, or the worker ends the job.
		raise
	except Exception:
		frappe.db.rollback(save_point="kim_one_of_many")
		frappe.clear_messages()
		frappe.log_error(title=what)
	else:
		frappe.db.release_savepoint("kim_one_of_many")
