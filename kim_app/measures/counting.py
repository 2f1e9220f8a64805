"""What a measure is, and how it is counted: one grouped query for each question. May import frappe.

A measure counts the records of one form (the whole), and of those the ones with a success (the part). What
belongs to either is said once, in `catalogue`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce, Count, Sum
from pypika import Case

from kim_app.measures import periods, rows, tally

WOMEN, MEN, OTHERS = "women", "men", "others"
GENDERS = (WOMEN, MEN, OTHERS)
# Frappe's records of gender; whoever has another one, or none, is counted with the others.
_GENDER_OF = {"Female": WOMEN, "Male": MEN}


@dataclass(frozen=True)
class Measure:
	"""What is counted.

	`label` and `meaning` are functions, as their language differs by request. `whole` and `part` take the
	table and give the condition for belonging (None for every row; `part` is None where only a number is counted).
	`moment` gives the field of the day by which it is counted, `gender` joins what is needed and gives the
	expression. `records` are the list filters that show the same rows as `whole`, `succeeded` those of `part`. `person`
	is the field that says whom a row is about.
	"""

	key: str
	doctype: str
	label: Callable[[], str]
	meaning: Callable[[], str]
	whole: Callable | None = None
	part: Callable | None = None
	moment: Callable | None = None
	join: Callable | None = None
	gender: Callable | None = None
	records: Mapping | None = None
	succeeded: Mapping | None = None
	person: str = "participant"


@dataclass(frozen=True)
class Counted:
	"""How many rows, and how many of them with a success."""

	whole: int = 0
	part: int = 0

	def __add__(self, other: Counted) -> Counted:
		return Counted(self.whole + other.whole, self.part + other.part)


def count(
	measure: Measure, by: Sequence[str] = (), filters: Mapping | None = None, everybody: bool = False
) -> dict[tuple, Counted]:
	"""{values of `by`: Counted}. `by` is any of `centre`, `organisation`, `country`, `gender`, `quarter`, `month`.

	`filters` are `centre`, `organisation`, `country`, `from_date`, `to_date`. `everybody` counts the whole site,
	whoever asks: only for figures in which small groups are hidden.
	"""
	filters = filters or {}

	def ask(table, query) -> tally.Asked:
		query, moment = _counted(measure, table, query, filters)
		terms = []
		for dimension in by:
			query, term = _term(query, table, measure, dimension, moment)
			terms.append(term)
		part = Sum(Case().when(measure.part(table), 1).else_(0)) if measure.part else Count("*")
		return tally.Asked(query, terms, [Count("*"), part])

	found: dict[tuple, Counted] = {}
	for *values, whole, succeeded in tally.tally(measure.doctype, ask, everybody):
		key = tuple(_value(name, value) for name, value in zip(by, values, strict=True))
		found[key] = found.get(key, Counted()) + Counted(int(whole), int(succeeded or 0))
	return found


def found(
	measure: Measure, filters: Mapping, gender: str | None = None, succeeded: bool = False
) -> list[frappe._dict]:
	"""The rows that `count` counts, of one `gender` (WOMEN, MEN or OTHERS) and with a success where asked for: `name`,
	`title`, `centre`, `gender`, `moment`, `succeeded`; the latest first."""
	table, query = rows.of(measure.doctype)
	query, moment = _counted(measure, table, query, filters)
	query, term = _term(query, table, measure, "gender", moment)
	if gender in (WOMEN, MEN):
		query = query.where(term == next(name for name, key in _GENDER_OF.items() if key == gender))
	elif gender == OTHERS:
		query = query.where(term.notin(list(_GENDER_OF)))
	part = Case().when(measure.part(table), 1).else_(0) if measure.part else None
	if succeeded and measure.part:
		query = query.where(measure.part(table))
	query = query.select(
		table.name,
		table[frappe.get_meta(measure.doctype).title_field or "name"].as_("title"),
		table.centre,
		term.as_("gender"),
		moment.as_("moment"),
		*([part.as_("succeeded")] if part is not None else []),
	)
	return query.orderby(moment, order=frappe.qb.desc).orderby(table.name).run(as_dict=True)


def people(measure: Measure, filters: Mapping | None = None) -> int:
	"""How many different people `count` with `everybody` counts: ten validations of one person tell of one."""
	table = DocType(measure.doctype)
	query, _moment = _counted(measure, table, frappe.qb.from_(table), filters or {})
	((number,),) = query.select(Count(table[measure.person]).distinct()).run()
	return int(number)


def total(measure: Measure, filters: Mapping | None = None) -> Counted:
	"""The count of everything that the person who asks may see."""
	return sum(count(measure, filters=filters).values(), Counted())


def _counted(measure: Measure, table, query, filters: Mapping):
	"""`query` for the rows that a measure counts, and the field of the day by which it counts."""
	if measure.join:
		query = measure.join(query, table)
	if measure.whole:
		query = query.where(measure.whole(table))
	query = rows.placed(query, table, filters)
	moment = measure.moment(table) if measure.moment else None
	if moment is not None:
		query = rows.within(query, moment, filters)
	return query, moment


def _term(query, table, measure: Measure, dimension: str, moment):
	if dimension == "country":
		centre = DocType(rows.CENTRE)
		return query.left_join(centre).on(centre.name == table.centre), Coalesce(centre.country, "")
	if dimension == "gender":
		query, term = measure.gender(query, table)
		return query, Coalesce(term, "")
	if dimension in ("quarter", "month"):
		return query, rows.Beginning(moment, 7)
	return query, Coalesce(table[dimension], "")


def _value(dimension: str, value):
	if dimension == "gender":
		return _GENDER_OF.get(value, OTHERS)
	if dimension == "quarter":
		return periods.quarter(str(value)) if value else ""
	return value or ""
