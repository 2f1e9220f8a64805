"""What of an import waits to be brought in: its rows in chunks, each the work of one transaction. May import frappe.

A worker claims a chunk by locking its row, and the lock, what it writes and the word that the chunk is done
end together with its transaction. So a worker that is killed leaves its chunk as it found it, to be taken by the
next, and no chunk is brought in twice.
"""

from collections.abc import Iterator

import frappe
from frappe.query_builder.functions import Sum
from frappe.utils import now

from kim_app.bulk_insert.statements import insert

from .. import kinds
from ..tables import Row, Sheet, Workbook
from .loader import grouped
from .one_chunk import LOADERS
from .payload import Chunk, pack, unpack

DOCTYPE = "KIM Import Chunk"
WAITING, DONE = "Waiting", "Done"
# A chunk is a second's work at most where its records are written in bulk, and some seconds' one by one.
ROWS, ROWS_ONE_BY_ONE = 2_000, 200
COUNTS = ("rows_created", "rows_updated", "rows_skipped", "rows_rejected")


def store(name: str, workbook: Workbook) -> None:
	"""Keep the good rows of a checked workbook as the chunks of import `name`, in place of earlier ones."""
	remove(name)
	user, position = frappe.session.user, 0
	same = {"legacy_import": name, "state": WAITING, "owner": user, "modified_by": user}
	for sheet_position, chunk in _chunks(workbook):
		position += 1
		written_at = now()
		values = {
			"name": frappe.generate_hash(length=10),
			"creation": written_at,
			"modified": written_at,
			"position": position,
			"kind": chunk.kind,
			"sheet": chunk.sheet,
			"sheet_position": sheet_position,
			"rows": len(chunk.rows),
			"payload": pack(chunk),
		}
		# One by one: together they might exceed what the server takes in a statement.
		insert(DOCTYPE, {name: [value] for name, value in values.items()}, same)


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
	return total(by_sheet(name))


def by_sheet(name: str) -> dict[int, frappe._dict]:
	"""Return the same by the position of the sheet."""
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(table).select(
		table.sheet_position, table.state, *(Sum(table[field]).as_(field) for field in ("rows", *COUNTS))
	)
	query = query.where(table.legacy_import == name).groupby(table.sheet_position, table.state)
	sheets: dict[int, frappe._dict] = {}
	for row in query.run(as_dict=True):
		counts = sheets.setdefault(row.sheet_position, _no_rows())
		counts.rows += int(row.rows)
		if row.state == DONE:
			counts.done += int(row.rows)
			for field in COUNTS:
				counts[field] += int(row[field] or 0)
	return sheets


def total(sheets: dict[int, frappe._dict]) -> frappe._dict:
	"""Add up what `by_sheet` returned."""
	added = _no_rows()
	for counts in sheets.values():
		for field, rows in counts.items():
			added[field] += rows
	return added


def _no_rows() -> frappe._dict:
	return frappe._dict(dict.fromkeys(("rows", "done", *COUNTS), 0))


def done_since(name: str, moment) -> int:
	"""How many rows were brought in after `moment`."""
	filters = {"legacy_import": name, "state": DONE, "finished_on": [">=", moment]}
	return sum(frappe.get_all(DOCTYPE, filters=filters, pluck="rows"))


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
	"""Good rows, so many at a time. Rows that make one record together stay together."""
	rows, loader = sheet.good_rows, LOADERS[kind.name]
	size = ROWS if loader.writes_in_bulk else ROWS_ONE_BY_ONE
	if not loader.together:
		yield from (rows[start : start + size] for start in range(0, len(rows), size))
		return
	portion: list[Row] = []
	for record in grouped(rows, loader.together):
		portion += record
		if len(portion) >= size:
			yield portion
			portion = []
	if portion:
		yield portion
