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

from kim_app.session import acting_as

from . import line, preview, report
from .load import Approval, Loaded
from .load import load as load_rows
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


def enqueue_check(name: str) -> None:
	"""Hand import `name` to the check; it runs in the long queue once the request is committed."""
	_hand_to_check(name)
	_enqueue(name, "check", CHECK_TIMEOUT)


def enqueue_load(name: str, rows: int) -> None:
	"""Hand import `name` to the load, in the long queue too; its timeout follows the rows."""
	_hand_to_load(name)
	_enqueue(name, "load", LOAD_TIMEOUT + int(rows * LOAD_SECONDS_PER_ROW))


def check_now(name: str, commit: Callable[[], None] | None = None) -> None:
	"""Check import `name` in this process, for a script. Permission is asked by `api`, not here."""
	_hand_to_check(name)
	check(name, commit)


def load_now(name: str, commit: Callable[[], None] | None = None) -> None:
	"""Load the approved import `name` in this process, for a script."""
	_hand_to_load(name)
	load(name, commit)


def at_work(name: str) -> bool:
	"""Say whether a job of import `name` waits or runs; False after a worker was killed."""
	return is_job_enqueued(_job_id(name))


def _hand_to_check(name: str) -> None:
	# A new check speaks of a new state of things, so an approval of the old one falls.
	_write(name, status=CHECKING, progress=0, error=None, approved_by=None, approved_on=None)


def _hand_to_load(name: str) -> None:
	_write(name, status=RUNNING, progress=0, error=None)


def _enqueue(name: str, function: str, timeout: int) -> None:
	frappe.enqueue(
		f"kim_app.legacy_import.jobs.{function}",
		queue="long",
		timeout=timeout,
		job_id=_job_id(name),
		deduplicate=True,
		enqueue_after_commit=True,
		name=name,
	)


def _job_id(name: str) -> str:
	return f"kim-legacy-import-{name}"


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
		commit()
	_publish(name)


def load(name: str, commit: Callable[[], None] | None = None) -> None:
	"""Load the approved import `name`; its counts and progress are written after each chunk."""
	commit = commit or frappe.db.commit
	if frappe.db.get_value(DOCTYPE, name, "status") != RUNNING:
		return
	with _failing(name, RUNNING, commit):
		importing = frappe.get_doc(DOCTYPE, name)
		content, file_name = workbook_content(name)
		if not importing.approved_by:
			raise UnreadableFile("not-approved")
		if fingerprint(content) != importing.file_hash:
			raise UnreadableFile("replaced")
		workbook, reference = _checked(name, content, file_name)
		if _status_now(name) != RUNNING:
			return
		# What the site knows may have changed since the check, and the issues with it.
		_write(name, **report.write_check(name, workbook))
		commit()
		# The documents belong to who uploaded them, so that whoever approves them later is another.
		uploader = importing.uploaded_by or importing.owner
		approval = Approval(name, importing.centre, uploader, importing.approved_by)
		told = 0

		def after_chunk(loaded: Loaded) -> bool:
			nonlocal told
			counts = report.write_load(name, workbook, loaded.counts, loaded.issues[told:])
			told = len(loaded.issues)
			progress = 100 * loaded.done / loaded.total if loaded.total else 100
			_write(name, **counts, progress=progress)
			commit()
			_publish(name)
			return _status_now(name) == RUNNING

		with acting_as(uploader):
			load_rows(workbook, reference, approval, after_chunk)
		if _status_now(name) == RUNNING:
			_write(name, status="Completed", progress=100, completed_on=now_datetime())
		commit()
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
	except Exception:
		frappe.db.rollback()
		frappe.log_error(title=f"Legacy import {name}")
		_fail(name, status, _("The import stopped. The rows counted as created are in; see the Error Log."))
		commit()
		_publish(name)
		raise


def _fail(name: str, status: str, error: str) -> None:
	if _status_now(name) == status:
		_write(name, status="Failed", error=error, completed_on=now_datetime())


def _publish(name: str) -> None:
	frappe.publish_realtime("kim_legacy_import", {"name": name}, doctype=DOCTYPE, docname=name)
