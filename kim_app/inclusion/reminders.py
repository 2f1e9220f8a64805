"""Overdue actions, due reviews and plans that nobody goes on with reach whose turn it is, and then the supervisor.
May import frappe.

Runs once a day. What somebody was told of is noted on the row in the same transaction, so that a run which
is stopped and run again tells nobody twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial

import frappe
from frappe import _
from frappe.utils import add_days, getdate, now_datetime, today

from kim_app import roles
from kim_app.inclusion import notices, plan, post, workflow

ACTION = "KIM Plan Action"
IN_FORCE = (workflow.ACTIVE, workflow.UNDER_REVIEW)
# The states in which a plan waits for somebody to take the next step. A draft waits for nobody yet.
WAITING = (workflow.PROPOSED, workflow.AGREED, workflow.UNDER_REVIEW)
CHUNK = 500
MOST_NAMED = 10


def daily():
	"""One notice to each person whose turn it is: of what is overdue, soon to be reviewed, or waits for the
	settings' days; one to each supervisor of what has been late or waiting for longer."""
	late, notice, waits = (
		frappe.db.get_single_value("KIM Settings", field) or 0
		for field in ("overdue_days", "review_notice_days", "plan_reminder_days")
	)
	tell("reminded_on", add_days(today(), -1), add_days(today(), notice), waits, supervisors=False)
	if late:
		due = add_days(today(), -late)
		# Nobody is told of before whose turn it is.
		tell("escalated_on", due, due, max(late, waits) if waits else 0, supervisors=True)


def tell(noted: str, actions_due: str, reviews_due: str, waits: int, supervisors: bool):
	"""Tells of actions due on `actions_due` or before, of reviews due on `reviews_due` or before and of plans that
	have waited `waits` days (0: of none), as far as nobody was told of them yet; notes it in the field `noted`."""
	finders = {
		"actions": (ACTION, partial(_overdue_actions, noted, actions_due)),
		"reviews": (plan.DOCTYPE, partial(_due_reviews, noted, reviews_due)),
	}
	if waits:
		finders["waiting"] = (plan.DOCTYPE, partial(_left_waiting, noted, waits, supervisors))
	told = defaultdict(lambda: defaultdict(set))
	for kind, (doctype, find) in finders.items():
		for rows in _chunks(find):
			_tell_of(rows, doctype, noted, supervisors, told, kind)
	for user, found in sorted(told.items()):
		_deliver(user, found)
	if not frappe.flags.in_test:
		frappe.db.commit()


def _tell_of(rows: list, doctype: str, noted: str, supervisors: bool, told: dict, kind: str):
	noted_rows = []
	for row in rows:
		people = _supervisors(row) if supervisors else _in_turn(row)
		for user in people:
			told[user][kind].add(row.plan)
		if people:
			noted_rows.append(row.row)
	if noted_rows:
		table = frappe.qb.DocType(doctype)
		frappe.qb.update(table).set(table[noted], getdate(today())).where(table.name.isin(noted_rows)).run()


def _supervisors(row) -> set[str]:
	return post.staff_of(row.centre, roles.SUPERVISOR)


def _in_turn(row) -> set[str]:
	"""Of an agreed plan the supervisors who may approve it, of every other its case worker."""
	if row.workflow_state == workflow.AGREED:
		return _supervisors(row) - plan.involved(frappe.get_doc(plan.DOCTYPE, row.plan))
	return notices.case_workers(row)


def _chunks(find: Callable[[str], list]) -> Iterator[list]:
	last = ""
	while rows := find(last):
		yield rows
		last = rows[-1].row


def _overdue_actions(noted: str, due: str, last: str) -> list:
	action, document = frappe.qb.DocType(ACTION), frappe.qb.DocType(plan.DOCTYPE)
	return (
		frappe.qb.from_(action)
		.join(document)
		.on((document.name == action.parent) & (action.parenttype == plan.DOCTYPE))
		.where(document.workflow_state.isin(list(IN_FORCE)) & action[noted].isnull() & (action.name > last))
		.where(action.status.isin(["Planned", "In Progress"]) & (action.due <= due))
		.select(action.name.as_("row"), *_of_plan(document))
		.orderby(action.name)
		.limit(CHUNK)
		.run(as_dict=True)
	)


def _due_reviews(noted: str, due: str, last: str) -> list:
	document = frappe.qb.DocType(plan.DOCTYPE)
	return (
		frappe.qb.from_(document)
		.where((document.workflow_state == workflow.ACTIVE) & document[noted].isnull())
		.where((document.next_review <= due) & (document.name > last))
		.select(document.name.as_("row"), *_of_plan(document))
		.orderby(document.name)
		.limit(CHUNK)
		.run(as_dict=True)
	)


def _left_waiting(noted: str, waits: int, supervisors: bool, last: str) -> list:
	document = frappe.qb.DocType(plan.DOCTYPE)
	# The supervisors were those who were told of an agreed plan.
	states = [state for state in WAITING if not (supervisors and state == workflow.AGREED)]
	return (
		frappe.qb.from_(document)
		.where(document.workflow_state.isin(states) & document[noted].isnull() & (document.name > last))
		.where(document.waiting_since <= add_days(now_datetime(), -waits))
		.select(document.name.as_("row"), *_of_plan(document))
		.orderby(document.name)
		.limit(CHUNK)
		.run(as_dict=True)
	)


def _of_plan(document) -> list:
	return [document.name.as_("plan"), document.workflow_state, document.centre, document.case_worker]


def _deliver(user: str, found: dict[str, set[str]]):
	def sentence() -> str:
		texts = {
			"actions": _("Actions are overdue in: {0}."),
			"reviews": _("A review is due of: {0}."),
			"waiting": _("These plans wait for the next step: {0}."),
		}
		return " ".join(text.format(_names(found[kind])) for kind, text in texts.items() if found.get(kind))

	concerned = set().union(*found.values())
	post.deliver(user, sentence, next(iter(concerned)) if len(concerned) == 1 else None)


def _names(names: set[str]) -> str:
	shown = sorted(names)[:MOST_NAMED]
	more = len(names) - len(shown)
	return ", ".join([*shown, _("and {0} more").format(more)] if more else shown)
