"""Shares, how sure they are, and parity between two groups. May import nothing of Frappe."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

# The two-sided 95 percent point of the normal distribution.
Z95 = 1.959963984540054
# UNESCO Institute for Statistics: between these a gender parity index counts as parity.
PARITY_FROM, PARITY_TO = 0.97, 1.03


@dataclass(frozen=True)
class Share:
	"""`part` of `whole`, with the limits between which the share lies with 95 percent confidence. Shares are
	between 0 and 1; all three are None when nothing was counted."""

	part: int
	whole: int
	share: float | None
	low: float | None
	high: float | None


@dataclass(frozen=True)
class Parity:
	"""An index (1 is parity, below it the first group is behind) with 95 percent limits. `index` and `low` are None
	where they cannot be told; `high` is None when there is no upper limit."""

	index: float | None
	low: float | None
	high: float | None

	@property
	def reading(self) -> str:
		"""`none` (not enough counted), `behind`, `ahead` (of the first group) or `parity`.

		A difference is only told when the whole interval lies on one side of 1, so that chance is not read
		as inequality, and when it is larger than UNESCO's band of parity.
		"""
		if self.index is None:
			return "none"
		if self.high is not None and self.high < 1 and self.index < PARITY_FROM:
			return "behind"
		if self.low is not None and self.low > 1 and self.index > PARITY_TO:
			return "ahead"
		return "parity"


def share(part: int, whole: int) -> Share:
	"""The share with its Wilson score interval, which stays inside 0 and 1 and holds for small groups too
	(E. B. Wilson, Journal of the American Statistical Association 22, 1927).

	Raises ValueError when `part` is not between 0 and `whole`.
	"""
	if not 0 <= part <= whole:
		raise ValueError(f"{part} is no part of {whole}")
	if not whole:
		return Share(part, whole, None, None, None)
	p, square = part / whole, Z95 * Z95
	middle = p + square / (2 * whole)
	half = Z95 * sqrt(p * (1 - p) / whole + square / (4 * whole * whole))
	scale = 1 + square / whole
	low = 0.0 if part == 0 else max(0.0, (middle - half) / scale)
	high = 1.0 if part == whole else min(1.0, (middle + half) / scale)
	return Share(part, whole, p, low, high)


def parity_of_counts(first: int, second: int) -> Parity:
	"""How many of the first group there are for one of the second. The limits come from the Wilson interval of
	the first group's share of both."""
	both = share(first, first + second)
	if both.share is None:
		return Parity(None, None, None)
	index = first / second if second else None
	return Parity(index, _odds(both.low), _odds(both.high))


def _odds(p: float) -> float | None:
	return p / (1 - p) if p < 1 else None


def parity_of_shares(first: Share, second: Share) -> Parity:
	"""The first group's share divided by the second's, as the gender parity index of UNESCO's statistics is.

	The limits join the two Wilson intervals (method of variance estimates recovery for ratios: Donner and
	Zou, Statistical Methods in Medical Research 21, 2012; Newcombe, same journal 25, 2016).
	"""
	if not first.share and first.share != 0.0 or not second.share:
		return Parity(None, None, None)
	a, b = first.share, second.share
	product = a * b
	below = product * product - first.low * second.high * (2 * a - first.low) * (2 * b - second.high)
	low = (product - sqrt(max(0.0, below))) / (second.high * (2 * b - second.high))
	above = product * product - first.high * second.low * (2 * a - first.high) * (2 * b - second.low)
	down = second.low * (2 * b - second.low)
	high = (product + sqrt(max(0.0, above))) / down if down > 0 else None
	return Parity(a / b, max(0.0, low), high)
