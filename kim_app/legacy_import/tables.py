"""The values that travel along the import line: workbook, sheet, column, row, issue, reference.

Imports the standard library only. A row keeps its number and a column its position, both as the
spreadsheet program shows them, so that every document and every complaint can name its cell.
"""

from dataclasses import dataclass, field
from datetime import date

PARTICIPANT = "participant"
VALIDATION = "validation"
EVIDENCE = "evidence"
PLAN = "plan"
PLAN_FORM = "plan-form"
ATTENDANCE_MATRIX = "attendance-matrix"
UNKNOWN = "unknown"
EMPTY = "empty"

# The kinds whose rows become documents today. The others are listed on the import with their count.
BROUGHT_IN = (PARTICIPANT, VALIDATION)


def column_letter(index: int) -> str:
	"""Take a column's position counted from 0, return its letters as the spreadsheet shows them."""
	letters = ""
	number = index + 1
	while number:
		number, remainder = divmod(number - 1, 26)
		letters = chr(65 + remainder) + letters
	return letters


@dataclass(frozen=True, slots=True)
class Column:
	"""One column of a table and the field it was matched to.

	`score` says how surely (100: a known header of this language). `language` is set on columns such
	as "Livello italiano", whose header names the language that the level is of.
	"""

	index: int
	header: str
	field: str = ""
	score: int = 0
	language: str = ""

	@property
	def letter(self) -> str:
		return column_letter(self.index)

	@property
	def key(self) -> str:
		"""Under what a row keeps this column's value: a sheet may have a level per language."""
		return f"{self.field}:{self.language}" if self.language else self.field


@dataclass(slots=True)
class Problem:
	"""What is wrong with one cell: a kind of `issue_kinds`, the column's key, the message's words."""

	kind: str
	field: str
	words: dict = field(default_factory=dict)


@dataclass(slots=True)
class Row:
	"""One record of a table: `number` is the spreadsheet's, `values` are by field name."""

	number: int
	values: dict
	problems: list[Problem] = field(default_factory=list)

	@property
	def good(self) -> bool:
		return not self.problems


@dataclass(slots=True)
class Sheet:
	"""One sheet. `grid[0]` is the spreadsheet's row 1, `grid[0][0]` its cell A1."""

	name: str
	grid: list[list] = field(default_factory=list)
	kind: str = ""
	header_row: int = 0
	language: str = ""
	columns: list[Column] = field(default_factory=list)
	rows: list[Row] = field(default_factory=list)
	row_count: int = 0
	totals_rows: list[int] = field(default_factory=list)
	repeated_headers: list[int] = field(default_factory=list)

	@property
	def brought_in(self) -> bool:
		return self.kind in BROUGHT_IN

	@property
	def good_rows(self) -> list[Row]:
		return [row for row in self.rows if row.good]

	def column(self, key: str) -> Column | None:
		"""Return the column whose key is given, or None when the sheet has none."""
		return next((column for column in self.columns if column.key == key), None)

	def cell(self, number: int, column: Column | None):
		"""Return what stands in a row (numbered from 1) under a column, "" where nothing does."""
		cells = self.grid[number - 1]
		return cells[column.index] if column and column.index < len(cells) else ""


@dataclass(frozen=True, slots=True)
class Issue:
	"""One complaint about one cell. `row` is 0 when it concerns the whole sheet."""

	kind: str
	sheet: str
	row: int
	column: str
	cell: str
	value: str
	words: dict = field(default_factory=dict)


@dataclass(slots=True)
class Workbook:
	"""One file with its sheets; after `check` also everything found wrong in it."""

	file: str
	sheets: list[Sheet] = field(default_factory=list)
	language: str = ""
	issues: list[Issue] = field(default_factory=list)

	def of_kind(self, kind: str) -> list[Sheet]:
		return [sheet for sheet in self.sheets if sheet.kind == kind]


@dataclass(frozen=True)
class Reference:
	"""What the site knows, as plain values, so that `check` needs no site.

	countries: {ISO 3166 alpha-2 in lower case: document name}
	languages: {ISO 639 code: document name}
	genders: names of the site's genders
	competences: {code in capitals: document name}
	levels: level codes of the framework's scale, lowest first
	participants: {legacy key: document name} of the import's centre
	validations: {(participant's document name, competence's document name)} already there
	"""

	countries: dict[str, str]
	languages: dict[str, str]
	genders: frozenset[str]
	competences: dict[str, str]
	levels: tuple[str, ...]
	today: date
	participants: dict[str, str] = field(default_factory=dict)
	validations: frozenset[tuple[str, str]] = frozenset()
