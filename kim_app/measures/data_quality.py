"""Records in which something is missing or contradicts itself, and people who may be registered twice. May import
frappe.

Every check is a condition on the rows of one form that the person who asks may see, so counting and listing
say the same; duplicates are compared in Python (see `likeness`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce, Count
from frappe.utils import getdate, today

from kim_app.measures import likeness, rows, tally
from kim_app.measures.catalogue import DECIDED
from kim_app.validation import workflow

MISSING, CONTRADICTING, DUPLICATE = "missing", "contradicting", "duplicate"
DUPLICATES = "duplicates"
PARTICIPANT = "KIM Participant"


@dataclass(frozen=True)
class Check:
	"""One thing that may be wrong: `condition` takes the form's table, `label` says it, `title` is the field by
	which a record is called."""

	key: str
	kind: str
	doctype: str
	label: Callable[[], str]
	condition: Callable
	title: str


def _empty(*fieldnames: str) -> Callable:
	def condition(table):
		found = None
		for fieldname in fieldnames:
			empty = table[fieldname].isnull() | (table[fieldname] == "")
			found = empty if found is None else found & empty
		return found

	return condition


def _unset(fieldname: str) -> Callable:
	"""For days and moments, which are never an empty text."""
	return lambda table: table[fieldname].isnull()


def _elsewhere(table):
	person = DocType(PARTICIPANT)
	return table.name.isin(
		frappe.qb.from_(person)
		.join(table)
		.on(table.participant == person.name)
		.where(Coalesce(table.centre, "") != Coalesce(person.centre, ""))
		.select(table.name)
	)


def _inactive_case_worker(table):
	"""The case worker has no place at the centre any more, and the person still has a case under way there."""
	member, validation = DocType("KIM Staff Member"), DocType("KIM Validation")
	active = (
		frappe.qb.from_(member)
		.select(member.user)
		.where((member.disabled == 0) & (member.centre == table.centre))
	)
	under_way = (
		frappe.qb.from_(validation)
		.select(validation.participant)
		.where(validation.workflow_state.isin(workflow.OPEN_STATES))
	)
	return table.case_worker.isnotnull() & table.case_worker.notin(active) & table.name.isin(under_way)


CHECKS = (
	Check(
		"no-gender", MISSING, PARTICIPANT, lambda: _("Gender is not recorded"), _empty("gender"), "full_name"
	),
	Check(
		"no-birth",
		MISSING,
		PARTICIPANT,
		lambda: _("Date of birth is not recorded"),
		_unset("date_of_birth"),
		"full_name",
	),
	Check(
		"no-nationality",
		MISSING,
		PARTICIPANT,
		lambda: _("Nationality is not recorded"),
		_empty("nationality"),
		"full_name",
	),
	Check(
		"no-education",
		MISSING,
		PARTICIPANT,
		lambda: _("Education is not recorded"),
		_empty("education"),
		"full_name",
	),
	Check(
		"no-case-worker",
		MISSING,
		PARTICIPANT,
		lambda: _("No case worker is responsible"),
		_empty("case_worker"),
		"full_name",
	),
	Check(
		"no-consent",
		MISSING,
		PARTICIPANT,
		lambda: _("Consent is not recorded"),
		lambda table: Coalesce(table.consent, 0) == 0,
		"full_name",
	),
	Check(
		"consent-undated",
		MISSING,
		PARTICIPANT,
		lambda: _("Consent is recorded, but not on which day"),
		lambda table: (table.consent == 1) & table.consent_date.isnull(),
		"full_name",
	),
	Check(
		"arrived-before-birth",
		CONTRADICTING,
		PARTICIPANT,
		lambda: _("The arrival lies before the birth"),
		lambda table: table.arrival_date < table.date_of_birth,
		"full_name",
	),
	Check(
		"unlikely-age",
		CONTRADICTING,
		PARTICIPANT,
		lambda: _("By the date of birth the person is younger than 10 or older than 100 years"),
		lambda table: (table.date_of_birth > _years_ago(10)) | (table.date_of_birth < _years_ago(100)),
		"full_name",
	),
	Check(
		"case-worker-left",
		CONTRADICTING,
		PARTICIPANT,
		lambda: _("A case is under way, but the case worker does not work at the centre any more"),
		_inactive_case_worker,
		"full_name",
	),
	Check(
		"evidence-elsewhere",
		CONTRADICTING,
		"KIM Evidence",
		lambda: _("The evidence is kept for another centre than the participant"),
		_elsewhere,
		"title",
	),
	Check(
		"evidence-undated",
		MISSING,
		"KIM Evidence",
		lambda: _("It is not recorded when the evidence is from"),
		lambda table: table.from_date.isnull() & table.to_date.isnull(),
		"title",
	),
	Check(
		"validation-elsewhere",
		CONTRADICTING,
		"KIM Validation",
		lambda: _("The validation is kept for another centre than the participant"),
		_elsewhere,
		"participant_name",
	),
	Check(
		"decided-undated",
		CONTRADICTING,
		"KIM Validation",
		lambda: _("The validation is decided, but not on which day"),
		lambda table: table.workflow_state.isin(DECIDED) & table.decided_on.isnull(),
		"participant_name",
	),
	Check(
		"decided-before-opened",
		CONTRADICTING,
		"KIM Validation",
		lambda: _("The decision lies before the opening of the case"),
		lambda table: (table.imported == 0) & (rows.DaysBetween(table.decided_on, table.creation) < 0),
		"participant_name",
	),
	Check(
		"validated-without-level",
		CONTRADICTING,
		"KIM Validation",
		lambda: _("The competence is validated, but no level is recorded"),
		lambda table: (table.workflow_state == workflow.VALIDATED) & _empty("validated_level")(table),
		"participant_name",
	),
)
BY_KEY = {check.key: check for check in CHECKS}


def _years_ago(years: int) -> str:
	day = getdate(today())
	return str(day.replace(year=day.year - years, day=min(day.day, 28)))


def label(key: str) -> str:
	"""What the check `key` says of a record."""
	return _("The person may be registered twice") if key == DUPLICATES else BY_KEY[key].label()


def examined(filters: Mapping) -> dict[str, int]:
	"""{DocType: how many records are looked at}, of the forms that the person who asks may read."""
	found = {}
	for doctype in dict.fromkeys(check.doctype for check in CHECKS):
		if rows.readable(doctype):
			found[doctype] = _count(doctype, lambda table, query: rows.placed(query, table, filters))
	return found


def number(check: Check, filters: Mapping) -> int:
	"""How many records the check finds."""
	return _count(check.doctype, lambda table, query: _filtered(check, table, query, filters))


def _count(doctype: str, filtered) -> int:
	counted = tally.tally(doctype, lambda table, query: tally.Asked(filtered(table, query), [], [Count("*")]))
	return sum(number for (number,) in counted)


def found(check: Check, filters: Mapping, most: int | None = None) -> list[frappe._dict]:
	"""The records that the check finds: `name`, `title`, `centre`, `participant` (where there is one)."""
	table, query = _query(check, filters)
	query = query.select(table.name, table[check.title].as_("title"), table.centre)
	if check.doctype != PARTICIPANT:
		query = query.select(table.participant)
	query = query.orderby(table.name)
	return (query.limit(most) if most else query).run(as_dict=True)


def _query(check: Check, filters: Mapping):
	table, query = rows.of(check.doctype)
	return table, _filtered(check, table, query, filters)


def _filtered(check: Check, table, query, filters: Mapping):
	return rows.placed(query, table, filters).where(check.condition(table))


def duplicates(filters: Mapping) -> tuple[list[likeness.Likeness], dict[str, frappe._dict]]:
	"""Pairs of participants that may be one person, and {name: participant} of those that the filters leave."""
	table, query = rows.of(PARTICIPANT)
	query = rows.placed(query, table, filters)
	people = query.select(table.name, table.full_name, table.date_of_birth, table.centre).run(as_dict=True)
	found = likeness.likely_duplicates(
		likeness.Person(row.name, row.full_name or "", row.date_of_birth and getdate(row.date_of_birth))
		for row in people
	)
	return found, {row.name: row for row in people}
