"""Reads a CSV file with ESCO's columns: one that KIM wrote, or an extract of ESCO's own downloads.

Every problem is told with its line and column; what KIM has no place for is told too, but keeps nothing
out. May import nothing of Frappe.
"""

from __future__ import annotations

from kim_app.frameworks.exchange import esco_csv, texts
from kim_app.frameworks.exchange.esco_csv import CRITERION, FRAMEWORK, GROUP, LEVEL, SKILL
from kim_app.frameworks.exchange.esco_csv_rows import Row, rows
from kim_app.frameworks.exchange.identity import is_esco, names
from kim_app.frameworks.exchange.model import (
	AREA,
	COMPETENCE,
	INDICATOR,
	KINDS,
	Competence,
	Criterion,
	Crosswalk,
	Framework,
	Level,
	Place,
)
from kim_app.frameworks.exchange.problems import MOST_COMPETENCES, Reading

_YES, _NO = {"1", "yes", "true", "x"}, {"", "0", "no", "false"}


def read(content: str, language: str = "en") -> Reading:
	"""What the CSV text holds. `language` is that of a file that names none, as ESCO's do not."""
	reading = Reading(Framework("", "", "", language=language))
	found = list(rows(content, reading))
	if found:
		_Assembly(reading, found).assemble()
	elif not reading.errors:
		reading.add("file-without-rows", Place(1))
	return reading


def _concept(row: Row) -> str:
	return row.text("conceptType") or SKILL


class _Assembly:
	"""Puts the rows together to `reading.framework`."""

	def __init__(self, reading: Reading, rows: list[Row]):
		self.reading = reading
		self.framework = reading.framework
		self.by_uri: dict[str, Competence] = {}
		self.by_code: dict[str, Competence] = {}
		self.placed: list[tuple[Row, Competence]] = []
		self.competences = [row for row in rows if _concept(row) in (GROUP, SKILL)]
		self.others: dict[str, list[Row]] = {}
		for row in rows:
			if _concept(row) not in (GROUP, SKILL):
				self.others.setdefault(_concept(row), []).append(row)

	def assemble(self):
		self.heads(self.others.pop(FRAMEWORK, []))
		if len(self.competences) > MOST_COMPETENCES:
			values = {"count": len(self.competences), "most": MOST_COMPETENCES}
			self.reading.add("too-many-competences", self.competences[MOST_COMPETENCES].at(), **values)
			return
		for row in self.others.pop(LEVEL, []):
			self.level(row)
		for row in self.competences:
			self.competence(row)
		for row in self.others.pop(CRITERION, []):
			self.criterion(row)
		for row, competence in self.placed:
			self.place(row, competence)
		for row, competence in self.placed:
			self.crosswalk(row, competence)
		for concept, left_out in self.others.items():
			self.reading.note("concept-type-left-out", None, concept=concept, count=len(left_out))

	def heads(self, heads: list[Row]):
		for row in heads[:1]:
			self.head(row)
		for row in heads[1:]:
			self.reading.add("framework-row-twice", row.at("conceptType"), line=heads[0].line)

	def head(self, row: Row):
		framework = self.framework
		framework.at = row.at("code")
		framework.code, framework.version = row.line_of("code"), row.line_of("kimVersion")
		framework.title, framework.description = texts.titled(
			row.text("preferredLabel"), row.text("description")
		)
		framework.source = row.line_of("kimSource")
		framework.based_on = row.line_of("kimBasedOn") or None
		framework.meant_for = self.reading.audience(row.line_of("kimMeantFor"), row.at("kimMeantFor"))
		framework.language = row.line_of("kimLanguage") or framework.language
		framework.languages = list(dict.fromkeys(row.list_of("kimLanguages")))
		framework.translations = row.translations()

	def level(self, row: Row):
		pictogram = self.reading.pictogram(row.line_of("kimPictogram"), row.at("kimPictogram"))
		counts = row.line_of("kimCountsAsShown").lower()
		if counts not in _YES | _NO:
			self.reading.add("neither-yes-nor-no", row.at("kimCountsAsShown"), value=counts)
		title, description = texts.titled(row.text("preferredLabel", required=True), row.text("description"))
		self.framework.levels.append(
			Level(
				row.line_of("code"),
				title,
				description,
				counts in _YES,
				pictogram,
				row.translations(),
				at=row.at("code"),
			)
		)

	def competence(self, row: Row):
		uri = row.line_of("conceptUri")
		title, description = texts.titled(row.text("preferredLabel", required=True), row.text("description"))
		competence = Competence(
			code=row.line_of("code") or self.code_of(uri, row),
			title=title,
			kind=self.kind(row),
			description=description,
			esco_uri=row.line_of("kimEscoUri") or (uri if is_esco(uri) else ""),
			translations=row.translations(),
			at=row.at("code"),
		)
		if uri in self.by_uri:
			line = self.by_uri[uri].at.line
			self.reading.add("address-twice", row.at("conceptUri"), address=uri, line=line)
		if uri:
			self.by_uri.setdefault(uri, competence)
		self.by_code.setdefault(competence.code, competence)
		self.framework.competences.append(competence)
		self.placed.append((row, competence))

	def kind(self, row: Row) -> str:
		kind = row.line_of("kimKind")
		if kind in KINDS:
			return kind
		if kind:
			values = {"code": row.line_of("code"), "kind": kind, "kinds": KINDS}
			self.reading.add("kind-unknown", row.at("kimKind"), **values)
		return AREA if _concept(row) == GROUP else COMPETENCE

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
		statement = row.text("preferredLabel", required=True)
		criterion = Criterion(row.line_of("code"), statement, row.statements(), at=row.at("code"))
		competence.criteria.append(criterion)

	def place(self, row: Row, competence: Competence):
		"""Puts it into what it is part of. ESCO puts skills into skills; those stand beside them here."""
		at = row.at("broaderConceptUri")
		written = bool(row.line_of("kimKind"))
		parents = row.list_of("broaderConceptUri")
		found = [each for each in map(self.named, parents) if each]
		if not written:
			found.sort(key=lambda each: each.kind != AREA)
		if parents and not found:
			kind = "parent-missing" if written else "parent-left-out"
			self.reading.add(kind, at, blocking=written, reference=parents[0])
		for parent in found[:1]:
			if written or (parent.kind == AREA and competence.kind != INDICATOR):
				competence.parent = parent.code
			else:
				self.reading.note("moved-beside", at, code=competence.code, parent=parent.code)
		if len(found) > 1:
			self.reading.note("parents-left-out", at, code=competence.code, parent=found[0].code)

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
