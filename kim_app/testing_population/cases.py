"""People, their validations and the evidence of these, made up. For tests only."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from kim_app import roles
from kim_app.testing_population.writing import EDUCATION, FAMILY, FRAMEWORK, GIVEN
from kim_app.validation import workflow


class Cases:
	"""A part of `Maker`, whose chance, names and writer it uses."""

	def person(self, number: int, centre: str):
		chance, staff = self.chance, self.population.staff[centre]
		registered = self.moment(chance.randrange(1, 900))
		born = date(chance.randrange(1955, 2008), chance.randrange(1, 13), chance.randrange(1, 29))
		family, given = chance.choice(FAMILY), chance.choice(GIVEN)
		place = {"centre": centre, "organisation": self.population.centres[centre]}
		arrived = registered.date() - timedelta(days=chance.randrange(0, 700))
		if chance.random() < 0.004:
			arrived = born - timedelta(days=30)
		consent = chance.random() < 0.9
		name = self.name("P")
		values = {
			"family_name": family,
			"given_name": given,
			"full_name": f"{given} {family}",
			"gender": chance.choices(("Female", "Male", "Other", None), weights=(44, 50, 1, 5))[0],
			"date_of_birth": None if chance.random() < 0.06 else born,
			"nationality": None if chance.random() < 0.05 else chance.choice(self.countries),
			"education": chance.choice(EDUCATION),
			"arrival_date": arrived,
			"consent": int(consent),
			"consent_date": registered.date() if consent and chance.random() < 0.97 else None,
			"case_worker": None if chance.random() < 0.03 else staff[roles.CASE_WORKER],
			**place,
		}
		self.writer.add("KIM Participant", name, registered, values)
		if chance.random() < 0.005:
			self.writer.add("KIM Participant", self.name("P"), registered, values)
		if chance.random() < 0.75:
			if chance.random() < 0.4:
				self.plan(name, f"{given} {family}", registered, place, staff)
			for competence in chance.sample(
				self.competences, chance.choices((1, 2, 3), weights=(5, 3, 2))[0]
			):
				self.case(name, f"{given} {family}", registered, competence, place, staff)

	def case(
		self, person: str, full_name: str, registered: datetime, competence: str, place: dict, staff: dict
	):
		chance = self.chance
		opened = registered + timedelta(
			seconds=int((self.now - registered).total_seconds() * chance.random())
		)
		state = chance.choices(workflow.STATES, weights=(6, 9, 7, 8, 52, 12, 2))[0]
		decided = state not in workflow.OPEN_STATES
		since = opened + timedelta(seconds=int((self.now - opened).total_seconds() * chance.random()))
		claim, shown = chance.randrange(len(self.levels)), chance.randrange(1, len(self.levels))
		validated = state == workflow.VALIDATED
		name = self.name("V")
		named = {"participant": person, "participant_name": full_name, **place}
		values = {
			**named,
			"competence": competence,
			"framework": FRAMEWORK,
			"workflow_state": state,
			"case_worker": staff[roles.CASE_WORKER],
			"claimed_level": self.levels[claim],
			"assessor": staff[roles.ASSESSOR] if state not in workflow.OPEN_STATES[:2] else None,
			"approver": staff[roles.SUPERVISOR] if decided else None,
			"validated_level": self.levels[shown]
			if state in (workflow.VALIDATED, workflow.REVOKED)
			else None,
			"decided_on": since if decided else None,
			"valid_until": (since + timedelta(days=1800)).date() if validated else None,
			"validity": "Current" if validated else None,
			"waiting_since": None if decided else since,
			"imported": int(chance.random() < 0.1),
		}
		self.writer.add("KIM Validation", name, opened, values, docstatus=workflow.DOCSTATUS[state])
		if chance.random() < 0.15:
			action = chance.choice(("Return for Evidence", "Return to Assessor"))
			self.step(
				name,
				action,
				since,
				staff,
				reason=chance.choice(("Too old.", "Not signed.", "Add a second one.")),
			)
		self.evidence(name, named, competence, opened)
		if chance.random() < 0.9:
			profile = {
				**named,
				"competence": competence,
				"framework": FRAMEWORK,
				"claimed_level": self.levels[claim],
				"claimed_position": claim,
				"validated_level": self.levels[shown] if validated else None,
				"validated_position": shown if validated else -1,
				"counts_as_shown": int(bool(validated and self.shows[shown])),
				"validation": name if validated else None,
			}
			self.writer.add("KIM Profile Competence", f"{person}-{competence}", opened, profile)

	def step(self, case: str, action: str, moment: datetime, staff: dict, reason: str):
		values = {
			"parent": case,
			"parenttype": "KIM Validation",
			"parentfield": "steps",
			"action": action,
			"from_state": "Assessment",
			"to_state": "Documentation",
			"user": staff[roles.ASSESSOR],
			"taken_on": moment,
			"reason": reason,
		}
		self.writer.add("KIM Validation Step", self.name("S"), moment, values, idx=1)

	def evidence(self, case: str, named: dict, competence: str, opened: datetime):
		chance = self.chance
		for number in range(chance.choices((0, 1, 2), weights=(2, 5, 3))[0]):
			status = chance.choices(("Recorded", "Rated", "Verified", "Superseded"), weights=(3, 3, 3, 1))[0]
			rated = status != "Recorded"
			name = self.name("E")
			answers = {
				question: chance.choices(("Yes", "Partly", "No"), weights=(7, 2, 1))[0] if rated else None
				for question in ("valid", "authentic", "current", "sufficient")
			}
			values = {
				**named,
				"title": "Kept the accounts of a market stall",
				"kind": "Reference",
				"status": status,
				"from_date": None if chance.random() < 0.1 else opened.date(),
				"to_date": None,
				**answers,
			}
			self.writer.add("KIM Evidence", name, opened, values)
			link = {
				"parent": case,
				"parenttype": "KIM Validation",
				"parentfield": "evidence",
				"evidence": name,
			}
			self.writer.add("KIM Validation Evidence", self.name("L"), opened, link, idx=number + 1)
