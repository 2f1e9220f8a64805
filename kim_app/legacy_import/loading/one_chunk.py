"""Brings the rows of one chunk in: new records, changes of known ones, and what is there already.

May import frappe. Commits nothing: the caller's transaction takes all of it or nothing.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import cache

import frappe

from kim_app.bulk_insert import documents as bulk
from kim_app.bulk_insert import ordinary, other_rules

from .. import kinds, tables
from ..tables import Issue, Row
from . import one_by_one
from .approval import Approval
from .course import Attendance, Sessions
from .evidence import Evidence
from .loader import Loader, NotNow
from .participants import Participants
from .payload import Chunk
from .plans import Plans
from .staff import Staff
from .validations import Validations

SAVEPOINT = "kim_import_bulk"
LOADERS: dict[str, type[Loader]] = {
	kinds.PARTICIPANT: Participants,
	kinds.STAFF: Staff,
	kinds.VALIDATION: Validations,
	kinds.EVIDENCE: Evidence,
	kinds.PLAN: Plans,
	kinds.SESSION: Sessions,
	kinds.ATTENDANCE: Attendance,
}


@dataclass
class Outcome:
	"""What became of the rows of a chunk: counts by the fields of `chunks.COUNTS`, and complaints."""

	counts: Counter = field(default_factory=Counter)
	issues: list[Issue] = field(default_factory=list)


@dataclass(slots=True)
class New:
	"""A record to be created: the rows it is made of, and its fields."""

	rows: list[Row]
	fields: dict


def bring_in(chunk: Chunk, approval: Approval, other: dict[str, list[str]] | None = None) -> Outcome:
	"""Bring in the rows of `chunk` as whoever attached the workbook, who is to be the session's user.

	`other` keeps from one chunk to the next what else acts on a form: {DocType: sentences}.
	"""
	other = {} if other is None else other
	loader = LOADERS[chunk.kind](chunk, approval)
	loader.look_up()
	outcome = Outcome()
	new: list[New] = []
	for rows in loader.records():
		name = loader.known(rows)
		if name and rows[0].action == tables.UPDATE and name == rows[0].document:
			_update(loader, name, rows, outcome)
		elif name:
			outcome.counts["rows_skipped"] += len(rows)
		else:
			try:
				new.append(New(rows, loader.fields(rows)))
			except NotNow as reason:
				_refuse(loader, rows, str(reason), outcome)
	for record in _in_bulk(loader, new, outcome, other):
		_insert(loader, record, outcome)
	return outcome


def _in_bulk(loader: Loader, new: list[New], outcome: Outcome, other: dict[str, list[str]]) -> list[New]:
	"""Write what can be written in bulk; return the rest, which goes through the form."""
	if not new or not loader.writes_in_bulk:
		return new
	if loader.doctype not in other:
		other[loader.doctype] = other_rules.of_form(loader.doctype, loader.workflow)
	if reasons := other[loader.doctype]:
		if loader.chunk.first:
			place = (loader.chunk.sheet, 0, "", "", "")
			words = {"reason": " ".join(reasons)}
			outcome.issues.append(Issue("one-by-one", *place, words, file=loader.chunk.file))
		return new
	documents = [dict(record.fields) for record in new]
	odd = loader.complete(documents)
	odd |= ordinary.extraordinary(loader.doctype, documents)
	plain = [document for position, document in enumerate(documents) if position not in odd]
	frappe.db.savepoint(SAVEPOINT)
	try:
		names = bulk.insert_documents(loader.doctype, plain)
		loader.inserted_in_bulk(plain, names)
	except (_errors().IntegrityError, _errors().DataError):
		# Somebody wrote the same at this moment. The form will say which one it is.
		frappe.db.rollback(save_point=SAVEPOINT)
		return new
	frappe.db.release_savepoint(SAVEPOINT)
	outcome.counts["rows_created"] += sum(
		len(record.rows) for position, record in enumerate(new) if position not in odd
	)
	return [new[position] for position in sorted(odd)]


@cache
def _errors():
	"""The module of the database's driver, which names its errors."""
	if frappe.db.db_type == "sqlite":
		import sqlite3

		return sqlite3
	import pymysql

	return pymysql


def _insert(loader: Loader, record: New, outcome: Outcome) -> None:
	try:
		one_by_one.insert(loader, record.fields)
	except one_by_one.Refused as refusal:
		_refuse(loader, record.rows, str(refusal), outcome)
	else:
		outcome.counts["rows_created"] += len(record.rows)


def _update(loader: Loader, name: str, rows: list[Row], outcome: Outcome) -> None:
	try:
		one_by_one.update(loader, name, rows[0].changes, loader.source(rows[0]))
	except one_by_one.Refused as refusal:
		_refuse(loader, rows, str(refusal), outcome)
	except one_by_one.Conflict as conflict:
		words = {"document": name, "here": conflict.here}
		outcome.counts["rows_rejected"] += len(rows)
		outcome.issues += [_issue(loader.chunk, row, "conflict", words) for row in rows]
	else:
		outcome.counts["rows_updated"] += len(rows)


def _refuse(loader: Loader, rows: list[Row], reason: str, outcome: Outcome) -> None:
	outcome.counts["rows_rejected"] += len(rows)
	outcome.issues += [_issue(loader.chunk, row, "refused-by-form", {"reason": reason}) for row in rows]


def _issue(chunk: Chunk, row: Row, kind: str, words: dict) -> Issue:
	value = row.values.get(kinds.KINDS[chunk.kind].key[0]) or ""
	return Issue(
		kind, chunk.sheet, row.number, chunk.column, chunk.cell(row), str(value), words, file=chunk.file
	)
