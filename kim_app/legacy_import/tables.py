"""The values that travel along the import line: workbook, sheet, column, row, issue, reference.

Imports the standard library and `kinds`. A row keeps its number and a column its position, both as the
spreadsheet program shows them, so that every document and every complaint can name its cell.

A `Sheet` here is one table of one kind. A sheet of the file that holds several (a form with a person's
data and their plan; a matrix with people, session and attendance) becomes several of them, with one name.

What the check hands on: every Sheet whose `kind` is one of `kinds.KINDS` has rows whose `values` are those
of the kind's fields, typed as `kinds.Field` says, links to the site as document names, links to other rows
as their key. Only `good_rows` are brought in, kind by kind in the order of `kinds.KINDS`, each by its
`action` (NEW, UPDATE with `changes`, UNCHANGED) and with `document`, the record it is about, if there is one.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest

from .kinds import KINDS

TABLE = "table"
FORM = "form"
MATRIX = "matrix"

NEW = "new"
UPDATE = "update"
UNCHANGED = "unchanged"

# What the first cell of the summary says that KIM writes into a workbook: it is none of the register's sheets.
SUMMARY_TITLE = "KIM legacy import"


def column_letter(index: int) -> str:
	"""Take a column's position counted from 0, return its letters as the spreadsheet shows them."""
	letters = ""
	number = index + 1
	while number:
		number, remainder = divmod(number - 1, 26)
		letters = chr(65 + remainder) + letters
	return letters


def column_index(letters: str) -> int:
	"""Take a column's letters, return its position counted from 0."""
	number = 0
	for letter in letters:
		number = 26 * number + ord(letter) - 64
	return number - 1


@dataclass(frozen=True, slots=True)
class Column:
	"""One column of a table and the field it was matched to.

	`score` says how surely (100: a known header of this language, or chosen by a person). `of` is what a
	header names beside its field: the language that "Livello italiano" is the level of, the day whose
	marks stand below. In a form the value stands in one row for all: `row`, 0 elsewhere. `reading` says how
	the column is read where one cell would not tell ("day-first", "month-first", "m-is-male", "ratio" ...).
	`chosen`: a person said so.
	"""

	index: int
	header: str
	field: str = ""
	score: int = 0
	of: str = ""
	row: int = 0
	reading: str = ""
	chosen: bool = False

	@property
	def letter(self) -> str:
		return column_letter(self.index)

	@property
	def key(self) -> str:
		"""Under what a row keeps this column's value: a sheet may have a level per language."""
		return f"{self.field}:{self.of}" if self.of else self.field


@dataclass(slots=True)
class Problem:
	"""What is wrong with one cell: a kind of `issue_kinds`, the column's key, the message's words.

	A warning lets its row in. `cell` names the place where it is not the column's cell in the row.
	"""

	kind: str
	field: str
	words: dict = field(default_factory=dict)
	warning: bool = False
	cell: tuple[int, int] | None = None


@dataclass(slots=True)
class Row:
	"""One record of a table: `number` is the spreadsheet's, `values` are by field name.

	`changes` of an update: {field: (what the site has, what the workbook has)}.
	"""

	number: int
	values: dict
	problems: list[Problem] = field(default_factory=list)
	action: str = NEW
	document: str = ""
	changes: dict = field(default_factory=dict)

	@property
	def good(self) -> bool:
		return not self.problems or all(problem.warning for problem in self.problems)


@dataclass(slots=True)
class Sheet:
	"""One table. `grid[0]` is the spreadsheet's row 1, `grid[0][0]` its cell A1.

	`epoch` is the year from which the file counts its days.
	"""

	name: str
	grid: list[list] = field(default_factory=list)
	file: str = ""
	epoch: int = 1900
	kind: str = ""
	layout: str = TABLE
	header_row: int = 0
	language: str = ""
	columns: list[Column] = field(default_factory=list)
	rows: list[Row] = field(default_factory=list)
	row_count: int = 0
	totals_rows: list[int] = field(default_factory=list)
	repeated_headers: list[int] = field(default_factory=list)

	@property
	def brought_in(self) -> bool:
		return self.kind in KINDS

	@property
	def good_rows(self) -> list[Row]:
		return [row for row in self.rows if row.good]

	def column(self, key: str) -> Column | None:
		"""Return the column whose key is given, or None when the sheet has none."""
		return next((column for column in self.columns if column.key == key), None)

	def cell(self, number: int, column: Column | None):
		"""Return what stands in a row (numbered from 1) under a column, "" where nothing does."""
		cells = self.grid[((column and column.row) or number) - 1]
		return cells[column.index] if column and column.index < len(cells) else ""

	def cells(self) -> list[Sequence]:
		"""Return what stands under each of the columns in each of the rows, as `cell` does for one."""
		beside = list(zip_longest(*(self.grid[row.number - 1] for row in self.rows), fillvalue=""))
		nothing = ("",) * len(self.rows)
		return [
			[self.cell(row.number, column) for row in self.rows]
			if column.row
			else beside[column.index]
			if column.index < len(beside)
			else nothing
			for column in self.columns
		]


@dataclass(frozen=True, slots=True)
class Issue:
	"""One complaint about one cell. `row` is 0 when it concerns the whole sheet; `field` is the column's key."""

	kind: str
	sheet: str
	row: int
	column: str
	cell: str
	value: str
	words: dict = field(default_factory=dict)
	field: str = ""
	file: str = ""


@dataclass(slots=True)
class Workbook:
	"""One file with its sheets; after `check` also everything found wrong in it."""

	file: str
	sheets: list[Sheet] = field(default_factory=list)
	language: str = ""
	issues: list[Issue] = field(default_factory=list)

	def of_kind(self, kind: str) -> list[Sheet]:
		return [sheet for sheet in self.sheets if sheet.kind == kind]


def same_key(key: str) -> str:
	"""Return what the database compares of a register number: A-1, a-1 and á-1 are one number to it."""
	if key.isascii():
		return key.casefold().rstrip()
	decomposed = unicodedata.normalize("NFKD", key.casefold())
	return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).rstrip()


class Keys(dict):
	"""Records by register number, found as the database would find them."""

	def __init__(self, records: dict):
		super().__init__((same_key(key), record) for key, record in records.items())

	def __contains__(self, key) -> bool:
		return super().__contains__(same_key(key))

	def __getitem__(self, key):
		return super().__getitem__(same_key(key))

	def get(self, key, default=None):
		return super().get(same_key(key), default)


@dataclass(slots=True)
class Known:
	"""A record that the site has: its name, the values of its kind's fields where the kind can be updated,
	and whether people changed it since an import last wrote it."""

	document: str
	values: dict | None = None
	changed_here: bool = False


@dataclass(frozen=True, slots=True)
class Like:
	"""A person of the site who may be the same as one in a register. `document` and `number` are empty when
	the person is at another centre, of which no more may be told."""

	document: str = ""
	number: str = ""


@dataclass(frozen=True)
class Reference:
	"""What the site knows, as plain values, so that `check` needs no site.

	countries: {ISO 3166 alpha-2 in lower case: document name}
	languages: {ISO 639 code: document name}
	genders: names of the site's genders
	competences: {code in capitals: document name}
	levels: level codes of the framework's scale, lowest first
	courses: {folded code, name or title: document name}; course: the one meant where none is named
	known: {kind: {key: Known}} of the import's centre; a key of one field is its value, one of several a
	tuple, with the site's document names in it
	persons: {date of birth: [(folded name, Like)]} of persons the uploader may be told of
	staff_names: {folded full name: login} of the centre's colleagues, where only one has it
	may_bring_in: kinds that the uploader may create
	"""

	countries: dict[str, str]
	languages: dict[str, str]
	genders: frozenset[str]
	competences: dict[str, str]
	levels: tuple[str, ...]
	today: date
	courses: dict[str, str] = field(default_factory=dict)
	course: str = ""
	known: dict[str, dict] = field(default_factory=dict)
	persons: dict[date, list] = field(default_factory=dict)
	staff_names: dict[str, str] = field(default_factory=dict)
	may_bring_in: frozenset[str] = frozenset(KINDS)

	def of_kind(self, kind: str) -> dict:
		return self.known.get(kind, {})
