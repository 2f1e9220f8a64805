"""What a dashboard remembers is what the report would say at that moment, to each person only of their places."""

import json

import frappe
from frappe.utils import now_datetime

from kim_app import roles, testing_population
from kim_app.measures import api, catalogue, tally
from kim_app.testing import KIMTestCase, acting_as, remember_apart

PEOPLE = 120


class TestRememberedFigures(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		cls.population = testing_population.make(PEOPLE, "Dashboards Test")
		cls.centre, _near, cls.far = cls.population.centres
		cls.staff, cls.strangers = cls.population.staff[cls.centre], cls.population.staff[cls.far]

	def setUp(self):
		super().setUp()
		remember_apart(self)

	def pictures(self):
		"""(name, report, filters) of the charts that dashboards remember."""
		charts = frappe.get_all(
			"Dashboard Chart",
			{"module": "KIM", "chart_type": "Report"},
			["name", "report_name", "filters_json"],
		)
		found = [(chart.name, chart.report_name, json.loads(chart.filters_json)) for chart in charts]
		return [chart for chart in found if chart[2].get(tally.FILTER)]

	def drawn(self, report: str, filters: dict):
		"""The data of the picture; what a group is called is left to the report."""
		chart = frappe.get_doc("Report", report).execute_module(filters)[3]
		return chart and chart["data"]

	def people(self) -> int:
		return api.card({"measure": "participants"})["value"]

	def add_participant(self, centre: str):
		frappe.get_doc(
			{
				"doctype": "KIM Participant",
				"name": frappe.generate_hash(length=10),
				"full_name": "One More",
				"centre": centre,
				"organisation": self.population.centres[centre],
				"creation": now_datetime(),
			}
		).db_insert()

	def test_a_picture_is_that_of_the_report_for_every_role_of_every_centre(self):
		tally.renew()
		pictures = self.pictures()
		self.assertGreaterEqual(len(pictures), 9)
		compared = 0
		for people in (self.staff, self.strangers):
			for role, user in people.items():
				for name, report, filters in pictures:
					if role not in {row.role for row in frappe.get_doc("Report", report).roles}:
						continue
					with self.subTest(chart=name, user=user), acting_as(user):
						now = {key: value for key, value in filters.items() if key != tally.FILTER}
						told = self.drawn(report, filters)
						expected = self.drawn(report, now)
						if report == "KIM Data Quality":
							# Likely duplicates are looked for in the report only.
							label = "The person may be registered twice"
							expected = {
								finding: number
								for finding, number in zip(
									expected["labels"], expected["datasets"][0]["values"], strict=True
								)
								if finding != label
							}
							told = dict(zip(told["labels"], told["datasets"][0]["values"], strict=True))
						self.assertEqual(told, expected, (name, user))
						compared += bool(told)
		self.assertGreater(compared, 40)

	def test_a_card_is_remembered_and_a_report_counts_now(self):
		with acting_as(self.staff[roles.COORDINATOR]):
			before = self.people()
		self.add_participant(self.centre)
		with acting_as(self.staff[roles.COORDINATOR]):
			self.assertEqual(self.people(), before)
			self.assertEqual(api.figure("participants")[0]["whole"], before + 1)
		tally.renew()
		with acting_as(self.staff[roles.COORDINATOR]):
			self.assertEqual(self.people(), before + 1)

	def test_what_one_person_asked_tells_another_only_of_their_own_places(self):
		with acting_as(self.staff[roles.COORDINATOR]):
			self.assertEqual(self.people(), self.number_of(self.population.organisations[0]))
		with acting_as(self.strangers[roles.COORDINATOR]):
			self.assertEqual(self.people(), self.number_of(self.population.organisations[1]))

	def number_of(self, organisation: str) -> int:
		return frappe.db.count("KIM Participant", {"organisation": organisation})

	def test_who_loses_a_place_loses_its_figures_at_once(self):
		worker = self.staff[roles.CASE_WORKER]
		with acting_as(worker):
			self.assertGreater(self.people(), 0)
		frappe.db.set_value("KIM Staff Member", {"user": worker}, "disabled", 1)
		with acting_as(worker):
			self.assertEqual(self.people(), 0)

	def test_a_user_permission_narrows_a_dashboard(self):
		worker = self.staff[roles.CASE_WORKER]
		one = frappe.db.get_value("KIM Participant", {"centre": self.centre})
		with acting_as(worker):
			self.assertGreater(self.people(), 1)
		frappe.get_doc(
			{"doctype": "User Permission", "user": worker, "allow": "KIM Participant", "for_value": one}
		).insert()
		frappe.clear_cache(user=worker)
		with acting_as(worker):
			self.assertEqual(self.people(), 1)

	def test_the_comparison_hides_what_it_hides_in_the_report(self):
		tally.renew()
		with acting_as(self.staff[roles.COORDINATOR]):
			report = frappe.get_doc("Report", "KIM Country Comparison")
			self.assertEqual(report.execute_module({tally.FILTER: 1})[1], report.execute_module({})[1])

	def test_every_measure_is_the_same_remembered_and_counted_now(self):
		for measure in catalogue.ALL:
			for by in (None, "centre", "country", "gender", "quarter"):
				with self.subTest(measure=measure.key, by=by), acting_as(self.staff[roles.COORDINATOR]):
					now = api.figure(measure.key, by)
					with tally.remembering():
						api.figure(measure.key, by)
						self.assertEqual(api.figure(measure.key, by), now)
