"""Inclusion plans, as drafts: nobody has agreed to them in KIM. May import frappe."""

from collections.abc import Sequence
from datetime import date

import frappe
from frappe.utils import add_months, getdate

from ..tables import Row
from .loader import OfParticipants, filled

MONTHS = 6
# What became of a goal says what became of its action.
ACTION_STATUS = {"In Progress": "In Progress", "Achieved": "Done", "Dropped": "Dropped"}


class Plans(OfParticipants):
	"""All rows of a person are one plan; a row is a goal, or one more action of a goal."""

	doctype = "KIM Inclusion Plan"
	together = ("legacy_key",)

	def look_up(self) -> None:
		super().look_up()
		names = [person.name for person in self.people.values()]
		plans = frappe.get_all(
			self.doctype, {"participant": ["in", names or [""]]}, ["name", "participant"], order_by=None
		)
		goals = frappe.get_all(
			"KIM Plan Goal",
			{"parenttype": self.doctype, "parent": ["in", [row.name for row in plans] or [""]]},
			["parent", "title"],
			order_by=None,
		)
		of_plan: dict[str, set[str]] = {}
		for goal in goals:
			of_plan.setdefault(goal.parent, set()).add(goal.title)
		self.there = {(row.participant, frozenset(of_plan.get(row.name, ()))): row.name for row in plans}

	def known(self, rows: Sequence[Row]) -> str | None:
		person = self.people.get(rows[0].values["legacy_key"])
		titles = {row.values["goal"] for row in rows}
		for (participant, there), name in self.there.items():
			if person and participant == person.name and titles <= there:
				return name
		return None

	def fields(self, rows: Sequence[Row]) -> dict:
		due = sorted(_day(row.values["due"]) for row in rows if row.values.get("due"))
		begins = min(due[0], getdate()) if due else getdate()
		goals: dict[tuple, dict] = {}
		actions = []
		for row in rows:
			values = row.values
			goal = goals.setdefault(
				(values.get("area"), values["goal"]),
				{
					"goal_key": f"goal{len(goals) + 1}",
					"title": values["goal"],
					"target": values["goal"],
					**filled(values, ("area", "due", "status")),
				},
			)
			if values.get("action"):
				actions.append(
					{
						"goal_key": goal["goal_key"],
						"what": values["action"],
						"status": ACTION_STATUS.get(values.get("status"), "Planned"),
						**filled(values, ("due",)),
						**_person(values),
					}
				)
		return {
			"participant": self.participant(rows[0]),
			"case_worker": self.approval.owner,
			"from_date": begins,
			"to_date": max(due[-1] if due else begins, getdate(add_months(begins, MONTHS))),
			"goals": list(goals.values()),
			"actions": actions,
			**self.origin(rows[0]),
		}


def _person(values: dict) -> dict:
	if not values.get("responsible"):
		return {}
	return {"who": "Somebody Else", "person": values["responsible"]}


def _day(value: date | str) -> date:
	return date.fromisoformat(value) if isinstance(value, str) else value
