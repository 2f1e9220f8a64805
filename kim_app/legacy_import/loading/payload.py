"""The rows of a chunk as text that a table can keep, and back again. Imports the standard library, `kinds` and
`tables`; no frappe.

A worker on another machine gets by it what the check found, without reading the workbook again.
"""

import base64
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from .. import kinds
from ..tables import NEW, Row

FASTEST = 1


@dataclass(frozen=True, slots=True)
class Chunk:
	"""Rows of one sheet and one kind that are brought in together.

	`column` and `letter` are of the column that holds the row's key: complaints point there. `first` says
	that the sheet begins with it.
	"""

	kind: str
	file: str
	sheet: str
	column: str
	letter: str
	rows: list[Row]
	first: bool = False

	def cell(self, row: Row) -> str:
		"""The cell that stands for a row, such as A5; empty where the layout has none."""
		return f"{self.letter}{row.number}" if self.letter else ""


def pack(chunk: Chunk) -> str:
	"""Return `chunk` as text: JSON, compressed, in base64."""
	names = _names(chunk.rows)
	dates = {*_dates(chunk.kind)}
	columns = [[row.values.get(name) for row in chunk.rows] for name in names]
	content = {
		"kind": chunk.kind,
		"file": chunk.file,
		"sheet": chunk.sheet,
		"column": chunk.column,
		"letter": chunk.letter,
		"first": chunk.first,
		"names": names,
		"dates": [index for index, name in enumerate(names) if name in dates],
		"columns": [
			_each(column, date.isoformat) if name in dates else column
			for name, column in zip(names, columns, strict=True)
		],
		"numbers": [row.number for row in chunk.rows],
		# Of most rows there is nothing to say but that they are new.
		"known": [
			(position, row.action, row.document, row.changes)
			for position, row in enumerate(chunk.rows)
			if row.action != NEW or row.document
		],
	}
	text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_plain)
	return base64.b64encode(zlib.compress(text.encode(), FASTEST)).decode("ascii")


def unpack(text: str) -> Chunk:
	"""Return the chunk that `pack` made into `text`; its dates are dates again."""
	content = json.loads(zlib.decompress(base64.b64decode(text)))
	names, columns = content["names"], content["columns"]
	for index in content["dates"]:
		columns[index] = _each(columns[index], date.fromisoformat)
	cells = zip(*columns, strict=True) if names else ((),) * len(content["numbers"])
	rows = [
		Row(number, dict(zip(names, values, strict=True)))
		for number, values in zip(content["numbers"], cells, strict=True)
	]
	for position, action, document, changes in content["known"]:
		row = rows[position]
		row.action, row.document, row.changes = action, document, changes
	place = (content[name] for name in ("kind", "file", "sheet", "column", "letter"))
	return Chunk(*place, rows, content["first"])


def _each(column: list, change: Callable) -> list:
	"""The filled values of a column changed; a register holds few different days."""
	changed = {value: change(value) if value else value for value in {*column}}
	return [changed[value] for value in column]


def _names(rows: list[Row]) -> list[str]:
	names: dict[str, None] = {}
	for row in rows:
		names.update(dict.fromkeys(row.values))
	return list(names)


def _dates(kind: str) -> list[str]:
	return [field.name for field in kinds.KINDS[kind].fields if field.type == "date"]


def _plain(value: Any) -> Any:
	if isinstance(value, date):
		return value.isoformat()
	raise TypeError(f"{value!r} cannot be kept in a chunk")
