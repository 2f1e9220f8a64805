"""The letter that tells a participant how their validation was decided, why, and what they can do about it, in the
centre's language and theirs. May import frappe."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, getdate

from kim_app.frameworks import texts
from kim_app.inclusion import plan
from kim_app.inclusion.reading import Reader, day
from kim_app.printing import printouts, two_languages, wording
from kim_app.validation import workflow

TEMPLATE = "kim_app/templates/decision_letter.html"
APPEAL_DAYS = 30
DECIDED = (workflow.VALIDATED, workflow.NOT_VALIDATED, workflow.REVOKED)


def of(validation: Document) -> dict:
	"""What the template shows of a decision, with the number of its letter, which is given at the first printing.

	Raises frappe.ValidationError when nothing was decided yet. Whoever has the document was asked for permission.
	"""
	if validation.workflow_state not in DECIDED:
		frappe.throw(
			_("There is a letter once validation {0} is decided.").format(validation.name),
			title=_("No decision yet"),
		)
	reader = two_languages.reader_for(validation.participant, validation.centre)
	title = reader.both(lambda language: texts.title(validation.competence, language))
	state = validation.workflow_state
	printout = printouts.numbered(
		printouts.LETTER,
		validation,
		state,
		{"holder": validation.participant_name, "title": title["first"]},
		reader,
		valid_until=validation.valid_until if state == workflow.VALIDATED else None,
	)
	framework = texts.framework_of(validation.competence)

	def of_level(part: str) -> dict:
		return reader.both(
			lambda language: (
				(texts.level(framework, validation.validated_level, language) or {}).get(part) or ""
			)
		)

	validated = state == workflow.VALIDATED
	return {
		**two_languages.sides(reader),
		"labels": {key: reader.label(text) for key, text in wording.LETTER.items()},
		"confirmation": printouts.confirmation(printout, reader),
		"name": validation.name,
		"holder": validation.participant_name,
		"centre": validation.centre,
		"organisation": validation.organisation,
		"email": frappe.db.get_value("KIM Organisation", validation.organisation, "email"),
		"good": validated,
		"decision": reader.both(
			lambda language: _(wording.DECISION[state], language).format(
				texts.title(validation.competence, language)
			)
		),
		"level": validated and of_level("title"),
		"level_description": validated and of_level("description"),
		"decided_on": day(_decided_on(validation), reader),
		"decided_by": plan.full_name(_decided_by(validation)),
		"reasons": _reasons(validation),
		"evidence": _evidence(validation, reader),
		"method": validation.method and reader.label(validation.method),
		"assessed_on": day(validation.assessed_on, reader),
		"certificate_number": validation.certificate_number if validated else None,
		"valid_until": day(validation.valid_until if validated else None, reader),
		"appeal": _appeal(validation, reader),
	}


def _last_step(validation: Document):
	return validation.steps[-1] if validation.steps else None


def _decided_on(validation: Document):
	step = _last_step(validation)
	return step.taken_on if step and validation.workflow_state == workflow.REVOKED else validation.decided_on


def _decided_by(validation: Document):
	step = _last_step(validation)
	return step.user if step and validation.workflow_state == workflow.REVOKED else validation.approver


def _reasons(validation: Document) -> str:
	"""In the words of whoever wrote them: the assessor's when it was validated, else of who decided against it."""
	step = _last_step(validation)
	if validation.workflow_state == workflow.VALIDATED or not step:
		return validation.rationale or ""
	return step.reason or ""


def _evidence(validation: Document, reader: Reader) -> list[dict]:
	cited = [row.evidence for row in validation.evidence]
	rows = frappe.get_all(
		"KIM Evidence",
		filters={"name": ["in", cited or [""]]},
		fields=["title", "kind"],
		order_by="creation asc",
	)
	return [{"title": row.title, "kind": _kind(row.kind, reader)} for row in rows]


def _kind(kind: str | None, reader: Reader) -> dict:
	return reader.both(lambda language: _(kind or "", language, "KIM Evidence"))


def _appeal(validation: Document, reader: Reader) -> dict:
	if validation.workflow_state != workflow.NOT_VALIDATED:
		return reader.label(wording.ASK_AGAIN)
	last = day(last_day_to_appeal(validation), reader)
	first, second = last["first"], last["second"] or last["first"]
	told = {
		"first": reader.label(wording.APPEAL, first)["first"],
		"second": reader.label(wording.APPEAL, second)["second"],
	}
	return told


def last_day_to_appeal(validation: Document):
	"""The last day of the days that KIM Settings give for an appeal."""
	days = frappe.db.get_single_value("KIM Settings", "appeal_days") or APPEAL_DAYS
	return add_days(getdate(validation.decided_on), days)
