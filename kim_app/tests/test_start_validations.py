"""Starting many validations of one participant at once."""

import json

import frappe

from kim_app import roles
from kim_app.self_assessment import api
from kim_app.testing import (
	KIMTestCase,
	acting_as,
	bring_to_approval,
	make_centre,
	make_evidence,
	make_participant,
	make_staff,
	make_target,
	make_validation,
	take_step,
)
from kim_app.validation.start import candidates, start

CENTRE, ELSEWHERE = "Start Test Centre", "Elsewhere Start Test Centre"
EIGHT = 8


class TestStartValidations(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(CENTRE, "Start Test Organisation")
		make_centre(ELSEWHERE, "Other Start Test Organisation")
		cls.staff = make_staff(CENTRE)
		cls.others = make_staff(ELSEWHERE, (roles.CASE_WORKER,))
		cls.case_worker = cls.staff[roles.CASE_WORKER]
		cls.participant = make_participant(CENTRE)

	def offered(self, **kwargs) -> dict[str, dict]:
		with acting_as(self.case_worker):
			return {row["name"]: row for row in candidates(self.participant, **kwargs)["rows"]}

	def start(self, *choices):
		with acting_as(self.case_worker):
			return start(
				self.participant,
				json.dumps([{"competence": name, "claimed_level": level} for name, level in choices]),
			)

	def test_the_default_framework_is_offered_when_nothing_was_chosen(self):
		with acting_as(self.case_worker):
			offer = candidates(self.participant)
		self.assertEqual((offer["framework"], len(offer["rows"])), ("KC-2018", EIGHT))
		self.assertIn("KC-2018", [row.name for row in offer["frameworks"]])

	def test_what_has_evidence_is_ticked_and_what_is_open_cannot_be(self):
		with acting_as(self.case_worker):
			make_evidence(self.participant, "KC-2018-LIT")
			make_validation(self.participant, "KC-2018-DIG")
		rows = self.offered()
		self.assertEqual((rows["KC-2018-LIT"]["ticked"], len(rows["KC-2018-LIT"]["evidence"])), (True, 1))
		self.assertEqual(
			(rows["KC-2018-DIG"]["possible"], rows["KC-2018-DIG"]["reason"]), (False, "open-case")
		)
		self.assertEqual(
			(rows["KC-2018-CUL"]["possible"], rows["KC-2018-CUL"]["ticked"], rows["KC-2018-CUL"]["reason"]),
			(True, False, "nothing-yet"),
		)

	def test_what_a_finished_self_assessment_says_is_claimed_beforehand(self):
		with acting_as(self.case_worker):
			sheet = api.open_sheet(self.participant, "KC-2018")["name"]
			api.answer(sheet, "KC-2018-LIT", "3")
			self.assertIsNone(self.offered()["KC-2018-LIT"]["claimed"])
			api.finish(sheet)
		claimed = self.offered()["KC-2018-LIT"]["claimed"]
		self.assertEqual((claimed["level"], claimed["self_assessment"]), ("3", sheet))

	def test_what_reaches_the_target_profile_is_not_ticked(self):
		take_step(
			bring_to_approval(self.participant, self.staff).name, "Approve", self.staff[roles.SUPERVISOR]
		)
		target = make_target([("KC-2018-DIG", "3"), ("KC-2018-LIT", "2")], status="Published")
		rows = self.offered(target_profile=target.name)
		self.assertEqual(list(rows), ["KC-2018-LIT", "KC-2018-DIG"])
		self.assertEqual((rows["KC-2018-DIG"]["ticked"], rows["KC-2018-DIG"]["reason"]), (False, "reached"))
		self.assertTrue(rows["KC-2018-LIT"]["ticked"])

	def test_one_validation_per_choice_with_its_claim_and_its_evidence(self):
		with acting_as(self.case_worker):
			evidence = make_evidence(self.participant, "KC-2018-LIT")
		results = self.start(("KC-2018-LIT", "3"), ("KC-2018-DIG", ""))
		self.assertEqual([row["refused"] for row in results], [None, None])
		literacy, digital = (frappe.get_doc("KIM Validation", row["validation"]) for row in results)
		self.assertEqual(
			(literacy.claimed_level, [row.evidence for row in literacy.evidence]), ("3", [evidence])
		)
		self.assertEqual(
			(literacy.workflow_state, literacy.case_worker), ("Identification", self.case_worker)
		)
		self.assertEqual((digital.claimed_level, digital.evidence), (None, []))

	def test_superseded_evidence_does_not_come_along(self):
		with acting_as(self.case_worker):
			evidence = make_evidence(self.participant, "KC-2018-LIT")
		frappe.db.set_value("KIM Evidence", evidence, "status", "Superseded")
		self.assertEqual(self.offered()["KC-2018-LIT"]["evidence"], [])
		(result,) = self.start(("KC-2018-LIT", "3"))
		self.assertEqual(frappe.get_doc("KIM Validation", result["validation"]).evidence, [])

	def test_one_that_is_refused_stops_no_other_and_says_why(self):
		with acting_as(self.case_worker):
			other = make_validation(self.participant, "KC-2018-DIG").name
		results = self.start(
			("KC-2018-LIT", "9"), ("KC-2018-DIG", "2"), ("no such competence", "1"), ("KC-2018-CUL", "2")
		)
		self.assertEqual([bool(row["validation"]) for row in results], [False, False, False, True])
		self.assertIn("9 is not a level", results[0]["refused"])
		self.assertIn(other, results[1]["refused"])
		self.assertIn("no such competence", results[2]["refused"])
		self.assertEqual(frappe.get_message_log(), [])
		opened = frappe.get_all(
			"KIM Validation", filters={"participant": self.participant}, pluck="competence"
		)
		self.assertEqual(sorted(opened), ["KC-2018-CUL", "KC-2018-DIG"])

	def test_the_same_competence_twice_is_opened_once(self):
		results = self.start(("KC-2018-LIT", "2"), ("KC-2018-LIT", "3"))
		self.assertEqual([bool(row["validation"]) for row in results], [True, False])

	def test_nothing_to_start_is_said(self):
		with self.assertRaisesRegex(frappe.ValidationError, "at least one"):
			self.start()
		with acting_as(self.case_worker):
			for nonsense in ('"KC-2018-LIT"', '["KC-2018-LIT"]', '{"competence": "KC-2018-LIT"}'):
				with self.assertRaisesRegex(frappe.ValidationError, "could not be read"):
					start(self.participant, nonsense)

	def test_only_a_case_worker_of_the_own_centre_starts_or_is_offered_anything(self):
		refused = [self.staff[role] for role in (roles.ASSESSOR, roles.SUPERVISOR, roles.TRAINER)]
		for user in (*refused, self.others[roles.CASE_WORKER]):
			with acting_as(user):
				with self.assertRaises(frappe.PermissionError):
					candidates(self.participant)
				with self.assertRaises(frappe.PermissionError):
					start(self.participant, [{"competence": "KC-2018-LIT"}])
		self.assertFalse(frappe.db.exists("KIM Validation", {"participant": self.participant}))
