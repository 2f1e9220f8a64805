"""Overdue actions and due reviews reach the case worker, and then the supervisor. May import frappe.

Runs once a day. What somebody was told of is noted on the row in the same transaction, so that a run which
is stopped and run again tells nobody twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import frappe
from frappe import _
from frappe.utils import add_days, getdate, today

from kim_app import roles
from kim_app.inclusion import notices, plan, post, workflow

ACTION = "KIM Plan Action"
IN_FORCE = (workflow.ACTIVE, workflow.UNDER_REVIEW)
CHUNK = 500
MOST_NAMED = 10


def daily():
	"""One notice to each case worker of what is overdue or soon to be reviewed, one to each supervisor of what
	has been overdue for the settings' days."""
	late = frappe.db.get_single_value("KIM Settings", "overdue_days") or 0
	notice = frappe.db.get_single_value("KIM Settings", "review_notice_days") or 0
	tell("reminded_on", add_days(today(), -1), add_days(today(), notice), supervisors=False)
	if late:
		tell("escalated_on", add_days(today(), -late), add_days(today(), -late), supervisors=True)


def tell(noted: str, actions_due: str, reviews_due: str, supervisors: bool):
	"""Tells of actions due on `actions_due` or before and of reviews due on `reviews_due` or before that
	nobody was told of yet, and notes it in the field `noted`."""
	told = defaultdict(set)
	for rows in _chunks(_overdue_actions, noted, actions_due):
		_tell_of(rows, ACTION, noted, supervisors, told, "actions")
	for rows in _chunks(_due_reviews, noted, reviews_due):
		_tell_of(rows, plan.DOCTYPE, noted, supervisors, told, "reviews")
	by_user = defaultdict(lambda: {"actions": set(), "reviews": set()})
	for (user, kind), names in told.items():
		by_user[user][kind] |= names
	for user, found in sorted(by_user.items()):
		_deliver(user, found["actions"], found["reviews"])
	if not frappe.flags.in_test:
		frappe.db.commit()


def _tell_of(rows: list, doctype: str, noted: str, supervisors: bool, told: dict, kind: str):
	noted_rows = []
	for row in rows:
		people = _supervisors(row) if supervisors else notices.case_workers(row)
		for user in people:
			told[user, kind].add(row.plan)
		if people:
			noted_rows.append(row.row)
	if noted_rows:
		table = frappe.qb.DocType(doctype)
		frappe.qb.update(table).set(table[noted], getdate(today())).where(table.name.isin(noted_rows)).run()


def _supervisors(row) -> set[str]:
	return post.staff_of(row.centre, roles.SUPERVISOR)


def _chunks(query, noted: str, due: str) -> Iterator[list]:
	last = ""
	while rows := query(noted, due, last):
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
		.select(action.name.as_("row"), document.name.as_("plan"), document.centre, document.case_worker)
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
		.select(document.name.as_("row"), document.name.as_("plan"), document.centre, document.case_worker)
		.orderby(document.name)
		.limit(CHUNK)
		.run(as_dict=True)
	)


def _deliver(user: str, actions: set[str], reviews: set[str]):
	def sentence() -> str:
		parts = []
		if actions:
			parts.append(_("Actions are overdue in: {0}.").format(_names(actions)))
		if reviews:
			parts.append(_("A review is due of: {0}.").format(_names(reviews)))
		return " ".join(parts)

	concerned = actions | reviews
	post.deliver(user, sentence, next(iter(concerned)) if len(concerned) == 1 else None)


def _names(names: set[str]) -> str:
	shown = sorted(names)[:MOST_NAMED]
	more = len(names) - len(shown)
	return ", ".join([*shown, _("and {0} more").format(more)] if more else shown)
