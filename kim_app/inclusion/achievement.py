"""A goal is achieved when its target level gets validated, and open again when that no longer holds.
May import frappe.

Called by `kim_app.profile.update` whenever the competence profile of a participant was derived anew: after
an approval, a revocation, an expiry. Whoever decided there need not be allowed to write plans; what is
written here only follows from their decision, and is noted in the plan's history.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import today

from kim_app.inclusion import plan, workflow
from kim_app.inclusion.progress import ACHIEVED, DROPPED, OPEN


def follow_many(pairs: Iterable[tuple[str, str]]):
	"""Brings the goals of open plans in line with what is validated now, for pairs (participant, competence)."""
	competences = defaultdict(set)
	for participant, competence in pairs:
		competences[participant].add(competence)
	for row in _open_plans(competences):
		# Its rows are locked with it: what a colleague writes at this moment is neither lost nor in the way.
		_follow(frappe.get_doc(plan.DOCTYPE, row.name, for_update=True), competences[row.participant])


def _open_plans(participants: Collection[str]) -> list:
	"""Name and participant of the open plans, locked and in the order of their names. Read as they are committed
	now: who waited for a colleague sees in a plain read what stood there before they waited."""
	return frappe.db.get_values(
		plan.DOCTYPE,
		{"open_key": ["in", sorted(participants) or [""]]},
		["name", "participant"],
		order_by="name asc",
		as_dict=True,
		for_update=frappe.db.db_type != "sqlite",
	)


def _follow(document: Document, competences: set[str]):
	concerned = [goal for goal in document.goals if goal.competence in competences and goal.status != DROPPED]
	if not concerned:
		return
	validated = plan.standings(document.participant, competences)
	noted = False
	for goal in concerned:
		standing = validated.get(goal.competence)
		reached = standing is not None and standing.position >= _position(goal)
		if reached and goal.status != ACHIEVED:
			goal.status, goal.achieved_on, goal.validation = ACHIEVED, today(), standing.validation
			_note(
				document,
				workflow.GOAL_ACHIEVED,
				_("{0}: level {1} is validated.").format(goal.title, standing.level),
			)
			noted = True
		elif reached and goal.validation != standing.validation:
			goal.validation = standing.validation
			noted = True
		elif not reached and goal.status == ACHIEVED and goal.validation:
			goal.status, goal.achieved_on, goal.validation = OPEN, None, None
			_note(
				document,
				workflow.GOAL_REOPENED,
				_("{0}: level {1} is no longer validated.").format(goal.title, goal.target_level),
			)
			noted = True
	if noted:
		write(document)


def write(document: Document):
	"""Stores what KIM itself noted in a plan, whoever is signed in and whatever else stands in the plan."""
	document.flags.kim_notes = True
	document.flags.ignore_links = True
	document.flags.ignore_mandatory = True
	document.save(ignore_permissions=True)


def _note(document: Document, action: str, text: str):
	state = document.workflow_state
	document.note(action, state, state, frappe.session.user, text)


def _position(goal: Document) -> int:
	levels = {level["code"]: level["position"] for level in plan.scale_of(goal.competence)}
	# A level that the framework no longer has is never reached.
	return levels.get(goal.target_level, len(levels) + 1)
