"""How a figure about people is shown so that nobody is recognised by it. May import nothing.

Statistical disclosure control as statistics offices practise it for tables that can be asked for with any
filter: a group smaller than the smallest one is not given, and every other figure is rounded to a multiple
of it, so that no small group is found by subtracting one figure from another either (see "HESA Standard
Rounding Methodology", which rounds counts of people to the nearest five).
"""

from __future__ import annotations

# Where a site has not said otherwise.
SMALLEST_GROUP = 5


def shown(figure: int, people: int, smallest: int = SMALLEST_GROUP) -> str:
	"""`figure` as it may be printed: a number, or "< 5" where it is about fewer than `smallest` people.

	`people` is how many different people it counts: ten validations of one person tell of that person.
	A `smallest` of 1 shows every figure as it is.
	"""
	if people < smallest and smallest > 1:
		return f"< {smallest}"
	return str((figure + smallest // 2) // smallest * smallest)


def share(part: int, whole: int, people: int, smallest: int = SMALLEST_GROUP) -> str:
	"""The share that `part` is of `whole`, with the number it is of, as it may be printed: "40 % (n = 25)", both numbers
	rounded as in `shown`; what `shown` says where nothing may be told.

	A share tells how many had a success and how many had none, so neither may be fewer than `smallest`, except nobody.
	"""
	of = shown(whole, people, smallest)
	if not of.isdigit() or of == "0":
		return of
	fewer = min(part, whole - part)
	counted = shown(part, fewer or smallest, smallest)
	return f"{round(100 * int(counted) / int(of))} % (n = {of})" if counted.isdigit() else counted
