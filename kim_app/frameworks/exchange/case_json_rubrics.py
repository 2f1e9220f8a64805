"""The rubrics of a CASE package: the scale of levels, and the criteria. May import nothing of Frappe."""

from __future__ import annotations

from kim_app.frameworks.exchange import texts
from kim_app.frameworks.exchange.case_json_package import Package
from kim_app.frameworks.exchange.json_node import Node
from kim_app.frameworks.exchange.model import Criterion, Level


def read(package: Package):
	"""Gives the framework its levels and the competences their criteria. The scale is the rubric that KIM
	marks as such; of others' the first that has more than one level."""
	rubrics = package.node.entries("CFRubrics")
	if not rubrics:
		rubrics = package.node.object("CFDefinitions").entries("CFRubrics")
	for rubric in rubrics:
		is_scale = rubric.kim().flag("scale")
		for criterion in sorted(rubric.entries("CFRubricCriteria"), key=_position):
			levels = sorted(criterion.entries("CFRubricCriterionLevels"), key=_position)
			if is_scale or (not package.framework.levels and len(levels) > 1):
				package.framework.levels = [_level(package, *each) for each in enumerate(levels)]
			if not is_scale:
				_criterion(package, criterion)


def _level(package: Package, number: int, node: Node) -> Level:
	kim = node.kim()
	quality, description = node.text("quality"), node.text("description")
	title, description = texts.titled(quality, description) if quality else texts.titled(description)
	if not title:
		package.reading.add("json-missing", node.at(), name="quality")
	return Level(
		kim.line("code") if package.written else str(number),
		title,
		description,
		kim.flag("countsAsShown"),
		package.pictogram(kim),
		kim.translations(),
		at=node.at(),
	)


def _criterion(package: Package, node: Node):
	kim = node.kim()
	competence = package.competence(node, "CFItemURI")
	if not competence:
		if package.written:
			key = node.object("CFItemURI").key()
			package.reading.add("criterion-of-nothing", node.at("CFItemURI"), reference=key)
		elif node.line("description"):
			package.left_out["CFRubricCriterion"] += 1
		return
	statement = node.text("description") or node.text("category")
	if not statement:
		package.reading.add("json-missing", node.at(), name="description")
	translated = kim.object("translations")
	competence.criteria.append(
		Criterion(
			kim.line("code") if package.written else str(len(competence.criteria) + 1),
			statement,
			{language: translated.text(language) for language in translated.value},
			at=node.at(),
		)
	)


def _position(node: Node) -> float:
	return node.number("position")
