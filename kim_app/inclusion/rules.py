"""The rules of an inclusion plan: what each step needs, and who may take it. May import nothing of Frappe.

Every function takes values and returns a list of breaches, empty when all is well. What is written in a
plan is judged in `contents`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from kim_app import phases
from kim_app.breach import Breach
from kim_app.inclusion import workflow
from kim_app.inclusion.progress import ACHIEVED, DROPPED
from kim_app.inclusion.workflow import PlanTransition


@dataclass(frozen=True)
class Goal:
	"""A goal as its rules see it. Positions are those on the competence's scale, None without a level;
	`off_scale` names a level that is none of it, `scale` its codes. `validated` is what the participant has
	now, `competence_kind` what kind the competence is of, `of_staff` whether its framework is meant for
	staff. `fresh` when it is new or its aim was changed."""

	key: str
	title: str
	status: str
	due: date | None = None
	target: str = ""
	competence: str | None = None
	competence_kind: str | None = None
	of_staff: bool = False
	baseline: int | None = None
	aim: int | None = None
	aim_level: str | None = None
	validated: int | None = None
	off_scale: str | None = None
	scale: tuple[str, ...] = ()
	fresh: bool = False
	achieved_by_hand: bool = False

	@property
	def counts(self) -> bool:
		return self.status != DROPPED


@dataclass(frozen=True)
class Action:
	"""An action as its rules see it. `by` names who does it, empty when nobody is named; `stranger` is the
	colleague who does not work at the centre (any more); `foreign` the record of another participant that
	it is linked to. `fresh` when it is new or was changed in this respect."""

	key: str
	goal_key: str
	what: str
	status: str
	by: str = ""
	stranger: str | None = None
	begins: date | None = None
	due: date | None = None
	done_on: date | None = None
	foreign: str | None = None
	fresh: bool = False

	@property
	def counts(self) -> bool:
		return self.status != DROPPED


@dataclass(frozen=True)
class Review:
	"""A row of the reviews, `kept` when it stood there before this review began."""

	held_on: date | None
	took_part: str = ""
	outcome: str = ""
	next_review: date | None = None
	kept: bool = False


@dataclass(frozen=True)
class Plan:
	"""A plan as its rules see it.

	`in_force` says whether it was approved before, `involved` who drafted it, wrote in it, is its case
	worker or its participant; `reason` counts only when the user who takes the step wrote it. `agrees` is
	the login of the participant who agrees on the website in this very request, with `signed_name`.
	`changed_since` tells whether what is agreed on differs from what was approved last, `kept_reviews`
	whether every earlier review stands as it stood.
	"""

	begins: date | None
	ends: date | None
	next_review: date | None
	goals: tuple[Goal, ...]
	actions: tuple[Action, ...]
	today: date
	reviews: tuple[Review, ...] = ()
	in_force: bool = False
	reason: str | None = None
	involved: frozenset[str] = frozenset()
	agrees: str | None = None
	participants_login: str | None = None
	signed_name: str | None = None
	signed_on: date | None = None
	scan: str | None = None
	proposed_on: date | None = None
	changed_since: bool = False
	kept_reviews: bool = True
	case_worker: str | None = None
	case_worker_works_here: bool = True
	centre: str = ""


def opening(state: str) -> list[Breach]:
	"""A new plan starts as a draft."""
	if state == workflow.DRAFT:
		return []
	return [Breach("opens-elsewhere", {"state": state, "first": workflow.DRAFT})]


def step(source: str, target: str, user: str, user_roles: Collection[str], plan: Plan) -> list[Breach]:
	"""Whether `user`, who holds `user_roles`, may lead `plan` from state `source` to state `target`."""
	row = workflow.step_between(source, target, plan.in_force, user_roles)
	if row is None:
		ways = workflow.ways_out_of(source, plan.in_force)
		return [Breach("no-such-step", {"source": source, "target": target, "ways": ways})]
	if row.role not in user_roles:
		return [Breach("not-your-step", {"action": row.action, "role": row.role})]
	breaches = []
	if row.action == "Approve" and user in plan.involved:
		# Who prepared a plan does not approve it: the same separation of duties as in validation.
		breaches.append(Breach("own-plan", {"action": row.action, "user": user}))
	if row.needs_reason and not (plan.reason or "").strip():
		breaches.append(Breach("reason-missing", {"action": row.action}))
	return breaches + list(_needs(row, plan, user))


def _needs(row: PlanTransition, plan: Plan, user: str) -> Iterable[Breach]:
	if row.source == workflow.UNDER_REVIEW and row.action != "Discontinue":
		yield from _reviewed(plan)
	if row.action == "Propose":
		yield from _complete_enough(plan)
		if row.source == workflow.UNDER_REVIEW and not plan.changed_since:
			yield Breach("nothing-changed")
	elif row.action == "Agree":
		if plan.agrees != user or plan.agrees != plan.participants_login:
			yield Breach("agrees-for-another")
		if len((plan.signed_name or "").strip()) < 2:
			yield Breach("name-missing")
	elif row.action == "Record Consent":
		yield from _recorded(plan)
	elif row.action == "Continue" and plan.changed_since:
		yield Breach("changed-in-review")
	elif row.action == "Complete":
		pending = [goal.title for goal in plan.goals if goal.status not in (ACHIEVED, DROPPED)]
		if pending:
			yield Breach("goals-open", {"goals": ", ".join(pending)})


def _complete_enough(plan: Plan) -> Iterable[Breach]:
	if not plan.begins or not plan.ends:
		yield Breach("dates-missing")
	if not plan.next_review:
		yield Breach("next-review-missing")
	elif plan.next_review < plan.today:
		yield Breach("next-review-past", {"date": plan.next_review})
	if not any(goal.counts for goal in plan.goals):
		yield Breach("goals-missing")
	for goal in plan.goals:
		if not goal.counts or goal.status == ACHIEVED:
			continue
		if not goal.due:
			yield Breach("goal-due-missing", {"goal": goal.title})
		if not any(action.counts and action.goal_key == goal.key for action in plan.actions):
			yield Breach("goal-without-action", {"goal": goal.title})
	for action in plan.actions:
		if not action.counts or action.status == "Done":
			continue
		if not action.by:
			yield Breach("action-by-nobody", {"what": action.what})
		if not action.due:
			yield Breach("action-due-missing", {"what": action.what})
		if action.stranger and not action.fresh:
			# One that was written just now is refused by `contents` already.
			yield Breach("action-by-stranger", _stranger(action, plan))


def _stranger(action: Action, plan: Plan) -> dict:
	return {"what": action.what, "person": action.stranger, "centre": plan.centre}


def _reviewed(plan: Plan) -> Iterable[Breach]:
	if all(review.kept for review in plan.reviews):
		yield Breach("review-missing")


def _recorded(plan: Plan) -> Iterable[Breach]:
	if not plan.signed_on:
		yield Breach("signed-on-missing")
	if not plan.scan:
		yield Breach("scan-missing")


def changes(state: str, changed: Collection[str], user_roles: Collection[str]) -> list[Breach]:
	"""Whether the fields `changed` may be changed in `state` by someone who holds `user_roles`."""
	if changed and state not in workflow.OPEN_STATES:
		return [Breach("plan-closed", {"state": state})]
	breaches = phases.changes(
		state,
		changed,
		user_roles,
		controlled=workflow.CONTROLLED,
		writable=workflow.WRITABLE,
		writers=workflow.WRITERS,
	)
	return [
		Breach("active-changes-in-review", breach.values)
		if breach.kind == "closed-in-state" and state == workflow.ACTIVE
		else breach
		for breach in breaches
	]
