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
EVIDENCE_FIELDS = ("owner", "contributors", "rated_by")


def of(stored: Document) -> dict[str, str]:
	"""Everybody who had a hand in the stored document: {user: how}, as `turns.involvement` names it."""
	return of_stored([stored])[stored.name]


def of_stored(documents: Collection[Document]) -> dict[str, dict[str, str]]:
	"""The same for many stored documents: {name: {user: how}}. Takes steps and evidence from the documents,
	which a caller may have locked."""
	return _of_rows(
		documents,
		{
			document.name: [step.user for step in document.steps if step.action in PREPARING]
			for document in documents
		},
		{document.name: [row.evidence for row in document.evidence] for document in documents},
	)


def of_many(names: Collection[str]) -> dict[str, dict[str, str]]:
	"""The same for validations that are only known by name."""
	if not names:
		return {}
	return _of_rows(
		frappe.get_all("KIM Validation", filters={"name": ["in", list(names)]}, fields=list(FIELDS)),
		_by_parent("KIM Validation Step", "user", names, {"action": ["in", PREPARING]}),
		_by_parent("KIM Validation Evidence", "evidence", names),
	)


def _of_rows(rows, steps: dict, evidence: dict) -> dict[str, dict[str, str]]:
	shown = _rows("KIM Evidence", EVIDENCE_FIELDS, {name for found in evidence.values() for name in found})
	logins = _rows("KIM Participant", ("user",), {row.participant for row in rows})
	judges = _judges_before(rows)
	found = {}
	for row in rows:
		of_case = [shown[name] for name in evidence.get(row.name, ()) if name in shown]
		login = logins.get(row.participant)
		found[row.name] = turns.involvement(
			turns.Hands(
				owner=row.owner,
				case_worker=row.case_worker,
				assessor=row.assessor,
				preparing=frozenset(steps.get(row.name, ())),
				contributors=frozenset((row.contributors or "").split()),
				evidence=frozenset(
					user for piece in of_case for user in (piece.owner, *(piece.contributors or "").split())
				),
				rated=frozenset(piece.rated_by for piece in of_case if piece.rated_by),
				participant=login and login.user,
				appealed=judges[row.name],
			)
		)
	return found


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


def _rows(doctype: str, fields: Collection[str], names: Collection[str]) -> dict:
	if not names:
		return {}
	rows = frappe.get_all(doctype, filters={"name": ["in", list(names)]}, fields=["name", *fields])
	return {row.name: row for row in rows}


def sentence(how: str) -> str:
	"""Why somebody does not decide a case, said to themself."""
	return {
		"participant": _("It is about you."),
		"assessor": _("You assessed this one."),
		"case-worker": _("You are its case worker."),
		"owner": _("You opened this one."),
		"appealed": _("It is an appeal, and you assessed or decided the case before."),
		"evidence": _("You recorded its evidence, or wrote in it."),
		"rated": _("You rated its evidence."),
		"step": _("You took a step in this one."),
		"contributor": _("You wrote in this one."),
	}[how]
