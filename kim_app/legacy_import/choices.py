"""What a person decided about a centre's workbooks: kept as a KIM Import Template, asked by `match` and
`normalise` before they decide for themselves. Imports the standard library only.
"""

from dataclasses import dataclass, field

# A column that holds something which is not to be brought in.
IGNORED = "-"


@dataclass(frozen=True)
class SheetChoice:
	"""What one sheet is: its kind and the row of its header; "" and 0 leave it to the engine."""

	kind: str = ""
	header_row: int = 0


@dataclass(frozen=True)
class Choices:
	"""The decisions that hold for a workbook.

	sheets: {sheet name: SheetChoice}
	columns: {(kind, folded header): field, or IGNORED}
	readings: {(kind, folded header): how an ambiguous column is read}
	values: {field: {folded value of the workbook: what it shall be read as}}
	"""

	language: str = ""
	sheets: dict[str, SheetChoice] = field(default_factory=dict)
	columns: dict[tuple[str, str], str] = field(default_factory=dict)
	readings: dict[tuple[str, str], str] = field(default_factory=dict)
	values: dict[str, dict[str, str]] = field(default_factory=dict)

	def sheet(self, name: str) -> SheetChoice:
		return self.sheets.get(name, SheetChoice())
