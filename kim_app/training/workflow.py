"""The states of a course and of a session, as tables. May import nothing of Frappe.

The controllers enforce them, whatever way a state is written: a state is only ever changed by the
functions of `courses` and `steps`, never by a form or a request that writes the field.
"""

from __future__ import annotations

from dataclasses import dataclass

from kim_app import roles
from kim_app.translating import marked as _

DRAFT, PUBLISHED, RETIRED = "Draft", "Published", "Retired"

PLANNED, OPEN, HELD, CLOSED, CANCELLED = "Planned", "Open", "Held", "Closed", "Cancelled"
STATES = (PLANNED, OPEN, HELD, CLOSED, CANCELLED)
# A session in one of these takes its trainer's and its attendees' time.
TAKING_TIME = (PLANNED, OPEN, HELD)
# Attendance and results are written in these.
RECORDING = (OPEN, HELD)

ENROLLED, WAITING, WITHDRAWN = "Enrolled", "Waiting", "Withdrawn"
PASSED, NOT_PASSED = "Passed", "Not Passed"

CURRENT, EXPIRED, REVOKED = "Current", "Expired", "Revoked"

STAFF_MEMBER, PARTICIPANT = "KIM Staff Member", "KIM Participant"


@dataclass(frozen=True)
class Transition:
	"""One row of a table: by which action the state `source` becomes `target`, and who takes it."""

	source: str
	action: str
	target: str
	roles: tuple[str, ...]
	needs_reason: bool = False


_RUNS_IT = (roles.TRAINER, roles.COORDINATOR)
COURSE_TRANSITIONS = (
	Transition(DRAFT, "Publish", PUBLISHED, (roles.COORDINATOR,)),
	Transition(PUBLISHED, "Retire", RETIRED, (roles.COORDINATOR,)),
)
SESSION_TRANSITIONS = (
	Transition(PLANNED, _("Open Enrolment"), OPEN, _RUNS_IT),
	Transition(OPEN, _("Mark as Held"), HELD, _RUNS_IT),
	Transition(HELD, "Close", CLOSED, _RUNS_IT),
	Transition(PLANNED, _("Cancel Session"), CANCELLED, _RUNS_IT, needs_reason=True),
	Transition(OPEN, _("Cancel Session"), CANCELLED, _RUNS_IT, needs_reason=True),
)

# What a session's form may change, state by state. Everything else of it is written by KIM alone.
DETAILS = ("trainer", "language", "place", "online_link", "capacity", "days", "notes")
WRITABLE = {
	PLANNED: ("course", "centre", *DETAILS),
	OPEN: DETAILS,
	HELD: ("notes",),
	CLOSED: (),
	CANCELLED: (),
}
SESSION_CONTENT = WRITABLE[PLANNED]


def transition(table: tuple[Transition, ...], source: str, action: str) -> Transition | None:
	"""The row of `table` for `action` in the state `source`, or None when there is none."""
	return next((row for row in table if (row.source, row.action) == (source, action)), None)


def ways_out_of(table: tuple[Transition, ...], source: str) -> tuple[str, ...]:
	"""The actions that lead out of the state `source`, in the table's order."""
	return tuple(row.action for row in table if row.source == source)
