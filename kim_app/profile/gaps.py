"""How far a person is from what a target profile requires. May import nothing of Frappe.

Levels are given by their position on their framework's scale, 0 for the lowest. A gap is a number
of levels, so gaps of competences on different scales stand in one order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Requirement:
	"""One competence with its required level. `nothing` is the position of whoever has shown nothing
	(see `nothing_shown`)."""

	competence: str
	level: str
	position: int
	nothing: int = -1


@dataclass(frozen=True)
class Standing:
	"""Where a person stands in one competence: the position that is validated now, and the one that
	they claim; None when there is none."""

	validated: int | None = None
	claimed: int | None = None


@dataclass(frozen=True)
class Gap:
	"""What is missing in one competence. `steps` counts the levels from the validated one up to the
	required one, `claimed_steps` those from the claimed one; 0 when nothing is missing."""

	competence: str
	level: str
	required: int
	validated: int | None
	claimed: int | None
	steps: int
	claimed_steps: int

	@property
	def met(self) -> bool:
		"""Whether what is validated is enough."""
		return self.steps == 0

	@property
	def only_claimed(self) -> bool:
		"""Whether the person claims enough, and it is not validated: a validation may be all that is missing."""
		return self.steps > 0 and self.claimed_steps == 0


def nothing_shown(counts_as_shown: Sequence[bool]) -> int:
	"""The position from which gaps are counted for whoever has shown nothing.

	`counts_as_shown` has one entry per level of a scale, lowest first. Where the lowest level says that
	nothing is shown yet, as KIM's 0 does, it is that level; where it already counts, as A1 does, or no
	level tells, it is one below.
	"""
	return 0 if counts_as_shown and not counts_as_shown[0] and any(counts_as_shown) else -1


def gaps(requirements: Iterable[Requirement], standings: Mapping[str, Standing]) -> list[Gap]:
	"""One gap per requirement, the largest first; among equal ones, what is not even claimed comes
	first, then the order of the requirements.

	`standings` is keyed by competence; one that is not there has shown and claimed nothing.
	"""
	found = []
	for requirement in requirements:
		standing = standings.get(requirement.competence, Standing())
		found.append(
			Gap(
				competence=requirement.competence,
				level=requirement.level,
				required=requirement.position,
				validated=standing.validated,
				claimed=standing.claimed,
				steps=_missing(requirement, standing.validated),
				claimed_steps=_missing(requirement, standing.claimed),
			)
		)
	return sorted(found, key=lambda gap: (-gap.steps, -gap.claimed_steps))


def _missing(requirement: Requirement, position: int | None) -> int:
	reached = requirement.nothing if position is None else max(position, requirement.nothing)
	return max(0, requirement.position - reached)
