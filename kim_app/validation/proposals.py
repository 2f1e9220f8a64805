"""Which validations are worth starting for a participant. May import nothing of Frappe.

A case worker decides in the end; this says what stands ticked before they do, and why.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
	"""How a participant stands in one competence. Levels are positions on the scale, None for none."""

	published: bool = True
	open_case: bool = False
	validated: int | None = None
	ends_soon: bool = False
	claimed: int | None = None
	required: int | None = None
	evidence: int = 0


@dataclass(frozen=True)
class Proposal:
	"""`possible`: whether a validation can be started at all; `ticked`: whether it is proposed;
	`reason`: one word for why not, or for why again, None when there is nothing to say."""

	possible: bool
	ticked: bool
	reason: str | None = None


def proposal(standing: Standing) -> Proposal:
	"""What is proposed for a participant who stands like this."""
	if not standing.published:
		return Proposal(False, False, "not-published")
	if standing.open_case:
		return Proposal(False, False, "open-case")
	if standing.validated is not None:
		if standing.ends_soon:
			return Proposal(True, True, "ends-soon")
		aim = standing.claimed if standing.required is None else standing.required
		if aim is None or standing.validated >= aim:
			return Proposal(True, False, "validated" if standing.required is None else "reached")
		return Proposal(True, True)
	if standing.required is None and standing.claimed is None and not standing.evidence:
		return Proposal(True, False, "nothing-yet")
	return Proposal(True, True)
