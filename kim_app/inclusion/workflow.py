"""The workflow of an inclusion plan, as a table. May import nothing of Frappe.

The Frappe Workflow shipped in `fixtures/workflow.json` shows the buttons; this table is what the
controller enforces, whatever way a state is written. A test holds the two together.

A plan that was approved once is *in force*: what was approved last holds until a changed plan has been
agreed to and approved, and is what the participant is shown meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kim_app import roles
from kim_app.translating import marked as _
from kim_app.validation.workflow import Transition

DRAFT = "Draft"
PROPOSED = "Proposed"
AGREED = "Agreed"
ACTIVE = "Active"
UNDER_REVIEW = "Under Review"
COMPLETED = "Completed"
DISCONTINUED = "Discontinued"

STATES = (DRAFT, PROPOSED, AGREED, ACTIVE, UNDER_REVIEW, COMPLETED, DISCONTINUED)
OPEN_STATES = (DRAFT, PROPOSED, AGREED, ACTIVE, UNDER_REVIEW)
# The states in which what is planned may be written.
PLANNING = (DRAFT, UNDER_REVIEW)


@dataclass(frozen=True)
class PlanTransition(Transition):
	"""One row of the table. `in_force` says whether it is for plans that were approved before (True),
	for those that were not (False), or for both (None)."""

	in_force: bool | None = None


TRANSITIONS = (
	PlanTransition(DRAFT, "Propose", PROPOSED, roles.CASE_WORKER),
	PlanTransition(DRAFT, "Discontinue", DISCONTINUED, roles.CASE_WORKER, needs_reason=True),
	PlanTransition(PROPOSED, "Agree", AGREED, roles.PARTICIPANT),
	PlanTransition(PROPOSED, "Record Consent", AGREED, roles.CASE_WORKER),
	PlanTransition(PROPOSED, "Take Back", DRAFT, roles.CASE_WORKER, in_force=False),
	PlanTransition(PROPOSED, "Take Back", UNDER_REVIEW, roles.CASE_WORKER, in_force=True),
	PlanTransition(PROPOSED, "Discontinue", DISCONTINUED, roles.CASE_WORKER, needs_reason=True),
	PlanTransition(AGREED, "Approve", ACTIVE, roles.SUPERVISOR),
	PlanTransition(AGREED, "Return for Changes", DRAFT, roles.SUPERVISOR, needs_reason=True, in_force=False),
	PlanTransition(
		AGREED, "Return for Changes", UNDER_REVIEW, roles.SUPERVISOR, needs_reason=True, in_force=True
	),
	PlanTransition(AGREED, "Discontinue", DISCONTINUED, roles.CASE_WORKER, needs_reason=True),
	PlanTransition(ACTIVE, "Start Review", UNDER_REVIEW, roles.CASE_WORKER),
	PlanTransition(UNDER_REVIEW, "Continue", ACTIVE, roles.CASE_WORKER),
	PlanTransition(UNDER_REVIEW, "Propose", PROPOSED, roles.CASE_WORKER),
	PlanTransition(UNDER_REVIEW, "Complete", COMPLETED, roles.CASE_WORKER),
	PlanTransition(UNDER_REVIEW, "Discontinue", DISCONTINUED, roles.CASE_WORKER, needs_reason=True),
)
ACTIONS = tuple(dict.fromkeys(row.action for row in TRANSITIONS))

# What KIM notes in a plan's history beside the steps. No steps of the table: the state stays as it is.
GOAL_ACHIEVED = _("Goal Achieved")
GOAL_REOPENED = _("Goal Reopened")
COMMENTED = _("Comment")
REVIEW_ASKED = _("Review Asked For")
HANDED_OVER = _("Handed Over")
NOTES = (GOAL_ACHIEVED, GOAL_REOPENED, COMMENTED, REVIEW_ASKED, HANDED_OVER)

# Who may write in each state. A supervisor approves or returns, and writes nothing.
WRITERS = dict.fromkeys(OPEN_STATES, (roles.CASE_WORKER,))
# `agreement` stands for what the goals and actions agree on, `progress` for how they are carried out
# (see `agreement`); the rest are fields.
PLAN = ("from_date", "to_date", "wishes", "second_language", "next_review", "left_out", "agreement")
WRITABLE = {
	DRAFT: ("participant", *PLAN, "case_worker", "progress"),
	PROPOSED: ("signed_on", "scan", "case_worker", "progress"),
	AGREED: ("case_worker", "progress"),
	ACTIVE: ("case_worker", "progress"),
	UNDER_REVIEW: (*PLAN, "reviews", "case_worker", "progress"),
}
CONTENT = tuple(dict.fromkeys(field for fields in WRITABLE.values() for field in fields))
# Written by KIM alone.
CONTROLLED = (
	"version",
	"digest",
	"approver",
	"approved_on",
	"signed_how",
	"signed_name",
	"signed_by",
	"steps",
	"contributors",
	"open_key",
	"reason_by",
	"reviews_before",
	"review_asked_on",
	"waiting_since",
	"reminded_on",
	"escalated_on",
)


def transitions_between(source: str, target: str, in_force: bool) -> tuple[PlanTransition, ...]:
	"""The table's rows that lead a plan from `source` to `target`; empty when there are none. Two lead
	from Proposed to Agreed: the participant agrees, or a case worker records that they did."""
	return tuple(row for row in _of(source, in_force) if row.target == target)


def step_between(
	source: str, target: str, in_force: bool, user_roles: Collection[str]
) -> PlanTransition | None:
	"""The row by which somebody with `user_roles` leads a plan from `source` to `target`; when they may
	take none, the first there is; None when nothing leads there."""
	rows = transitions_between(source, target, in_force)
	return next((row for row in rows if row.role in user_roles), rows[0] if rows else None)


def ways_out_of(source: str, in_force: bool) -> tuple[str, ...]:
	"""The names of the actions that a plan in state `source` can take, in the table's order."""
	return tuple(row.action for row in _of(source, in_force))


def _of(source: str, in_force: bool) -> list[PlanTransition]:
	return [row for row in TRANSITIONS if row.source == source and row.in_force in (None, in_force)]
