"""The rules of a self assessment. May import nothing of Frappe.

Every function takes values and returns a list of breaches, empty when all is well.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kim_app.breach import Breach

DRAFT, FINISHED = "Draft", "Finished"
ALONE, ACCOMPANIED = "Alone", "With a case worker"

# What KIM alone writes.
CONTROLLED = ("status", "finished_on", "filled_in", "case_worker", "open_key")


@dataclass(frozen=True)
class Answer:
	"""One row: a level's code, or `unknown` for "I don't know yet", or neither when not answered."""

	competence: str
	level: str | None = None
	unknown: bool = False

	@property
	def given(self) -> bool:
		return bool(self.level or self.unknown)


def answers(given: Collection[Answer], competences: Collection[str], scale: Collection[str]) -> list[Breach]:
	"""Each competence of the framework is answered once at most, with a level of its scale.

	`competences` are the names of those that can be rated, `scale` the codes of the levels.
	"""
	names = [answer.competence for answer in given]
	breaches = []
	if foreign := sorted({name for name in names if name not in competences}):
		breaches.append(Breach("competence-foreign", {"competences": foreign}))
	if twice := sorted({name for name in names if names.count(name) > 1}):
		breaches.append(Breach("competence-twice", {"competences": twice}))
	for answer in given:
		if answer.level and answer.level not in scale:
			breaches.append(
				Breach(
					"level-off-scale",
					{"competence": answer.competence, "level": answer.level, "scale": tuple(scale)},
				)
			)
		elif answer.level and answer.unknown:
			breaches.append(Breach("level-and-unknown", {"competence": answer.competence}))
	return breaches


def opening(framework_status: str | None, other_draft: str | None, for_staff: bool = False) -> list[Breach]:
	"""A new one needs a published framework for participants, and no draft for the same framework."""
	if other_draft:
		return [Breach("draft-exists", {"other": other_draft})]
	if framework_status != "Published":
		return [Breach("framework-not-published", {})]
	return [Breach("framework-of-staff", {})] if for_staff else []


def changes(status: str, changed: Collection[str]) -> list[Breach]:
	"""What is finished stays; what KIM writes is not written by hand. `status` is the stored one."""
	if changed and status == FINISHED:
		return [Breach("finished", {})]
	return [Breach("written-by-kim", {"field": field}) for field in CONTROLLED if field in changed]


def finishing(status: str, given: Collection[Answer]) -> list[Breach]:
	"""One that is finished has an answer at least."""
	if status == FINISHED:
		return [Breach("finished", {})]
	return [] if any(answer.given for answer in given) else [Breach("nothing-answered", {})]


def deletion(status: str) -> list[Breach]:
	"""A draft can be withdrawn; what is finished is kept."""
	return [Breach("kept", {})] if status == FINISHED else []
