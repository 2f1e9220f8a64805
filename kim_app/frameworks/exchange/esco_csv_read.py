"""Reads a CSV file with ESCO's columns: one that KIM wrote, or an extract of ESCO's own downloads.

Every problem is told with its line and column; what KIM has no place for is told too, but keeps nothing
out. May import nothing of Frappe.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from kim_app.frameworks.exchange import esco_csv, texts
from kim_app.frameworks.exchange.esco_csv import CRITERION, FRAMEWORK, GROUP, LEVEL, SKILL
from kim_app.frameworks.exchange.identity import is_esco, names
from kim_app.frameworks.exchange.model import (
	AREA,
	COMPETENCE,
	INDICATOR,
	KINDS,
	PICTOGRAMS,
	Competence,
	Criterion,
	Crosswalk,
	Framework,
	Level,
	Place,
	Text,
)
from kim_app.frameworks.exchange.problems import Reading
from kim_app.frameworks.rules import LONGEST_TITLE

KNOWN = {
	name.lower(): name for name in (*esco_csv.ESCO_COLUMNS, *esco_csv.KIM_COLUMNS, *esco_csv.RELATION_COLUMNS)
}
_TRANSLATED = re.compile(r"(preferredlabel|description)[_@]([a-z]{2,3})")
_YES, _NO = {"1", "yes", "true", "x"}, {"", "0", "no", "false"}


class Row:
	"""One row of the table: its cells by column, and where each stands."""

	def __init__(self, line: int, cells: dict[str, str], numbers: dict[str, int]):
		self.line, self.cells, self.numbers = line, cells, numbers

	def at(self, column: str = "") -> Place:
		return Place(self.line, self.numbers.get(column), column)

	def text(self, column: str) -> str:
		return texts.tidy(self.cells.get(column, ""))

	def line_of(self, column: str) -> str:
		return texts.one_line(self.cells.get(column, ""))

	def list_of(self, column: str) -> list[str]:
		return self.cells.get(column, "").split()


def read(content: str, language: str = "en") -> Reading:
	"""What the CSV text holds. `language` is that of a file that names none, as ESCO's do not."""
	reading = Reading(Framework("", "", "", language=language))
	rows = list(_rows(content, reading))
	if rows:
		_Assembly(reading, rows).assemble()
	elif not reading.errors:
		reading.add("file-without-rows", Place(1))
	return reading


def _rows(content: str, reading: Reading):
	"""Every row that is not empty, with the line on which it begins."""
	first_line = content.split("\n", 1)[0]
	delimiter = max(",;\t", key=first_line.count)
	table = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
	header: list[str] | None = None
	line = 1
	try:
		for cells in table:
			if header is None:
				header = _header(cells, reading)
				if header is None:
					return
			elif any(cell.strip() for cell in cells):
				yield _row(line, header, cells, reading)
			line = table.line_num + 1
	except csv.Error as error:
		reading.add("csv-syntax", Place(line), reason=str(error))


def _header(cells: list[str], reading: Reading) -> list[str] | None:
	columns = []
	for number, cell in enumerate(cells, 1):
		name = cell.strip().lower()
		translated = _TRANSLATED.fullmatch(name)
		if translated:
			column = f"{KNOWN[translated[1]]}_{translated[2]}"
		elif name in KNOWN:
			column = KNOWN[name]
		else:
			column = ""
			if name and name not in esco_csv.LEFT_OUT:
				reading.note("column-unknown", Place(1, number, cell.strip()), column=cell.strip())
		if column and column in columns:
			reading.add("column-twice", Place(1, number, column), column=column)
		columns.append(column)
	if "preferredLabel" not in columns:
		reading.add("column-missing", Place(1), column="preferredLabel")
		return None
	return columns


def _row(line: int, header: list[str], cells: list[str], reading: Reading) -> Row:
	numbers = {column: number for number, column in enumerate(header, 1) if column}
	if any(cell.strip() for cell in cells[len(header) :]):
		reading.add("too-many-cells", Place(line, len(header) + 1), cells=len(cells), columns=len(header))
	for number, cell in enumerate(cells, 1):
		if character := texts.unreadable(cell):
			column = header[number - 1] if number <= len(header) else ""
			reading.add("character-unreadable", Place(line, number, column), character=character)
	return Row(
		line,
		{column: esco_csv.unguarded(cell) for column, cell in zip(header, cells, strict=False) if column},
		numbers,
	)


class _Assembly:
	"""Puts the rows together to `reading.framework`."""

	def __init__(self, reading: Reading, rows: list[Row]):
		self.reading, self.rows = reading, rows
		self.framework = reading.framework
		self.by_uri: dict[str, Competence] = {}
		self.by_code: dict[str, Competence] = {}
		self.placed: list[tuple[Row, Competence]] = []

	def assemble(self):
		named = [row for row in self.rows if row.text("conceptType") == FRAMEWORK]
		for row in named[:1]:
			self.head(row)
		for row in named[1:]:
			self.reading.add("framework-row-twice", row.at("conceptType"), line=named[0].line)
		dropped = Counter()
		for row in self.rows:
			concept = row.text("conceptType") or SKILL
			if concept == LEVEL:
				self.level(row)
			elif concept in (GROUP, SKILL):
				self.competence(row, concept)
			elif concept not in (FRAMEWORK, CRITERION):
				dropped[concept] += 1
		for row in self.rows:
			if row.text("conceptType") == CRITERION:
				self.criterion(row)
		for row, competence in self.placed:
			self.place(row, competence)
		for row, competence in self.placed:
			self.crosswalk(row, competence)
		for concept, count in dropped.items():
			self.reading.note("concept-type-left-out", None, concept=concept, count=count)

	def title(self, row: Row) -> tuple[str, str]:
		"""The row's title and description; of a title that is too long the whole goes into the description."""
		title, rest = texts.title_and_rest(row.text("preferredLabel"))
		if not title:
			self.reading.add("cell-empty", row.at("preferredLabel"), column="preferredLabel")
		return title, "\n\n".join(filter(None, [rest, row.text("description")]))

	def translations(self, row: Row) -> dict[str, Text]:
		found = {}
		for column in row.cells:
			label, _separator, language = column.partition("_")
			if label == "preferredLabel" and language and row.text(column):
				title = row.line_of(column)
				if len(title) > LONGEST_TITLE:
					self.reading.add(
						"title-too-long", row.at(column), longest=LONGEST_TITLE, length=len(title)
					)
				found[language] = Text(title, row.text(f"description_{language}"))
			elif (
				label == "description"
				and language
				and row.text(column)
				and not row.text(f"preferredLabel_{language}")
			):
				self.reading.add(
					"translation-without-title", row.at(column), column=f"preferredLabel_{language}"
				)
		return found

	def head(self, row: Row):
		framework = self.framework
		framework.at = row.at("code")
		framework.code, framework.version = row.line_of("code"), row.line_of("kimVersion")
		framework.title, rest = texts.title_and_rest(row.text("preferredLabel"))
		framework.description = "\n\n".join(filter(None, [rest, row.text("description")]))
		framework.source = row.line_of("kimSource")
		framework.based_on = row.line_of("kimBasedOn") or None
		framework.language = row.line_of("kimLanguage") or framework.language
		framework.languages = list(dict.fromkeys(row.list_of("kimLanguages")))
		framework.translations = self.translations(row)

	def level(self, row: Row):
		pictogram, counts = row.line_of("kimPictogram"), row.line_of("kimCountsAsShown").lower()
		if pictogram and pictogram not in PICTOGRAMS:
			self.reading.add(
				"pictogram-unknown", row.at("kimPictogram"), pictogram=pictogram, pictograms=PICTOGRAMS
			)
		if counts not in _YES | _NO:
			self.reading.add("neither-yes-nor-no", row.at("kimCountsAsShown"), value=counts)
		title, description = self.title(row)
		self.framework.levels.append(
			Level(
				row.line_of("code"),
				title,
				description,
				counts in _YES,
				pictogram,
				self.translations(row),
				at=row.at("code"),
			)
		)

	def competence(self, row: Row, concept: str):
		uri, kind = row.line_of("conceptUri"), row.line_of("kimKind")
		esco_uri = row.line_of("kimEscoUri") or (uri if is_esco(uri) else "")
		if kind not in KINDS:
			if kind:
				self.reading.add(
					"kind-unknown", row.at("kimKind"), code=row.line_of("code"), kind=kind, kinds=KINDS
				)
			kind = AREA if concept == GROUP else COMPETENCE
		title, description = self.title(row)
		competence = Competence(
			code=row.line_of("code") or self.code_of(uri, row),
			title=title,
			kind=kind,
			description=description,
			esco_uri=esco_uri,
			translations=self.translations(row),
			at=row.at("code"),
		)
		if uri in self.by_uri:
			self.reading.add(
				"address-twice", row.at("conceptUri"), address=uri, line=self.by_uri[uri].at.line
			)
		if uri:
			self.by_uri.setdefault(uri, competence)
		self.by_code.setdefault(competence.code, competence)
		self.framework.competences.append(competence)
		self.placed.append((row, competence))

	def code_of(self, uri: str, row: Row) -> str:
		"""ESCO's skills have no code; the beginning of the UUID in their address makes one."""
		code = texts.short_code(uri.rsplit("/", 1)[-1], set(self.by_code))
		if not code:
			self.reading.add("cell-empty", row.at("code"), column="code")
		return code

	def named(self, reference: str) -> Competence | None:
		return self.by_uri.get(reference) or self.by_code.get(reference)

	def criterion(self, row: Row):
		reference = row.line_of("broaderConceptUri")
		competence = self.named(reference)
		if not competence:
			self.reading.add("criterion-of-nothing", row.at("broaderConceptUri"), reference=reference)
			return
		statement = row.text("preferredLabel")
		if not statement:
			self.reading.add("cell-empty", row.at("preferredLabel"), column="preferredLabel")
		translations = {
			column.partition("_")[2]: row.text(column)
			for column in row.cells
			if column.startswith("preferredLabel_") and row.text(column)
		}
		competence.criteria.append(Criterion(row.line_of("code"), statement, translations, at=row.at("code")))

	def place(self, row: Row, competence: Competence):
		"""Puts it into what it is part of. ESCO puts skills into skills; those stand beside them here."""
		written = bool(row.line_of("kimKind"))
		parents = row.list_of("broaderConceptUri")
		found = [each for each in map(self.named, parents) if each]
		if not written:
			found.sort(key=lambda each: each.kind != AREA)
		if parents and not found:
			if written:
				self.reading.add("parent-missing", row.at("broaderConceptUri"), reference=parents[0])
			else:
				self.reading.note("parent-left-out", row.at("broaderConceptUri"), reference=parents[0])
		for parent in found[:1]:
			if written or (parent.kind == AREA and competence.kind != INDICATOR):
				competence.parent = parent.code
			else:
				self.reading.note(
					"moved-beside", row.at("broaderConceptUri"), code=competence.code, parent=parent.code
				)
		if len(found) > 1:
			self.reading.note(
				"parents-left-out", row.at("broaderConceptUri"), code=competence.code, parent=found[0].code
			)

	def crosswalk(self, row: Row, competence: Competence):
		for column, relation in esco_csv.RELATION_COLUMNS.items():
			for address in row.list_of(column):
				if own := self.by_uri.get(address):
					other = (self.framework.name, own.code)
				else:
					other = names(address, "competence")
				if other and len(other) == 2:
					competence.crosswalk.append(Crosswalk(relation, *other, at=row.at(column)))
				elif is_esco(address) and column == "exactMatch" and not competence.esco_uri:
					competence.esco_uri = address
				elif address.startswith("urn:kim:"):
					self.reading.add("address-unreadable", row.at(column), address=address)
				else:
					self.reading.note("crosswalk-left-out", row.at(column), address=address)
