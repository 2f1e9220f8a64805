"""What waits for the person who asks: the lists of the page *What waits for you*. May import frappe.

Every list is read with the user's own permissions (`frappe.get_list`), in a number of queries that does
not grow with its length. `inbox_case` shows one case, `deciding` and `bulk` take the decisions; the section of
inclusion plans is `kim_app.inclusion.inbox`'s.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import add_days, getdate, now_datetime, today

from kim_app import permissions, roles
from kim_app.arguments import checked
from kim_app.frameworks import texts
from kim_app.inclusion import inbox as plans
from kim_app.validation import deciding, inbox_case, involvement, staff, turns, workflow

DOCTYPE = "KIM Validation"
DECIDE, PLANS, ASSESS, PREPARE, KNOW, LATE = "decide", "plans", "assess", "prepare", "know", "late"
# Section -> the role that has it. Their order is the order of the tabs.
SECTIONS = {
	DECIDE: roles.SUPERVISOR,
	PLANS: roles.SUPERVISOR,
	ASSESS: roles.ASSESSOR,
	PREPARE: roles.CASE_WORKER,
	KNOW: roles.CASE_WORKER,
	LATE: roles.COORDINATOR,
}
PAGE = 50
MOST_COUNTED = 100
# How long the case worker is told of what ended and nobody took up again.
EXPIRED_FOR, NOT_VALIDATED_FOR = 365, 90
FIELDS = [
	"name",
	"participant",
	"participant_name",
	"competence",
	"framework",
	"centre",
	"workflow_state",
	"claimed_level",
	"proposed_level",
	"case_worker",
	"assessor",
	"waiting_since",
	"decided_on",
	"valid_until",
	"validity",
	"modified",
]


@frappe.whitelist()
def sections() -> dict:
	"""The sections that the user has, each with how many cases wait in it (`MOST_COUNTED` means as many or
	more), and the centres and days that the page shows. Raises frappe.PermissionError."""
	permissions.demand(DOCTYPE, "read")
	held = set(frappe.get_roles())
	settings = _settings()
	return {
		"sections": [{"key": key, "count": _count(key)} for key, role in SECTIONS.items() if role in held],
		"centres": frappe.get_list("KIM Centre", pluck="name", order_by="name asc", limit=0),
		"reminder_days": settings.reminder_days,
		"escalation_days": settings.escalation_days,
		"reasons": {
			row.action: row.needs_reason for row in workflow.TRANSITIONS if row.action in turns.DECISIONS
		},
	}


@frappe.whitelist()
@checked
def cases(
	section: str,
	text: str | None = None,
	centre: str | None = None,
	state: str | None = None,
	everyone: int | str = 0,
	start: int | str = 0,
) -> dict:
	"""The cases of a section, oldest first, from the `start`th on.

	`everyone` adds what waits for colleagues. Returns `rows`, `apart` (cases that the user may not decide,
	each with `why_not`) and `more`. Raises frappe.PermissionError for a section the user does not have.
	"""
	permissions.demand(DOCTYPE, "read")
	if SECTIONS.get(section) not in frappe.get_roles():
		frappe.throw(_("Nothing waits for you in this section."), frappe.PermissionError)
	start = max(0, start)
	wanted = start + PAGE + 1
	if section == PLANS:
		found = plans.found(wanted, text, centre, bool(everyone))
		rows, more = found[start : start + PAGE], len(found) > start + PAGE
		settings = _settings()
		plans.describe(rows, settings.reminder_days, settings.escalation_days)
		decidable, apart = _apart(rows)
		return {"rows": decidable, "apart": apart, "more": more, "shown": start + len(rows)}
	filters = [["workflow_state", "=", state]] if state else []
	found = _found(section, filters, _matching(text), bool(everyone), wanted, centre)
	rows, more = found[start : start + PAGE], len(found) > start + PAGE
	_describe(rows)
	decidable, apart = _set_apart(rows) if section == DECIDE else (rows, [])
	return {"rows": decidable, "apart": apart, "more": more, "shown": start + len(rows)}


@frappe.whitelist()
@checked
def case(name: str, section: str | None = None) -> dict:
	"""Everything about the validation `name` that a decision needs, as `inbox_case.view` describes it; in the section
	of plans about the plan `name`, as `plans.view` does."""
	if section == PLANS:
		plan = frappe.get_doc(plans.DOCTYPE, name)
		plan.check_permission("read")
		return plans.view(plan)
	validation = frappe.get_doc(DOCTYPE, name)
	validation.check_permission("read")
	return inbox_case.view(validation)


@frappe.whitelist(methods=["POST"])
@checked
def decide(
	name: str,
	action: str,
	reason: str | None = None,
	seen: str | None = None,
	section: str | None = None,
) -> dict:
	"""Takes one decision at once; `seen` is the case's `modified` as the page showed it.

	Raises what `deciding.decide`, or for a plan `plans.decide`, raises. Returns the state that the case is in now.
	"""
	if section == PLANS:
		return plans.decide(name, action, reason, seen)
	deciding.check(action, reason)
	deciding.decide(name, action, reason, seen)
	return {"state": frappe.db.get_value(DOCTYPE, name, "workflow_state")}


def _settings():
	fields = ("reminder_days", "escalation_days", "expiry_notice_days")
	return frappe._dict({field: frappe.db.get_single_value("KIM Settings", field) or 0 for field in fields})


def _count(section: str) -> int:
	if section == PLANS:
		return plans.count(MOST_COUNTED)
	rows = _found(section, [], [], False, MOST_COUNTED)
	if section == DECIDE:
		user = frappe.session.user
		involved = involvement.of_many([row.name for row in rows])
		return sum(user not in involved.get(row.name, {}) for row in rows)
	return len(rows)


def _found(
	section: str, filters: list, any_of: list, everyone: bool, wanted: int, centre: str | None = None
) -> list:
	"""At most `wanted` rows of a section, of `centre` alone when it is given, that meet `filters` and one of
	`any_of`, oldest first."""
	found = []
	for condition in _conditions(section):
		for place in _places(SECTIONS[section], everyone, centre):
			found += frappe.get_list(
				DOCTYPE,
				filters=[*condition, *place, *filters],
				or_filters=any_of,
				fields=FIELDS,
				order_by="waiting_since asc, name asc",
				# What was taken up again is left out below; what ended is asked for within a few months only.
				limit=0 if section == KNOW else wanted,
			)
	if section == KNOW:
		found = _not_taken_up_again(found)
	return sorted(found, key=lambda row: (str(row.waiting_since or ""), row.name))[:wanted]


def _conditions(section: str) -> list[list]:
	"""What a case of the section is like: one list of filters for each way of being one."""
	settings = _settings()
	if section == LATE:
		if not settings.escalation_days:
			return []
		since = add_days(now_datetime(), -settings.escalation_days)
		return [[["workflow_state", "in", workflow.OPEN_STATES], ["waiting_since", "<=", since]]]
	if section == KNOW:
		horizon = add_days(today(), settings.expiry_notice_days)
		ended = [["valid_until", "<=", horizon], ["valid_until", ">=", add_days(today(), -EXPIRED_FOR)]]
		rejected = [["decided_on", ">=", add_days(today(), -NOT_VALIDATED_FOR)]]
		return [
			[["workflow_state", "=", workflow.VALIDATED], *ended],
			[["workflow_state", "=", workflow.NOT_VALIDATED], *rejected],
		]
	return [[["workflow_state", "in", turns.states_of(SECTIONS[section])]]]


def _places(role: str, everyone: bool, only: str | None) -> list[list]:
	"""Whose cases: the rule of `turns.in_turn` as filters, one list for each centre where the user works, or for
	the centre `only`."""
	if everyone or role == roles.COORDINATOR:
		return [[["centre", "=", only]] if only else []]
	user = frappe.session.user
	# No second filter by centre: Frappe 16 takes two for a choice of either.
	centres = sorted(name for name in permissions.scope_of(user).centres if only in (None, name))
	people = staff.of_centres(centres)
	places = []
	for centre in centres:
		place = [["centre", "=", centre]]
		colleagues = people.get((centre, role), frozenset()) - {user}
		if role in turns.OWN and colleagues:
			place.append([turns.OWN[role], "not in", sorted(colleagues)])
		places.append(place)
	return places


def _matching(text: str | None) -> list[list]:
	"""Filters of which one is met by what `text` looks for: a number, a name or a competence."""
	text = (text or "").strip()
	if not text:
		return []
	like = f"%{text}%"
	titles = frappe.get_list(
		"KIM Competence", or_filters=[["title", "like", like], ["name", "like", like]], pluck="name", limit=0
	)
	titles += frappe.get_all(
		"KIM Competence Translation",
		filters={"title": ["like", like], "parenttype": "KIM Competence"},
		pluck="parent",
	)
	filters = [["name", "like", like], ["participant_name", "like", like]]
	return [*filters, ["competence", "in", sorted(set(titles))]] if titles else filters


def _not_taken_up_again(rows: list) -> list:
	"""Leaves out what has a later case for the same participant and competence."""
	later = frappe.get_all(
		DOCTYPE,
		filters={"participant": ["in", list({row.participant for row in rows}) or [""]]},
		fields=["name", "participant", "competence", "creation", "decided_on", "docstatus"],
	)
	newest = {}
	for row in later:
		key = (row.participant, row.competence)
		# What is still open comes after everything that was decided.
		newest[key] = max(newest.get(key, ("",)), (_when(row), row.name))
	return [row for row in rows if newest[row.participant, row.competence][1] == row.name]


def _when(row) -> str:
	return "open" if row.docstatus == 0 else str(row.decided_on or row.creation)


def _describe(rows: list):
	"""Adds to each row its competence's title, its days of waiting, its colour and its latest reason."""
	settings, now = _settings(), now_datetime()
	names = inbox_case.people_of({user for row in rows for user in (row.case_worker, row.assessor)})
	reasons = _latest_steps([row.name for row in rows])
	for row in rows:
		row.competence_title = texts.title(row.competence)
		row.days = turns.days_waiting(row.waiting_since, now)
		row.urgency = turns.urgency(row.days, settings.reminder_days, settings.escalation_days)
		row.case_worker_name, row.assessor_name = names.get(row.case_worker), names.get(row.assessor)
		step = reasons.get(row.name) or {}
		row.last_action, row.last_reason = step.get("action"), step.get("reason")
		if row.validity and row.valid_until:
			row.ends_in = (getdate(row.valid_until) - getdate(today())).days


def _latest_steps(names: list[str]) -> dict:
	steps = frappe.get_all(
		"KIM Validation Step",
		filters={"parent": ["in", names or [""]], "parenttype": DOCTYPE},
		fields=["parent", "action", "reason", "idx"],
		order_by="idx asc",
	)
	return {step.parent: step for step in steps}


def _set_apart(rows: list) -> tuple[list, list]:
	"""The rows that the user may decide, and those that others have to, each with `why_not`."""
	involved = involvement.of_many([row.name for row in rows])
	scope = permissions.scope_of()
	for row in rows:
		row.why_not = deciding.why_not(row.centre, involved.get(row.name, {}), scope)
	return _apart(rows)


def _apart(rows: list) -> tuple[list, list]:
	return [row for row in rows if not row.why_not], [row for row in rows if row.why_not]
