"""The associations of a CASE package: the tree, and the crosswalks. May import nothing of Frappe."""

from __future__ import annotations

from kim_app.frameworks.exchange.case_json import ESCO_TARGET
from kim_app.frameworks.exchange.case_json_package import Package
from kim_app.frameworks.exchange.identity import is_esco, names
from kim_app.frameworks.exchange.json_node import Node
from kim_app.frameworks.exchange.model import BROADER, NARROWER, RELATED, SAME, Competence, Crosswalk

CHILD, TRANSLATION = "isChildOf", "isTranslationOf"
RELATIONS = {"exactMatchOf": SAME, "isRelatedTo": RELATED, "isPartOf": NARROWER, "isPeerOf": RELATED}
ORIGIN, DESTINATION = "originNodeURI", "destinationNodeURI"


def translated(package: Package) -> dict[str, str]:
	"""{identifier of an item in another language: identifier of the one it translates}."""
	written_in = package.framework.language
	languages = {node.key(): node.language() or written_in for node in package.items}
	pairs = {}
	for node in package.associations:
		if node.line("associationType") == TRANSLATION:
			ends = [node.object(end).key() for end in (ORIGIN, DESTINATION)]
			# Which end is the translation is told differently; the document's language decides.
			for one, other in (ends, reversed(ends)):
				if languages.get(one, written_in) != written_in and other in languages:
					pairs[one] = other
	return pairs


def tree(package: Package):
	"""Puts every competence into what it is part of, siblings by sequence number where there is one, else as
	they stand."""
	own = set(package.document.keys())
	numbers: dict[int, float] = {}
	seen: dict[int, str | None] = {}
	for node in package.associations:
		if node.line("associationType") != CHILD:
			continue
		child, parent = package.competence(node, ORIGIN), package.competence(node, DESTINATION)
		at_root = bool(own & set(node.object(DESTINATION).keys()))
		if not child or not (parent or at_root):
			kind = "parent-missing" if package.written else "parent-left-out"
			end = node.object(DESTINATION if child else ORIGIN)
			package.reading.add(kind, node.at(), blocking=package.written, reference=end.key())
			continue
		code = parent.code if parent else None
		if id(child) in seen:
			if seen[id(child)] != code:
				values = {"code": child.code, "parent": seen[id(child)] or ""}
				package.reading.note("parents-left-out", node.at(), **values)
			continue
		seen[id(child)] = child.parent = code
		numbers[id(child)] = node.number("sequenceNumber")
	package.framework.competences.sort(key=lambda each: numbers.get(id(each), float("inf")))


def crosswalks(package: Package):
	"""Gives the competences what they are compared with, in this package, in others that KIM names and in
	ESCO."""
	for node in package.associations:
		kind = node.line("associationType")
		if kind in (CHILD, TRANSLATION):
			continue
		origin, destination = package.competence(node, ORIGIN), package.competence(node, DESTINATION)
		target = node.object(DESTINATION)
		address = target.line("uri")
		to_esco = is_esco(address) or target.line("targetType") == ESCO_TARGET
		if kind == "exactMatchOf" and origin and to_esco:
			origin.esco_uri = origin.esco_uri or address
			continue
		holder, other, relation = origin, DESTINATION, RELATIONS.get(kind)
		if relation == NARROWER and _held_by_destination(package, node, origin, destination):
			holder, other, relation = destination, ORIGIN, BROADER
		found = _competence_at(package, node, other)
		if holder and found and relation:
			holder.crosswalk.append(Crosswalk(relation, *found, at=node.at()))
		elif package.written and relation:
			package.reading.add("association-leads-nowhere", node.at(), association=kind)
		else:
			package.left_out[kind or "?"] += 1


def _held_by_destination(
	package: Package, node: Node, origin: Competence | None, destination: Competence | None
) -> bool:
	holder = package.known.get(node.kim().line("heldBy").lower())
	return destination is not None and (origin is None or holder is destination)


def _competence_at(package: Package, node: Node, end: str) -> tuple[str, str] | None:
	"""(framework, code) of the competence at one end: of this package, or of another that KIM names."""
	if own := package.competence(node, end):
		return package.framework.name, own.code
	found = names(node.object(end).line("uri"), "competence")
	return found if found and len(found) == 2 else None
