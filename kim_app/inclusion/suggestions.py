"""Goals that follow from a competence profile and target profiles. May import `profile.gaps`, nothing of
Frappe."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kim_app.profile.gaps import Gap


@dataclass(frozen=True)
class Aim:
	"""A goal that a plan has already: how high it aims in `competence`; None where a level is not of the
	scale. `dropped` when it was given up."""

	competence: str
	position: int | None
	dropped: bool = False


@dataclass(frozen=True)
class Suggestion:
	"""A goal that is suggested: from what is validated now up to `level`. `profiles` are the target
	profiles (names) that ask for as much, `raises` the position that a goal of the plan aims at now."""

	gap: Gap
	profiles: tuple[str, ...]
	raises: int | None = None
	left_out: bool = False

	@property
	def competence(self) -> str:
		return self.gap.competence


def suggest(
	gaps_of: Mapping[str, Iterable[Gap]],
	aims: Iterable[Aim] = (),
	left_out: Mapping[str, int] | None = None,
) -> list[Suggestion]:
	"""What a plan still lacks, the largest gap first.

	`gaps_of` holds the gaps to each target profile (by its name); of several that ask for one competence
	the highest counts. `aims` are the goals that the plan has: what they reach is not suggested again, and
	one that reaches less is suggested to be raised. `left_out` {competence: position} tells what the case
	worker left out before: it comes at the end, marked, unless more is asked for now.
	"""
	highest, profiles = _highest(gaps_of)
	aimed = _aimed(aims)
	found = []
	for competence, gap in highest.items():
		reach = aimed.get(competence)
		if gap.met or (reach is not None and reach >= gap.required):
			continue
		refused = (left_out or {}).get(competence)
		found.append(
			Suggestion(
				gap=gap,
				profiles=tuple(profiles[competence]),
				raises=reach,
				left_out=refused is not None and refused >= gap.required,
			)
		)
	return sorted(found, key=lambda one: (one.left_out, -one.gap.steps, -one.gap.claimed_steps))


def refused(lines: str | None) -> dict[str, int]:
	"""What was left out before, from its notation: a line `position competence` for each."""
	found = {}
	for line in (lines or "").splitlines():
		position, _space, competence = line.strip().partition(" ")
		if competence and position.lstrip("-").isdigit():
			found[competence] = max(int(position), found.get(competence, int(position)))
	return found


def notation(left_out: Mapping[str, int]) -> str:
	"""The inverse of `refused`."""
	return "\n".join(f"{position} {competence}" for competence, position in sorted(left_out.items()))


def note(lines: str | None, leave_out: Collection[tuple[str, int]], take_back: Collection[str] = ()) -> str:
	"""The notation `lines` with what is left out now (`leave_out`: competence and position) and without what is
	taken after all (`take_back`)."""
	known = refused(lines)
	for competence, position in leave_out:
		known[competence] = max(position, known.get(competence, position))
	return notation({name: position for name, position in known.items() if name not in set(take_back)})


def _highest(gaps_of: Mapping[str, Iterable[Gap]]):
	highest: dict[str, Gap] = {}
	profiles: dict[str, list[str]] = {}
	for profile, gaps in gaps_of.items():
		for gap in gaps:
			known = highest.get(gap.competence)
			if known is None or gap.required > known.required:
				highest[gap.competence] = gap
				profiles[gap.competence] = [profile]
			elif gap.required == known.required:
				profiles[gap.competence].append(profile)
	return highest, profiles


def _aimed(aims: Iterable[Aim]) -> dict[str, int]:
	aimed: dict[str, int] = {}
	for aim in aims:
		if not aim.dropped and aim.position is not None:
			aimed[aim.competence] = max(aim.position, aimed.get(aim.competence, aim.position))
	return aimed
