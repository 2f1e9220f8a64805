"""What a link field for a competence offers, and that no participant is assessed by what the staff learn."""

import frappe

from kim_app import roles
from kim_app.frameworks import choosing
from kim_app.frameworks.exchange import store, stored
from kim_app.self_assessment import api as self_assessment
from kim_app.session import acting_as
from kim_app.testing import (
	KIMTestCase,
	make_centre,
	make_competence,
	make_evidence,
	make_framework,
	make_participant,
	make_staff,
	make_target,
	make_user,
	make_validation,
)
from kim_app.validation import start

OF_STAFF = "STAFF-1-INT"


class TestChoosingACompetence(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		centre = make_centre("Choosing Centre", "Choosing Organisation")
		cls.staff = make_staff(centre)
		cls.participant = make_participant(centre)

	def offered(self, txt="", language="en", **filters):
		frappe.local.lang, before = language, frappe.local.lang
		self.addCleanup(setattr, frappe.local, "lang", before)
		with acting_as(self.staff[roles.CASE_WORKER]):
			return choosing.competences("KIM Competence", txt, "name", 0, 50, filters)

	def test_only_published_frameworks_are_offered_the_usual_one_first_in_the_users_language(self):
		found = self.offered("compet", language="it")
		self.assertIn(
			("KC-2018-DIG", "Competenza digitale", "Competenze chiave per l'apprendimento permanente 2018"),
			found,
		)
		self.assertEqual(found[0][0].rsplit("-", 1)[0], "KC-2018")
		self.assertFalse([name for name, *_rest in found if name.startswith("KC-2006")])

	def test_a_title_in_any_language_and_a_code_are_found(self):
		for txt in ("Competenza digitale", "Digital competence", "KC-2018-DIG"):
			self.assertIn("KC-2018-DIG", [name for name, *_rest in self.offered(txt, language="it")], txt)

	def test_a_framework_its_kinds_and_who_it_is_meant_for_narrow_what_is_offered(self):
		names = [name for name, *_rest in self.offered(meant_for="Participants")]
		self.assertFalse([name for name in names if name.startswith("STAFF-")])
		self.assertIn(OF_STAFF, [name for name, *_rest in self.offered(meant_for="Staff")])
		retired = self.offered(framework="KC-2006", status=["Published", "Retired"])
		self.assertTrue(retired)
		self.assertFalse([name for name, *_rest in retired if not name.startswith("KC-2006")])
		kinds = {
			frappe.db.get_value("KIM Competence", name, "kind")
			for name, *_rest in self.offered(kind=["Area"])
		}
		self.assertLessEqual(kinds, {"Area"})

	def test_a_draft_of_others_and_a_stranger_without_a_role_see_nothing(self):
		make_competence(make_framework("CHO", organisation="Choosing Elsewhere"), "SECRET")
		self.assertEqual(self.offered("SECRET", status=["Draft", "Published"]), [])
		with acting_as(make_user("no-role@choosing.example")):
			with self.assertRaises(frappe.PermissionError):
				choosing.competences("KIM Competence", "", "name", 0, 20, {})

	def test_participants_are_not_offered_what_the_staff_learn(self):
		with acting_as(self.staff[roles.CASE_WORKER]):
			names = [framework["name"] for framework in self_assessment.frameworks()]
			offered = [framework.name for framework in start.candidates(self.participant)["frameworks"]]
		for found in (names, offered):
			self.assertIn("KC-2018", found)
			self.assertNotIn("STAFF-1", found)

	def test_whatever_the_way_a_participant_is_not_assessed_by_what_the_staff_learn(self):
		ways = {
			"validation": lambda: make_validation(self.participant, OF_STAFF),
			"evidence": lambda: make_evidence(self.participant, OF_STAFF),
			"self assessment": lambda: self_assessment.open_sheet(self.participant, "STAFF-1"),
			"target profile": lambda: make_target([(OF_STAFF, "2")], organisation="Choosing Organisation"),
		}
		for way, take in ways.items():
			role = roles.COORDINATOR if way == "target profile" else roles.CASE_WORKER
			with self.subTest(way), acting_as(self.staff[role]):
				with self.assertRaisesRegex(frappe.ValidationError, "staff"):
					take()
		refused = start.start(self.participant, [{"competence": OF_STAFF}])
		self.assertIn("meant for staff", refused[0]["refused"])

	def test_the_usual_framework_is_a_published_one_for_participants(self):
		for name in ("STAFF-1", "KC-2006"):
			settings = frappe.get_doc("KIM Settings")
			settings.default_framework = name
			with self.subTest(name), self.assertRaisesRegex(frappe.ValidationError, "default"):
				settings.save()

	def test_whom_a_framework_is_meant_for_goes_with_it_and_stands_once_it_is_published(self):
		copied = stored.read("STAFF-1")
		self.assertEqual(copied.meant_for, "Staff")
		copied.version = "choosing"
		copied.based_on = None
		for competence in copied.competences:
			competence.crosswalk = []
		name = store.insert(copied)
		self.assertEqual(frappe.db.get_value("KIM Competence Framework", name, "meant_for"), "Staff")
		published = frappe.get_doc("KIM Competence Framework", "STAFF-1")
		published.meant_for = "Participants"
		with self.assertRaises(frappe.ValidationError):
			published.save()
