"""The competence passport: what a person has been shown to be able to do, as far as it holds today. May import frappe.

It names no case: neither where somebody comes from nor why they are here, no assessor, no rationale, no evidence but
its kinds.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from kim_app.frameworks import texts
from kim_app.inclusion.reading import Reader, day
from kim_app.printing import printouts, two_languages, wording

TEMPLATE = "kim_app/templates/competence_passport.html"


def issue(participant: Document, reader: Reader) -> Document:
	"""A passport of `participant`, a record of what is on it; the one of today when nothing has changed since.
	It takes the place of earlier ones. Whoever calls has asked for permission.

	Raises frappe.ValidationError when no competence of theirs is validated and valid today.
	"""
	competences = validated(participant.name, reader)
	if not competences:
		frappe.throw(
			_("{0} has no validated competence that is valid today, so there is nothing to print.").format(
				participant.full_name
			),
			title=_("No passport yet"),
		)
	contents = {
		"holder": participant.full_name,
		"centre": participant.centre,
		"organisation": participant.organisation,
		"country": frappe.db.get_value("KIM Centre", participant.centre, "country"),
		"issued_on": today(),
		"competences": competences,
	}
	theirs = {"kind": printouts.PASSPORT, "participant": participant.name, "status": printouts.CURRENT}
	for name in frappe.get_all(printouts.DOCTYPE, filters=theirs, pluck="name"):
		earlier = frappe.get_doc(printouts.DOCTYPE, name)
		if printouts.read(earlier) == contents and _same_languages(earlier, reader):
			return earlier
		earlier.db_set("status", printouts.SUPERSEDED)
	ends = [line["valid_until"] for line in competences if line["valid_until"]]
	return printouts.issue(
		printouts.PASSPORT, participant, contents, reader, valid_until=min(ends, default=None)
	)


def _same_languages(printout: Document, reader: Reader) -> bool:
	return (printout.first_language, printout.second_language or None) == (reader.first, reader.second)


def validated(participant: str, reader: Reader) -> list[dict]:
	"""The competences of `participant` (a name) that are validated and valid today, as plain values: the record, texts
	in either language (`first`, `second`), days as ISO text. What is not yet shown at all is left out."""
	rows = frappe.get_all(
		"KIM Profile Competence",
		filters={"participant": participant, "validation": ["is", "set"]},
		fields=["competence", "validation", "validated_level", "validated_position", "counts_as_shown"],
	)
	found = []
	for row in rows:
		decided = frappe.db.get_value(
			"KIM Validation",
			row.validation,
			["decided_on", "valid_until", "certificate_number", "centre", "legacy_source"],
			as_dict=True,
		)
		over = decided.valid_until and getdate(decided.valid_until) < getdate(today())
		if not over and (row.validated_position > 0 or row.counts_as_shown):
			found.append(_line(row, decided, reader))
	return sorted(found, key=lambda line: (line["framework"], line["competence"]))


def _line(row, decided, reader: Reader) -> dict:
	framework = texts.framework_of(row.competence)
	scale = texts.scale(framework, reader.first)

	def of_level(part: str) -> dict:
		return reader.both(
			lambda language: (texts.level(framework, row.validated_level, language) or {}).get(part) or ""
		)

	return {
		"validation": row.validation,
		"competence": row.competence,
		"framework": framework,
		"framework_title": reader.both(lambda language: texts.framework_title(framework, language)),
		"title": reader.both(lambda language: texts.title(row.competence, language)),
		"description": reader.both(lambda language: texts.description(row.competence, language)),
		"level": row.validated_level,
		"level_title": of_level("title"),
		"level_description": of_level("description"),
		"scale": [level["code"] for level in scale],
		"validated_on": decided.decided_on and str(getdate(decided.decided_on)),
		"valid_until": decided.valid_until and str(decided.valid_until),
		"certificate_number": decided.certificate_number,
		"centre": decided.centre,
		"evidence_kinds": kinds_of_evidence(row.validation),
	}


def kinds_of_evidence(validation: str) -> list[str]:
	"""The kinds of the evidence that a validation (its name) rests on, each once."""
	cited = frappe.get_all("KIM Validation Evidence", filters={"parent": validation}, pluck="evidence")
	kinds = frappe.get_all("KIM Evidence", filters={"name": ["in", cited or [""]]}, pluck="kind")
	return sorted({kind for kind in kinds if kind})


def of(printout: Document) -> dict:
	"""What the template shows of a passport that was issued."""
	reader = Reader(printout.first_language, printout.second_language or None)
	contents = printouts.read(printout)
	return {
		**contents,
		**two_languages.sides(reader),
		"labels": {key: reader.label(text) for key, text in wording.PASSPORT.items()},
		"status": printout.status,
		"confirmation": printouts.confirmation(printout, reader),
		"competences": [_shown(line, reader) for line in contents["competences"]],
	}


def _shown(line: dict, reader: Reader) -> dict:
	kinds = line["evidence_kinds"]
	return {
		**line,
		"place": line["scale"].index(line["level"]) if line["level"] in line["scale"] else None,
		"validated_on": day(line["validated_on"], reader),
		"valid_until": day(line["valid_until"], reader),
		"evidence": reader.both(
			lambda language: ", ".join(_(kind, language, "KIM Evidence") for kind in kinds)
		),
	}
