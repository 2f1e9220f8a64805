"""Colours of a heat map. May import nothing of Frappe."""

from __future__ import annotations

# From pale to dark blue, of one hue, so that the order is seen by colour-blind eyes and in print too
# (ColorBrewer "Blues", by Cynthia Brewer). Each with the text colour that has a contrast of 4.5 to 1 or more.
STEPS = (
	("#f7fbff", "#1c2733"),
	("#deebf7", "#1c2733"),
	("#c6dbef", "#1c2733"),
	("#9ecae1", "#1c2733"),
	("#6baed6", "#1c2733"),
	("#2171b5", "#ffffff"),
	("#08306b", "#ffffff"),
)


def step(value: float | None, largest: float) -> int | None:
	"""The colour's place in STEPS for `value` between 0 and `largest`; None where there is nothing to colour."""
	if value is None or largest <= 0 or value <= 0:
		return None if value is None else 0
	return min(len(STEPS) - 1, 1 + int((len(STEPS) - 1) * min(value, largest) / largest * 0.999999))


def style(place: int | None) -> dict[str, str]:
	"""Background and text colour for a place in STEPS; empty for None."""
	if place is None:
		return {}
	background, text = STEPS[place]
	return {"background": background, "text": text}
