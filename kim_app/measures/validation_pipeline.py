"""How many validations wait where and for how long, how long a decision took, and what was returned. May import
frappe.

Waiting is counted from `waiting_since`, the moment at which the case came into its state; the time to a decision
from the day on which the case was opened. What a register brought in is left out of the latter: KIM does not know
when those were opened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce, Count
from frappe.utils import today

from kim_app import roles
from kim_app.measures import durations, rows, tally
from kim_app.measures.catalogue import DECIDED
from kim_app.validation import staff, turns, workflow

DOCTYPE = "KIM Validation"
RETURNS = ("Return for Evidence", "Return to Assessor")
# Who a group is: the field that names them.
BY = {"Centre": "centre", "Case worker": "case_worker", "Assessor": "assessor", "Supervisor": "approver"}


@dataclass
class Line:
	"""One group in one state: {days: how many cases}."""

	who: str
	state: str
	days: dict[int, int] = field(default_factory=dict)

	@property
	def durations(self) -> durations.Durations:
		return durations.durations(self.days)


def waiting(by: str, filters: Mapping) -> list[Line]:
	"""What waits now, by `by` (a key of BY) and state, the states in the order of the procedure.

	No supervisor owns a case before deciding: what waits for a decision is told by the centre then, whose
	supervisors may all take it.
	"""
	field_name = "centre" if by == "Supervisor" else BY[by]
	states = turns.states_of(roles.SUPERVISOR) if by == "Supervisor" else workflow.OPEN_STATES

	def ask(table, query):
		query = _filtered(query, table, filters).where(table.workflow_state.isin(states))
		since = rows.DaysBetween(today(), Coalesce(table.waiting_since, table.creation))
		return _asked(query, table, field_name, since)

	return _lines(ask, states)


def to_decision(by: str, filters: Mapping) -> list[Line]:
	"""The days from opening to decision of what was decided within the filters' days, by `by` and outcome."""

	def ask(table, query):
		query = _filtered(query, table, filters)
		query = query.where(table.workflow_state.isin(DECIDED) & (table.imported == 0))
		query = rows.within(query, table.decided_on, filters)
		return _asked(query, table, BY[by], rows.DaysBetween(table.decided_on, table.creation))

	return _lines(ask, DECIDED)


def _asked(query, table, field_name: str, days) -> tally.Asked:
	return tally.Asked(query, [Coalesce(table[field_name], ""), table.workflow_state, days], [Count("*")])


def _lines(ask, states) -> list[Line]:
	found: dict[tuple[str, str], Line] = {}
	for name, state, day, cases in tally.tally(DOCTYPE, ask):
		line = found.setdefault((name, state), Line(name, state))
		day = max(0, int(day or 0))
		line.days[day] = line.days.get(day, 0) + cases
	return sorted(found.values(), key=lambda line: (line.who == "", line.who, states.index(line.state)))


def returns(filters: Mapping) -> list[frappe._dict]:
	"""The steps that sent a case back within the filters' days, the latest first: `validation`, `participant`,
	`centre`, `action`, `user`, `taken_on`, `reason`."""
	step = DocType("KIM Validation Step")
	table, query = rows.of(DOCTYPE)
	query = query.join(step).on((step.parent == table.name) & (step.parenttype == DOCTYPE))
	query = _filtered(query, table, filters).where(step.action.isin(RETURNS))
	query = rows.within(query, step.taken_on, filters)
	return (
		query.select(
			table.name.as_("validation"),
			table.participant,
			table.participant_name,
			table.competence,
			table.centre,
			step.action,
			step.user,
			step.taken_on,
			step.reason,
		)
		.orderby(step.taken_on, order=frappe.qb.desc)
		.run(as_dict=True)
	)


def _filtered(query, table, filters: Mapping):
	query = rows.placed(query, table, filters)
	for name in ("competence", "framework"):
		if filters.get(name):
			query = query.where(table[name] == filters[name])
	return query


def supervisors(centres) -> dict[str, list[str]]:
	"""{centre: the full names of its supervisors}."""
	people = staff.of_centres(list(centres))
	names = rows.title_of("User", {user for users in people.values() for user in users}, "full_name")
	found = defaultdict(list)
	for (centre, role), users in people.items():
		if role == roles.SUPERVISOR:
			found[centre] = sorted(names.get(user, user) for user in users)
	return found
