"""Who had a hand in validations, gathered for many of them at once. May import frappe.

What `turns.involvement` says of one case is what counts; this only fetches what it asks for, in a fixed
number of queries however many cases are asked about. Permission is asked by whoever calls.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.validation import turns, workflow

PREPARING = tuple(
	dict.fromkeys(row.action for row in workflow.TRANSITIONS if row.source != workflow.PENDING_APPROVAL)
)
FIELDS = ("name", "owner", "case_worker", "assessor", "contributors", "participant", "amended_from")


def of(stored: Document) -> dict[str, str]:
	"""Everybody who had a hand in the stored document: {user: how}, as `turns.involvement` names it."""
	steps = [step.user for step in stored.steps if step.action in PREPARING]
	evidence = [row.evidence for row in stored.evidence]
	return _involvement(
		stored,
		steps,
		frappe.get_all("KIM Evidence", filters={"name": ["in", evidence]}, pluck="owner") if evidence else (),
		frappe.db.get_value("KIM Participant", stored.participant, "user"),
		_judges_before([stored])[stored.name],
	)


def of_many(names: Collection[str]) -> dict[str, dict[str, str]]:
	"""The same for many validations by name: {name: {user: how}}."""
	if not names:
		return {}
	rows = frappe.get_all("KIM Validation", filters={"name": ["in", list(names)]}, fields=list(FIELDS))
	steps = _by_parent("KIM Validation Step", "user", names, {"action": ["in", PREPARING]})
	evidence = _by_parent("KIM Validation Evidence", "evidence", names)
	owners = _values("KIM Evidence", "owner", {name for found in evidence.values() for name in found})
	logins = _values("KIM Participant", "user", {row.participant for row in rows})
	judges = _judges_before(rows)
	return {
		row.name: _involvement(
			row,
			steps[row.name],
			[owners[name] for name in evidence[row.name] if name in owners],
			logins.get(row.participant),
			judges[row.name],
		)
		for row in rows
	}


def _judges_before(rows) -> dict[str, frozenset[str]]:
	"""Who assessed or decided the cases that each of `rows` goes back to, appeal by appeal: {name: users}."""
	earlier, missing = {}, {row.amended_from for row in rows if row.amended_from}
	while missing:
		found = frappe.get_all(
			"KIM Validation",
			filters={"name": ["in", list(missing)]},
			fields=["name", "assessor", "approver", "amended_from"],
		)
		earlier |= {row.name: row for row in found}
		missing = {row.amended_from for row in found if row.amended_from} - set(earlier)
	judges = {}
	for row in rows:
		users, name = set(), row.amended_from
		while name in earlier:
			users |= {earlier[name].assessor, earlier[name].approver} - {None, ""}
			name = earlier[name].amended_from
		judges[row.name] = frozenset(users)
	return judges


def _involvement(row, steps, evidence, participant, appealed) -> dict[str, str]:
	return turns.involvement(
		turns.Hands(
			owner=row.owner,
			case_worker=row.case_worker,
			assessor=row.assessor,
			preparing=frozenset(steps),
			contributors=frozenset((row.contributors or "").split()),
			evidence=frozenset(evidence),
			participant=participant,
			appealed=appealed,
		)
	)


def _by_parent(table: str, field: str, parents: Collection[str], filters: dict | None = None):
	found = defaultdict(list)
	rows = frappe.get_all(
		table,
		filters={"parent": ["in", list(parents)], "parenttype": "KIM Validation", **(filters or {})},
		fields=["parent", field],
	)
	for row in rows:
		if row[field]:
			found[row.parent].append(row[field])
	return found


def _values(doctype: str, field: str, names: Collection[str]) -> dict[str, str]:
	if not names:
		return {}
	rows = frappe.get_all(doctype, filters={"name": ["in", list(names)]}, fields=["name", field])
	return {row.name: row[field] for row in rows}


def sentence(how: str) -> str:
	"""Why somebody does not decide a case, said to themself."""
	return {
		"participant": _("It is about you."),
		"assessor": _("You assessed this one."),
		"case-worker": _("You are its case worker."),
		"owner": _("You opened this one."),
		"appealed": _("It is an appeal, and you assessed or decided the case before."),
		"evidence": _("You recorded its evidence."),
		"step": _("You took a step in this one."),
		"contributor": _("You wrote in this one."),
	}[how]
