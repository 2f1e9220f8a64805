"""Overseeing an organisation gives reading, and a coordinator's own step; whoever acts on a case, a participant or
evidence works at the centre where it is. Tried with one person who has every role at one of two centres."""

import frappe
from frappe.client import get_list, save, set_value, submit
from frappe.model.workflow import apply_workflow

from kim_app import roles, steps
from kim_app.self_assessment import api as self_assessment
from kim_app.testing import (
	KIMTestCase,
	acting_as,
	bring_to_approval,
	make_centre,
	make_evidence,
	make_participant,
	make_staff,
	make_user,
	make_validation,
	take_step,
)
from kim_app.validation import appeal, bulk, bulk_run, inbox

ORGANISATION = "Acting Test Organisation"
HERE, THERE = "Acting Test Centre", "Acting Test Sister Centre"


class TestActingAtACentre(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(HERE, ORGANISATION)
		make_centre(THERE, ORGANISATION)
		cls.staff = make_staff(THERE)
		every_role = (roles.CASE_WORKER, roles.ASSESSOR, roles.SUPERVISOR, roles.COORDINATOR)
		cls.person = make_user("everything@acting.example", *every_role, centre=HERE)
		with acting_as(cls.staff[roles.CASE_WORKER]):
			cls.participant = make_participant(THERE)
			cls.evidence = make_evidence(cls.participant)
		cls.pending = bring_to_approval(cls.participant, cls.staff).name

	def state(self) -> str:
		return frappe.db.get_value("KIM Validation", self.pending, "workflow_state")

	def test_a_coordinator_reads_the_sister_centre(self):
		with acting_as(self.person):
			self.assertIn(self.pending, [row.name for row in get_list("KIM Validation", limit_page_length=0)])
			self.assertEqual(inbox.case(self.pending)["name"], self.pending)

	def test_a_supervisor_of_one_centre_decides_nothing_at_another_whatever_the_way_in(self):
		stored = frappe.get_doc("KIM Validation", self.pending)
		decided = {**stored.as_dict(), "workflow_state": "Validated", "docstatus": 1}
		ways = {
			"the inbox": lambda: inbox.decide(self.pending, "Approve"),
			"the form's button": lambda: steps.apply_workflow(stored.as_json(), "Approve"),
			"Frappe's own action": lambda: apply_workflow(stored.as_json(), "Approve"),
			"rejecting": lambda: inbox.decide(self.pending, "Reject", "Too little."),
			"returning": lambda: inbox.decide(self.pending, "Return to Assessor", "Rate again."),
			"saving over REST": lambda: save(decided),
			"submitting over REST": lambda: submit(decided),
			"one field over REST": lambda: set_value(
				"KIM Validation", self.pending, "workflow_state", "Assessment"
			),
		}
		for way, decide in ways.items():
			with acting_as(self.person), self.subTest(way):
				frappe.db.savepoint("kim_way")
				with self.assertRaisesRegex(frappe.ValidationError, "do not work for"):
					decide()
				frappe.db.rollback(save_point="kim_way")
			self.assertEqual(self.state(), "Pending Approval", way)

	def test_in_bulk_it_is_refused_in_its_row(self):
		with acting_as(self.person):
			name = bulk.decide([self.pending], "Approve")["name"]
		run = frappe.db.get_value("KIM Bulk Decision", name, "run")
		bulk_run.run(name, run, commit=lambda: None)
		with acting_as(self.person):
			row = bulk.status(name)["results"][0]
		self.assertEqual(row["result"], "Refused")
		self.assertIn(f"do not work for {THERE}", row["message"])
		self.assertEqual(self.state(), "Pending Approval")

	def test_the_inbox_sets_such_a_case_apart_and_offers_no_decision(self):
		with acting_as(self.person):
			answer = inbox.cases("decide", everyone=1, text=self.pending)
			self.assertEqual(answer["rows"], [])
			self.assertEqual(answer["apart"][0]["why_not"], f"You do not work for {THERE}.")
			seen = inbox.case(self.pending)
		self.assertEqual((seen["actions"], seen["why_not"]), ([], f"You do not work for {THERE}."))

	def offered_to(self, user: str) -> list[str]:
		with acting_as(user):
			stored = frappe.get_doc("KIM Validation", self.pending)
			return [row["action"] for row in steps.get_transitions(stored.as_json())]

	def test_the_form_offers_the_steps_that_the_server_takes_and_no_others(self):
		supervisor = self.staff[roles.SUPERVISOR]
		self.assertEqual(self.offered_to(self.person), [])
		self.assertEqual(self.offered_to(supervisor), ["Return to Assessor", "Approve", "Reject"])
		frappe.get_doc("User", supervisor).add_roles(roles.ASSESSOR)
		stored = frappe.get_doc("KIM Validation", self.pending)
		stored.db_set("contributors", supervisor)
		self.assertEqual(self.offered_to(supervisor), ["Return to Assessor"])
		take_step(self.pending, "Return to Assessor", supervisor, reason="Rate again.")
		self.assertEqual(self.offered_to(self.person), [])

	def test_an_assessor_and_a_case_worker_of_one_centre_write_nothing_at_another(self):
		take_step(self.pending, "Return to Assessor", self.staff[roles.SUPERVISOR], reason="Rate again.")
		with acting_as(self.person):
			with self.assertRaisesRegex(frappe.ValidationError, "do not work for"):
				validation = frappe.get_doc("KIM Validation", self.pending)
				validation.rationale = "I know better."
				validation.save()
			ways = (
				lambda: make_participant(THERE),
				lambda: make_evidence(self.participant),
				lambda: make_validation(self.participant, "KC-2018-LIT"),
				lambda: self_assessment.open_sheet(self.participant, "KC-2018"),
				lambda: frappe.get_doc("KIM Evidence", self.evidence).update({"title": "Other"}).save(),
				lambda: frappe.get_doc("KIM Participant", self.participant).update({"notes": "x"}).save(),
			)
			for number, way in enumerate(ways):
				with self.subTest(number), self.assertRaises(frappe.PermissionError):
					way()

	def test_nor_does_a_case_worker_appeal_there(self):
		take_step(self.pending, "Reject", self.staff[roles.SUPERVISOR], reason="Too little.")
		with acting_as(self.person), self.assertRaises(frappe.PermissionError):
			appeal.open_appeal(self.pending, "There is more.")

	def test_the_coordinators_own_step_reaches_over_the_organisation(self):
		take_step(self.pending, "Approve", self.staff[roles.SUPERVISOR])
		revoked = take_step(self.pending, "Revoke", self.person, reason="The reference was forged.")
		self.assertEqual(revoked.workflow_state, "Revoked")

	def test_who_works_at_both_centres_acts_at_both(self):
		make_user(self.person, centre=THERE)
		with acting_as(self.person):
			self.assertEqual(inbox.decide(self.pending, "Approve"), {"state": "Validated"})
