"""A plan in plain words and two languages, for the participant's page and for paper. May import frappe.

Every text is a mapping {"first": ..., "second": ...}: the centre's language, and the participant's where it is
known. Labels come from KIM's translations, competences and levels from their framework's, what somebody
wrote stands as it was written, beside its translation when the case worker gave one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import frappe
from babel.dates import format_date
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from kim_app.frameworks import texts
from kim_app.inclusion import agreement, languages, plan, progress, versions, workflow

FIRST, SECOND = "first", "second"


@dataclass(frozen=True)
class Reader:
	"""The two languages in which something is told; `second` is None when there is but one. `swapped` when the plan's
	second language comes first, as on the page of a participant who chose it."""

	first: str
	second: str | None = None
	swapped: bool = False

	def both(self, say) -> dict[str, str]:
		"""What `say(language)` returns in either language; `second` is empty without one, or when it is the same."""
		first = say(self.first)
		second = say(self.second) if self.second else ""
		return {FIRST: first, SECOND: second if second != first else ""}

	def written(self, text: str | None, second: str | None) -> dict[str, str]:
		"""What somebody wrote as `text`, and as `second` in the plan's second language."""
		first, other = (second, text) if self.swapped and second else (text, second)
		return {FIRST: first or "", SECOND: other or ""}

	def label(self, text: str, *values) -> dict[str, str]:
		"""A text of KIM's own, its places filled in with `values`."""
		return self.both(lambda language: _(text, language).format(*values))


def reader_of(document: Document) -> Reader:
	"""The languages of a plan's paper: the centre's, and the participant's."""
	return Reader(languages.first(document), languages.second(document))


def goals(content: Mapping, reader: Reader, participant_name: str) -> list[dict]:
	"""The goals of `content` (a snapshot of a plan, or the plan as a mapping) that were not dropped, each with
	`key`, `area`, `title`, `aim`, `due`, `status`, `progress` and its `actions`: `what`, `who`, `due`, `status`,
	`done`, `overdue`, `result`."""
	told = []
	for row in content.get("goals") or ():
		if row.get("status") == agreement.DROPPED:
			continue
		told.append(
			{
				"key": row["goal_key"],
				"area": reader.label(row.get("area") or ""),
				"title": title(row, reader),
				"aim": aim(row, reader),
				"due": day(row.get("due"), reader),
				"status": _status(row, reader),
				"achieved": row.get("status") == progress.ACHIEVED,
				"progress": round(row.get("progress") or 0),
				"actions": [
					_action(action, reader, participant_name)
					for action in content.get("actions") or ()
					if action.get("goal_key") == row["goal_key"] and action.get("status") != agreement.DROPPED
				],
			}
		)
	return told


def _status(row: Mapping, reader: Reader) -> dict[str, str]:
	"""The bare word Open is a verb in some languages of the Desk."""
	if (row.get("status") or progress.OPEN) == progress.OPEN:
		return reader.both(lambda language: _("Not begun yet", language))
	return reader.label(row["status"])


def title(row: Mapping, reader: Reader) -> dict[str, str]:
	"""What a goal is called. One that is called after its competence is so in both languages."""
	name = row.get("competence")
	if name and not row.get("title_second") and frappe.db.exists("KIM Competence", name):
		told = reader.both(lambda language: texts.title(name, language))
		translations = {told[FIRST], told[SECOND], frappe.db.get_value("KIM Competence", name, "title")}
		if row.get("title") in translations:
			return told
	return reader.written(row.get("title"), row.get("title_second"))


def aim(row: Mapping, reader: Reader) -> dict[str, str]:
	"""From where to where a goal leads, or by what it is seen that it is reached."""
	name = row.get("competence")
	if not name or not frappe.db.exists("KIM Competence", name):
		return reader.written(row.get("target"), row.get("target_second"))
	framework = texts.framework_of(name)

	def say(language: str) -> str:
		levels = {level["code"]: level["title"] for level in texts.scale(framework, language)}
		competence = texts.title(name, language)
		start, end = (
			levels.get(code) or code or "" for code in (row.get("baseline_level"), row.get("target_level"))
		)
		if not start:
			return _("{0}: up to “{1}”", language).format(competence, end)
		return _("{0}: from “{1}” to “{2}”", language).format(competence, start, end)

	return reader.both(say)


def day(value, reader: Reader) -> dict[str, str]:
	"""A day as each language writes it, with the month in letters: 3 and 12 are never mixed up."""
	if not value:
		return {FIRST: "", SECOND: ""}
	return reader.both(lambda language: _written(getdate(value), language))


def _written(date, language: str) -> str:
	try:
		return format_date(date, "d MMMM y", locale=language)
	except Exception:
		# A language for which there are no names of months.
		return format_date(date, "d MMMM y", locale="en")


def _action(row: Mapping, reader: Reader, participant_name: str) -> dict:
	who = (
		{
			"Participant": participant_name,
			"Colleague": plan.full_name(row.get("staff")),
		}.get(row.get("who"))
		or row.get("person")
		or ""
	)
	due = row.get("due") and getdate(row["due"])
	return {
		"what": reader.written(row.get("what"), row.get("what_second")),
		"own": row.get("who") == "Participant",
		"who": ", ".join(filter(None, [who, row.get("provider")])),
		"due": day(due, reader),
		"status": reader.label(row.get("status") or progress.PLANNED),
		"done": row.get("status") == progress.DONE,
		"overdue": progress.overdue({"status": row.get("status"), "due": due}, getdate(today())),
		"result": row.get("result") or "",
	}


def shown(document: Document) -> Mapping:
	"""What the participant is shown of a plan: while a plan in force is being changed, what was approved last,
	with how far it has come; else the plan as it stands."""
	current = versions.snapshot(document)
	if document.workflow_state not in workflow.PLANNING:
		return current
	approved = versions.in_force(document)
	if not approved:
		return {**current, "goals": [], "actions": []}
	now = {row["goal_key"]: row for row in current["goals"]}
	done = {row["action_key"]: row for row in current["actions"]}
	for row in approved["goals"]:
		row.update(
			{field: now[row["goal_key"]][field] for field in ("status", "progress") if row["goal_key"] in now}
		)
	for row in approved["actions"]:
		if stored := done.get(row["action_key"]):
			row.update({field: stored[field] for field in agreement.ACTION_CARRIED_OUT})
	return approved


def changes(document: Document) -> dict[str, str]:
	"""{key of a goal: how it differs from what was approved last}; empty for a plan never approved."""
	approved = versions.in_force(document)
	if not approved:
		return {}
	_dates, found = agreement.differences(approved, versions.snapshot(document))
	return {
		(goal.right or goal.left)["goal_key"]: _how(goal) for goal in found if _how(goal) != agreement.SAME
	}


def _how(goal: agreement.Difference) -> str:
	left, right = goal.left or {}, goal.right or {}
	if right.get("status") == agreement.DROPPED and left and left.get("status") != agreement.DROPPED:
		return agreement.REMOVED
	if goal.state == agreement.CHANGED:
		# How far things have come is no change of the plan.
		content = [{"goals": [goal.left], "actions": [part.left for part in goal.parts if part.left]}]
		content.append({"goals": [goal.right], "actions": [part.right for part in goal.parts if part.right]})
		return (
			agreement.SAME if agreement.rows(content[0]) == agreement.rows(content[1]) else agreement.CHANGED
		)
	return goal.state
