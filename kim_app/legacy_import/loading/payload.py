"""The rows of a chunk as text that a table can keep, and back again. Imports the standard library, `kinds` and
`tables`; no frappe.

A worker on another machine gets by it what the check found, without reading the workbook again.
"""

import base64
import json
import zlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from .. import kinds
from ..tables import Row

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
	dates = _dates(chunk.kind)
	rows = []
	for row in chunk.rows:
		values = row.values
		cells = [values.get(name) for name in names]
		rows.append((row.number, row.action, row.document, row.changes, cells))
	content = {
		"kind": chunk.kind,
		"file": chunk.file,
		"sheet": chunk.sheet,
		"column": chunk.column,
		"letter": chunk.letter,
		"first": chunk.first,
		"names": names,
		"dates": [names.index(name) for name in dates if name in names],
		"rows": rows,
	}
	text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_plain)
	return base64.b64encode(zlib.compress(text.encode(), FASTEST)).decode("ascii")


def unpack(text: str) -> Chunk:
	"""Return the chunk that `pack` made into `text`; its dates are dates again."""
	content = json.loads(zlib.decompress(base64.b64decode(text)))
	names, dates = content["names"], content["dates"]
	known: dict[str, date] = {}
	rows = []
	for number, action, document, changes, cells in content["rows"]:
		for index in dates:
			written = cells[index]
			if written:
				# A register holds few different days.
				if written not in known:
					known[written] = date.fromisoformat(written)
				cells[index] = known[written]
		rows.append(Row(number, dict(zip(names, cells, strict=True)), [], action, document, changes))
	place = (content[name] for name in ("kind", "file", "sheet", "column", "letter"))
	return Chunk(*place, rows, content["first"])


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
