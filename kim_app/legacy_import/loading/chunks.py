"""What of an import waits to be brought in: its rows in chunks, each the work of one transaction. May import frappe.

A worker claims a chunk by locking its row, and the lock, what it writes and the word that the chunk is done
end together with its transaction. So a worker that is killed leaves its chunk as it found it, to be taken by the
next, and no chunk is brought in twice.
"""

from collections.abc import Iterator

import frappe
from frappe.utils import now

from kim_app.bulk_insert.statements import insert

from .. import kinds
from ..tables import Row, Sheet, Workbook
from .one_chunk import LOADERS
from .payload import Chunk, pack, unpack

DOCTYPE = "KIM Import Chunk"
WAITING, DONE = "Waiting", "Done"
ROWS = 1_000
COUNTS = ("rows_created", "rows_updated", "rows_skipped", "rows_rejected")
COLUMNS = ("name", "creation", "modified", "position", "kind", "sheet", "sheet_position", "rows", "payload")


def store(name: str, workbook: Workbook) -> None:
	"""Keep the good rows of a checked workbook as the chunks of import `name`, in place of earlier ones."""
	remove(name)
	user, position = frappe.session.user, 0
	same = {"legacy_import": name, "state": WAITING, "owner": user, "modified_by": user}
	for sheet_position, chunk in _chunks(workbook):
		position += 1
		written_at = now()
		values = (
			frappe.generate_hash(length=10),
			written_at,
			written_at,
			position,
			chunk.kind,
			chunk.sheet,
			sheet_position,
			len(chunk.rows),
			pack(chunk),
		)
		# One by one: together they might exceed what the server takes in a statement.
		insert(DOCTYPE, COLUMNS, [values], same)


def remove(name: str) -> None:
	"""Forget the chunks of import `name`, and with them the persons' data in them."""
	frappe.db.delete(DOCTYPE, {"legacy_import": name})


def remove_waiting(name: str) -> None:
	"""Forget the chunks of import `name` that were not brought in."""
	frappe.db.delete(DOCTYPE, {"legacy_import": name, "state": WAITING})


def claim(name: str) -> tuple[str, Chunk] | None:
	"""Lock the next chunk of import `name` that nobody is at work on, and return its name and content.

	None when there is none now: all are done, or others have the rest, or what comes next builds on what they
	have (`left` tells). To be called at the beginning of a transaction.
	"""
	waiting = _waiting(name)
	for row in waiting:
		if row.kind != waiting[0].kind:
			# Validations link to participants, so all of those come first.
			return None
		payload = _locked(row.name)
		if payload:
			return row.name, unpack(payload)
	return None


def done(chunk: str, counts: dict[str, int]) -> None:
	"""Write with a claimed chunk what became of its rows. The rows themselves are forgotten."""
	written = {field: counts.get(field, 0) for field in COUNTS}
	frappe.db.set_value(
		DOCTYPE,
		chunk,
		{**written, "state": DONE, "finished_on": now(), "payload": None},
		update_modified=False,
	)


def left(name: str) -> int:
	"""How many chunks of import `name` are not brought in."""
	return frappe.db.count(DOCTYPE, {"legacy_import": name, "state": WAITING})


def so_far(name: str) -> frappe._dict:
	"""Return rows in all (`rows`) and brought in (`done`), and COUNTS, of import `name`."""
	table = frappe.qb.DocType(DOCTYPE)
	total = _sums(table).where(table.legacy_import == name).run(as_dict=True)[0]
	brought_in = (
		_sums(table).where((table.legacy_import == name) & (table.state == DONE)).run(as_dict=True)[0]
	)
	counts = {field: int(brought_in[field] or 0) for field in COUNTS}
	return frappe._dict(rows=int(total.rows or 0), done=int(brought_in.rows or 0), **counts)


def by_sheet(name: str) -> dict[int, frappe._dict]:
	"""Return COUNTS by the position of the sheet."""
	table = frappe.qb.DocType(DOCTYPE)
	query = _sums(table).select(table.sheet_position).where(table.legacy_import == name)
	return {row.sheet_position: row for row in query.groupby(table.sheet_position).run(as_dict=True)}


def done_since(name: str, moment) -> int:
	"""How many rows were brought in after `moment`."""
	filters = {"legacy_import": name, "state": DONE, "finished_on": [">=", moment]}
	return sum(frappe.get_all(DOCTYPE, filters=filters, pluck="rows"))


def _sums(table):
	from frappe.query_builder.functions import Sum

	return frappe.qb.from_(table).select(
		Sum(table.rows).as_("rows"), *(Sum(table[field]).as_(field) for field in COUNTS)
	)


def _waiting(name: str) -> list:
	return frappe.get_all(
		DOCTYPE,
		filters={"legacy_import": name, "state": WAITING},
		fields=["name", "kind"],
		order_by="position asc",
	)


def _locked(chunk: str) -> str | None:
	"""The payload of a chunk that still waits, locked for this transaction; None when another has it.

	By its name alone: a wider search would lock the rows it passes.
	"""
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(table).select(table.state, table.payload).where(table.name == chunk)
	if frappe.db.db_type != "sqlite":
		query = query.for_update(skip_locked=True)
	found = query.run()
	return found[0][1] if found and found[0][0] == WAITING else None


def _chunks(workbook: Workbook) -> Iterator[tuple[int, Chunk]]:
	positions = {id(sheet): position for position, sheet in enumerate(workbook.sheets, 1)}
	for kind in map(kinds.KINDS.get, LOADERS):
		for sheet in workbook.of_kind(kind.name):
			column = sheet.column(kind.key[0])
			header, letter = (column.header, column.letter) if column else ("", "")
			file = sheet.file or workbook.file
			for number, rows in enumerate(_portions(sheet, kind)):
				chunk = Chunk(kind.name, file, sheet.name, header, letter, rows, first=not number)
				yield positions[id(sheet)], chunk


def _portions(sheet: Sheet, kind: kinds.Kind) -> Iterator[list[Row]]:
	"""Good rows, about ROWS at a time. Rows that make one record together stay together."""
	rows = sheet.good_rows
	if kind.name != kinds.PLAN:
		yield from (rows[start : start + ROWS] for start in range(0, len(rows), ROWS))
		return
	of_person: dict[str, list[Row]] = {}
	for row in rows:
		of_person.setdefault(row.values["legacy_key"], []).append(row)
	portion: list[Row] = []
	for together in of_person.values():
		portion += together
		if len(portion) >= ROWS:
			yield portion
			portion = []
	if portion:
		yield portion
