"""What is to become of each row: a new record, a change of a known one, or nothing. And which stand twice.

Imports `kinds`, `rules` and `tables`; no frappe.
"""

from datetime import date, datetime
from typing import Any

from .kinds import ATTENDANCE, PARTICIPANT, SESSION, STAFF, VALIDATION, Kind
from .rules import Rows
from .tables import TABLE, UNCHANGED, UPDATE, Known, Problem, Reference, Row, Sheet

TWICE = {PARTICIPANT: "duplicate-key", STAFF: "duplicate-key", VALIDATION: "duplicate-validation"}


def decide(sheet: Sheet, kind: Kind, reference: Reference, rows: Rows) -> None:
	"""Give each row of a sheet its action, its document and its changes; complain of rows that stand twice."""
	known = reference.of_kind(kind.name)
	drawn = kind.name == STAFF and _is_drawn(sheet)
	kept = []
	for row in sheet.rows:
		key = key_of(kind, row)
		if key is None:
			kept.append(row)
			continue
		earlier = _earlier(kind, key, sheet, row, rows)
		if earlier and drawn and earlier[0] != sheet.name:
			# The list of colleagues has this one already, with more than the attendance says.
			continue
		kept.append(row)
		if earlier:
			words = {"sheet": earlier[0], "row": earlier[1].number}
			row.problems.append(Problem(TWICE.get(kind.name, "duplicate-row"), _shown(kind), words))
			continue
		record = known.get(_site_key(kind, key, reference, rows))
		if record:
			_compare(kind, row, record, sheet)
	sheet.rows = kept
	if drawn:
		sheet.row_count = len(kept)


def key_of(kind: Kind, row: Row) -> Any:
	"""Return what a row is known by: a value, or a tuple of several; None where its first part is missing."""
	parts = tuple(row.values.get(name) or None for name in kind.key)
	if parts[0] is None:
		return None
	return parts[0] if len(parts) == 1 else parts


def _earlier(kind: Kind, key: Any, sheet: Sheet, row: Row, rows: Rows) -> tuple[str, Row] | None:
	if kind.name == SESSION:
		# Attendance links to the session by the register's word for it.
		rows.again(kind.name, row.values["session"], sheet, row)
	if kind.name == ATTENDANCE and sheet.layout == TABLE:
		# A list names a person once for every day.
		key = (*key, *(mark["date"] for mark in row.values["attendance"]))
	if kind.name in (PARTICIPANT, STAFF) or row.good:
		return rows.again(kind.name, key, sheet, row)
	return None


def _site_key(kind: Kind, key: Any, reference: Reference, rows: Rows) -> Any:
	"""The site knows records by its own document names: those of the linked rows go in."""
	if kind.name == ATTENDANCE:
		return rows.document(SESSION, key[0]), key[1]
	if isinstance(key, tuple) and kind.key[0] == "legacy_key":
		person = reference.of_kind(PARTICIPANT).get(key[0])
		return (person.document, *key[1:]) if person else None
	return key


def _compare(kind: Kind, row: Row, record: Known, sheet: Sheet) -> None:
	row.document, row.action = record.document, UNCHANGED
	if not kind.updates or record.values is None:
		return
	changes = {}
	for field in kind.fields:
		value = row.values.get(field.name)
		# An empty cell says nothing: it takes nothing away.
		if field.stored and field.name not in kind.key and value not in (None, "", []):
			before = record.values.get(field.name)
			if _comparable(value) != _comparable(before) and not (value == 0 and not before):
				changes[field.name] = (before, value)
	if not changes:
		return
	if record.changed_here:
		field, (before, _after) = next(iter(changes.items()))
		column = sheet.column(field)
		words = {"document": record.document, "here": _text(before)}
		row.problems.append(Problem("conflict", field if column else kind.key[0], words))
		return
	row.action, row.changes = UPDATE, changes


def _comparable(value: Any) -> Any:
	if isinstance(value, list):
		return sorted((entry["language"], entry["level"] or "", entry["mother_tongue"]) for entry in value)
	if isinstance(value, datetime):
		return value.date().isoformat()
	if isinstance(value, date):
		return value.isoformat()
	return value or ""


def _text(value: Any) -> str:
	if isinstance(value, list):
		return ", ".join(f"{entry['language']} {entry['level'] or ''}".strip() for entry in value)
	return str(_comparable(value))


def _shown(kind: Kind) -> str:
	"""Under which column a row that stands twice is complained of."""
	return {VALIDATION: "competence", ATTENDANCE: "email", "evidence": "title", "plan": "goal"}.get(
		kind.name, kind.key[0]
	)


def _is_drawn(sheet: Sheet) -> bool:
	return [column.field for column in sheet.columns if column.field] == ["email"]
