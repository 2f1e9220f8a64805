"""Validations whose evidence is not valid, authentic, current or sufficient. May import frappe.

Of each of the four questions (VACS) the best answer counts that any piece of the case's evidence got: two
pieces may make up for each other. What was superseded by newer evidence does not count, nor what was not rated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce, Count, Max
from pypika import Case
from pypika.terms import ValueWrapper

from kim_app.evidence import rules
from kim_app.measures import rows, tally
from kim_app.validation import workflow

DOCTYPE = "KIM Validation"
QUESTIONS = rules.QUESTIONS
# The best answer, as a number, so that the database can find it.
ANSWERS = {"Yes": 3, "Partly": 2, "No": 1}
MET = 3
# What a gap is: nothing attached, nothing rated, or the answer.
WITHOUT, UNRATED, NO, PARTLY = "without", "unrated", "no", "partly"
_OF_ANSWER = {0: UNRATED, 1: NO, 2: PARTLY}


@dataclass(frozen=True)
class Gap:
	"""A validation and what its evidence lacks: {question: WITHOUT, UNRATED, NO or PARTLY}."""

	validation: frappe._dict
	evidence: int
	lacks: dict[str, str]


def gaps(filters: Mapping) -> list[Gap]:
	"""The validations with a gap, those that wait longest first. `filters` name `states` (open ones when left out),
	`question`, `competence`, `framework` and a place."""
	query, table, best, pieces = _query(filters)
	query = query.select(
		table.name,
		table.participant,
		table.participant_name,
		table.competence,
		table.centre,
		table.workflow_state,
		table.case_worker,
		table.waiting_since,
		pieces,
		*best,
	).orderby(table.waiting_since)
	return [
		Gap(row, row.pieces, lacking(row.pieces, [row[question] for question in QUESTIONS]))
		for row in query.run(as_dict=True)
	]


def lacking(pieces: int, best) -> dict[str, str]:
	"""What is missing, by question, of `pieces` of evidence with these best answers (0 for none)."""
	found = zip(QUESTIONS, best, strict=True)
	return {
		question: _OF_ANSWER[answer or 0] if pieces else WITHOUT
		for question, answer in found
		if (answer or 0) < MET
	}


def evidence_of(validations: list[str]) -> dict[str, list[str]]:
	"""{validation: the names of the evidence that counts in it}."""
	link, evidence = DocType("KIM Validation Evidence"), DocType("KIM Evidence")
	query = (
		frappe.qb.from_(link)
		.join(evidence)
		.on((evidence.name == link.evidence) & (evidence.status != rules.SUPERSEDED))
		.where(link.parent.isin(validations or [""]) & (link.parenttype == DOCTYPE))
		.select(link.parent, evidence.name)
	)
	found: dict[str, list[str]] = {}
	for validation, name in query.run():
		found.setdefault(validation, []).append(name)
	return found


def numbers(found: Iterable[tuple[dict[str, str], int]]) -> dict[str, Counter]:
	"""How many validations lack what, of (what is lacking, how many validations): {question: Counter of kinds of gap}."""
	counted = {question: Counter() for question in QUESTIONS}
	for lacks, validations in found:
		for question, kind in lacks.items():
			counted[question][kind] += validations
	return counted


def counted(filters: Mapping) -> list[tuple[dict[str, str], int]]:
	"""(what is lacking, how many validations lack just that): the same as the list of `gaps`, without naming any."""

	def ask(table, query):
		query, best, pieces = _joined(table, query, filters)
		return tally.Asked(
			query, [Case().when(pieces > 0, 1).else_(0), *best], [ValueWrapper(1)], each=[table.name]
		)

	return [(lacking(some, best), number) for some, *best, number in tally.tally(DOCTYPE, ask)]


def examined(filters: Mapping) -> int:
	"""How many validations were looked at."""
	counted = tally.tally(
		DOCTYPE, lambda table, query: tally.Asked(_filtered(query, table, filters), [], [Count("*")])
	)
	return sum(number for (number,) in counted)


def _query(filters: Mapping):
	table, query = rows.of(DOCTYPE)
	query, best, pieces = _joined(table, query, filters)
	best = [answer.as_(question) for question, answer in zip(QUESTIONS, best, strict=True)]
	return query.groupby(table.name), table, best, pieces.as_("pieces")


def _joined(table, query, filters: Mapping):
	"""The query with what is rated of a validation's evidence, the best answers and the number of pieces."""
	link, evidence = DocType("KIM Validation Evidence"), DocType("KIM Evidence")
	query = query.left_join(link).on((link.parent == table.name) & (link.parenttype == DOCTYPE))
	query = query.left_join(evidence).on(
		(evidence.name == link.evidence) & (evidence.status != rules.SUPERSEDED)
	)
	query = _filtered(query, table, filters)
	asked = [filters["question"]] if filters.get("question") else QUESTIONS
	lacks = None
	for question in asked:
		missing = Coalesce(Max(_number(evidence[question])), 0) < MET
		lacks = missing if lacks is None else lacks | missing
	best = [Max(_number(evidence[question])) for question in QUESTIONS]
	return query.having(lacks), best, Count(evidence.name)


def _number(field):
	case = Case()
	for answer, number in ANSWERS.items():
		case = case.when(field == answer, number)
	return case.else_(0)


def _filtered(query, table, filters: Mapping):
	query = rows.placed(query, table, filters)
	query = query.where(table.workflow_state.isin(filters.get("states") or workflow.OPEN_STATES))
	for name in ("competence", "framework", "case_worker", "assessor"):
		if filters.get(name):
			query = query.where(table[name] == filters[name])
	return query
