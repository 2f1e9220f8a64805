"""Reads a CASE package (1.0 or 1.1): one that KIM wrote, or one of any other author.

Every problem is told with its path and line; what KIM has no place for is told too, but keeps nothing
out. May import nothing of Frappe.
"""

from __future__ import annotations

import json
from collections import Counter

from kim_app.frameworks.exchange import texts
from kim_app.frameworks.exchange.case_json import ESCO_TARGET, KIM
from kim_app.frameworks.exchange.identity import is_esco, names
from kim_app.frameworks.exchange.model import (
	AREA,
	BROADER,
	COMPETENCE,
	KINDS,
	NARROWER,
	PICTOGRAMS,
	RELATED,
	SAME,
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

CHILD, TRANSLATION = "isChildOf", "isTranslationOf"
RELATIONS = {"exactMatchOf": SAME, "isRelatedTo": RELATED, "isPartOf": NARROWER, "isPeerOf": RELATED}


def read(content: str, language: str = "en") -> Reading:
	"""What the JSON text holds. `language` is that of a file that names none."""
	reading = Reading(Framework("", "", "", language=language))
	try:
		package = json.loads(content)
	except json.JSONDecodeError as error:
		reading.add("json-syntax", Place(error.lineno, error.colno), reason=error.msg)
		return reading
	except (RecursionError, ValueError) as error:
		reading.add("json-syntax", Place(1), reason=type(error).__name__)
		return reading
	node = _Node(package, (), reading)
	if isinstance(package, dict) and "CFDocument" not in package and "CFPackage" in package:
		node = node.object("CFPackage")
	if not isinstance(node.value, dict) or "CFDocument" not in node.value:
		reading.add("no-case-package", node.at())
		return reading
	_Assembly(reading, node).assemble()
	return reading


class _Node:
	"""A value of the file and its path; asked for what should be in it, it tells what is not as it should be."""

	def __init__(self, value, path: tuple, reading: Reading):
		self.value, self.path, self.reading = value, path, reading

	def at(self, *steps) -> Place:
		return Place(path=(*self.path, *steps))

	def _node(self, value, *steps) -> _Node:
		return _Node(value, (*self.path, *steps), self.reading)

	def get(self, key: str, kind: type, wanted: str):
		"""The value under `key` when it is of `kind`; otherwise an empty one, and a problem unless it is absent."""
		value = self.value.get(key) if isinstance(self.value, dict) else None
		if value is None:
			return kind()
		if not isinstance(value, kind) or isinstance(value, bool) and kind is int:
			self.reading.add("json-wrong-type", self.at(key), wanted=wanted)
			return kind()
		return value

	def object(self, key: str) -> _Node:
		return self._node(self.get(key, dict, "{ }"), key)

	def entries(self, key: str) -> list[_Node]:
		"""The objects of the list under `key`."""
		nodes = []
		for number, value in enumerate(self.get(key, list, "[ ]")):
			node = self._node(value, key, number)
			if isinstance(value, dict):
				nodes.append(node)
			else:
				self.reading.add("json-wrong-type", node.at(), wanted="{ }")
		return nodes

	def text(self, key: str, required: bool = False) -> str:
		value = self.value.get(key) if isinstance(self.value, dict) else None
		text = (
			str(value)
			if isinstance(value, int) and not isinstance(value, bool)
			else self.get(key, str, '" "')
		)
		if character := texts.unreadable(text):
			self.reading.add("character-unreadable", self.at(key), character=character)
		text = texts.tidy(text)
		if required and not text and value in (None, "", text):
			self.reading.add("json-missing", self.at(), name=key)
		return text

	def line(self, key: str, required: bool = False) -> str:
		return texts.one_line(self.text(key, required))

	def kim(self) -> _Node:
		"""What KIM itself wrote beside what CASE knows; nothing in a file by others."""
		extensions = self.value.get("extensions")
		if not isinstance(extensions, dict) or not isinstance(extensions.get(KIM), dict):
			return self._node({}, "extensions", KIM)
		return self._node(extensions[KIM], "extensions", KIM)

	def translations(self) -> dict[str, Text]:
		"""{language: text} under `translations`."""
		found = {}
		node = self.object("translations")
		for language in node.value:
			entry = node.object(language)
			title = entry.line("title", required=True)
			if len(title) > LONGEST_TITLE:
				self.reading.add(
					"title-too-long", entry.at("title"), longest=LONGEST_TITLE, length=len(title)
				)
			found[language] = Text(title, entry.text("description"))
		return found


class _Assembly:
	"""Puts a package together to `reading.framework`."""

	def __init__(self, reading: Reading, package: _Node):
		self.reading, self.package, self.framework = reading, package, reading.framework
		self.document = package.object("CFDocument")
		self.known: dict[str, Competence] = {}  # by identifier and by address
		self.codes: set[str] = set()
		self.written = bool(self.document.kim().value)
		self.left_out: Counter = Counter()

	def assemble(self):
		self.head()
		translated = self.translated_items()
		for node in self.package.entries("CFItems"):
			if not self.key(node) or self.key(node) not in translated:
				self.item(node)
		for node in self.package.entries("CFItems"):
			if original := self.known.get(translated.get(self.key(node), "")):
				self.translate(node, original)
		self.tree()
		self.crosswalks()
		self.rubrics()
		if not self.written:
			self.kinds_by_tree()
		for kind, count in self.left_out.items():
			self.reading.note("associations-left-out", None, association=kind, count=count)

	def key(self, node: _Node) -> str:
		return (node.line("identifier") or node.line("uri")).lower()

	def keys(self, node: _Node) -> list[str]:
		return [key for key in (node.line("identifier").lower(), node.line("uri").lower()) if key]

	def head(self):
		node, kim, framework = self.document, self.document.kim(), self.framework
		framework.at = node.at()
		framework.title, rest = texts.title_and_rest(node.text("title"))
		framework.description = "\n\n".join(filter(None, [rest, node.text("description")]))
		framework.code, framework.version = kim.line("code"), node.line("version")
		framework.language = node.line("language").split("-")[0].lower() or framework.language
		framework.source = kim.line("source") or node.line("officialSourceURL")
		if not self.written:
			framework.source = framework.source or node.line("publisher") or node.line("creator")
		framework.based_on = kim.line("basedOn") or None
		languages = kim.get("languages", list, "[ ]")
		framework.languages = [each for each in dict.fromkeys(languages) if isinstance(each, str)]
		framework.translations = kim.translations()

	def item(self, node: _Node):
		kim = node.kim()
		statement = node.text("fullStatement", required=True)
		abbreviated = node.line("abbreviatedStatement")
		if abbreviated and len(abbreviated) <= LONGEST_TITLE:
			title, description = abbreviated, statement
			if statement == title and not kim.value.get("titleIsDescription"):
				description = ""
		else:
			title, description = texts.title_and_rest(statement)
		notes = "" if self.written else node.text("notes")
		kind = kim.line("kind") or COMPETENCE
		if kind not in KINDS:
			code = node.line("humanCodingScheme")
			self.reading.add("kind-unknown", kim.at("kind"), code=code, kind=kind, kinds=KINDS)
			kind = COMPETENCE
		competence = Competence(
			code=self.code_of(node),
			title=title,
			kind=kind,
			description="\n\n".join(filter(None, [description, notes])),
			translations=kim.translations(),
			at=node.at(),
		)
		for key in self.keys(node):
			if key in self.known and self.known[key] is not competence:
				self.reading.add("identifier-twice", node.at("identifier"), identifier=key)
			self.known.setdefault(key, competence)
		self.codes.add(competence.code)
		self.framework.competences.append(competence)

	def code_of(self, node: _Node) -> str:
		"""The item's code; others may give none, then the beginning of its identifier is one."""
		code = node.line("humanCodingScheme")
		if code or self.written:
			return code
		return texts.short_code(self.key(node).rsplit("/", 1)[-1], self.codes)

	def translated_items(self) -> dict[str, str]:
		"""{identifier of an item in another language: identifier of the one it translates}."""
		languages = {
			self.key(node): node.line("language").split("-")[0].lower() or self.framework.language
			for node in self.package.entries("CFItems")
		}
		pairs = {}
		for node in self.package.entries("CFAssociations"):
			if node.line("associationType") == TRANSLATION:
				ends = [self.key(node.object(end)) for end in ("originNodeURI", "destinationNodeURI")]
				# Which end is the translation is told differently; the document's language decides.
				for one, other in (ends, reversed(ends)):
					if (
						languages.get(one, self.framework.language) != self.framework.language
						and other in languages
					):
						pairs[one] = other
		return pairs

	def translate(self, node: _Node, original: Competence):
		language = node.line("language").split("-")[0].lower()
		title, rest = texts.title_and_rest(node.line("abbreviatedStatement") or node.text("fullStatement"))
		original.translations.setdefault(language, Text(title, rest))

	def tree(self):
		"""The tree and the order of siblings: by sequence number where there is one, else as they stand."""
		own = set(self.keys(self.document))
		numbers: dict[int, float] = {}
		seen: dict[int, str | None] = {}
		for node in self.package.entries("CFAssociations"):
			if node.line("associationType") != CHILD:
				continue
			child = self.end(node, "originNodeURI")
			parent = self.end(node, "destinationNodeURI")
			at_root = bool(own & set(self.keys(node.object("destinationNodeURI"))))
			if not child or not (parent or at_root):
				kind = "parent-missing" if self.written else "parent-left-out"
				end = node.object("destinationNodeURI" if child else "originNodeURI")
				self.reading.add(kind, node.at(), blocking=self.written, reference=self.key(end))
				continue
			code = parent.code if parent else None
			if id(child) in seen:
				if seen[id(child)] != code:
					self.reading.note(
						"parents-left-out", node.at(), code=child.code, parent=seen[id(child)] or ""
					)
				continue
			seen[id(child)] = child.parent = code
			number = node.value.get("sequenceNumber")
			numbers[id(child)] = number if isinstance(number, int) else float("inf")
		self.framework.competences.sort(key=lambda each: numbers.get(id(each), float("inf")))

	def end(self, node: _Node, end: str) -> Competence | None:
		"""The competence of this package at one end of an association."""
		found = [self.known[key] for key in self.keys(node.object(end)) if key in self.known]
		return found[0] if found else None

	def crosswalks(self):
		for node in self.package.entries("CFAssociations"):
			kind = node.line("associationType")
			if kind in (CHILD, TRANSLATION):
				continue
			origin, destination = self.end(node, "originNodeURI"), self.end(node, "destinationNodeURI")
			target = node.object("destinationNodeURI")
			address = target.line("uri")
			if (
				kind == "exactMatchOf"
				and origin
				and (is_esco(address) or target.line("targetType") == ESCO_TARGET)
			):
				origin.esco_uri = origin.esco_uri or address
				continue
			holder, other, relation = origin, "destinationNodeURI", RELATIONS.get(kind)
			if relation == NARROWER and self.held_by_destination(node, origin, destination):
				holder, other, relation = destination, "originNodeURI", BROADER
			address = self.competence_at(node, other)
			if holder and address and relation:
				holder.crosswalk.append(Crosswalk(relation, *address, at=node.at()))
			elif self.written and relation:
				self.reading.add("association-leads-nowhere", node.at(), association=kind)
			else:
				self.left_out[kind or "?"] += 1

	def held_by_destination(self, node: _Node, origin, destination) -> bool:
		holder = self.known.get(node.kim().line("heldBy").lower())
		return destination is not None and (origin is None or holder is destination)

	def competence_at(self, node: _Node, end: str) -> tuple[str, str] | None:
		"""(framework, code) of the competence at one end: of this package, or of another that KIM names."""
		if own := self.end(node, end):
			return self.framework.name, own.code
		found = names(node.object(end).line("uri"), "competence")
		return found if found and len(found) == 2 else None

	def rubrics(self):
		scale: list[Level] = []
		entries = self.package.entries("CFRubrics")
		if not entries:
			entries = self.package.object("CFDefinitions").entries("CFRubrics")
		for rubric in entries:
			for criterion in sorted(rubric.entries("CFRubricCriteria"), key=_position):
				levels = sorted(criterion.entries("CFRubricCriterionLevels"), key=_position)
				if rubric.kim().value.get("scale"):
					scale = self.framework.levels = [
						self.level(node, number) for number, node in enumerate(levels)
					]
					continue
				if not scale and len(levels) > 1:
					scale = self.framework.levels = [
						self.level(node, number) for number, node in enumerate(levels)
					]
				self.criterion(criterion)

	def level(self, node: _Node, number: int) -> Level:
		kim = node.kim()
		title, rest = texts.title_and_rest(node.text("quality") or node.text("description"))
		if not title:
			self.reading.add("json-missing", node.at(), name="quality")
		pictogram = kim.line("pictogram")
		if pictogram and pictogram not in PICTOGRAMS:
			at = kim.at("pictogram")
			self.reading.add("pictogram-unknown", at, pictogram=pictogram, pictograms=PICTOGRAMS)
		return Level(
			kim.line("code") if self.written else str(number),
			title,
			"\n\n".join(filter(None, [rest, node.text("description") if node.text("quality") else ""])),
			bool(kim.value.get("countsAsShown")),
			pictogram,
			kim.translations(),
			at=node.at(),
		)

	def criterion(self, node: _Node):
		kim = node.kim()
		competence = self.end(node, "CFItemURI")
		if not competence:
			if self.written:
				key = self.key(node.object("CFItemURI"))
				self.reading.add("criterion-of-nothing", node.at("CFItemURI"), reference=key)
			elif node.line("description"):
				self.left_out["CFRubricCriterion"] += 1
			return
		statement = node.text("description") or node.text("category")
		if not statement:
			self.reading.add("json-missing", node.at(), name="description")
		translated = kim.object("translations")
		competence.criteria.append(
			Criterion(
				kim.line("code") if self.written else str(len(competence.criteria) + 1),
				statement,
				{language: translated.text(language) for language in translated.value},
				at=node.at(),
			)
		)

	def kinds_by_tree(self):
		"""Others do not say what is an area: what holds something is one, as long as nothing rates it."""
		parents = {competence.parent for competence in self.framework.competences}
		for competence in self.framework.competences:
			if competence.code in parents:
				competence.kind = AREA
				if competence.criteria:
					self.left_out["CFRubricCriterion"] += len(competence.criteria)
					competence.criteria = []


def _position(node: _Node):
	position = node.value.get("position")
	return position if isinstance(position, int) else float("inf")
