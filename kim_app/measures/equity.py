"""Participation and success of women and of men: shares with their certainty, and parity. May import frappe.

The index is the women's figure divided by the men's, as UNESCO's gender parity index is: 1 is parity, below 1
women are behind. Others, and those whose gender is not recorded, are counted and named, but not compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kim_app.measures import rates, rows
from kim_app.measures.catalogue import EQUITY
from kim_app.measures.counting import GENDERS, MEN, OTHERS, WOMEN, Counted, Measure, count

# How groups are made -> the dimension that makes them; None for one group of everybody.
BY = {"Everybody": None, "Centre": "centre", "Country": "country", "Quarter": "quarter"}


@dataclass
class Line:
	"""One measure in one group, counted by gender."""

	group: str
	measure: Measure
	counts: dict[str, Counted] = field(default_factory=lambda: dict.fromkeys(GENDERS, Counted()))

	@property
	def everybody(self) -> Counted:
		return sum(self.counts.values(), Counted())

	def share(self, gender: str) -> rates.Share | None:
		"""What share of this gender had a success; of a measure that only counts, what share of women and men it is."""
		if self.measure.part:
			return rates.share(self.counts[gender].part, self.counts[gender].whole)
		if gender == OTHERS:
			return None
		return rates.share(self.counts[gender].whole, self.counts[WOMEN].whole + self.counts[MEN].whole)

	@property
	def parity(self) -> rates.Parity:
		if self.measure.part:
			return rates.parity_of_shares(self.share(WOMEN), self.share(MEN))
		return rates.parity_of_counts(self.counts[WOMEN].whole, self.counts[MEN].whole)


def lines(by: str, filters: Mapping, measures: Iterable[Measure] = EQUITY) -> list[Line]:
	"""One Line for each group (a key of BY) and measure that has anything; measures of forms that the person who
	asks may not read are left out."""
	dimension = BY[by]
	found: dict[tuple[str, str], Line] = {}
	measures = [measure for measure in measures if rows.readable(measure.doctype)]
	for measure in measures:
		counted = count(measure, (*([dimension] if dimension else []), "gender"), filters)
		for (*group, gender), number in counted.items():
			name = group[0] if group else ""
			line = found.setdefault((name, measure.key), Line(name, measure))
			line.counts[gender] += number
	order = [measure.key for measure in measures]
	return sorted(
		found.values(), key=lambda line: (line.group == "", line.group, order.index(line.measure.key))
	)
