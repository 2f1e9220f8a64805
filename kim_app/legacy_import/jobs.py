"""Walks the import line on a site, in background jobs. Imports frappe and every step.

A job acts only on an import that was handed to it: one that finds another status, because somebody
cancelled or because it ran already, leaves everything as it is.

The jobs own the transaction: they commit what they have done, because a form polls their progress.
`commit` can be replaced so that a test may roll all of it back.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.utils import now_datetime
from frappe.utils.background_jobs import is_job_enqueued

from . import line, preview, report
from .loading import chunks
from .loading.undo import undo as take_back
from .loading.worker import work
from .read import UnreadableFile
from .tables import Reference, Workbook
from .unreadable import sentence

DOCTYPE = "KIM Legacy Import"
CHECKING = "Checking"
RUNNING = "Running"
CHECK_TIMEOUT = 900
LOAD_TIMEOUT = 900
# Ten rows a second is slower than any machine that was measured.
LOAD_SECONDS_PER_ROW = 0.1
# More would wait for each other at the database.
MOST_WORKERS = 4


def enqueue_check(name: str) -> None:
	"""Hand import `name` to the check; it runs in the long queue once the request is committed."""
	_hand_to_check(name)
	_enqueue(name, "check", CHECK_TIMEOUT)


def enqueue_load(name: str) -> None:
	"""Hand import `name` to the workers of the long queue; a few jobs, each of which takes chunk after chunk."""
	_hand_to_load(name)
	timeout = LOAD_TIMEOUT + int(chunks.so_far(name).rows * LOAD_SECONDS_PER_ROW)
	for number in range(1, min(_most_workers(), chunks.left(name)) + 1):
		_enqueue(name, "load", timeout, number)


def _most_workers() -> int:
	# SQLite has one writer at a time.
	return 1 if frappe.db.db_type == "sqlite" else MOST_WORKERS


def enqueue_undo(name: str) -> None:
	"""Hand import `name` to the one who takes it back."""
	_write(name, undo_started_on=now_datetime())
	_enqueue(name, "undo", LOAD_TIMEOUT + int(chunks.so_far(name).rows * LOAD_SECONDS_PER_ROW))


def check_now(name: str, commit: Callable[[], None] | None = None) -> None:
	"""Check import `name` in this process, for a script. Permission is asked by `api`, not here."""
	_hand_to_check(name)
	check(name, commit)


def load_now(name: str, commit: Callable[[], None] | None = None) -> None:
	"""Load the approved import `name` in this process, for a script."""
	_hand_to_load(name)
	load(name, commit)


def undo_now(name: str, commit: Callable[[], None] | None = None) -> None:
	"""Take import `name` back in this process, for a script."""
	_write(name, undo_started_on=now_datetime())
	undo(name, commit)


def at_work(name: str) -> bool:
	"""Say whether a job of import `name` waits or runs; False after its workers were killed."""
	return any(is_job_enqueued(_job_id(name, number)) for number in range(MOST_WORKERS + 1))


def _hand_to_check(name: str) -> None:
	# A new check speaks of a new state of things, so an approval of the old one falls.
	_write(name, status=CHECKING, progress=0, error=None, approved_by=None, approved_on=None)


def _hand_to_load(name: str) -> None:
	_write(name, status=RUNNING, error=None, started_on=now_datetime(), completed_on=None)


def _enqueue(name: str, function: str, timeout: int, number: int = 0) -> None:
	frappe.enqueue(
		f"kim_app.legacy_import.jobs.{function}",
		queue="long",
		timeout=timeout,
		job_id=_job_id(name, number),
		deduplicate=True,
		enqueue_after_commit=True,
		name=name,
	)


def _job_id(name: str, number: int) -> str:
	return f"kim-legacy-import-{name}-{number}"


def workbook_content(name: str) -> tuple[bytes, str]:
	"""Return the bytes and the file name of the workbook attached to import `name`.

	Raises UnreadableFile when no file is attached to it: a path alone is not enough.
	"""
	url = frappe.db.get_value(DOCTYPE, name, "workbook")
	if not url:
		raise UnreadableFile("not-attached")
	files = attached_files(name, url)
	if not files:
		raise UnreadableFile("no-longer-attached")
	file = frappe.get_doc("File", files[0].name)
	try:
		with open(file.get_full_path(), "rb") as stream:
			return stream.read(), file.file_name
	except OSError as error:
		raise UnreadableFile("missing-on-disk") from error


def attached_files(name: str, url: str) -> list[dict]:
	"""Return name and owner of every File of address `url` that is attached to import `name`."""
	filters = {"file_url": url, "attached_to_doctype": DOCTYPE, "attached_to_name": name}
	return frappe.get_all("File", filters=filters, fields=["name", "owner"])


def fingerprint(content: bytes) -> str:
	"""Return what tells one workbook's content from another's."""
	return hashlib.sha256(content).hexdigest()


def check(name: str, commit: Callable[[], None] | None = None) -> None:
	"""Read and check the workbook of import `name`; its sheets, issues and status Checked are written."""
	commit = commit or frappe.db.commit
	if frappe.db.get_value(DOCTYPE, name, "status") != CHECKING:
		return
	with _failing(name, CHECKING, commit):
		content, file_name = workbook_content(name)
		workbook, _reference = _checked(name, content, file_name)
		if _status_now(name) != CHECKING:
			return
		preview.write(name, workbook)
		_write(
			name,
			**report.write_check(name, workbook),
			language=workbook.language,
			file_hash=fingerprint(content),
			status="Checked",
			progress=0,
			error=None,
			checked_on=now_datetime(),
			completed_on=None,
		)
		chunks.store(name, workbook)
		commit()
	_publish(name)


def load(name: str, commit: Callable[[], None] | None = None) -> None:
	"""Bring in what is left of the approved import `name`, as one of its workers."""
	commit = commit or frappe.db.commit
	if frappe.db.get_value(DOCTYPE, name, "status") != RUNNING:
		return
	with _failing(name, RUNNING, commit):
		if not frappe.db.get_value(DOCTYPE, name, "approved_by"):
			raise UnreadableFile("not-approved")
		work(name, commit)
	_publish(name)


def undo(name: str, commit: Callable[[], None] | None = None) -> None:
	"""Take import `name` back; one that was not handed to this job stays as it is."""
	commit = commit or frappe.db.commit
	if not frappe.db.get_value(DOCTYPE, name, "undo_started_on"):
		return
	with _failing(name, frappe.db.get_value(DOCTYPE, name, "status"), commit):
		take_back(name, commit)
	_publish(name)


def _checked(name: str, content: bytes, file_name: str) -> tuple[Workbook, Reference]:
	"""Walk the line up to the check."""
	return line.walk(name, [(content, file_name)])


def _write(name: str, **values) -> None:
	frappe.db.set_value(DOCTYPE, name, values)


def _status_now(name: str) -> str:
	"""The status as others have committed it: a locking read sees past this transaction's snapshot."""
	return frappe.db.get_value(DOCTYPE, name, "status", for_update=True)


@contextmanager
def _failing(name: str, status: str, commit: Callable[[], None]) -> Iterator[None]:
	"""Leave a clear word on the import when its job fails, and a log for who looks after the site.

	`status` is the one that the job works in.
	"""
	try:
		yield
	except UnreadableFile as error:
		_fail(name, status, sentence(error))
		commit()
	except Exception as error:
		frappe.db.rollback()
		frappe.log_error(title=f"Legacy import {name}")
		_fail(name, status, _stopped(error))
		commit()
		_publish(name)
		raise


def _stopped(error: Exception) -> str:
	if isinstance(error, (frappe.db.OperationalError, frappe.db.InternalError)) and error.args:
		return _(
			"The import stopped, because the database says: {0}. What is in stays in. When the database works again, press Resume."
		).format(error.args[-1])
	return _(
		"The import stopped because of an error; see the Error Log. What is in stays in. When it is put right, press Resume."
	)


def _fail(name: str, status: str, error: str) -> None:
	if _status_now(name) == status:
		_write(name, status="Failed", error=error, completed_on=now_datetime())


def _publish(name: str) -> None:
	frappe.publish_realtime("kim_legacy_import", {"name": name}, doctype=DOCTYPE, docname=name)
