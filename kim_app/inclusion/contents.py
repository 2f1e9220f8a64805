"""The rules of what is written in a plan: goals, actions, dates, reviews. May import nothing of Frappe.

Every function takes a plan and returns a list of breaches, empty when all is well. A breach names the goal
or action by its title.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from kim_app.breach import Breach
from kim_app.inclusion.rules import Action, Goal, Plan

PLANNED = frozenset({"participant", "from_date", "to_date", "next_review", "agreement"})


def judge(plan: Plan, changed: Collection[str]) -> list[Breach]:
	"""All that is asked of what was changed: of the fields `changed`, as `workflow.CONTENT` names them.

	What was approved is not judged anew when something else is written: a plan is carried out to its end even
	when its framework has changed since.
	"""
	breaches = []
	if PLANNED.intersection(changed):
		breaches += [*dates(plan), *goals(plan), *actions(plan)]
	if PLANNED.intersection(changed) or "progress" in changed:
		breaches += carried_out(plan)
	if "reviews" in changed:
		breaches += reviews(plan)
	if "signed_on" in changed:
		breaches += consent(plan)
	if "case_worker" in changed and plan.case_worker and not plan.case_worker_works_here:
		breaches.append(Breach("case-worker-elsewhere", {"person": plan.case_worker, "centre": plan.centre}))
	return breaches


def dates(plan: Plan) -> list[Breach]:
	"""A plan ends after it begins, and its next review lies in between."""
	if not plan.begins or not plan.ends:
		return []
	if plan.ends < plan.begins:
		return [Breach("ends-before-it-begins", {"begins": plan.begins, "ends": plan.ends})]
	if _outside(plan, plan.next_review):
		return [Breach("next-review-outside", _span(plan, plan.next_review))]
	return []


def goals(plan: Plan) -> list[Breach]:
	"""Each goal says what is aimed at, within the plan, above where the participant stands."""
	breaches = []
	for goal in plan.goals:
		if goal.counts:
			breaches += _goal(goal, plan)
	wanted = [goal.competence for goal in plan.goals if goal.counts and goal.competence]
	twice = sorted({competence for competence in wanted if wanted.count(competence) > 1})
	breaches += [Breach("competence-twice", {"competence": competence}) for competence in twice]
	return breaches


def _goal(goal: Goal, plan: Plan) -> Iterable[Breach]:
	if goal.competence and goal.competence_kind != "Competence":
		yield Breach("competence-of-other-kind", {"goal": goal.title, "competence": goal.competence})
		return
	if goal.of_staff and goal.fresh:
		yield Breach("competence-of-staff", {"goal": goal.title, "competence": goal.competence})
		return
	if goal.off_scale:
		yield Breach("level-off-scale", {"goal": goal.title, "level": goal.off_scale, "scale": goal.scale})
		return
	if goal.competence and goal.aim is None:
		yield Breach("goal-without-level", {"goal": goal.title})
	elif not goal.competence and not goal.target.strip():
		yield Breach("goal-without-target", {"goal": goal.title})
	if goal.aim is not None and goal.baseline is not None and goal.aim <= goal.baseline:
		yield Breach("aim-not-above", {"goal": goal.title})
	elif goal.fresh and goal.aim is not None and goal.validated is not None and goal.validated >= goal.aim:
		yield Breach("reached-already", {"goal": goal.title, "level": goal.aim_level})
	if _outside(plan, goal.due):
		yield Breach("goal-outside", {"goal": goal.title, **_span(plan, goal.due)})


def carried_out(plan: Plan) -> list[Breach]:
	"""What is told of goals and actions: nothing is done in the future or for somebody else, and a level is
	achieved by its validation alone."""
	breaches = [
		Breach("achieved-by-hand", {"goal": goal.title, "level": goal.aim_level})
		for goal in plan.goals
		if goal.counts and goal.achieved_by_hand
	]
	for action in plan.actions:
		if action.counts and action.done_on and action.done_on > plan.today:
			breaches.append(Breach("done-in-future", {"what": action.what, "date": action.done_on}))
		if action.counts and action.foreign:
			breaches.append(Breach("link-of-another", {"what": action.what, "record": action.foreign}))
	return breaches


def actions(plan: Plan) -> list[Breach]:
	"""Each action belongs to a goal, lies within the plan and is done by somebody who is there."""
	breaches = []
	known = {goal.key for goal in plan.goals}
	for action in plan.actions:
		if action.goal_key not in known:
			breaches.append(Breach("action-without-goal", {"what": action.what}))
		elif action.counts:
			breaches += _action(action, plan)
	return breaches


def _action(action: Action, plan: Plan) -> Iterable[Breach]:
	for day in (action.begins, action.due):
		if _outside(plan, day):
			yield Breach("action-outside", {"what": action.what, **_span(plan, day)})
			break
	if action.begins and action.due and action.due < action.begins:
		yield Breach("action-due-before", {"what": action.what, "begins": action.begins, "ends": action.due})
	if action.fresh and action.stranger:
		yield Breach(
			"action-by-stranger",
			{"what": action.what, "person": action.stranger, "centre": plan.centre},
		)


def reviews(plan: Plan) -> list[Breach]:
	"""A review tells when it was held, who took part and what came out; earlier ones stay as they are."""
	breaches = [] if plan.kept_reviews else [Breach("reviews-kept")]
	for review in plan.reviews:
		if review.kept:
			continue
		if not (review.held_on and review.took_part.strip() and review.outcome.strip()):
			breaches.append(Breach("review-incomplete"))
			continue
		if review.held_on > plan.today:
			breaches.append(Breach("review-in-future", {"date": review.held_on}))
		elif plan.begins and review.held_on < plan.begins:
			breaches.append(Breach("review-before-plan", {"date": review.held_on, "begins": plan.begins}))
		if review.next_review and review.next_review <= review.held_on:
			breaches.append(
				Breach("next-review-before", {"date": review.next_review, "opened": review.held_on})
			)
		elif plan.ends and review.next_review and review.next_review > plan.ends:
			breaches.append(Breach("next-review-outside", _span(plan, review.next_review)))
	return breaches


def consent(plan: Plan) -> list[Breach]:
	"""Nobody signs in the future, or before the plan was proposed to them."""
	if not plan.signed_on:
		return []
	if plan.signed_on > plan.today:
		return [Breach("signed-in-future", {"date": plan.signed_on})]
	if plan.proposed_on and plan.signed_on < plan.proposed_on:
		return [Breach("signed-before", {"date": plan.signed_on, "opened": plan.proposed_on})]
	return []


def _outside(plan: Plan, day: date | None) -> bool:
	if not day:
		return False
	return bool((plan.begins and day < plan.begins) or (plan.ends and day > plan.ends))


def _span(plan: Plan, day: date | None) -> dict:
	return {"date": day, "begins": plan.begins, "ends": plan.ends}
