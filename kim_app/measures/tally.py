"""Sums in groups over the rows that the person who asks may see: made now, or taken from what dashboards remember.
May import frappe.

A report counts at the moment at which it is asked. A dashboard asks a dozen such questions at once, whenever anybody
opens it; over a hundred thousand people that takes seconds. So what its pictures and cards ask is counted every ten
minutes for the whole site, in groups by centre and organisation, and kept in Redis. Whoever opens a dashboard gets the
groups of the places that they may see *now*, added up. Only rows that are seen by their place alone can be added up
so: for somebody whose rows are limited or widened in another way (user permissions, shares, forms with a rule of
their own) the rows are counted at once, as in a report.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import wraps
from typing import NamedTuple

import frappe
from frappe.query_builder import DocType
from pypika.terms import Term

from kim_app import permissions
from kim_app.measures import rows

# What a chart's filters say to a report that a dashboard shows.
FILTER = "kim_remembered"
# Made anew every ten minutes (hooks.py); what was not, is too old for a dashboard after this many seconds.
KEPT = 20 * 60
KEY = "kim_tally"
PLACE = ("centre", "organisation")

_remembering: ContextVar[bool] = ContextVar("kim_tally_remembering", default=False)
# The keys that were made anew, while all are.
_renewed: ContextVar[set[str] | None] = ContextVar("kim_tally_renewed", default=None)


class Asked(NamedTuple):
	"""A query without its groups: what to group by, and what to add up in each group.

	`each` are further groups of which nothing is told; a key may then be an aggregate over one of them.
	"""

	query: object
	keys: Sequence[Term]
	sums: Sequence[Term]
	each: Sequence[Term] | None = None


def tally(doctype: str, ask: Callable[..., Asked], everybody: bool = False) -> list[tuple]:
	"""(keys..., sums...) of each group of the rows of `doctype` that the person who asks may see.

	`ask` takes the table and a query of it, and gives what is Asked. `everybody` counts the whole site, whoever asks:
	only for figures in which small groups are hidden. Raises frappe.PermissionError for who may read no row.
	"""
	table, condition = DocType(doctype), None if everybody else rows.seen(doctype)
	remembers = _remembering.get() and (everybody or _by_place_alone(doctype, condition))
	query = frappe.qb.from_(table)
	asked = ask(table, query.where(condition) if condition and not remembers else query)
	keys = len(asked.keys)
	if not remembers:
		return _add_up(_query(asked).run(), keys)
	found = _remembered(asked, [table[name] for name in PLACE])
	if not everybody:
		scope, places = permissions.scope_of(), {row[: len(PLACE)] for row in found}
		mine = {
			place
			for place in places
			if permissions.covers(scope, doctype, dict(zip(PLACE, place, strict=True)))
		}
		found = (row for row in found if row[: len(PLACE)] in mine)
	return _add_up((row[len(PLACE) :] for row in found), keys)


def _query(asked: Asked, place: Sequence[Term] = ()):
	groups = [*place, *(asked.keys if asked.each is None else asked.each)]
	query = asked.query.select(*place, *asked.keys, *asked.sums)
	return query.groupby(*groups) if groups else query


def _by_place_alone(doctype: str, condition) -> bool:
	"""Whether centre and organisation alone decide which rows of `doctype` the person who asks may see; `condition` is
	the one that leaves them."""
	if doctype not in permissions.PLACES or doctype in permissions.SEEN_OTHERWISE:
		return False
	if permissions.PLACES[doctype][:2] != PLACE or permissions.scope_of().participants:
		return False
	return (condition.sql if condition else "") == permissions.row_condition(doctype)


def _remembered(asked: Asked, place: Sequence[Term]) -> list[tuple]:
	"""(centre, organisation, keys..., sums...) over all rows: from memory, or counted and kept."""
	query = _query(asked, place)
	key = f"{KEY}|{hashlib.sha256(query.get_sql().encode()).hexdigest()}"
	renewed = _renewed.get()
	renews = renewed is not None and key not in renewed
	found = None if renews else frappe.cache.get_value(key, expires=True)
	if found is None:
		found = _add_up(query.run(), len(place) + len(asked.keys))
		frappe.cache.set_value(key, found, expires_in_sec=KEPT)
	if renews:
		renewed.add(key)
	return found


def _add_up(found: Iterable[tuple], keys: int) -> list[tuple]:
	"""Rows whose first `keys` values are equal as one, their sums added."""
	added: dict[tuple, list] = {}
	for row in found:
		sums = added.setdefault(tuple(row[:keys]), [0] * (len(row) - keys))
		for number, value in enumerate(row[keys:]):
			sums[number] += int(value or 0)
	return [(*key, *sums) for key, sums in added.items()]


def for_a_picture() -> bool:
	"""Whether a dashboard asks, which shows a report's picture and not its table."""
	return _remembering.get()


@contextmanager
def remembering(on: bool = True) -> Iterator[None]:
	"""Inside, figures may be as old as KEPT, and whose places somebody has is looked up once; with `on` False they are
	counted now."""
	before = _remembering.set(on)
	try:
		with permissions.remembering_scopes() if on else nullcontext():
			yield
	finally:
		_remembering.reset(before)


def for_dashboards(execute: Callable) -> Callable:
	"""A report's `execute`, which takes remembered figures when its filters say that a dashboard asks."""

	@wraps(execute)
	def executing(filters=None):
		filters = dict(filters or {})
		with remembering(bool(filters.pop(FILTER, None))):
			return execute(filters)

	return executing


def renew():
	"""Every ten minutes: counts again what the dashboards show. Runs as Administrator, so for the whole site."""
	from kim_app.measures import api

	before = _renewed.set(set())
	try:
		for card in frappe.get_all(
			"Number Card", {"module": "KIM", "type": "Custom"}, ["method", "filters_json"]
		):
			frappe.get_attr(card.method)(filters=card.filters_json)
		for chart in frappe.get_all(
			"Dashboard Chart", {"module": "KIM", "chart_type": "Report"}, ["report_name", "filters_json"]
		):
			filters = json.loads(chart.filters_json or "{}")
			if filters.get(FILTER):
				frappe.get_doc("Report", chart.report_name).execute_module(filters)
		api.trend()
	finally:
		_renewed.reset(before)


def forget():
	"""Throws away all that is remembered."""
	frappe.cache.delete_keys(KEY)
