"""A framework as a 1EdTech CASE 1.1 package (CFPackage) in JSON.

Competences are CFItems, the tree and the crosswalks CFAssociations, the scale and the criteria CFRubrics.
What CASE has no place for (kinds, translations, pictograms ...) stands in `extensions.kim` of the thing it
belongs to, as CASE 1.1 allows. Source: CASE Service Information Model 1.1, 1EdTech, 24 January 2025.
May import nothing of Frappe; the other way is `case_json_read`.
"""

from __future__ import annotations

import json

from kim_app.frameworks.exchange.identity import urn, uuid
from kim_app.frameworks.exchange.model import (
	BROADER,
	KINDS,
	NARROWER,
	RELATED,
	SAME,
	Competence,
	Framework,
	Level,
	Text,
)

KIM = "kim"
FORMAT = 1
# CASE has "part of" in one direction: the broader one is then the destination.
ASSOCIATIONS = {SAME: "exactMatchOf", RELATED: "isRelatedTo", NARROWER: "isPartOf", BROADER: "isPartOf"}
ESCO_TARGET = "ext:esco"
DESCRIPTIONS = {
	"Area": "Groups competences.",
	"Competence": "Is assessed by its criteria.",
	"Indicator": "Tells how a competence shows.",
}


def write(framework: Framework, creator: str = "KIM", changed: str = "1970-01-01T00:00:00+00:00") -> bytes:
	"""The framework as a CASE package in UTF-8.

	`creator` is whom CASE names as its author, `changed` when it was changed last (ISO 8601 with a zone).
	The identifiers are the same at every export.
	"""
	return _Package(framework, creator, changed).written()


class _Package:
	def __init__(self, framework: Framework, creator: str, changed: str):
		self.framework, self.creator, self.changed = framework, creator, changed
		self.document = self.link(framework.title, urn("framework", framework.name))
		self.items = {
			each.code: self.item_link(framework.name, each.code, each.title) for each in framework.competences
		}
		self.numbers = {each.code: number for number, each in enumerate(framework.competences, 1)}

	def written(self) -> bytes:
		package = {
			"CFDocument": self.cf_document(),
			"CFItems": [self.cf_item(each) for each in self.framework.competences],
			"CFAssociations": [row for each in self.framework.competences for row in self.associations(each)],
			"CFDefinitions": {"CFItemTypes": [self.item_type(kind) for kind in KINDS]},
			"CFRubrics": self.rubrics(),
		}
		return json.dumps(package, ensure_ascii=False, indent=1).encode("utf-8")

	def link(self, title: str, address: str, **more) -> dict:
		return {"title": title, "identifier": uuid(address), "uri": address, **more}

	def item_link(self, framework: str, code: str, title: str = "") -> dict:
		return self.link(title or code, urn("competence", framework, code), targetType="CASE")

	def thing(self, address: str, **fields) -> dict:
		"""A CASE object: who it is, what is in it (the empty left out), when it was changed."""
		kept = {name: value for name, value in fields.items() if value not in (None, "", {}, [])}
		return {"identifier": uuid(address), "uri": address, **kept, "lastChangeDateTime": self.changed}

	def cf_document(self) -> dict:
		framework = self.framework
		return self.thing(
			self.document["uri"],
			frameworkType="Competence framework",
			caseVersion="1.1",
			creator=self.creator,
			title=framework.title,
			officialSourceURL=framework.source
			if framework.source.startswith(("http://", "https://"))
			else "",
			description=framework.description,
			language=framework.language,
			version=framework.version,
			CFPackageURI=self.link(framework.title, urn("package", framework.name)),
			extensions={
				KIM: _kept(
					format=FORMAT,
					code=framework.code,
					source=framework.source,
					languages=framework.languages,
					basedOn=framework.based_on,
					meantFor=framework.meant_for,
					translations=_texts(framework.translations),
				)
			},
		)

	def cf_item(self, competence: Competence) -> dict:
		# CASE's full statement is the definition, its abbreviated statement what a tree shows.
		same = competence.description == competence.title
		kind = urn("kind", competence.kind)
		return self.thing(
			self.items[competence.code]["uri"],
			fullStatement=competence.description or competence.title,
			abbreviatedStatement=competence.title,
			humanCodingScheme=competence.code,
			CFItemType=competence.kind,
			CFItemTypeURI=self.link(competence.kind, kind),
			language=self.framework.language,
			CFDocumentURI=self.document,
			extensions={
				KIM: _kept(
					kind=competence.kind,
					titleIsDescription=same,
					translations=_texts(competence.translations),
				)
			},
		)

	def associations(self, competence: Competence):
		item = self.items[competence.code]
		parent = (
			self.items[competence.parent] if competence.parent else {**self.document, "targetType": "CASE"}
		)
		number = self.numbers[competence.code]
		yield self.association("isChildOf", item, parent, sequenceNumber=number)
		if competence.esco_uri:
			target = self.link("ESCO", competence.esco_uri, targetType=ESCO_TARGET)
			yield self.association("exactMatchOf", item, target)
		for row in competence.crosswalk:
			own = self.items.get(row.competence) if row.framework == self.framework.name else None
			other = own or self.item_link(row.framework, row.competence)
			origin, destination = (other, item) if row.relation == BROADER else (item, other)
			# Says from which side it is told: both may be competences of this framework.
			held = {"extensions": {KIM: {"heldBy": item["identifier"]}}}
			yield self.association(ASSOCIATIONS[row.relation], origin, destination, **held)

	def association(self, kind: str, origin: dict, destination: dict, **more) -> dict:
		address = urn("association", kind, origin["uri"], destination["uri"])
		return self.thing(
			address,
			associationType=kind,
			originNodeURI=origin,
			destinationNodeURI=destination,
			CFDocumentURI=self.document,
			**more,
		)

	def item_type(self, kind: str) -> dict:
		number = str(KINDS.index(kind) + 1)
		return self.thing(
			urn("kind", kind), title=kind, description=DESCRIPTIONS[kind], hierarchyCode=number, typeCode=kind
		)

	def rubrics(self) -> list[dict]:
		"""The scale as a rubric of its own, then one rubric for each competence that has criteria."""
		framework = self.framework
		scale = urn("scale", framework.name)
		criterion = self.thing(
			urn("scale-levels", framework.name),
			rubricId=uuid(scale),
			CFRubricCriterionLevels=[
				self.level(position, each) for position, each in enumerate(framework.levels)
			],
		)
		rubrics = [
			self.thing(
				scale,
				title=f"Scale of {framework.title}",
				CFRubricCriteria=[criterion],
				extensions={KIM: {"scale": True}},
			)
		]
		rubrics += [self.criteria(each) for each in framework.competences if each.criteria]
		return rubrics

	def level(self, position: int, level: Level) -> dict:
		return self.thing(
			urn("level", self.framework.name, level.code),
			quality=level.title,
			description=level.description,
			score=position,
			position=position,
			rubricCriterionId=uuid(urn("scale-levels", self.framework.name)),
			extensions={
				KIM: _kept(
					code=level.code,
					countsAsShown=level.counts_as_shown,
					pictogram=level.pictogram,
					translations=_texts(level.translations),
				)
			},
		)

	def criteria(self, competence: Competence) -> dict:
		framework = self.framework.name
		rubric = urn("rubric", framework, competence.code)
		return self.thing(
			rubric,
			title=competence.title,
			CFRubricCriteria=[
				self.thing(
					urn("criterion", framework, competence.code, criterion.code),
					description=criterion.statement,
					CFItemURI=self.link(competence.title, self.items[competence.code]["uri"]),
					position=position,
					rubricId=uuid(rubric),
					extensions={KIM: _kept(code=criterion.code, translations=criterion.translations)},
				)
				for position, criterion in enumerate(competence.criteria)
			],
		)


def _kept(**fields) -> dict:
	return {name: value for name, value in fields.items() if value not in (None, "", {}, [], False)}


def _texts(translations: dict[str, Text]) -> dict:
	return {
		language: _kept(title=text.title, description=text.description)
		for language, text in translations.items()
	}
