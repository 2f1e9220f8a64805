"""Competences on a site: where they stand, what they hold, and what stays once people are assessed by them."""

import frappe

from kim_app import roles
from kim_app.session import acting_as
from kim_app.testing import (
	KIMTestCase,
	make_centre,
	make_competence,
	make_evidence,
	make_framework,
	make_participant,
	make_staff,
)


class TestKIMCompetence(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		cls.centre = make_centre("Competence Centre", "Competence Organisation")
		cls.staff = make_staff(cls.centre)
		cls.framework = make_framework("CT", organisation="Competence Organisation")
		cls.area = make_competence(cls.framework, "A", kind="Area")
		cls.competence = make_competence(cls.framework, "A1", parent_kim_competence=cls.area)
		cls.published = make_framework("CP", organisation="Competence Organisation")
		make_competence(cls.published, "X", translations=[{"language": "fr", "title": "Compétence"}])
		frappe.get_doc("KIM Competence Framework", cls.published).update({"status": "Published"}).save()

	def refused(self, document, *words, error=frappe.ValidationError, action="save"):
		"""Asserts that `document` is refused in words and that nothing is stored."""
		before = self.stored(document)
		with self.assertRaises(error) as caught:
			getattr(document, action)()
		for word in words:
			self.assertIn(word, str(caught.exception))
		self.assertEqual(self.stored(document), before)

	def stored(self, document):
		if not document.name or not frappe.db.exists(document.doctype, document.name):
			return None
		stored = frappe.get_doc(document.doctype, document.name).as_dict()
		return {key: value for key, value in stored.items() if key not in ("modified", "lft", "rgt")}

	def get(self, name):
		return frappe.get_doc("KIM Competence", name)

	def test_an_indicator_makes_its_competence_a_group_of_the_tree_and_its_going_undoes_that(self):
		indicator = make_competence(
			self.framework, "A1.1", kind="Indicator", parent_kim_competence=self.competence
		)
		self.assertEqual(
			frappe.db.get_value("KIM Competence", self.competence, ["kind", "is_group"]), ("Competence", 1)
		)
		self.assertEqual(frappe.db.get_value("KIM Competence", self.area, "is_group"), 1)
		frappe.delete_doc("KIM Competence", indicator)
		self.assertEqual(frappe.db.get_value("KIM Competence", self.competence, "is_group"), 0)

	def test_a_kind_where_it_does_not_belong_is_refused(self):
		for kind, parent in (
			("Area", self.competence),
			("Competence", self.competence),
			("Indicator", self.area),
		):
			with self.subTest(kind=kind), self.assertRaisesRegex(frappe.ValidationError, "cannot be part of"):
				make_competence(self.framework, "B", kind=kind, parent_kim_competence=parent)
		with self.assertRaisesRegex(frappe.ValidationError, "is an indicator"):
			make_competence(self.framework, "B", kind="Indicator")
		self.assertFalse(frappe.db.exists("KIM Competence", f"{self.framework}-B"))

	def test_a_competence_stands_in_its_own_framework(self):
		with self.assertRaisesRegex(frappe.ValidationError, "belongs to the framework CT-1"):
			make_competence(make_framework("CU"), "B", parent_kim_competence=self.area)

	def test_an_area_that_holds_something_stays_an_area(self):
		area = self.get(self.area)
		area.kind = "Competence"
		self.refused(area, "cannot become an entry of the kind Competence, because A1 is part of it")

	def test_a_code_is_given_once_in_a_framework(self):
		with self.assertRaisesRegex(frappe.ValidationError, "has a competence A1 already"):
			make_competence(self.framework, "A1")

	def test_only_a_competence_has_criteria_and_each_once(self):
		area = self.get(self.area)
		area.append("criteria", {"code": "A", "statement": "Reads"})
		self.refused(area, "Only a competence is rated by criteria")
		competence = self.get(self.competence)
		competence.append("criteria", {"code": "A11", "statement": "Again"})
		self.refused(competence, "criteria stand twice: A11")

	def test_a_competence_is_not_compared_with_itself_nor_twice_nor_from_both_sides(self):
		competence = self.get(self.competence)
		competence.append("crosswalk", {"relation": "Same", "competence": self.competence})
		self.refused(competence, "not compared with itself")
		competence = self.get(self.competence)
		competence.append("crosswalk", {"relation": "Same", "competence": "KC-2018-LIT"})
		competence.append("crosswalk", {"relation": "Related", "competence": "KC-2018-LIT"})
		self.refused(competence, "KC-2018-LIT stands here already")
		competence = self.get(self.competence)
		competence.append("crosswalk", {"relation": "Broader", "competence": f"{self.published}-X"})
		competence.save()
		other = self.get(f"{self.published}-X")
		other.append("crosswalk", {"relation": "Same", "competence": self.competence})
		self.refused(other, "already says that this competence is Narrower")

	def test_after_publishing_a_competence_stays_as_it_is_whatever_the_way(self):
		name = f"{self.published}-X"
		for change in (
			{"title": "Other"},
			{"description": "Other"},
			{"kind": "Area", "criteria": []},
			{"criteria": [{"code": "N", "statement": "New"}]},
			{"criteria": []},
		):
			competence = self.get(name)
			competence.update(change)
			with self.subTest(change=change):
				self.refused(competence, "Published", "new version")
		with acting_as(self.staff[roles.COORDINATOR]):
			with self.assertRaisesRegex(frappe.ValidationError, "new version"):
				frappe.get_doc("KIM Competence", name).update({"title": "By REST"}).save()
			with self.assertRaisesRegex(frappe.ValidationError, "no competence is added"):
				make_competence(self.published, "Y")
			with self.assertRaisesRegex(frappe.ValidationError, "is kept"):
				frappe.delete_doc("KIM Competence", name)
		from frappe.model.rename_doc import rename_doc

		with self.assertRaisesRegex(frappe.ValidationError, "keeps its name"):
			rename_doc("KIM Competence", name, "CP-1-Z", force=True)
		self.assertEqual(self.get(name).title, "X")

	def test_after_publishing_languages_and_crosswalks_may_be_added_but_translations_stay(self):
		competence = self.get(f"{self.published}-X")
		competence.append("translations", {"language": "ti", "title": "ክእለት"})
		competence.append("crosswalk", {"relation": "Related", "competence": "KC-2018-DIG"})
		competence.save()
		competence.translations[0].title = "Capacité"
		self.refused(competence, "translations people were assessed with stay (fr)")
		competence = self.get(f"{self.published}-X")
		competence.translations = competence.translations[1:]
		self.refused(competence, "stay (fr)")

	def test_a_competence_that_is_used_is_not_deleted_and_what_uses_it_is_named(self):
		participant = make_participant(self.centre)
		evidence = make_evidence(participant, self.competence)
		competence = self.get(self.competence)
		self.refused(competence, "1 × KIM Evidence", evidence, action="delete")
		with self.assertRaisesRegex(frappe.ValidationError, "1 × KIM Evidence"):
			frappe.delete_doc("KIM Competence Framework", self.framework)
		self.assertTrue(frappe.db.exists("KIM Competence", self.competence))
		parent = frappe.db.get_value("KIM Competence", self.competence, "parent_kim_competence")
		self.assertEqual(parent, self.area)

	def test_who_may_not_read_a_record_is_told_only_how_many_there_are(self):
		evidence = make_evidence(make_participant(self.centre), self.competence)
		frappe.db.set_value(
			"KIM Competence Framework", self.framework, "organisation", "Other Organisation X"
		)
		make_centre("Other Centre X", "Other Organisation X")
		coordinator = make_staff("Other Centre X", (roles.COORDINATOR,))[roles.COORDINATOR]
		with acting_as(coordinator), self.assertRaises(frappe.ValidationError) as caught:
			frappe.delete_doc("KIM Competence", self.competence)
		self.assertIn("1 × KIM Evidence", str(caught.exception))
		self.assertNotIn(evidence, str(caught.exception))

	def test_the_place_in_the_tree_is_not_written_by_a_request(self):
		competence = self.get(self.competence)
		left = competence.lft
		competence.update({"lft": 99, "rgt": 98, "title": "Renamed"})
		competence.save()
		self.assertEqual(self.get(self.competence).lft, left)

	def test_somebody_elses_framework_is_not_added_to(self):
		make_centre("Foreign Centre", "Foreign Organisation")
		coordinator = make_staff("Foreign Centre", (roles.COORDINATOR,))[roles.COORDINATOR]
		with acting_as(coordinator):
			for framework in (self.framework, "KC-2018"):
				with self.subTest(framework=framework), self.assertRaises(frappe.PermissionError):
					make_competence(framework, "Z")
		with acting_as(self.staff[roles.CASE_WORKER]), self.assertRaises(frappe.PermissionError):
			make_competence(self.framework, "Z")
