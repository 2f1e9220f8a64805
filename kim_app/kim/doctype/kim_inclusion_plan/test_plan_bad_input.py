"""Bad input into a plan: a clear message that names the place, and nothing is changed."""

import frappe
from frappe.utils import add_days, today

from kim_app import roles
from kim_app.inclusion.testing import PLAN_CENTRE, PlanTestCase, make_plan, step_of_plan
from kim_app.testing import acting_as, make_participant, make_user, make_validation

DOCTYPE = "KIM Inclusion Plan"


class TestPlanBadInput(PlanTestCase):
	def assert_refused(self, message, change):
		plan = self.draft()
		stored = frappe.get_doc(DOCTYPE, plan.name).as_json()
		with acting_as(self.case_worker):
			change(plan)
			with self.assertRaisesRegex(frappe.ValidationError, message):
				plan.save()
		self.assertEqual(frappe.get_doc(DOCTYPE, plan.name).as_json(), stored)

	def test_a_goal_without_a_target_is_refused(self):
		self.assert_refused(
			"A flat of my own has no target", lambda plan: plan.goals[1].update({"target": ""})
		)

	def test_a_goal_for_a_competence_without_a_level_is_refused(self):
		self.assert_refused("has no target level", lambda plan: plan.goals[0].update({"target_level": ""}))

	def test_dates_outside_the_plan_are_refused(self):
		self.assert_refused(
			"A flat of my own is due on .* outside the plan",
			lambda plan: plan.goals[1].update({"due": add_days(today(), 400)}),
		)

	def test_an_action_outside_the_plan_is_refused(self):
		self.assert_refused(
			"Attend the computer course: .* lies outside the plan",
			lambda plan: plan.actions[0].update({"due": add_days(today(), -1)}),
		)

	def test_an_action_by_someone_who_left_is_refused(self):
		left = make_user("left@plan.example", roles.CASE_WORKER, centre=PLAN_CENTRE)
		frappe.db.set_value("KIM Staff Member", {"user": left}, "disabled", 1)
		self.assert_refused(
			"left does not work for Plan Test Centre, or no longer does",
			lambda plan: plan.actions[0].update({"who": "Colleague", "staff": left}),
		)

	def test_who_left_since_is_found_when_the_plan_is_proposed(self):
		colleague = make_user("leaving@plan.example", roles.CASE_WORKER, centre=PLAN_CENTRE)
		plan = self.draft()
		with acting_as(self.case_worker):
			plan.actions[0].update({"who": "Colleague", "staff": colleague})
			plan.save()
		frappe.db.set_value("KIM Staff Member", {"user": colleague}, "disabled", 1)
		with self.assertRaisesRegex(frappe.ValidationError, "or no longer does"):
			step_of_plan(plan.name, "Propose", self.case_worker)
		self.assertEqual(self.state(plan.name), "Draft")

	def test_a_level_that_is_none_and_one_that_is_not_above_are_refused(self):
		self.assert_refused(
			"9 is not a level of its framework", lambda plan: plan.goals[0].update({"target_level": "9"})
		)

	def test_a_target_below_the_start_is_refused(self):
		self.assert_refused(
			"not above the starting level", lambda plan: plan.goals[0].update({"baseline_level": "3"})
		)

	def test_an_action_for_no_goal_is_refused(self):
		self.assert_refused(
			"belongs to no goal of this plan", lambda plan: plan.actions[0].update({"goal_key": "other"})
		)

	def test_a_validation_of_another_participant_is_not_linked(self):
		with acting_as(self.case_worker):
			other = make_validation(make_participant(PLAN_CENTRE, "Haile")).name
		self.assert_refused(
			"does not belong to this participant",
			lambda plan: plan.actions[0].update({"link_doctype": "KIM Validation", "link_name": other}),
		)

	def test_what_kim_writes_is_not_written_by_hand(self):
		plan = self.draft()
		with acting_as(self.case_worker):
			plan.approver = self.supervisor
			with self.assertRaisesRegex(frappe.ValidationError, "filled in by KIM"):
				plan.save()
			plan.reload()
			plan.goals[0].update({"progress": 90, "status": "Achieved"})
			with self.assertRaisesRegex(frappe.ValidationError, "achieved when level 3 is validated"):
				plan.save()
			plan.reload()
			validation = make_validation(plan.participant).name
			plan.goals[1].update({"progress": 90, "validation": validation})
			plan.plan_progress = 90
			plan.save()
		self.assertEqual((plan.goals[1].progress, plan.goals[1].validation, plan.plan_progress), (0, None, 0))

	def test_a_participant_has_one_open_plan_and_the_database_holds_that(self):
		first = self.draft()
		with self.assertRaisesRegex(frappe.ValidationError, f"Plan {first.name} of Ada Okafor is still open"):
			self.draft()
		with acting_as(self.case_worker):
			second = make_plan(make_participant(PLAN_CENTRE, "Haile"))
			second.open_key = self.participant
			with self.assertRaises(Exception) as raised:
				frappe.db.set_value(DOCTYPE, second.name, "open_key", self.participant)
			self.assertTrue(frappe.db.is_unique_key_violation(raised.exception))
		step_of_plan(first.name, "Discontinue", self.case_worker, reason="Begun anew.")
		self.assertEqual(self.draft().workflow_state, "Draft")

	def test_discontinuing_needs_a_reason_and_closes_the_plan(self):
		plan = self.under_review()
		with self.assertRaisesRegex(frappe.ValidationError, "needs a reason"):
			step_of_plan(plan.name, "Discontinue", self.case_worker)
		plan = step_of_plan(plan.name, "Discontinue", self.case_worker, reason="Moved to Sweden.")
		self.assertEqual(plan.steps[-1].reason, "Moved to Sweden.")
		with acting_as(self.case_worker):
			plan.wishes = "To stay."
			with self.assertRaisesRegex(frappe.ValidationError, "is kept as it is"):
				plan.save()
