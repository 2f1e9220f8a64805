"""Walks the import line on a site, in background jobs. Imports frappe and every step.

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

from . import report
from .check import check as check_rows
from .load import Approval, Loaded
from .load import load as load_rows
from .match import match
from .normalise import normalise
from .read import UnreadableFile, read
from .reference import site_reference
from .tables import Reference, Workbook

DOCTYPE = "KIM Legacy Import"
CHECK_TIMEOUT = 900
LOAD_TIMEOUT = 900
# Ten rows a second is slower than any machine that was measured.
LOAD_SECONDS_PER_ROW = 0.1


def enqueue_check(name: str) -> None:
	"""Put the check of import `name` into the long queue once the request is committed."""
	_enqueue(name, "check", CHECK_TIMEOUT)


def enqueue_load(name: str, rows: int) -> None:
	"""Put the load of import `name` into the long queue; its timeout follows the rows."""
	_enqueue(name, "load", LOAD_TIMEOUT + int(rows * LOAD_SECONDS_PER_ROW))


def at_work(name: str) -> bool:
	"""Say whether a job of import `name` waits or runs; False after a worker was killed."""
	return is_job_enqueued(_job_id(name))


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
		raise UnreadableFile(_("Attach a workbook first."))
	attached = frappe.get_all(
		"File",
		filters={"file_url": url, "attached_to_doctype": DOCTYPE, "attached_to_name": name},
		pluck="name",
		limit=1,
	)
	if not attached:
		raise UnreadableFile(_("The workbook is no longer attached to the import. Attach it again."))
	file = frappe.get_doc("File", attached[0])
	try:
		with open(file.get_full_path(), "rb") as stream:
			return stream.read(), file.file_name
	except OSError as error:
		raise UnreadableFile(_("The workbook's file is missing on the server. Attach it again.")) from error


def fingerprint(content: bytes) -> str:
	"""Return what tells one workbook's content from another's."""
	return hashlib.sha256(content).hexdigest()


def check(name: str, commit: Callable[[], None] | None = None) -> None:
	"""Read and check the workbook of import `name`; its sheets, issues and status Checked are written."""
	commit = commit or frappe.db.commit
	with _failing(name, commit):
		content, file_name = workbook_content(name)
		workbook, _reference = _checked(name, content, file_name)
		counts = report.write_check(name, workbook)
		written = {"language": workbook.language, "file_hash": fingerprint(content)}
		if _status_now(name) != "Cancelled":
			written |= {"status": "Checked", "progress": 0, "error": None}
		_write(name, **counts, **written, checked_on=now_datetime(), completed_on=None)
		commit()
	_publish(name)


def load(name: str, commit: Callable[[], None] | None = None) -> None:
	"""Load the approved import `name`; its counts and progress are written after each chunk."""
	commit = commit or frappe.db.commit
	with _failing(name, commit):
		importing = frappe.get_doc(DOCTYPE, name)
		content, file_name = workbook_content(name)
		if importing.status not in ("Approved", "Running") or not importing.approved_by:
			raise UnreadableFile(_("The import is not approved. Ask a supervisor to approve it."))
		if fingerprint(content) != importing.file_hash:
			raise UnreadableFile(_("The workbook was replaced after its check. Check it again."))
		workbook, reference = _checked(name, content, file_name)
		# What the site knows may have changed since the check, and the issues with it.
		_write(name, **report.write_check(name, workbook), status="Running")
		commit()
		approval = Approval(name, importing.centre, importing.owner, importing.approved_by)
		told = 0

		def after_chunk(loaded: Loaded) -> bool:
			nonlocal told
			counts = report.write_load(name, workbook, loaded.counts, loaded.issues[told:])
			told = len(loaded.issues)
			progress = 100 * loaded.done / loaded.total if loaded.total else 100
			_write(name, **counts, progress=progress)
			commit()
			_publish(name)
			return _status_now(name) == "Running"

		# The documents belong to who uploaded them, so that whoever approves them later is another.
		with _acting_as(importing.owner):
			load_rows(workbook, reference, approval, after_chunk)
		written = {"completed_on": now_datetime()}
		if _status_now(name) == "Running":
			written |= {"status": "Completed", "progress": 100}
		_write(name, **written)
		commit()
	_publish(name)


def _checked(name: str, content: bytes, file_name: str) -> tuple[Workbook, Reference]:
	"""Walk the line up to the check."""
	importing = frappe.db.get_value(DOCTYPE, name, ["centre", "framework", "language"], as_dict=True)
	country = frappe.db.get_value("KIM Centre", importing.centre, "country")
	region = frappe.db.get_value("Country", country, "code") or ""
	reference = site_reference(importing.centre, importing.framework)
	workbook = match(read(content, file_name), importing.language or "")
	return check_rows(normalise(workbook, region), reference), reference


def _write(name: str, **values) -> None:
	frappe.db.set_value(DOCTYPE, name, values)


def _status_now(name: str) -> str:
	"""The status as others have committed it: a locking read sees past this transaction's snapshot."""
	return frappe.db.get_value(DOCTYPE, name, "status", for_update=True)


@contextmanager
def _failing(name: str, commit: Callable[[], None]) -> Iterator[None]:
	"""Leave a clear word on the import when its job fails, and a log for who looks after the site."""
	try:
		yield
	except UnreadableFile as error:
		_write(name, status="Failed", error=str(error), completed_on=now_datetime())
		commit()
	except Exception:
		frappe.db.rollback()
		frappe.log_error(title=f"Legacy import {name}")
		_write(
			name,
			status="Failed",
			error=_("The import stopped. The rows counted as created are in; see the Error Log."),
			completed_on=now_datetime(),
		)
		commit()
		_publish(name)
		raise


@contextmanager
def _acting_as(user: str) -> Iterator[None]:
	before = frappe.session.user
	frappe.set_user(user)
	try:
		yield
	finally:
		frappe.set_user(before)


def _publish(name: str) -> None:
	frappe.publish_realtime("kim_legacy_import", {"name": name}, doctype=DOCTYPE, docname=name)
