"""A framework as one CSV file with the columns of ESCO's downloads, and some of KIM's own beside them.

One row is one thing: the framework (conceptType ConceptScheme), a level (KIMLevel), an area (SkillGroup),
a competence or indicator (KnowledgeSkillCompetence) or a criterion (KIMCriterion). Every language has its
columns, as preferredLabel_fr. See docs/frameworks.md. May import nothing of Frappe; the other way is
`esco_csv_read`.
"""

from __future__ import annotations

import csv
import io
import re

from kim_app.frameworks.exchange.identity import urn
from kim_app.frameworks.exchange.model import (
	AREA,
	BROADER,
	COMPETENCE,
	INDICATOR,
	NARROWER,
	RELATED,
	SAME,
	Competence,
	Framework,
	Text,
	spoken,
)

FRAMEWORK, LEVEL, GROUP, SKILL, CRITERION = (
	"ConceptScheme",
	"KIMLevel",
	"SkillGroup",
	"KnowledgeSkillCompetence",
	"KIMCriterion",
)
CONCEPT_TYPES = {AREA: GROUP, COMPETENCE: SKILL, INDICATOR: SKILL}
# SKOS says what the other concept is to this one; KIM's Broader says that this one is the broader.
RELATION_COLUMNS = {
	"exactMatch": SAME,
	"narrowMatch": BROADER,
	"broadMatch": NARROWER,
	"relatedMatch": RELATED,
}
ESCO_COLUMNS = (
	"conceptType",
	"conceptUri",
	"code",
	"skillType",
	"preferredLabel",
	"description",
	"inScheme",
	"broaderConceptUri",
)
KIM_COLUMNS = (
	"kimKind",
	"kimCountsAsShown",
	"kimPictogram",
	"kimEscoUri",
	"kimVersion",
	"kimSource",
	"kimBasedOn",
	"kimMeantFor",
	"kimLanguage",
	"kimLanguages",
)
# ESCO's columns that KIM has no place for.
LEFT_OUT = {
	"reuselevel",
	"altlabels",
	"hiddenlabels",
	"status",
	"modifieddate",
	"scopenote",
	"definition",
	"broaderconceptpt",
	"broadertype",
}
# Spreadsheet programs take a cell that begins so for a formula. An apostrophe before it makes it text;
# where the text has apostrophes of its own, it gets one more, so that one can always be taken away.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def guarded(text: str) -> str:
	"""The text as no spreadsheet program runs it."""
	return "'" + text if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
	"""The text that `guarded` made the cell of."""
	return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def write(framework: Framework) -> bytes:
	"""The framework as a CSV file, in UTF-8 with the mark by which spreadsheet programs know it."""
	languages = _languages(framework)
	columns = [*ESCO_COLUMNS, *RELATION_COLUMNS, *KIM_COLUMNS]
	columns += [
		f"{column}_{language}" for language in languages for column in ("preferredLabel", "description")
	]
	out = io.StringIO(newline="")
	table = csv.DictWriter(out, columns, restval="", lineterminator="\r\n")
	table.writeheader()
	for row in _rows(framework):
		table.writerow({column: guarded(text) for column, text in row.items()})
	return out.getvalue().encode("utf-8-sig")


def _languages(framework: Framework) -> list[str]:
	"""Every language that anything is translated into."""
	found = spoken(framework)
	order = [*framework.languages, *sorted(found)]
	return sorted(found, key=order.index)


def _rows(framework: Framework):
	scheme = urn("framework", framework.name)
	yield {
		"conceptType": FRAMEWORK,
		"conceptUri": scheme,
		"code": framework.code,
		"kimVersion": framework.version,
		"kimSource": framework.source,
		"kimBasedOn": framework.based_on or "",
		"kimMeantFor": framework.meant_for,
		"kimLanguage": framework.language,
		"kimLanguages": " ".join(framework.languages),
		**_texts(Text(framework.title, framework.description), framework.translations),
	}
	for level in framework.levels:
		yield {
			"conceptType": LEVEL,
			"conceptUri": urn("level", framework.name, level.code),
			"code": level.code,
			"inScheme": scheme,
			"kimCountsAsShown": str(int(level.counts_as_shown)),
			"kimPictogram": level.pictogram,
			**_texts(Text(level.title, level.description), level.translations),
		}
	for competence in framework.competences:
		yield _competence(framework, competence, scheme)
		for criterion in competence.criteria:
			yield {
				"conceptType": CRITERION,
				"conceptUri": urn("criterion", framework.name, competence.code, criterion.code),
				"code": criterion.code,
				"inScheme": scheme,
				"broaderConceptUri": urn("competence", framework.name, competence.code),
				**_texts(
					Text(criterion.statement),
					{language: Text(statement) for language, statement in criterion.translations.items()},
				),
			}


def _competence(framework: Framework, competence: Competence, scheme: str) -> dict[str, str]:
	relations = {
		column: "\n".join(
			urn("competence", row.framework, row.competence)
			for row in competence.crosswalk
			if row.relation == relation
		)
		for column, relation in RELATION_COLUMNS.items()
	}
	return {
		"conceptType": CONCEPT_TYPES[competence.kind],
		"conceptUri": urn("competence", framework.name, competence.code),
		"code": competence.code,
		"skillType": "skill/competence" if competence.kind == COMPETENCE else "",
		"inScheme": scheme,
		"broaderConceptUri": urn("competence", framework.name, competence.parent)
		if competence.parent
		else "",
		"kimKind": competence.kind,
		"kimEscoUri": competence.esco_uri,
		**relations,
		**_texts(Text(competence.title, competence.description), competence.translations),
	}


def _texts(text: Text, translations: dict[str, Text]) -> dict[str, str]:
	cells = {"preferredLabel": text.title, "description": text.description}
	for language, translated in translations.items():
		cells[f"preferredLabel_{language}"] = translated.title
		cells[f"description_{language}"] = translated.description
	return cells
