"""A KIM Validation as its rules see it: gathers the values that `rules` judges. May import frappe."""

from __future__ import annotations

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, today

from kim_app import open_case, permissions
from kim_app.breach import Breach
from kim_app.evidence import rules as evidence_rules
from kim_app.frameworks import choosing, texts
from kim_app.validation import evidence_weight, involvement, rules, workflow


def as_case(validation: Document, before: Document | None, user: str) -> rules.Case:
	"""The document as it is when `user` saves it; `before` is what is stored, None for a new one."""
	written_now = not before or before.reason != validation.reason
	competence = competence_of(validation)
	scale = (
		frappe.get_cached_doc("KIM Competence Framework", competence.framework).levels if competence else ()
	)
	return rules.Case(
		competence=validation.competence,
		claimed_level=validation.claimed_level,
		proposed_level=validation.proposed_level,
		rationale=validation.rationale,
		reason=validation.reason if written_now or before.reason_by == user else None,
		competence_title=texts.title(competence.name) if competence else "",
		evidence=evidence_weight.weigh(validation) if _submitted_for_assessment(validation, before) else (),
		least_evidence=frappe.db.get_single_value("KIM Settings", "least_evidence") or 0,
		criteria=tuple(row.code for row in competence.criteria) if competence else (),
		ratings=tuple((row.criterion, row.level) for row in validation.ratings),
		scale=tuple(level.code for level in scale),
		involved=frozenset(involved(before or validation)),
		centre=validation.centre,
		works_there=works_there(validation, before, user),
		assessed_on=validation.assessed_on and getdate(validation.assessed_on),
		opened_on=getdate(validation.creation or today()),
		today=getdate(today()),
	)


def _submitted_for_assessment(validation: Document, before: Document | None) -> bool:
	states = (workflow.DOCUMENTATION, workflow.ASSESSMENT)
	return bool(before) and (before.workflow_state, validation.workflow_state) == states


def works_there(validation: Document, before: Document | None, user: str) -> bool:
	"""Whether `user` works for the centre where the case is, and was before it is saved."""
	scope = permissions.scope_of(user)
	return scope.everything or {row.centre for row in (before, validation) if row} <= scope.centres


def competence_of(validation: Document) -> Document | None:
	"""The competence under validation, None when it is not chosen or gone."""
	if not validation.competence:
		return None
	try:
		return frappe.get_cached_doc("KIM Competence", validation.competence)
	except frappe.DoesNotExistError:
		# The link check says so in its own words.
		frappe.clear_last_message()
		return None


def involved(stored: Document) -> set[str]:
	"""Everybody who had a hand in the case and so does not decide it. Read from what is stored, so that
	nobody can write themself out."""
	known = stored.flags.involvement
	return set(involvement.of(stored) if known is None else known)


def broken_links(validation: Document) -> list[Breach]:
	"""Evidence of someone else, an area taken for a competence, a framework not in force."""
	breaches = []
	names = [row.evidence for row in validation.evidence]
	cited = frappe.get_all(
		"KIM Evidence", filters={"name": ["in", names or [""]]}, fields=["name", "participant", "status"]
	)
	before = validation.get_doc_before_save()
	cited_before = [row.evidence for row in before.evidence] if before else []
	statuses = {evidence.name: evidence.status for evidence in cited}
	for name in evidence_rules.not_to_be_cited(statuses, cited_before):
		breaches.append(Breach("evidence-superseded", {"evidence": name}))
	for evidence in cited:
		if evidence.participant != validation.participant:
			breaches.append(
				Breach(
					"evidence-of-another",
					{
						"evidence": evidence.name,
						"participant": validation.participant_name or validation.participant,
					},
				)
			)
	competence = competence_of(validation)
	if competence and competence.kind != "Competence":
		breaches.append(Breach("competence-of-other-kind", {"competence": texts.title(competence.name)}))
	if competence and validation.is_new() and not validation.amended_from:
		status = frappe.get_cached_value("KIM Competence Framework", competence.framework, "status")
		title = texts.framework_title(competence.framework)
		# What an earlier register decided was decided by the framework of its time.
		in_force = ("Published", "Retired") if validation.flags.approved_import else ("Published",)
		if status not in in_force:
			breaches.append(Breach("framework-not-published", {"framework": title}))
		if choosing.is_for_staff(competence.framework):
			breaches.append(Breach("framework-of-staff", {"framework": title}))
	return breaches


def open_key(validation: Document) -> str | None:
	"""What the database holds unique: one open case for a participant and a competence."""
	if validation.workflow_state not in workflow.OPEN_STATES:
		return None
	return f"{validation.participant}:{validation.competence}"


def other_open_case(validation: Document) -> list[Breach]:
	"""The open case for the same participant and competence, when there is one."""
	other = open_case.other_of(validation)
	if not other:
		return []
	return [
		Breach(
			"open-case-exists",
			{
				"other": other,
				"participant": validation.participant_name or validation.participant,
				"competence": texts.title(validation.competence),
			},
		)
	]
