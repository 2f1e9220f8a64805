"""A population made up by chance, always the same for the same number: written into the tables at once, past the
forms, so that a hundred thousand take minutes. For tests and measurements only.

Two organisations share it: the first has two centres and four of five participants, the second has one centre. What reports look for is in
it: missing and contradicting values, likely duplicates, evidence with gaps, returned cases, certificates that end.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import frappe
from frappe.utils import getdate, now_datetime, today

from kim_app import roles, testing
from kim_app.inclusion.workflow import STATES as PLAN_STATES
from kim_app.testing_training import make_course
from kim_app.validation import workflow

FRAMEWORK = "KC-2018"
FAMILY = "Abebe Ahmadi Diallo Haddad Haile Hussein Ivanova Khan Mensah Nguyen Okafor Osman Petrenko Rahimi Sesay Tesfaye Yusuf Zhang".split()
GIVEN = "Ada Ali Amina Chidi Fatou Farid Hawa Ibrahim Joy Kofi Leila Mariam Mehdi Olha Rima Samuel Selam Wei".split()
EDUCATION = ("", "0 No Schooling", "1 Primary", "2 Lower Secondary", "3 Upper Secondary", "6 Bachelor")
COLUMNS = ("name", "owner", "modified_by", "creation", "modified", "docstatus", "idx")
PARENT = ("parent", "parenttype", "parentfield")


@dataclass
class Population:
	"""Where the people are: organisations, {centre: organisation} and {centre: {role: user}}."""

	prefix: str
	organisations: list[str]
	centres: dict[str, str]
	staff: dict[str, dict[str, str]]
	names: dict[str, list[str]] = field(default_factory=dict)


class Writer:
	"""Gathers rows per table and writes them in large inserts."""

	def __init__(self, owner: str):
		self.owner, self.rows = owner, {}

	def add(
		self, doctype: str, name: str, creation: datetime, values: dict, docstatus: int = 0, idx: int = 0
	):
		row = dict(
			zip(COLUMNS, (name, self.owner, self.owner, creation, creation, docstatus, idx), strict=True)
		)
		fields, rows = self.rows.setdefault(doctype, (tuple({**row, **values}), []))
		rows.append(tuple({**row, **values}[name] for name in fields))
		if len(rows) >= 20_000:
			self.write(doctype)

	def write(self, doctype: str):
		fields, rows = self.rows[doctype]
		if rows:
			# Frappe's own bulk_insert builds each row as an expression: six hundred rows a second.
			place = "?" if frappe.db.db_type == "sqlite" else "%s"
			names = ", ".join(f"`{name}`" for name in fields)
			places = ", ".join([place] * len(fields))
			frappe.db._cursor.executemany(f"insert into `tab{doctype}` ({names}) values ({places})", rows)
			rows.clear()

	def close(self):
		for doctype in self.rows:
			self.write(doctype)


def make(people: int, prefix: str = "Population", seed: int = 1) -> Population:
	"""Writes a population of `people` participants; commits nothing."""
	organisations = [f"{prefix} Organisation {number}" for number in (1, 2)]
	centres = {f"{prefix} Centre {number}": organisations[(number - 1) // 2] for number in (1, 2, 3)}
	staff = {}
	for centre, organisation in centres.items():
		testing.make_centre(centre, organisation)
		staff[centre] = testing.make_staff(centre)
	population = Population(prefix, organisations, centres, staff)
	_Maker(population, random.Random(seed)).make(people)
	return population


class _Maker:
	def __init__(self, population: Population, chance: random.Random):
		self.population, self.chance = population, chance
		self.now = now_datetime().replace(microsecond=0)
		self.today = getdate(today())
		self.writer = Writer("Administrator")
		self.key = key_of(population.prefix)
		self.competences = frappe.get_all(
			"KIM Competence", {"framework": FRAMEWORK, "kind": "Competence"}, pluck="name", order_by="name"
		)
		levels = frappe.get_doc("KIM Competence Framework", FRAMEWORK).levels
		self.levels = [level.code for level in levels]
		self.shows = [level.counts_as_shown for level in levels]
		self.countries = frappe.get_all("Country", pluck="name", order_by="name", limit=12)
		self.number = 0

	def make(self, people: int):
		centres = list(self.population.centres)
		for number in range(people):
			self.person(number, self.chance.choices(centres, weights=(5, 3, 2))[0])
		self.imports()
		self.writer.close()
		self.training()

	def name(self, kind: str) -> str:
		self.number += 1
		return f"{self.key}-{kind}-{self.number:07}"

	def moment(self, days_ago: int) -> datetime:
		return self.now - timedelta(days=days_ago, seconds=self.chance.randrange(86_000))

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

	def imports(self):
		for number, (centre, organisation) in enumerate(self.population.centres.items()):
			name, place = self.name("I"), {"centre": centre, "organisation": organisation}
			created, skipped, rejected = 40 + number, number, 2
			counts = {
				"rows_read": created + skipped + rejected + (3 if number == 1 else 0),
				"rows_created": created,
				"rows_updated": 0,
				"rows_skipped": skipped,
				"rows_rejected": rejected,
			}
			moment = self.moment(10)
			self.writer.add("KIM Legacy Import", name, moment, {**place, "status": "Completed", **counts})
			sheet = {
				"parent": name,
				"parenttype": "KIM Legacy Import",
				"parentfield": "sheets",
				"sheet": "People",
			}
			self.writer.add("KIM Legacy Import Sheet", self.name("H"), moment, {**sheet, **counts}, idx=1)
			for kind, severity in (
				("invalid-date", "Error"),
				("missing-required", "Error"),
				("unmatched-column", "Warning"),
			):
				issue = {
					**place,
					"legacy_import": name,
					"severity": severity,
					"kind": kind,
					"sheet": "People",
				}
				self.writer.add("KIM Import Issue", self.name("U"), moment, issue)

	def training(self):
		"""A required course, a session of it at each centre, and certificates in every state."""
		code = self.key.upper()
		course = make_course(code, required_for=[{"role": roles.ASSESSOR}, {"role": roles.CASE_WORKER}])
		self.population.names["course"] = [course.name]
		for number, (centre, organisation) in enumerate(self.population.centres.items()):
			staff = self.population.staff[centre]
			place = {"centre": centre, "organisation": organisation}
			ended = self.moment(30 * (number + 1)).replace(hour=16, minute=0, second=0)
			session = self.name("T")
			values = {
				**place,
				"course": course.name,
				"course_title": course.title,
				"status": "Closed",
				"trainer": staff[roles.TRAINER],
				"starts": ended - timedelta(hours=7),
				"ends": ended,
				"capacity": 20,
			}
			self.writer.add("KIM Training Session", session, ended, values)
			days = list(self.days(session, ended))
			members = frappe.get_all(
				"KIM Staff Member", {"centre": centre}, ["name", "user", "full_name"], order_by="user"
			)
			for position, member in enumerate(members):
				self.attendee(session, course, days, place, staff, member, position, ended)
			state = ("Current", "Expired", "Revoked")[number]
			self.certificate(course, place, staff, session, state, ended)
			# A frequent case of its own: valid, but not for long.
			if number == 0:
				self.certificate(course, place, staff, session, "Current", ended, roles.CASE_WORKER, days=20)
		self.writer.close()

	def days(self, session: str, ended: datetime) -> Iterator[str]:
		for idx, (begins, ends) in enumerate((("09:00:00", "12:00:00"), ("13:30:00", "15:15:00")), 1):
			name = self.name("D")
			values = {
				"parent": session,
				"parenttype": "KIM Training Session",
				"parentfield": "days",
				"date": ended.date(),
				"from_time": begins,
				"to_time": ends,
			}
			self.writer.add("KIM Session Day", name, ended, values, idx=idx)
			yield name

	def attendee(self, session, course, days, place, staff, member, position: int, ended: datetime):
		name, there = self.name("A"), position % 3
		values = {
			**place,
			"session": session,
			"course": course.name,
			"status": "Withdrawn" if position == 5 else "Enrolled",
			"trainer": staff[roles.TRAINER],
			"attendee_type": "KIM Staff Member",
			"attendee": member.name,
			"attendee_name": member.full_name,
			"user": member.user,
			"percent": (100, 63, 0)[there],
		}
		self.writer.add("KIM Session Attendee", name, ended, values)
		for idx, day in enumerate(days):
			mark = {
				"parent": name,
				"parenttype": "KIM Session Attendee",
				"parentfield": "attendance",
				"day": day,
				"date": ended.date(),
				"present": int(there == 0 or (there == 1 and idx == 0)),
			}
			self.writer.add("KIM Session Attendance", self.name("M"), ended, mark, idx=idx + 1)

	def certificate(self, course, place, staff, session, status, ended, role=roles.ASSESSOR, days: int = 400):
		number = self.name("C")
		ends = self.today + timedelta(days=days if status == "Current" else -days)
		values = {
			**place,
			"number": number,
			"course": course.name,
			"course_code": course.course_code,
			"course_title": course.title,
			"status": status,
			"issued_on": ended.date(),
			"valid_until": ends,
			"user": staff[role],
			"trainer": staff[roles.TRAINER],
			"session": session,
			"holder_type": "KIM Staff Member",
			"holder": frappe.db.get_value("KIM Staff Member", {"user": staff[role]}),
		}
		self.writer.add("KIM Certificate", number, ended, values)


WRITTEN = (
	"KIM Inclusion Plan",
	"KIM Plan Goal",
	"KIM Plan Action",
	"KIM Plan Step",
	"KIM Participant",
	"KIM Validation",
	"KIM Validation Step",
	"KIM Validation Evidence",
	"KIM Evidence",
	"KIM Profile Competence",
	"KIM Legacy Import",
	"KIM Legacy Import Sheet",
	"KIM Import Issue",
	"KIM Training Session",
	"KIM Session Day",
	"KIM Session Attendee",
	"KIM Session Attendance",
	"KIM Certificate",
)


def key_of(prefix: str) -> str:
	"""What the names of everything in a population begin with."""
	return "".join(letter for letter in prefix if letter.isalnum())[:12]


def remove(prefix: str):
	"""Takes away a population that was committed, whole or not."""
	key = key_of(prefix)
	for doctype in WRITTEN:
		frappe.db.delete(doctype, {"name": ["like", f"{key}-%"]})
	testing.remove_centres(
		frappe.get_all("KIM Centre", {"name": ["like", f"{prefix} Centre%"]}, pluck="name")
	)
	# A course that was published is kept by its form.
	courses = frappe.get_all("KIM Training Course", {"course_code": key.upper()}, pluck="name")
	for table in frappe.get_meta("KIM Training Course").get_table_fields():
		frappe.db.delete(table.options, {"parent": ["in", courses or [""]]})
	frappe.db.delete("KIM Training Course", {"name": ["in", courses or [""]]})
