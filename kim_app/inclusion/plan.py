"""A KIM Inclusion Plan as its rules see it: gathers the values that `rules` and `contents` judge. May
import frappe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, today

from kim_app import open_case, roles
from kim_app.breach import Breach
from kim_app.frameworks import choosing, texts
from kim_app.inclusion import agreement, rules, workflow
from kim_app.inclusion.progress import ACHIEVED

DOCTYPE = "KIM Inclusion Plan"
LINKED = ("KIM Validation", "KIM Training Session")


@dataclass(frozen=True)
class Standing:
	"""What is validated of a participant in one competence: the level's code, its position on the scale, and
	the validation that says so."""

	level: str
	position: int
	validation: str | None


def as_rules_see_it(plan: Document, before: Document | None, user: str) -> rules.Plan:
	"""The document as it is when `user` saves it; `before` is what is stored, None for a new one."""
	written_now = not before or before.reason != plan.reason
	signature = plan.flags.signature or frappe._dict()
	return rules.Plan(
		begins=_date(plan.from_date),
		ends=_date(plan.to_date),
		next_review=_date(plan.next_review),
		goals=_goals(plan, before),
		actions=_actions(plan, before),
		reviews=tuple(
			rules.Review(
				_date(row.held_on),
				row.took_part or "",
				row.outcome or "",
				_date(row.next_review),
				kept=number < (plan.reviews_before or 0),
			)
			for number, row in enumerate(plan.reviews)
		),
		kept_reviews=_kept_reviews(plan, before),
		today=getdate(today()),
		in_force=bool((before or plan).version),
		reason=plan.reason if written_now or before.reason_by == user else None,
		involved=frozenset(involved(before or plan)),
		agrees=signature.user,
		participants_login=frappe.db.get_value("KIM Participant", plan.participant, "user"),
		signed_name=signature.name,
		signed_on=_date(plan.signed_on),
		scan=plan.scan,
		proposed_on=proposed_on(before or plan),
		changed_since=agreement.digest(plan.as_dict()) != plan.digest,
		case_worker=plan.case_worker,
		case_worker_works_here=(
			bool(before and before.case_worker == plan.case_worker)
			or works_at(plan.case_worker, plan.centre, roles.CASE_WORKER)
		),
		centre=plan.centre or "",
	)


def involved(stored: Document) -> set[str]:
	"""Everybody who had a hand in the plan and so does not approve it. Read from what is stored, so that
	nobody can write themself out."""
	login = frappe.db.get_value("KIM Participant", stored.participant, "user")
	return hands(stored, stored.steps, login)


def hands(stored: Document, taken: Iterable[Document], login: str | None) -> set[str]:
	"""The same from a stored plan (a document or row), its steps, and the login of its participant."""
	people = {stored.owner, stored.case_worker, login, *(stored.contributors or "").split()}
	decisions = ("Approve", "Return for Changes", *workflow.NOTES)
	people |= {step.user for step in taken if step.action not in decisions}
	return {person for person in people if person}


def proposed_on(plan: Document):
	"""The day on which the plan was last proposed to the participant."""
	days = [step.taken_on for step in plan.steps if step.action == "Propose"]
	return getdate(days[-1]) if days else None


def standings(participant: str, competences=None) -> dict[str, Standing]:
	"""What is validated of `participant` now, by competence; of `competences` alone when they are given."""
	filters = {"participant": participant, "validated_level": ["is", "set"]}
	if competences is not None:
		filters["competence"] = ["in", list(competences) or [""]]
	return {
		row.competence: Standing(row.validated_level, row.validated_position, row.validation)
		for row in frappe.get_all(
			"KIM Profile Competence",
			filters=filters,
			fields=["competence", "validated_level", "validated_position", "validation"],
		)
	}


def works_at(user: str | None, centre: str | None, role: str | None = None) -> bool:
	"""Whether `user` works at `centre` now, may sign in, and holds `role` when it is given."""
	if not user or not centre or not frappe.db.get_value("User", user, "enabled"):
		return False
	if not frappe.db.exists("KIM Staff Member", {"user": user, "centre": centre, "disabled": 0}):
		return False
	return role is None or role in frappe.get_roles(user)


def open_key(plan: Document) -> str | None:
	"""What the database holds unique: one open plan for a participant."""
	return plan.participant if plan.workflow_state in workflow.OPEN_STATES else None


def other_open_plan(plan: Document) -> list[Breach]:
	"""The open plan of the same participant, when there is one."""
	other = open_case.other_of(plan)
	if not other:
		return []
	return [
		Breach(
			"open-plan-exists",
			{"other": other, "participant": plan.participant_name or plan.participant},
		)
	]


def scale_of(competence: str | None) -> list[dict]:
	"""The levels of the competence's framework, lowest first; empty when it is gone or none is chosen."""
	if not competence or not frappe.db.exists("KIM Competence", competence):
		return []
	return texts.scale(texts.framework_of(competence))


def _goals(plan: Document, before: Document | None) -> tuple[rules.Goal, ...]:
	stored = {row.goal_key: row for row in before.goals} if before else {}
	validated = standings(plan.participant, [row.competence for row in plan.goals if row.competence])
	return tuple(_goal(row, stored.get(row.goal_key), validated.get(row.competence)) for row in plan.goals)


def _goal(row: Document, old: Document | None, standing: Standing | None) -> rules.Goal:
	positions = {level["code"]: level["position"] for level in scale_of(row.competence)}
	named = [level for level in (row.baseline_level, row.target_level) if level] if row.competence else []
	aim = (row.competence, row.target_level)
	return rules.Goal(
		key=row.goal_key,
		title=row.title or "",
		status=row.status,
		due=_date(row.due),
		target=row.target or "",
		competence=row.competence,
		competence_kind=row.competence and frappe.db.get_value("KIM Competence", row.competence, "kind"),
		of_staff=bool(row.competence and choosing.of_staff([row.competence])),
		baseline=positions.get(row.baseline_level),
		aim=positions.get(row.target_level),
		aim_level=row.target_level,
		validated=standing.position if standing else None,
		off_scale=next((level for level in named if level not in positions), None),
		scale=tuple(positions),
		fresh=not old or (old.competence, old.target_level) != aim,
		achieved_by_hand=bool(
			row.competence and row.status == ACHIEVED and (not old or old.status != ACHIEVED)
		),
	)


def _actions(plan: Document, before: Document | None) -> tuple[rules.Action, ...]:
	stored = {row.action_key: row for row in before.actions} if before else {}
	return tuple(_action(row, stored.get(row.action_key), plan) for row in plan.actions)


def _action(row: Document, old: Document | None, plan: Document) -> rules.Action:
	by = {"Participant": plan.participant_name or plan.participant, "Colleague": row.staff}
	colleague = row.staff if row.who == "Colleague" else None
	return rules.Action(
		key=row.action_key,
		goal_key=row.goal_key,
		what=row.what or "",
		status=row.status,
		by=by[row.who] or "" if row.who in by else row.person or row.provider or "",
		stranger=full_name(colleague) if colleague and not works_at(colleague, plan.centre) else None,
		begins=_date(row.from_date),
		due=_date(row.due),
		done_on=_date(row.done_on),
		foreign=_foreign(row, plan),
		fresh=not old or (old.who, old.staff) != (row.who, row.staff),
	)


def full_name(user: str | None) -> str:
	"""The name that a person is known by."""
	return (user and frappe.db.get_value("User", user, "full_name")) or user or ""


def _foreign(row: Document, plan: Document) -> str | None:
	if not row.link_name:
		return None
	if row.link_doctype == "KIM Validation":
		owner = frappe.db.get_value("KIM Validation", row.link_name, "participant")
		return None if owner == plan.participant else row.link_name
	return None if row.link_doctype in LINKED else row.link_name


def _kept_reviews(plan: Document, before: Document | None) -> bool:
	"""Whether the reviews that stood there before this one began are as they were."""
	if not before:
		return True
	kept = before.reviews_before or 0
	columns = ("held_on", "took_part", "outcome", "next_review")
	old, new = (
		[[str(row.get(column) or "") for column in columns] for row in document.reviews[:kept]]
		for document in (before, plan)
	)
	return old == new


def _date(value):
	return getdate(value) if value else None
