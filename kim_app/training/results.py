"""The rules of attendance and of certificates: who has attended enough, and why somebody gets no certificate.
May import nothing of Frappe.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kim_app.breach import Breach
from kim_app.training import workflow
from kim_app.training.rules import Slot

CERTIFICATE = "certificate"


@dataclass(frozen=True)
class Attendee:
	"""One attendee at the closing: `marks` says of a slot's key whether they were there; a slot without a
	mark is not recorded."""

	name: str
	status: str
	marks: Mapping[str, bool] = field(default_factory=dict)
	result: str | None = None


@dataclass(frozen=True)
class Outcome:
	"""What the closing settles for one attendee: `kind` is CERTIFICATE or the reason against it."""

	kind: str
	percent: int
	values: dict = field(default_factory=dict)

	@property
	def certified(self) -> bool:
		return self.kind == CERTIFICATE


def minutes_attended(slots: Iterable[Slot], marks: Mapping[str, bool]) -> int:
	return sum(slot.minutes for slot in slots if marks.get(slot.key))


def percent_attended(slots: Sequence[Slot], marks: Mapping[str, bool]) -> int:
	"""The share of the session's time that somebody attended, in whole percent, rounded down: 79.9 is not 80."""
	total = sum(slot.minutes for slot in slots)
	return minutes_attended(slots, marks) * 100 // total if total else 0


def outcome(attendee: Attendee, slots: Sequence[Slot], threshold: int, assessed: bool) -> Outcome:
	"""Whether `attendee` gets a certificate of a course that needs `threshold` percent of attendance and,
	when `assessed`, a passed assessment. Nobody does who was never there, whatever the threshold."""
	percent = percent_attended(slots, attendee.marks)
	if attendee.status != workflow.ENROLLED:
		return Outcome("not-enrolled", percent)
	if minutes_attended(slots, attendee.marks) == 0:
		return Outcome("absent", percent)
	if percent < threshold:
		return Outcome("attended-too-little", percent, {"percent": percent, "threshold": threshold})
	if assessed and attendee.result != workflow.PASSED:
		return Outcome("assessment-not-passed", percent)
	return Outcome(CERTIFICATE, percent)


def closing(attendees: Sequence[Attendee], slots: Sequence[Slot], assessed: bool) -> list[Breach]:
	"""Whether a session can be closed: somebody attended it, and everything about everybody is recorded.

	Who was never there need not be assessed.
	"""
	enrolled = [attendee for attendee in attendees if attendee.status == workflow.ENROLLED]
	if not slots:
		return [Breach("no-days")]
	if not enrolled:
		return [Breach("nobody-enrolled")]
	unmarked = [
		attendee.name for attendee in enrolled if any(slot.key not in attendee.marks for slot in slots)
	]
	breaches = [Breach("attendance-missing", {"names": unmarked})] if unmarked else []
	if assessed:
		unassessed = [
			attendee.name
			for attendee in enrolled
			if not attendee.result and minutes_attended(slots, attendee.marks)
		]
		if unassessed:
			breaches.append(Breach("results-missing", {"names": unassessed}))
	return breaches
