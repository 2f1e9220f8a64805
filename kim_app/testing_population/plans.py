"""Inclusion plans, made up. For tests only."""

from __future__ import annotations

from datetime import datetime, timedelta

from kim_app import roles
from kim_app.inclusion.workflow import STATES as PLAN_STATES


class Plans:
	"""A part of `Maker`, whose chance, names and writer it uses."""

	def plan(self, person: str, full_name: str, registered: datetime, place: dict, staff: dict):
		chance, name = self.chance, self.name("N")
		state = chance.choices(PLAN_STATES, weights=(2, 1, 1, 6, 1, 4, 1))[0]
		approved = registered + timedelta(
			seconds=int((self.now - registered).total_seconds() * chance.random())
		)
		values = {
			"participant": person,
			"participant_name": full_name,
			"workflow_state": state,
			"case_worker": staff[roles.CASE_WORKER],
			**place,
		}
		self.writer.add("KIM Inclusion Plan", name, registered, values)
		in_force = state in PLAN_STATES[3:]
		if in_force:
			self.plan_step(name, "Approve", "Agreed", "Active", approved)
		if state in PLAN_STATES[5:]:
			ended = approved + timedelta(seconds=int((self.now - approved).total_seconds() * chance.random()))
			self.plan_step(
				name, "Complete" if state == "Completed" else "Discontinue", "Under Review", state, ended
			)
		parent = {"parent": name, "parenttype": "KIM Inclusion Plan"}
		for number in range(chance.randrange(1, 4)):
			status = chance.choices(("Open", "In Progress", "Achieved", "Dropped"), weights=(3, 3, 3, 1))[0]
			due = approved.date() + timedelta(days=chance.randrange(-60, 200))
			achieved = status == "Achieved" and in_force
			goal = {
				**parent,
				"parentfield": "goals",
				"goal_key": f"g{number}",
				"area": chance.choice(("Language", "Work", "Housing", "Health", "Digital")),
				"title": "A flat of my own",
				"due": due,
				"status": status,
				"achieved_on": approved.date() + timedelta(days=chance.randrange(1, 120))
				if achieved
				else None,
			}
			self.writer.add("KIM Plan Goal", self.name("G"), registered, goal, idx=number + 1)
			for _action in range(chance.randrange(0, 3)):
				action = {
					**parent,
					"parentfield": "actions",
					"goal_key": f"g{number}",
					"what": "Write to three landlords",
					"due": due - timedelta(days=chance.randrange(0, 40)),
					"status": chance.choice(("Planned", "In Progress", "Done", "Dropped")),
				}
				self.writer.add("KIM Plan Action", self.name("K"), registered, action)

	def plan_step(self, plan: str, action: str, source: str, target: str, moment: datetime):
		values = {
			"parent": plan,
			"parenttype": "KIM Inclusion Plan",
			"parentfield": "steps",
			"action": action,
			"from_state": source,
			"to_state": target,
			"taken_on": moment,
		}
		self.writer.add("KIM Plan Step", self.name("Q"), moment, values)
