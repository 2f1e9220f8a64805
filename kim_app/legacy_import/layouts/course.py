"""A list of attendance with a row for each person and day: it names people, sessions and who was there.

Imports `kinds` and `tables`.
"""

from dataclasses import replace

from ..kinds import ATTENDANCE, SESSION, STAFF
from ..tables import Row, Sheet
from ..vocabulary import fold


def from_table(sheet: Sheet) -> list[Sheet]:
	"""Take the table of attendance, return its people, its sessions and itself."""
	people = [column for column in sheet.columns if column.field == "email"]
	sessions = [column for column in sheet.columns if column.field in ("session", "place")]
	named = [str(sheet.cell(row.number, column)) for column in people for row in sheet.rows]
	staff = replace(sheet, kind=STAFF, columns=people, **_once(sheet, "email"))
	return [
		*([staff] if any("@" in name for name in named) else []),
		replace(sheet, kind=SESSION, columns=sessions, **_once(sheet, "session")),
		replace(sheet, kind=ATTENDANCE),
	]


def _once(sheet: Sheet, field: str) -> dict:
	"""The first row of each person or session: a list names them again on every day."""
	column = sheet.column(field)
	seen: dict[str, Row] = {}
	for row in sheet.rows:
		word = fold(str(sheet.cell(row.number, column)))
		seen.setdefault(word, Row(number=row.number, values={}))
	rows = list(seen.values())
	return {"rows": rows, "row_count": len(rows)}
