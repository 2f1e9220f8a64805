"""Frameworks out to files and in from them on a site: what goes out comes in again equal, whatever it holds, and
of a bad file nothing is stored."""

import io
import json

import frappe
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage

from kim_app import roles
from kim_app.frameworks.exchange import api as exchange
from kim_app.frameworks.exchange import case_json, esco_csv, store, stored
from kim_app.frameworks.exchange.model import Competence, Crosswalk, Framework, named
from kim_app.session import acting_as
from kim_app.testing import KIMTestCase, make_centre, make_competence, make_framework, make_staff
from kim_app.testing_frameworks import frameworks, hostile_packages, hostile_tables

OWN, FOREIGN = "Exchange Organisation", "Other Exchange Organisation"
FRAMEWORK, COMPETENCE = "KIM Competence Framework", "KIM Competence"
WRITERS = {"CASE JSON": case_json.write, "CSV": esco_csv.write}
several = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


class TestFrameworkExchange(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		cls.coordinator = make_staff(make_centre("Exchange Centre", OWN), (roles.COORDINATOR,))[
			roles.COORDINATOR
		]
		cls.foreign = make_framework("EXF", organisation=FOREIGN)
		make_competence(cls.foreign, "X")
		cls.own = make_framework("EXO", organisation=OWN)
		make_competence(cls.own, "X")

	def load(self, content: bytes, filename="file", **chosen):
		frappe.local.request = frappe._dict(files={"file": FileStorage(io.BytesIO(content), filename)})
		try:
			with acting_as(self.coordinator):
				return exchange.load(**chosen)
		finally:
			del frappe.local.request

	def count(self):
		tables = [FRAMEWORK, COMPETENCE, "KIM Competence Translation", "KIM Competence Level"]
		return [frappe.db.count(table) for table in tables]

	def undone(self):
		frappe.db.rollback(save_point="kim_test")
		frappe.clear_cache(doctype=COMPETENCE)

	def test_whatever_a_framework_holds_it_is_stored_and_comes_in_again_equal(self):
		@several
		@given(framework=frameworks())
		def comes_in_again_equal(framework):
			self.addCleanup(self.undone)
			framework.code, framework.version, framework.based_on = "PROPERTY", "1", None
			framework = named(framework)
			# Only what is on the site can be compared with.
			present = {"PROPERTY-1", "KC-2018"}
			codes = {each.code for each in framework.competences} | {"LIT", "DIG"}
			for competence in framework.competences:
				competence.crosswalk = [
					row
					for row in competence.crosswalk
					if row.framework in present and row.competence in codes
				]
			drawn = {row.framework for each in framework.competences for row in each.crosswalk}
			self.assertLessEqual(drawn, present)
			store.insert(framework, organisation=OWN)
			before = stored.read("PROPERTY-1")
			for number, (name, write) in enumerate(WRITERS.items(), 2):
				# A draft in which no level counts as shown yet is imported with a remark that says so.
				answer = self.load(write(before), version=str(number), accept=1)
				self.assertEqual([each for each in answer["problems"] if each["blocking"]], [], name)
				self.assertEqual(stored.read(f"PROPERTY-{number}"), named(before, version=str(number)), name)
			self.undone()

		comes_in_again_equal()

	def test_whatever_a_file_holds_it_is_imported_whole_or_its_problems_are_told(self):
		before = self.count()

		@many
		@given(
			content=hostile_packages.map(lambda package: json.dumps(package).encode())
			| hostile_tables()
			| st.binary(max_size=40),
			accept=st.booleans(),
		)
		def is_whole_or_told(content, accept):
			answer = self.load(content, code="HOSTILE", version="1", accept=int(accept))
			json.dumps(answer, ensure_ascii=False).encode("utf-8")
			if answer["framework"]:
				self.assertTrue(stored.read("HOSTILE-1").competences)
				self.undone()
			else:
				self.assertTrue(answer["problems"])
				self.assertTrue(all(problem["message"] for problem in answer["problems"]))
			self.assertEqual(self.count(), before)

		is_whole_or_told()

	def test_odd_arguments_are_refused_and_nothing_is_stored(self):
		before = self.count()
		content = case_json.write(Framework("ODD", "1", "Odd", competences=[Competence("A", "A")]))
		for chosen in (
			{"code": "<b>"},
			{"version": "x" * 41},
			{"title": "<i>x</i>", "code": "ODD2"},
			{"language": "xx\x00"},
			{"organisation": FOREIGN},
			{"organisation": "nobody's"},
		):
			with self.subTest(**chosen):
				try:
					answer = self.load(content, **chosen)
				except (frappe.ValidationError, frappe.PermissionError) as refusal:
					self.assertTrue(str(refusal))
				else:
					if answer["framework"]:
						self.undone()
					else:
						self.assertTrue(answer["problems"])
			self.assertEqual(self.count(), before)

	def test_a_crosswalk_to_a_draft_of_others_leads_nowhere_and_tells_nothing_of_it(self):
		framework = Framework("EXN", "1", "New", based_on="EXF-1", competences=[Competence("A", "A")])
		framework.competences[0].crosswalk = [
			Crosswalk("Same", "EXF-1", "X"),
			Crosswalk("Same", "GONE-1", "X"),
			Crosswalk("Same", "EXO-1", "X"),
			Crosswalk("Related", "A%s(b", "100%d"),
		]
		for name, write in WRITERS.items():
			with self.subTest(format=name):
				messages = [row["message"] for row in self.load(write(framework))["problems"]]
				told = " ".join(messages)
				foreign = next(each for each in messages if "competence X of the framework EXF-1" in each)
				gone = next(each for each in messages if "competence X of the framework GONE-1" in each)
				self.assertEqual(foreign.replace("EXF", "GONE"), gone)
				self.assertIn("earlier version EXF-1 is not on this site", told)
				self.assertEqual(self.load(write(framework), accept=1)["framework"], "EXN-1")
				self.assertEqual(
					stored.read("EXN-1").competences[0].crosswalk, [Crosswalk("Same", "EXO-1", "X")]
				)
				self.undone()

	def test_whoever_comes_second_with_the_same_framework_is_told(self):
		content = case_json.write(Framework("TWICE", "1", "Twice", competences=[Competence("A", "A")]))
		first = self.load(content, accept=1)
		before = self.count()
		second = self.load(content, accept=1)
		self.assertEqual((first["framework"], second["framework"]), ("TWICE-1", None))
		self.assertIn("There is a framework TWICE-1 already", second["problems"][0]["message"])
		self.assertEqual(self.count(), before)
