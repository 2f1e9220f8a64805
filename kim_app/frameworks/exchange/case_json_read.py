"""Reads a CASE package (1.0 or 1.1): one that KIM wrote, or one of any other author.

Every problem is told with its path and line; what KIM has no place for is told too, but keeps nothing
out. May import nothing of Frappe.
"""

from __future__ import annotations

import json

from kim_app.frameworks.exchange import case_json_links, case_json_rubrics, texts
from kim_app.frameworks.exchange.case_json_package import Package
from kim_app.frameworks.exchange.json_node import Node
from kim_app.frameworks.exchange.model import AREA, COMPETENCE, KINDS, Competence, Framework, Place, Text
from kim_app.frameworks.exchange.problems import MOST_COMPETENCES, Reading
from kim_app.frameworks.rules import LONGEST_TITLE

# With translations that are items of their own.
MOST_ITEMS = 20 * MOST_COMPETENCES


def read(content: str, language: str = "en") -> Reading:
	"""What the JSON text holds. `language` is that of a file that names none."""
	reading = Reading(Framework("", "", "", language=language))
	try:
		content_read = json.loads(content)
	except json.JSONDecodeError as error:
		reading.add("json-syntax", Place(error.lineno, error.colno), reason=error.msg)
		return reading
	except (RecursionError, ValueError) as error:
		reading.add("json-syntax", Place(1), reason=type(error).__name__)
		return reading
	node = Node(content_read, (), reading)
	if isinstance(content_read, dict) and "CFDocument" not in content_read and "CFPackage" in content_read:
		node = node.object("CFPackage")
	if not isinstance(node.value, dict) or "CFDocument" not in node.value:
		reading.add("no-case-package", node.at())
		return reading
	_assemble(Package(reading, node))
	return reading


def _assemble(package: Package):
	"""Puts the package together to its reading's framework. One that holds too much is not put together:
	`check` tells of too many competences."""
	_head(package)
	if len(package.items) > MOST_ITEMS:
		values = {"count": len(package.items), "most": MOST_COMPETENCES}
		package.reading.add("too-many-competences", package.node.at("CFItems"), **values)
		return
	_items(package)
	if len(package.framework.competences) > MOST_COMPETENCES:
		return
	case_json_links.tree(package)
	case_json_links.crosswalks(package)
	case_json_rubrics.read(package)
	if not package.written:
		_kinds_by_tree(package)
	for kind, count in package.left_out.items():
		package.reading.note("associations-left-out", None, association=kind, count=count)


def _head(package: Package):
	node, kim, framework = package.document, package.document.kim(), package.framework
	framework.at = node.at()
	framework.title, framework.description = texts.titled(node.text("title"), node.text("description"))
	framework.code, framework.version = kim.line("code"), node.line("version")
	framework.language = node.language() or framework.language
	framework.source = kim.line("source") or node.line("officialSourceURL")
	if not package.written:
		framework.source = framework.source or node.line("publisher") or node.line("creator")
	framework.based_on = kim.line("basedOn") or None
	framework.meant_for = package.reading.audience(kim.line("meantFor"), kim.at("meantFor"))
	framework.languages = list(dict.fromkeys(kim.lines("languages")))
	framework.translations = kim.translations()


def _items(package: Package):
	"""The competences, and the translations that are items of their own."""
	translated = case_json_links.translated(package)
	codes: set[str] = set()
	originals = []
	for node in package.items:
		key = node.key()
		if key and key in translated:
			originals.append((node, translated[key]))
		else:
			_item(package, node, codes)
	for node, key in originals:
		if original := package.known.get(key):
			title, rest = texts.titled(node.line("abbreviatedStatement") or node.text("fullStatement"))
			original.translations.setdefault(node.language(), Text(title, rest))


def _item(package: Package, node: Node, codes: set[str]):
	kim = node.kim()
	statement = node.text("fullStatement", required=True)
	abbreviated = node.line("abbreviatedStatement")
	notes = "" if package.written else node.text("notes")
	if not abbreviated or len(abbreviated) > LONGEST_TITLE:
		title, description = texts.titled(statement, notes)
	elif statement == abbreviated and not kim.flag("titleIsDescription"):
		title, description = abbreviated, notes
	else:
		title, description = abbreviated, texts.paragraphs(statement, notes)
	competence = Competence(
		code=_code(package, node, codes),
		title=title,
		kind=_kind(package, node, kim),
		description=description,
		translations=kim.translations(),
		at=node.at(),
	)
	for key in dict.fromkeys(node.keys()):
		if key in package.known:
			package.reading.add("identifier-twice", node.at("identifier"), identifier=key)
		package.known.setdefault(key, competence)
	codes.add(competence.code)
	package.framework.competences.append(competence)


def _code(package: Package, node: Node, codes: set[str]) -> str:
	"""The item's code; others may give none, then the beginning of its identifier is one."""
	code = node.line("humanCodingScheme")
	if code or package.written:
		return code
	return texts.short_code(node.key().rsplit("/", 1)[-1], codes)


def _kind(package: Package, node: Node, kim: Node) -> str:
	kind = kim.line("kind") or COMPETENCE
	if kind in KINDS:
		return kind
	values = {"code": node.line("humanCodingScheme"), "kind": kind, "kinds": KINDS}
	package.reading.add("kind-unknown", kim.at("kind"), **values)
	return COMPETENCE


def _kinds_by_tree(package: Package):
	"""Others do not say what is an area: what holds something is one, as long as nothing rates it."""
	parents = {competence.parent for competence in package.framework.competences}
	for competence in package.framework.competences:
		if competence.code in parents:
			competence.kind = AREA
			if competence.criteria:
				package.left_out["CFRubricCriterion"] += len(competence.criteria)
				competence.criteria = []
