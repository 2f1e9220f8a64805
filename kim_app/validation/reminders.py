"""Reminds people once a day of what has waited for them too long, and tells the coordinators. May import frappe.

Each person gets one digest however many cases they have; one that cannot be delivered is logged and stops
no other, and its cases are told of the next day. What was reminded of is noted on the case in the
same transaction as the digest is written, so that a run which is stopped and run again tells nobody twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import frappe
from frappe import _
from frappe.utils import add_days, getdate, now_datetime, today

from kim_app import roles
from kim_app.frameworks import texts
from kim_app.one_of_many import one_of_many
from kim_app.session import in_language_of
from kim_app.validation import involvement, post, staff, turns, workflow

DOCTYPE = "KIM Validation"
FIELDS = (
	"name",
	"workflow_state",
	"competence",
	"centre",
	"organisation",
	"case_worker",
	"assessor",
	"waiting_since",
)
CHUNK = 1000


def remind(commit: Callable[[], None] | None = None):
	"""One digest to everybody whose turn it has been for the settings' days, again after as many days."""
	days = frappe.db.get_single_value("KIM Settings", "reminder_days")
	if not days:
		return
	due = frappe.qb.DocType(DOCTYPE)
	told_before = due.reminded_on.isnull() | (due.reminded_on <= add_days(today(), -days))
	people = staff.of_centres()
	digests = defaultdict(Digest)
	for rows in _waiting(days, told_before):
		pending = [row.name for row in rows if turns.ROLE[row.workflow_state] == roles.SUPERVISOR]
		involved = involvement.of_many(pending)
		for row in rows:
			role = turns.ROLE[row.workflow_state]
			for user in turns.in_turn(
				role,
				row.get(turns.OWN.get(role) or ""),
				people.get((row.centre, role), frozenset()),
				involved.get(row.name, {}),
			):
				digests[user].add(row)
	reminded = set()
	for user, digest in sorted(digests.items()):
		with one_of_many(f"Reminder to {user}"), in_language_of(user):
			digest.deliver(
				user,
				_("{0} ({1}) has waited for you for {2} days."),
				_("{0} validations have waited for you for {1} days or longer.").format(digest.count, days),
			)
			reminded |= digest.names
	_note(reminded, "reminded_on")
	_commit(commit)


def escalate(commit: Callable[[], None] | None = None):
	"""One digest to every coordinator of what has waited too long in their organisation, once for each wait."""
	days = frappe.db.get_single_value("KIM Settings", "escalation_days")
	if not days:
		return
	due = frappe.qb.DocType(DOCTYPE)
	people = staff.coordinators()
	digests = defaultdict(Digest)
	for rows in _waiting(days, due.escalated_on.isnull()):
		for row in rows:
			for user in people.get((row.organisation, roles.COORDINATOR), ()):
				digests[user].add(row)
	escalated = set()
	for user, digest in sorted(digests.items()):
		with one_of_many(f"Escalation to {user}"), in_language_of(user):
			digest.deliver(
				user,
				_("{0} ({1}) has waited for {2} days and nobody went on with it."),
				_(
					"{0} validations of your organisation have waited for {1} days or longer and nobody went on with them."
				).format(digest.count, days),
			)
			escalated |= digest.names
	_note(escalated, "escalated_on")
	_commit(commit)


class Digest:
	"""What one person is told: the names of the cases, and the first of them, which waited longest."""

	def __init__(self):
		self.names = set()
		self.first = []

	@property
	def count(self) -> int:
		return len(self.names)

	def add(self, row):
		self.names.add(row.name)
		self.first.append(row)
		if len(self.first) > 2 * post.MOST_LINES:
			self.shorten()

	def shorten(self):
		self.first = sorted(self.first, key=lambda row: row.waiting_since)[: post.MOST_LINES]

	def deliver(self, user: str, sentence_of_one: str, sentence_of_many: str):
		self.shorten()
		now = now_datetime()
		if self.count == 1:
			row = self.first[0]
			days = turns.days_waiting(row.waiting_since, now)
			sentence = sentence_of_one.format(row.name, texts.title(row.competence), days)
			post.deliver(user, sentence, document=row.name)
			return
		lines = [
			_("{0} ({1}): {2}, {3} days").format(
				row.name,
				texts.title(row.competence),
				_(row.workflow_state),
				turns.days_waiting(row.waiting_since, now),
			)
			for row in self.first
		]
		post.deliver(user, sentence_of_many, lines, total=self.count)


def _waiting(days: int, condition) -> Iterator[list]:
	"""Open validations that have waited `days` and meet `condition`, by chunks, in the order of their names."""
	table = frappe.qb.DocType(DOCTYPE)
	since = now_datetime() if days == 0 else add_days(now_datetime(), -days)
	last = ""
	while rows := (
		frappe.qb.from_(table)
		.select(*FIELDS)
		.where(
			table.workflow_state.isin(list(workflow.OPEN_STATES))
			& (table.waiting_since <= since)
			& (table.name > last)
			& condition
		)
		.orderby(table.name)
		.limit(CHUNK)
		.run(as_dict=True)
	):
		yield rows
		last = rows[-1].name


def _note(names: Iterable[str], field: str):
	names = sorted(names)
	table = frappe.qb.DocType(DOCTYPE)
	for start in range(0, len(names), CHUNK):
		(
			frappe.qb.update(table)
			.set(table[field], getdate(today()))
			.where(table.name.isin(names[start : start + CHUNK]))
			.run()
		)


def _commit(commit: Callable[[], None] | None):
	(commit or frappe.db.commit)()
