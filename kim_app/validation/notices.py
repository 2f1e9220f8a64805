"""Tells people that a validation waits for them, or was decided, in the Desk and by e-mail. May import frappe.

A step only puts a job in the queue, once it is committed; the job looks the step up in the database, so
nothing is told of what was undone. A notice names number and competence, never the participant nor
a reason, because it leaves the places where KIM asks who may read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app import roles
from kim_app.frameworks import texts
from kim_app.session import in_language_of
from kim_app.validation import involvement, post, staff, turns, workflow

DOCTYPE = "KIM Validation"
WAITING_FIELDS = ("name", "workflow_state", "competence", "centre", "organisation", "case_worker", "assessor")


@contextmanager
def summed_up() -> Iterator[None]:
	"""Steps taken inside tell nobody by themselves: whoever takes many of them tells once, at the end."""
	before = frappe.flags.kim_notices_summed_up
	frappe.flags.kim_notices_summed_up = True
	try:
		yield
	finally:
		frappe.flags.kim_notices_summed_up = before


def after_step(validation: Document):
	"""Called by the form after every save: when a step was taken, whoever is concerned is told of it.

	Never fails the step: what goes wrong is logged. Steps that an import brings are told to nobody.
	"""
	if frappe.flags.kim_notices_summed_up or validation.flags.approved_import or not validation.steps:
		return
	before = validation.get_doc_before_save()
	if not before or before.workflow_state == validation.workflow_state:
		return
	name, step = validation.name, validation.steps[-1].name
	if validation.flags.told_of_step == step:
		return
	validation.flags.told_of_step = step
	if frappe.flags.in_test:
		# Tests call `tell_of_step` themselves: their steps are never committed.
		return

	def put_in_queue():
		try:
			frappe.enqueue(
				"kim_app.validation.notices.tell_of_step", queue="short", validation=name, step=step
			)
		except Exception:
			# The step stands, whether or not somebody can be told of it.
			frappe.logger("kim").exception(f"No notice of a step of {name} could be queued")

	frappe.db.after_commit.add(put_in_queue)


def tell_of_step(validation: str, step: str):
	"""Tells of the step (name of its row) of a validation; of one that is not stored or not the last, nobody."""
	taken = frappe.db.get_value(
		"KIM Validation Step",
		{"name": step, "parent": validation},
		["action", "from_state", "to_state", "user", "idx"],
		as_dict=True,
	)
	row = frappe.db.get_value(DOCTYPE, validation, list(WAITING_FIELDS), as_dict=True)
	if not taken or not row or row.workflow_state != taken.to_state:
		return
	transition = workflow.transition_between(taken.from_state, taken.to_state)
	if not transition:
		return
	people = audience(row, staff.of_centres([row.centre]))
	if not people:
		tell_nobody_can_go_on(row)
	for user in sorted(people - {taken.user}):
		with in_language_of(user):
			sentence = _sentence(transition.action, row.name, texts.title(row.competence))
			post.deliver(user, sentence, document=row.name, from_user=taken.user)


def audience(row, people: staff.Staff) -> frozenset[str]:
	"""Who is told of a validation (a dict with WAITING_FIELDS) in the state it is in now.

	Of one that is open, whose turn it is; of one that was decided or revoked, its case worker.
	"""
	role = turns.ROLE.get(row.workflow_state, roles.CASE_WORKER)
	working = people.get((row.centre, role), frozenset())
	involved = ()
	if role == roles.SUPERVISOR:
		involved = involvement.of_many([row.name]).get(row.name, {})
	return turns.in_turn(role, row.get(turns.OWN.get(role) or ""), working, involved)


def tell_nobody_can_go_on(row):
	"""Tells the coordinators of a case that waits for a role which nobody has, or only those involved."""
	role = turns.ROLE.get(row.workflow_state)
	if not role:
		return
	for user in sorted(staff.coordinators([row.organisation]).get((row.organisation, roles.COORDINATOR), ())):
		with in_language_of(user):
			post.deliver(
				user,
				_(
					"{0} ({1}) waits for somebody with the role {2}, but nobody at {3} can go on with it."
				).format(row.name, texts.title(row.competence), _(role), row.centre),
				document=row.name,
			)


def tell_of_bulk(name: str):
	"""One notice for each person whom the decisions of the bulk decision `name` concern."""
	bulk = frappe.db.get_value("KIM Bulk Decision", name, ["action", "owner"], as_dict=True)
	decided = frappe.get_all(
		"KIM Bulk Decision Result", filters={"parent": name, "result": "Done"}, pluck="validation"
	)
	rows = frappe.get_all(DOCTYPE, filters={"name": ["in", decided or [""]]}, fields=list(WAITING_FIELDS))
	people = staff.of_centres({row.centre for row in rows})
	told = defaultdict(list)
	for row in rows:
		for user in audience(row, people) - {bulk.owner}:
			told[user].append(row)
	for user, concerned in sorted(told.items()):
		with in_language_of(user):
			if len(concerned) == 1:
				row = concerned[0]
				sentence = _sentence(bulk.action, row.name, texts.title(row.competence))
				post.deliver(user, sentence, document=row.name, from_user=bulk.owner)
			else:
				post.deliver(
					user,
					_sentence_of_many(bulk.action, len(concerned)),
					[f"{row.name} ({texts.title(row.competence)})" for row in concerned],
					from_user=bulk.owner,
				)


def _sentence(action: str, name: str, competence: str) -> str:
	return {
		"Document": _("{0} ({1}) is to be documented."),
		"Submit for Assessment": _("{0} ({1}) waits for your assessment."),
		"Return for Evidence": _(
			"{0} ({1}) came back to you: evidence is missing. The reason is in the validation."
		),
		"Propose": _("{0} ({1}) waits for your decision."),
		"Return to Assessor": _(
			"{0} ({1}) was returned to you by the supervisor. The reason is in the validation."
		),
		"Approve": _("{0} ({1}) was approved."),
		"Reject": _("{0} ({1}) was not validated. The reason is in the validation."),
		"Revoke": _("{0} ({1}) was revoked. The reason is in the validation."),
	}[action].format(name, competence)


def _sentence_of_many(action: str, count: int) -> str:
	return {
		"Return to Assessor": _(
			"{0} validations were returned to you by the supervisor. The reason is in each."
		),
		"Approve": _("{0} validations were approved."),
		"Reject": _("{0} competences were not validated. The reason is in each validation."),
	}[action].format(count)
