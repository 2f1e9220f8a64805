"""The rules of a target profile: what it may require. May import nothing of Frappe."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kim_app.breach import Breach

# Frameworks whose competences may be required: what is in force or was.
SETTLED = ("Published", "Retired")


@dataclass(frozen=True)
class Row:
	"""One row of the form: `number` as it is shown, the competence's name, the required level's code."""

	number: int
	competence: str
	level: str


@dataclass(frozen=True)
class Competence:
	"""A competence as the rules see it; `scale` holds its framework's level codes, lowest first."""

	kind: str
	framework: str
	framework_status: str
	scale: tuple[str, ...]
	for_staff: bool = False


def breaches(
	rows: Sequence[Row], known: Mapping[str, Competence], kept: Collection[str] = ()
) -> list[Breach]:
	"""What is wrong with `rows`; empty when all is well.

	`kept` names the competences that the stored profile requires already: they stay, although their
	framework may have gone back since.
	"""
	found = [] if rows else [Breach("target-empty")]
	first_row: dict[str, int] = {}
	for row in rows:
		place = {"row": row.number, "competence": row.competence}
		competence = known.get(row.competence)
		if competence is None:
			found.append(Breach("target-unknown", place))
			continue
		if row.competence in first_row:
			found.append(Breach("target-twice", {**place, "first": first_row[row.competence]}))
			continue
		first_row[row.competence] = row.number
		if competence.kind != "Competence":
			found.append(Breach("target-no-competence", {**place, "what": competence.kind}))
		elif competence.framework_status not in SETTLED and row.competence not in kept:
			found.append(Breach("target-unsettled", {**place, "framework": competence.framework}))
		elif competence.for_staff and row.competence not in kept:
			found.append(Breach("target-of-staff", place))
		elif row.level not in competence.scale:
			found.append(
				Breach("target-off-scale", {**place, "level": row.level or "", "scale": competence.scale})
			)
	return found
