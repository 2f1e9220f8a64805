"""The goals and actions of a plan as they are stored: their keys, and what KIM fills in. May import frappe."""

from __future__ import annotations

import frappe
from frappe.model.document import Document
from frappe.utils import today

from kim_app.inclusion import plan, progress
from kim_app.profile import gaps

# Written by KIM alone; what comes in for them is set back to what is stored.
GOAL_OF_KIM = ("validation", "achieved_on")
ACTION_OF_KIM = ("reminded_on", "escalated_on")
KEY_LENGTH = 8


def complete(document: Document, before: Document | None):
	"""Gives every goal and action its key, sets back what KIM alone writes, and fills in what goes without
	saying: where a goal starts from, and that a dropped goal drops its actions."""
	_give_keys(document.goals, "goal_key")
	_give_keys(document.actions, "action_key")
	if not document.flags.kim_notes:
		_set_back(document.goals, before.goals if before else (), "goal_key", GOAL_OF_KIM)
		_set_back(document.actions, before.actions if before else (), "action_key", ACTION_OF_KIM)
	for goal in document.goals:
		goal.status = goal.status or progress.OPEN
		if not goal.competence:
			goal.baseline_level = goal.target_level = None
		elif not goal.baseline_level:
			goal.baseline_level = starting_level(document.participant, goal.competence)
	dropped = {goal.goal_key for goal in document.goals if goal.status == progress.DROPPED}
	for action in document.actions:
		action.status = action.status or progress.PLANNED
		if action.goal_key in dropped and action.status != progress.DONE:
			action.status = progress.DROPPED
		action.done_on = (action.done_on or today()) if action.status == progress.DONE else None
		if action.who != "Colleague":
			action.staff = None
		if not action.link_name:
			action.link_doctype = None
	for review in document.reviews:
		review.recorded_by = review.recorded_by or frappe.session.user
	_take_next_review(document, before)


def settle(document: Document):
	"""Computes status and progress of every goal from its actions."""
	for goal in document.goals:
		statuses = [action.status for action in document.actions if action.goal_key == goal.goal_key]
		goal.status = progress.status_of(goal.status, statuses)
		goal.progress = progress.of_goal(goal.status, statuses)
		if goal.status != progress.ACHIEVED:
			goal.achieved_on = goal.validation = None
		else:
			goal.achieved_on = goal.achieved_on or today()


def starting_level(participant: str, competence: str) -> str | None:
	"""The level that is validated now; without one the level that says nothing is shown yet, if there is such."""
	standing = plan.standings(participant, [competence]).get(competence)
	if standing:
		return standing.level
	scale = plan.scale_of(competence)
	nothing = gaps.nothing_shown([level["counts_as_shown"] for level in scale])
	return scale[nothing]["code"] if nothing >= 0 else None


def _give_keys(rows: list[Document], field: str):
	seen = set()
	for row in rows:
		if not row.get(field) or row.get(field) in seen:
			row.set(field, frappe.generate_hash(length=KEY_LENGTH))
		seen.add(row.get(field))


def _set_back(rows: list[Document], stored, key: str, fields: tuple[str, ...]):
	known = {row.get(key): row for row in stored}
	for row in rows:
		old = known.get(row.get(key))
		for field in fields:
			row.set(field, old.get(field) if old else None)
		if key == "action_key" and old and str(old.due or "") != str(row.due or ""):
			# A new day: whoever was told of the old one is told again when it passes.
			row.reminded_on = row.escalated_on = None
		if key == "goal_key" and old and old.validation and row.status != progress.DROPPED:
			# What a validation achieved is not undone by hand.
			row.status = old.status


def _take_next_review(document: Document, before: Document | None):
	"""A new review says when the next one is."""
	if not before or len(document.reviews) <= (document.reviews_before or 0):
		return
	latest = document.reviews[-1]
	stored = {row.name: row.next_review for row in before.reviews}
	if latest.next_review and str(stored.get(latest.name)) != str(latest.next_review):
		document.next_review = latest.next_review
