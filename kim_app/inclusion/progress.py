"""How far a goal and a plan have come, computed from the actions. May import nothing of Frappe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# A goal.
OPEN, ACHIEVED = "Open", "Achieved"
# An action.
PLANNED, DONE = "Planned", "Done"
# Either.
IN_PROGRESS, DROPPED = "In Progress", "Dropped"


def of_goal(status: str | None, actions: Iterable[str | None]) -> int:
	"""How much of a goal is done, in per cent: of its `actions` (their statuses) that were not dropped, the
	done ones. An achieved goal is done, whatever became of its actions."""
	if status == ACHIEVED:
		return 100
	counted = [action for action in actions if action != DROPPED]
	return round(100 * sum(action == DONE for action in counted) / len(counted)) if counted else 0


def status_of(status: str | None, actions: Iterable[str | None]) -> str:
	"""The status of a goal: what was decided about it stays, else its `actions` (their statuses) say
	whether it was begun."""
	if status in (ACHIEVED, DROPPED):
		return status
	return IN_PROGRESS if any(action in (IN_PROGRESS, DONE) for action in actions) else OPEN


def of_plan(goals: Iterable[Mapping]) -> int:
	"""The mean `progress` of the goals that were not dropped, in per cent."""
	counted = [goal.get("progress") or 0 for goal in goals if goal.get("status") != DROPPED]
	return round(sum(counted) / len(counted)) if counted else 0


def overdue(action: Mapping, today) -> bool:
	"""Whether an action (with `status` and `due`, a date) should have been done before `today`."""
	return action.get("status") not in (DONE, DROPPED) and bool(action.get("due")) and action["due"] < today
