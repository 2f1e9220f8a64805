"""What the form of a validation shows beside its fields: names, texts in the user's language, who has to
do what next. May import frappe."""

from __future__ import annotations

import frappe
from frappe.model.document import Document

from kim_app import consent, roles
from kim_app.arguments import checked
from kim_app.frameworks import texts
from kim_app.validation import evidence_weight, turns, workflow


def context(validation: Document) -> dict:
	"""For the form of `validation`, whose reader was asked for permission:

	`people` {user: full name}, `consent_warning` while it is prepared (see `consent.warning`), `not_counting`
	{evidence: why it does not count}, `appeal` the name of the appeal against it, `may_appeal` whether the user can
	open one, `next_role` whose turn it is, and what `texts_of` gives.
	"""
	appeal = frappe.db.get_value("KIM Validation", {"amended_from": validation.name})
	preparing = validation.workflow_state in turns.states_of(roles.CASE_WORKER)
	ways = [row for row in workflow.TRANSITIONS if row.source == validation.workflow_state]
	return {
		"people": people(validation),
		"consent_warning": consent.warning(validation.participant) if preparing else None,
		"not_counting": evidence_weight.sentences(validation) if preparing else {},
		"appeal": appeal,
		"may_appeal": bool(
			validation.workflow_state == workflow.NOT_VALIDATED
			and not appeal
			and frappe.has_permission("KIM Validation", "create")
		),
		"next_role": ways[0].role if ways else None,
		**_texts(validation.competence),
	}


def people(validation: Document) -> dict[str, str]:
	"""The full names of everybody whom the validation names."""
	users = {step.user for step in validation.steps}
	users |= {validation.case_worker, validation.assessor, validation.approver, frappe.session.user}
	return dict(
		frappe.get_all(
			"User",
			filters={"name": ["in", list(filter(None, users))]},
			fields=["name", "full_name"],
			as_list=True,
		)
	)


@frappe.whitelist()
@checked
def texts_of(competence: str) -> dict:
	"""The texts a form needs when a competence is chosen, in the user's language: `title`,
	`framework_title`, `scale` (the levels as `frameworks.texts.scale` gives them), `statements` {code of a
	criterion: text}.

	Raises frappe.PermissionError for who may not read competences.
	"""
	frappe.get_doc("KIM Competence", competence).check_permission("read")
	return _texts(competence)


def _texts(competence: str | None) -> dict:
	if not competence or not frappe.db.exists("KIM Competence", competence):
		return {"title": "", "framework_title": "", "scale": [], "statements": {}}
	framework = texts.framework_of(competence)
	return {
		"title": texts.title(competence),
		"framework_title": texts.framework_title(framework),
		"scale": texts.scale(framework),
		"statements": {row["code"]: row["statement"] for row in texts.criteria(competence)},
	}
