"""A self assessment on a site: who fills it in, what it takes, what follows from it."""

import frappe
from frappe.client import get_list
from frappe.utils import get_datetime

from kim_app import roles
from kim_app.self_assessment import api
from kim_app.testing import (
	KIMTestCase,
	acting_as,
	make_centre,
	make_participant,
	make_staff,
	make_user,
)

HERE, ELSEWHERE = "Self Assessment Test Centre", "Other Self Assessment Test Centre"
FRAMEWORK, COMPETENCE = "KC-2018", "KC-2018-DIG"


class TestKIMSelfAssessment(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(HERE)
		make_centre(ELSEWHERE, "Another Test Organisation")
		cls.staff = make_staff(HERE)
		cls.strangers = make_staff(ELSEWHERE, (roles.CASE_WORKER, roles.COORDINATOR))
		cls.case_worker = cls.staff[roles.CASE_WORKER]
		cls.user = make_user("self@assessment.example", roles.PARTICIPANT)
		cls.participant = make_participant(HERE, "ገብረ", given_name="ሰላም", user=cls.user)
		cls.other = make_participant(HERE, "حداد", given_name="ريما")

	def sheet(self):
		with acting_as(self.user):
			return api.open_sheet(framework=FRAMEWORK, second_language="it")

	def refused(self, text: str):
		return self.assertRaisesRegex(frappe.ValidationError, text)

	def test_a_participant_rates_themself_and_it_becomes_their_claim(self):
		sheet = self.sheet()
		with acting_as(self.user):
			api.answer(sheet["name"], COMPETENCE, "3", note="በስልክ")
			progress = api.answer(sheet["name"], "KC-2018-LIT", api.UNKNOWN)
			self.assertEqual((progress["answered"], progress["total"]), (2, 8))
			sheet = api.finish(sheet["name"])
		self.assertEqual((sheet["status"], sheet["filled_in"]), ("Finished", "Alone"))
		self.assertFalse(sheet["may_write"])
		claim = frappe.db.get_value(
			"KIM Profile Competence",
			{"participant": self.participant, "competence": COMPETENCE},
			["claimed_level", "claimed_position", "self_assessment", "validated_level"],
		)
		self.assertEqual(claim, ("3", 3, sheet["name"], None))
		self.assertFalse(
			frappe.db.exists(
				"KIM Profile Competence", {"participant": self.participant, "competence": "KC-2018-LIT"}
			)
		)

	def test_beside_a_case_worker_it_says_who_it_was(self):
		with acting_as(self.case_worker):
			sheet = api.open_sheet(self.participant, FRAMEWORK)
			api.answer(sheet["name"], COMPETENCE, "1")
			sheet = api.finish(sheet["name"])
		self.assertEqual(sheet["filled_in"], "With a case worker")
		self.assertEqual(
			frappe.db.get_value("KIM Self Assessment", sheet["name"], "case_worker"), self.case_worker
		)

	def test_texts_stand_in_two_languages_side_by_side(self):
		sheet = self.sheet()
		digital = next(row for row in sheet["competences"] if row["name"] == COMPETENCE)
		self.assertEqual(
			[text["title"] for text in digital["texts"]], ["Digital competence", "Competenza digitale"]
		)
		self.assertEqual([len(text["criteria"]) for text in digital["texts"]], [4, 4])
		self.assertEqual([len(level["texts"]) for level in sheet["scale"]], [2] * 5)
		with acting_as(self.user):
			alone = api.choose_language(sheet["name"], None)
		self.assertEqual(len(alone["competences"][0]["texts"]), 1)

	def test_it_is_resumed_where_it_was_left(self):
		first = self.sheet()
		with acting_as(self.user):
			api.answer(first["name"], COMPETENCE, "2")
		again = self.sheet()
		self.assertEqual(again["name"], first["name"])
		self.assertEqual(again["answered"], 1)

	def test_an_answer_is_taken_back_and_a_draft_withdrawn(self):
		sheet = self.sheet()
		with acting_as(self.user):
			api.answer(sheet["name"], COMPETENCE, "2")
			self.assertEqual(api.answer(sheet["name"], COMPETENCE)["answered"], 0)
			api.withdraw(sheet["name"])
		self.assertFalse(frappe.db.exists("KIM Self Assessment", sheet["name"]))

	def test_a_finished_one_stays_whatever_the_way_in(self):
		name = self.finished()
		with acting_as(self.user):
			with self.refused("finished"):
				api.answer(name, COMPETENCE, "4")
			with self.refused("finished"):
				api.finish(name)
			with self.refused("cannot be deleted"):
				api.withdraw(name)
			with self.refused("finished"):
				document = frappe.get_doc("KIM Self Assessment", name)
				document.ratings[0].level = "4"
				document.save()
			with self.refused("finished"):
				document = frappe.get_doc("KIM Self Assessment", name)
				document.status = "Draft"
				document.save()

	def finished(self) -> str:
		sheet = self.sheet()
		with acting_as(self.user):
			api.answer(sheet["name"], COMPETENCE, "2")
			return api.finish(sheet["name"])["name"]

	def test_after_it_a_new_one_can_be_started_and_the_latest_claim_stands(self):
		self.finished()
		sheet = self.sheet()
		with acting_as(self.user):
			api.answer(sheet["name"], COMPETENCE, "1")
			api.finish(sheet["name"])
		self.assertEqual(
			frappe.db.get_value(
				"KIM Profile Competence",
				{"participant": self.participant, "competence": COMPETENCE},
				"claimed_level",
			),
			"1",
		)

	def test_wrong_answers_are_refused_and_change_nothing(self):
		sheet = self.sheet()
		with acting_as(self.user):
			with self.refused("9 is not a level"):
				api.answer(sheet["name"], COMPETENCE, "9")
			with self.refused("not part of this self assessment"):
				api.answer(sheet["name"], "KC-2018-COOKING", "1")
			document = frappe.get_doc("KIM Self Assessment", sheet["name"])
			document.append("ratings", {"competence": COMPETENCE, "level": "1"})
			with self.refused("rated twice"):
				document.save()
		self.assertEqual(self.sheet()["answered"], 0)

	def test_rows_that_were_taken_away_come_back(self):
		sheet = self.sheet()
		with acting_as(self.user):
			document = frappe.get_doc("KIM Self Assessment", sheet["name"])
			document.ratings = []
			document.save()
		self.assertEqual(self.sheet()["total"], 8)

	def test_nothing_answered_cannot_be_finished_nor_a_second_draft_be_made(self):
		sheet = self.sheet()
		with acting_as(self.user):
			with self.refused("at least one"):
				api.finish(sheet["name"])
			with self.refused("still open"):
				frappe.get_doc(
					{
						"doctype": "KIM Self Assessment",
						"participant": self.participant,
						"framework": FRAMEWORK,
					}
				).insert()

	def test_nobody_answers_for_a_stranger(self):
		sheet = self.sheet()
		with acting_as(self.user), self.assertRaises(frappe.PermissionError):
			api.open_sheet(self.other, FRAMEWORK)
		for user in (*self.strangers.values(), self.staff[roles.TRAINER]):
			with acting_as(user):
				self.assertRaises(frappe.PermissionError, api.read_sheet, sheet["name"])
				self.assertRaises(frappe.PermissionError, api.answer, sheet["name"], COMPETENCE, "4")
		for role in (roles.ASSESSOR, roles.SUPERVISOR, roles.COORDINATOR):
			with acting_as(self.staff[role]):
				self.assertEqual(api.read_sheet(sheet["name"])["answered"], 0)
				self.assertRaises(frappe.PermissionError, api.answer, sheet["name"], COMPETENCE, "4")
				self.assertRaises(frappe.PermissionError, api.finish, sheet["name"])

	def test_a_participant_finds_only_their_own(self):
		self.sheet()
		with acting_as(self.case_worker):
			api.open_sheet(self.other, FRAMEWORK)
		with acting_as(self.user):
			rows = get_list("KIM Self Assessment", fields=["participant"], limit_page_length=0)
			self.assertEqual({row.participant for row in rows}, {self.participant})

	def test_it_is_not_born_finished(self):
		with acting_as(self.user):
			document = frappe.get_doc(
				{
					"doctype": "KIM Self Assessment",
					"participant": self.participant,
					"framework": FRAMEWORK,
					"status": "Finished",
					"filled_in": "With a case worker",
					"ratings": [{"competence": COMPETENCE, "level": "4"}],
				}
			).insert()
		self.assertEqual(
			(document.status, document.filled_in, document.finished_on), ("Draft", "Alone", None)
		)
		self.assertEqual(len(document.ratings), 8)

	def test_saving_a_finished_one_again_does_not_change_who_filled_it_in(self):
		name = self.finished()
		with acting_as(self.case_worker):
			frappe.get_doc("KIM Self Assessment", name).save()
		self.assertEqual(
			frappe.db.get_value("KIM Self Assessment", name, ["filled_in", "case_worker"]), ("Alone", None)
		)

	def test_an_answer_writes_its_row_alone_and_no_version_of_the_sheet(self):
		name = self.sheet()["name"]
		others = {"parent": name, "competence": ["!=", COMPETENCE]}
		before = frappe.get_all("KIM Self Rating", filters=others, fields=["name", "modified"])
		frappe.flags.in_test = False  # Frappe keeps no versions in tests.
		try:
			with acting_as(self.user):
				saved_on = api.answer(name, COMPETENCE, "2", note="<script>alert(1)</script>At work")[
					"saved_on"
				]
		finally:
			frappe.flags.in_test = True
		self.assertEqual(frappe.db.count("Version", {"docname": name}), 0)
		self.assertEqual(
			frappe.get_all("KIM Self Rating", filters=others, fields=["name", "modified"]), before
		)
		stored = frappe.db.get_value(
			"KIM Self Rating", {"parent": name, "competence": COMPETENCE}, ["level", "note"]
		)
		self.assertEqual(stored[0], "2")
		self.assertNotIn("<script", stored[1])
		modified = frappe.db.get_value("KIM Self Assessment", name, "modified")
		self.assertEqual(get_datetime(modified), get_datetime(saved_on))
		with acting_as(self.user):
			frappe.get_doc("KIM Self Assessment", name).save()
