"""Partner organisations side by side, by country. May import frappe.

The one place where somebody sees figures of records that they may not read: sums over other organisations, in
which every group that is smaller than the setting is hidden, and as many more that nothing can be worked out by
subtraction (see `suppression`). Their own organisations' figures they know anyway. What is hidden for a measure's
counts hides its shares too, and a share is hidden as well where those with a success, or those without, are a small
group: it would tell their number. So that no two tables can be subtracted from each other there is one way to group
(organisations by gender), one period at a time (a calendar year) and no other filter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import frappe
from frappe import _

from kim_app import permissions, roles
from kim_app.measures import counting, rates, rows, suppression
from kim_app.measures.catalogue import COMPARED
from kim_app.measures.counting import GENDERS, MEN, OTHERS, WOMEN, Counted, Measure
from kim_app.measures.suppression import TOTAL

SMALLEST = 5
ORGANISATION = "KIM Organisation"


@dataclass
class Table:
	"""One measure: the counts by (organisation or TOTAL, gender or TOTAL), the cells whose count is hidden, and those
	whose share is."""

	measure: Measure
	counts: dict[tuple, Counted] = field(default_factory=dict)
	hidden: set[tuple] = field(default_factory=set)
	hidden_shares: set[tuple] = field(default_factory=set)

	def whole(self, organisation, gender) -> int | None:
		"""The count of a cell; None when it is hidden."""
		cell = (organisation, gender)
		return None if cell in self.hidden else self.counts.get(cell, Counted()).whole

	def share(self, organisation, gender) -> rates.Share | None:
		"""The share with a success; None when the cell is hidden or nothing but a number is counted."""
		if not self.measure.part or (organisation, gender) in self.hidden_shares:
			return None
		found = self.counts.get((organisation, gender), Counted())
		return rates.share(found.part, found.whole)

	def parity(self, organisation) -> rates.Parity | None:
		"""Women's figure by men's; None when either is hidden."""
		if {(organisation, WOMEN), (organisation, MEN)} & (self.hidden | self.hidden_shares):
			return None
		if self.measure.part:
			return rates.parity_of_shares(self.share(organisation, WOMEN), self.share(organisation, MEN))
		return rates.parity_of_counts(self.whole(organisation, WOMEN), self.whole(organisation, MEN))


def smallest_group() -> int:
	"""The setting: a group below it is hidden. Never less than 2, whatever is written."""
	return max(2, frappe.db.get_single_value("KIM Settings", "smallest_group") or SMALLEST)


def organisations() -> list[frappe._dict]:
	"""Every organisation (`name`, `country`), by country, and whether it is the asker's `own`."""
	check()
	scope = permissions.scope_of()
	found = frappe.get_all(ORGANISATION, fields=["name", "country"], order_by="country, name")
	for row in found:
		row.own = scope.everything or row.name in scope.whole_organisations
	return found


def check():
	"""Raises frappe.PermissionError for whoever may not compare organisations."""
	if frappe.session.user != "Administrator" and not set(frappe.get_roles()) & {
		roles.COORDINATOR,
		roles.ADMINISTRATOR,
	}:
		frappe.throw(_("Only coordinators compare organisations."), frappe.PermissionError)


def tables(year: int, measures: Iterable[Measure] = COMPARED) -> list[Table]:
	"""A Table for each measure of whose form the site has any; of the calendar year `year`."""
	places = organisations()
	own = {row.name for row in places if row.own}
	period = rows.between_days(date(year, 1, 1), date(year + 1, 1, 1))
	return [
		_table(measure, [row.name for row in places], own, period)
		for measure in measures
		if frappe.db.exists("DocType", measure.doctype)
	]


def _table(measure: Measure, names: list[str], own: set[str], period: dict) -> Table:
	found = counting.count(measure, ("organisation", "gender"), period, everybody=True)
	cells = {(name, gender): found.get((name, gender), Counted()) for name in names for gender in GENDERS}
	counts = suppression.with_totals({cell: counted.whole for cell, counted in cells.items()})
	parts = suppression.with_totals({cell: counted.part for cell, counted in cells.items()})
	smallest = smallest_group()
	hidden = suppression.hidden(counts, smallest, own) if names else set()
	hidden_shares = shares_to_hide(counts, parts, hidden, smallest, own) if names and measure.part else set()
	return Table(
		measure, {cell: Counted(counts[cell], parts[cell]) for cell in counts}, hidden, hidden_shares
	)


def shares_to_hide(counts: dict, parts: dict, hidden: set, smallest: int, own: set) -> set[tuple]:
	"""The cells whose share must not be told: it gives the number of those with a success, and of those without.

	Seen as a table of successes, in which further cells are hidden until none can be worked out by subtraction.
	"""
	telling = {
		cell
		for cell, count in counts.items()
		if cell[0] not in own and (0 < parts[cell] < smallest or 0 < count - parts[cell] < smallest)
	}
	return suppression.hidden(parts, smallest, own, also=hidden | telling)


def years() -> list[int]:
	"""The calendar years that may be compared, the latest first: from the first record of the site to this year."""
	check()
	this = date.today().year
	first = frappe.db.get_value("KIM Participant", {}, "creation", order_by="creation asc")
	decided = frappe.db.get_value(
		"KIM Validation", {"decided_on": ["is", "set"]}, "decided_on", order_by="decided_on asc"
	)
	begins = min([moment.year for moment in (first, decided) if moment] or [this])
	return list(range(this, max(begins, this - 20) - 1, -1))


COLUMNS = (WOMEN, MEN, OTHERS, TOTAL)
