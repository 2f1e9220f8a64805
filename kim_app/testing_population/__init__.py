"""A population made up by chance, always the same for the same number: written into the tables at once, past the
forms, so that a hundred thousand take minutes. For tests and measurements only.

Two organisations share it: the first has two centres and four of five participants, the second has one centre. What reports look for is in
it: missing and contradicting values, likely duplicates, evidence with gaps, returned cases, certificates that end.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import frappe
from frappe.utils import getdate, now_datetime, today

from kim_app import testing
from kim_app.testing_population.cases import Cases
from kim_app.testing_population.course import Course
from kim_app.testing_population.plans import Plans
from kim_app.testing_population.registers import Registers
from kim_app.testing_population.writing import FRAMEWORK, WRITTEN, Population, Writer, key_of


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


class _Maker(Cases, Plans, Registers, Course):
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
