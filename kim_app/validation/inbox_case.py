"""One case on one screen: everything that a decision on it needs. May import frappe.

Read in a fixed number of queries, with the user's own permissions. Whoever calls has asked for the
permission on the validation itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from kim_app import permissions, roles
from kim_app.frameworks import texts
from kim_app.validation import deciding, evidence_weight, involvement, open_steps, turns, workflow

DOCTYPE = "KIM Validation"
EVIDENCE = [
	"name",
	"title",
	"kind",
	"learning_context",
	"learned_in",
	"from_date",
	"to_date",
	"hours",
	"description",
	"owner",
]
# Filled in as evidence is rated; shown when the site has them.
QUALITY = ("status", "valid", "authentic", "current", "sufficient", "rating_comment", "rated_by", "rated_on")
EARLIER = ["name", "workflow_state", "validated_level", "decided_on", "valid_until", "validity", "approver"]


def view(validation: Document) -> dict:
	"""A stored validation as the page shows it: plain values, levels as dicts of the framework's scale, people by name."""
	scale = texts.scale(validation.framework) if validation.framework else []
	levels = {level["code"]: level for level in scale}
	why_not = None
	if validation.workflow_state == workflow.PENDING_APPROVAL and roles.SUPERVISOR in frappe.get_roles():
		why_not = deciding.why_not(validation.centre, involvement.of(validation), permissions.scope_of())
	seen = {
		"name": validation.name,
		"state": validation.workflow_state,
		"docstatus": validation.docstatus,
		"modified": str(validation.modified),
		"participant": validation.participant,
		"participant_name": validation.participant_name,
		"centre": validation.centre,
		"competence": validation.competence,
		"competence_title": texts.title(validation.competence),
		"competence_description": texts.description(validation.competence),
		"framework": validation.framework,
		"framework_title": texts.framework_title(validation.framework) if validation.framework else "",
		"scale": scale,
		"claimed": levels.get(validation.claimed_level),
		"proposed": levels.get(validation.proposed_level),
		"validated": levels.get(validation.validated_level),
		"method": validation.method,
		"assessed_on": validation.assessed_on,
		"rationale": validation.rationale,
		"valid_until": validation.valid_until,
		"validity": validation.validity,
		"amended_from": validation.amended_from,
		"days": turns.days_waiting(validation.waiting_since, now_datetime()),
		"ratings": _ratings(validation, levels),
		"evidence": _evidence(validation),
		"self_assessments": _self_assessments(validation, levels),
		"earlier": _earlier(validation, levels),
		"steps": [
			{
				field: step.get(field)
				for field in ("action", "from_state", "to_state", "user", "taken_on", "reason")
			}
			for step in validation.steps
		],
		"actions": [
			{"action": row.action, "needs_reason": row.needs_reason} for row in open_steps.of(validation)
		],
		"why_not": why_not,
		"case_worker": validation.case_worker,
		"assessor": validation.assessor,
	}
	_name_people(seen)
	return seen


def people_of(users: Iterable[str | None]) -> dict[str, str]:
	"""The full names of `users`: {user: name}."""
	users = {user for user in users if user}
	if not users:
		return {}
	rows = frappe.get_all("User", filters={"name": ["in", list(users)]}, fields=["name", "full_name"])
	return {row.name: row.full_name or row.name for row in rows}


def _name_people(seen: dict):
	rows = [*seen["steps"], *seen["earlier"], *seen["evidence"]]
	names = people_of(
		{seen["case_worker"], seen["assessor"]}
		| {row.get(field) for row in rows for field in ("user", "approver", "owner", "rated_by")}
	)
	for field in ("case_worker", "assessor"):
		seen[f"{field}_name"] = names.get(seen[field])
	for row in rows:
		for field in ("user", "approver", "owner", "rated_by"):
			if row.get(field):
				row[f"{field}_name"] = names.get(row[field])


def _ratings(validation: Document, levels: dict) -> list[dict]:
	statements = {row["code"]: row["statement"] for row in texts.criteria(validation.competence)}
	return [
		{
			"criterion": row.criterion,
			"statement": statements.get(row.criterion) or row.statement,
			"level": levels.get(row.level),
			"comment": row.comment,
		}
		for row in validation.ratings
	]


def _evidence(validation: Document) -> list[dict]:
	names = [row.evidence for row in validation.evidence]
	meta = frappe.get_meta("KIM Evidence")
	fields = [*EVIDENCE, *(field for field in QUALITY if meta.has_field(field))]
	found = {
		row.name: row
		for row in frappe.get_list(
			"KIM Evidence", filters={"name": ["in", names or [""]]}, fields=fields, limit=0
		)
	}
	files = defaultdict(list)
	for file in frappe.get_all(
		"File",
		filters={"attached_to_doctype": "KIM Evidence", "attached_to_name": ["in", list(found) or [""]]},
		fields=["attached_to_name", "file_name", "file_url"],
		order_by="creation asc",
	):
		if file.file_url not in [other["url"] for other in files[file.attached_to_name]]:
			files[file.attached_to_name].append({"name": file.file_name, "url": file.file_url})
	evidence, not_counting = [], evidence_weight.sentences(validation)
	for name in names:
		if row := found.get(name):
			evidence.append(
				{
					**row,
					"files": files[name],
					"learned_in": _(row.learned_in or ""),
					"not_counting": not_counting.get(name),
				}
			)
	return evidence


def _self_assessments(validation: Document, levels: dict) -> list[dict]:
	"""What the participant said of themself in this competence, the newest first."""
	made = frappe.get_list(
		"KIM Self Assessment",
		filters={"participant": validation.participant, "status": "Finished"},
		fields=["name", "finished_on", "filled_in"],
		order_by="finished_on desc",
		limit=10,
	)
	ratings = frappe.get_all(
		"KIM Self Rating",
		filters={
			"parent": ["in", [row.name for row in made] or [""]],
			"competence": validation.competence,
			"level": ["is", "set"],
		},
		fields=["parent", "level", "note"],
	)
	by_parent = {row.parent: row for row in ratings}
	return [
		{**row, "level": levels.get(by_parent[row.name].level), "note": by_parent[row.name].note}
		for row in made
		if row.name in by_parent
	]


def _earlier(validation: Document, levels: dict) -> list[dict]:
	rows = frappe.get_list(
		DOCTYPE,
		filters={
			"participant": validation.participant,
			"competence": validation.competence,
			"name": ["!=", validation.name],
		},
		fields=EARLIER,
		order_by="creation desc",
		limit=10,
	)
	return [{**row, "level": levels.get(row.validated_level)} for row in rows]
