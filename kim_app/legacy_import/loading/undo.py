"""Takes an import back: removes what it created and restores what it changed. May import frappe.

What people changed since, and what other records hang on by now, stays and is listed on the import. Works in batches, each
in a transaction of its own, so that it can be stopped and begun again: what is gone already is not looked for again.
"""

from collections.abc import Callable, Iterator

import frappe
from frappe import _
from frappe.utils import cstr, now_datetime, strip_html

from kim_app.session import acting_as

from .. import report
from ..tables import Issue
from . import chunks, hanging, log
from .approval import DOCTYPE, approval_of
from .loader import Loader
from .one_by_one import SAVEPOINT, _flag
from .one_chunk import LOADERS

BATCH = 500


def undo(name: str, commit: Callable[[], None]) -> None:
	"""Take import `name` back; at the end it is Undone. What had to stay is among its issues."""
	approval = approval_of(name)
	chunks.remove_waiting(name)
	frappe.db.delete("KIM Import Issue", {"legacy_import": name, "kind": "kept-at-undo"})
	commit()
	with acting_as(approval.owner):
		for kept in _take_back(name, approval):
			report.add_issues(name, kept)
			commit()
	values = {"status": "Undone", "error": None, "undo_started_on": None, "completed_on": now_datetime()}
	frappe.db.set_value(DOCTYPE, name, values)
	commit()


def _take_back(name: str, approval) -> Iterator[list[Issue]]:
	"""Do one batch after the other; give after each what of it was kept."""
	yield from _restore(name, approval)
	# What was brought in last links to what came first, so it goes first.
	for loader in reversed(LOADERS.values()):
		yield from _remove(loader, approval)


def _restore(name: str, approval) -> Iterator[list[Issue]]:
	for change in frappe.get_all(
		log.DOCTYPE,
		filters={"legacy_import": name},
		fields=["name", "document_type", "document_name", "source", "before", "written_on"],
		order_by="written_on desc",
	):
		reason = _write_back(change, approval)
		frappe.db.delete(log.DOCTYPE, {"name": change.name})
		yield [_kept(change.document_name, change.source, reason)] if reason else []


def _write_back(change, approval) -> str | None:
	"""Give a record its earlier values; say why not when it stays as it is."""
	if not frappe.db.exists(change.document_type, change.document_name):
		return None
	document = frappe.get_doc(change.document_type, change.document_name, for_update=True)
	if cstr(document.modified) != cstr(change.written_on):
		return _changed(document)
	frappe.db.savepoint(SAVEPOINT)
	try:
		document.update(frappe.parse_json(change.before))
		_flag(document, approval)
		document.save()
	except frappe.ValidationError as error:
		frappe.db.rollback(save_point=SAVEPOINT)
		frappe.clear_messages()
		return _("its form refuses the earlier values: {0}").format(strip_html(str(error)))
	return None


def _remove(loader: type[Loader], approval) -> Iterator[list[Issue]]:
	doctype, importing = loader.doctype, approval.name
	fields = ["name", "creation", "modified", "modified_by", "legacy_source", *loader.asked_at_removal]
	last = ""
	while rows := frappe.get_all(
		doctype,
		filters={"legacy_import": importing, "name": [">", last]},
		fields=fields,
		order_by="name asc",
		limit=BATCH,
	):
		last = rows[-1].name
		reasons = {row.name: _changed(row) for row in rows if row.modified != row.creation}
		untouched = [row.name for row in rows if row.name not in reasons]
		reasons |= hanging.on(doctype, untouched)
		gone = [row for row in rows if row.name not in reasons]
		hanging.delete(doctype, [row.name for row in gone])
		loader.removed(gone, approval)
		yield [_kept(row.name, row.legacy_source, reasons[row.name]) for row in rows if row.name in reasons]


def _changed(row) -> str:
	return _("{0} changed it on {1}.").format(row.modified_by, frappe.format(row.modified, "Datetime"))


def _kept(name: str, source: str | None, reason: str) -> Issue:
	value = f"{name} ({source})" if source else name
	return Issue("kept-at-undo", "", 0, "", "", value, {"reason": reason})
