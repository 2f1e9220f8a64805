"""The plans that wait for a supervisor, as the page *What waits for you* shows them: a list, one plan with everything
that a decision needs, and the decision. May import frappe.

Read with the user's own permissions. `kim_app.validation.inbox` is the page; it asks here for its section of plans.
"""

from __future__ import annotations

from collections import defaultdict

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from kim_app import permissions, roles, steps
from kim_app.inclusion import plan, reading, versions, workflow
from kim_app.inclusion.reading import Reader
from kim_app.validation import turns

DOCTYPE = plan.DOCTYPE
FIELDS = [
	"name",
	"participant",
	"participant_name",
	"centre",
	"workflow_state",
	"case_worker",
	"owner",
	"contributors",
	"version",
	"to_date",
	"waiting_since",
	"modified",
]
# Who wrote in a plan approves nothing in it; they may still give it back.
APPROVE = "Approve"


def found(wanted: int, text: str | None = None, centre: str | None = None, everyone: bool = False) -> list:
	"""At most `wanted` agreed plans of the user's centres, of `centre` alone when it is given, of all that they may
	read when they ask for `everyone`; found by `text` in number or name, those first that have waited longest."""
	filters = [["workflow_state", "=", workflow.AGREED]]
	if everyone:
		filters += [["centre", "=", centre]] if centre else []
	else:
		own = permissions.scope_of().centres
		filters.append(["centre", "in", sorted(name for name in own if centre in (None, name)) or [""]])
	like = f"%{(text or '').strip()}%"
	return frappe.get_list(
		DOCTYPE,
		filters=filters,
		or_filters=[["name", "like", like], ["participant_name", "like", like]] if len(like) > 2 else [],
		fields=FIELDS,
		order_by="waiting_since asc, name asc",
		limit=wanted,
	)


def describe(rows: list, reminder_days: int, escalation_days: int):
	"""Adds to each row what the list shows: what it is `about`, the days of waiting with their colour, and `why_not`
	where others have to decide it."""
	involved = _involved([row.name for row in rows], rows)
	goals = defaultdict(int)
	for name in frappe.get_all(
		"KIM Plan Goal",
		filters={
			"parent": ["in", list(involved) or [""]],
			"parenttype": DOCTYPE,
			"status": ["!=", "Dropped"],
		},
		pluck="parent",
	):
		goals[name] += 1
	scope, now = permissions.scope_of(), now_datetime()
	for row in rows:
		row.about = _("Inclusion plan with {0} goals, until {1}").format(
			goals[row.name], frappe.format(row.to_date, "Date")
		)
		row.days = turns.days_waiting(row.waiting_since, now)
		row.urgency = turns.urgency(row.days, reminder_days, escalation_days)
		row.why_not = _why_not(row.centre, involved[row.name], scope)


def count(most: int) -> int:
	"""How many plans wait for the user; `most` means as many or more."""
	rows = found(most)
	involved = _involved([row.name for row in rows], rows)
	return sum(frappe.session.user not in involved[row.name] for row in rows)


def view(document: Document) -> dict:
	"""A stored plan, whose reader was asked for permission, as the page shows it: texts in the user's language."""
	reader = Reader(frappe.local.lang)
	content = versions.snapshot(document)
	goals = reading.goals(content, reader, document.participant_name or "")
	changed = reading.changes(document)
	scope = permissions.scope_of()
	why_not = _why_not(document.centre, plan.involved(document), scope)
	return {
		"name": document.name,
		"modified": str(document.modified),
		"state": document.workflow_state,
		"participant_name": document.participant_name,
		"centre": document.centre,
		"case_worker_name": plan.full_name(document.case_worker),
		"from_date": document.from_date,
		"to_date": document.to_date,
		"next_review": document.next_review,
		"wishes": document.wishes,
		"version": document.version,
		"signed_on": document.signed_on,
		"signed_how": document.signed_how,
		"signed_name": document.signed_name,
		"scan": document.scan,
		"goals": [{**goal, "change": changed.get(goal["key"])} for goal in goals],
		"dropped": [
			row.title for row in document.goals if changed.get(row.goal_key) == reading.agreement.REMOVED
		],
		"reviews": [
			{field: row.get(field) for field in ("held_on", "took_part", "outcome", "next_review")}
			for row in document.reviews
		],
		"steps": [
			{
				**{
					field: step.get(field)
					for field in ("action", "from_state", "to_state", "taken_on", "reason")
				},
				"user_name": plan.full_name(step.user),
			}
			for step in document.steps
		],
		"actions": _actions(document, why_not, scope),
		"why_not": why_not,
	}


def decide(name: str, action: str, reason: str | None = None, seen: str | None = None) -> dict:
	"""Takes a supervisor's step of the plan `name` through its form; `seen` is its `modified` as the page showed it.

	Raises frappe.TimestampMismatchError when somebody was faster, frappe.PermissionError, or frappe.ValidationError
	with what the rules say. Returns the state that the plan is in now.
	"""
	if roles.SUPERVISOR not in frappe.get_roles():
		frappe.throw(_("Only a supervisor decides on plans."), frappe.PermissionError, title=_("Not decided"))
	known = frappe.db.exists(DOCTYPE, name)
	document = frappe.get_doc(DOCTYPE, name, for_update=True) if known else None
	if not document or not document.has_permission("write"):
		frappe.throw(
			_("There is no plan {0} among those that you may decide.").format(name), frappe.PermissionError
		)
	row = next((row for row in _decisions(document) if row.action == action), None)
	changed = bool(seen and str(document.modified) != seen)
	if document.workflow_state != workflow.AGREED or changed:
		# When only something in it was changed, no step says by whom.
		taken = document.steps if document.workflow_state != workflow.AGREED else []
		steps.refuse_as_overtaken(DOCTYPE, name, document.workflow_state, taken)
	if not row:
		frappe.throw(_("{0} is no decision on a plan.").format(frappe.bold(action)))
	document.reason = (reason or "").strip() or None
	document.workflow_state = row.target
	document.save()
	document.add_comment("Workflow", _(row.target))
	return {"state": document.workflow_state}


def _decisions(document: Document) -> list[workflow.PlanTransition]:
	return [
		row
		for row in workflow.TRANSITIONS
		if row.source == workflow.AGREED
		and row.role == roles.SUPERVISOR
		and row.in_force in (None, bool(document.version))
	]


def _actions(document: Document, why_not: str | None, scope: permissions.Scope) -> list[dict]:
	works_there = scope.everything or document.centre in scope.centres
	if document.workflow_state != workflow.AGREED or not works_there:
		return []
	if roles.SUPERVISOR not in frappe.get_roles():
		return []
	return [
		{"action": row.action, "needs_reason": row.needs_reason}
		for row in _decisions(document)
		if not (why_not and row.action == APPROVE)
	]


def _why_not(centre: str, involved: set[str], scope: permissions.Scope) -> str | None:
	if scope.user in involved:
		return _("You drafted this plan or wrote in it.")
	if not (scope.everything or centre in scope.centres):
		return _("You do not work for {0}.").format(centre)
	return None


def _involved(names: list[str], rows: list) -> dict[str, set[str]]:
	"""`plan.involved` for many stored plans, given as rows with FIELDS: in three queries, however many they are."""
	taken = defaultdict(list)
	for step in frappe.get_all(
		"KIM Plan Step",
		filters={"parent": ["in", names or [""]], "parenttype": DOCTYPE},
		fields=["parent", "user", "action"],
	):
		taken[step.parent].append(step)
	logins = dict(
		frappe.get_all(
			"KIM Participant",
			filters={"name": ["in", [row.participant for row in rows] or [""]]},
			fields=["name", "user"],
			as_list=True,
		)
	)
	return {row.name: plan.hands(row, taken[row.name], logins.get(row.participant)) for row in rows}
