"""A plan in force: carried out, changed only in a review, each approved state of it kept."""

import frappe
from frappe.utils import add_days, today

from kim_app import roles
from kim_app.inclusion import agreement, versions
from kim_app.inclusion.testing import PlanTestCase, bring_plan_to_agreed, step_of_plan
from kim_app.testing import acting_as

DOCTYPE = "KIM Inclusion Plan"


class TestPlanReview(PlanTestCase):
	def test_an_active_plan_is_carried_out_but_not_changed(self):
		plan = self.active()
		before = agreement.digest(plan.as_dict())
		with acting_as(self.case_worker):
			for change in (
				lambda plan: plan.goals[0].update({"due": add_days(today(), 10)}),
				lambda plan: plan.goals[1].update({"status": "Dropped"}),
				lambda plan: plan.append("actions", {"goal_key": "flat", "what": "More"}),
				lambda plan: plan.update({"actions": plan.actions[:1]}),
				lambda plan: plan.update({"to_date": add_days(today(), 200)}),
			):
				changed = frappe.get_doc(DOCTYPE, plan.name)
				change(changed)
				with self.assertRaisesRegex(frappe.ValidationError, "changed only in a review"):
					changed.save()
			plan = frappe.get_doc(DOCTYPE, plan.name)
			self.assertEqual(agreement.digest(plan.as_dict()), before)
			plan.actions[0].update({"status": "In Progress", "result": "Enrolled"})
			plan.save()
		self.assertEqual(plan.goals[0].status, "In Progress")
		with acting_as(self.supervisor):
			plan.reload()
			plan.actions[1].status = "Done"
			self.assertRaises(frappe.ValidationError, plan.save)

	def test_a_review_without_changes_goes_on_and_is_kept_as_a_version(self):
		plan = self.under_review()
		self.assertEqual(str(plan.next_review), add_days(today(), 90))
		self.assertEqual(plan.reviews[0].recorded_by, self.case_worker)
		plan = step_of_plan(plan.name, "Continue", self.case_worker)
		self.assertEqual((plan.workflow_state, plan.version), ("Active", 2))
		self.assertEqual(versions.of_plan(plan.name)[0].occasion, "Reviewed")

	def test_a_review_that_changes_the_plan_needs_consent_and_approval_again(self):
		plan = self.under_review(to_date=add_days(today(), 150))
		with self.assertRaisesRegex(frappe.ValidationError, "Take the step Propose"):
			step_of_plan(plan.name, "Continue", self.case_worker)
		plan = bring_plan_to_agreed(plan.name, self.case_worker)
		self.assertEqual(plan.version, 1, "what was approved first is in force until then")
		plan = step_of_plan(plan.name, "Approve", self.supervisor)
		self.assertEqual((plan.workflow_state, plan.version), ("Active", 2))
		compared = versions.compare(plan.name, "1", "2")
		self.assertEqual(
			(compared["dates"]["state"], compared["dates"]["columns"]), ("changed", ("to_date",))
		)
		self.assertEqual({goal["state"] for goal in compared["goals"]}, {"same"})

	def test_a_supervisor_returns_a_changed_plan_to_its_review(self):
		plan = self.under_review(to_date=add_days(today(), 150))
		bring_plan_to_agreed(plan.name, self.case_worker)
		plan = step_of_plan(plan.name, "Return for Changes", self.supervisor, reason="Too long.")
		self.assertEqual(plan.workflow_state, "Under Review")

	def test_earlier_reviews_stay_as_they_are(self):
		plan = step_of_plan(self.under_review().name, "Continue", self.case_worker)
		step_of_plan(plan.name, "Start Review", self.case_worker)
		with acting_as(self.case_worker):
			for change in (
				lambda plan: plan.reviews[0].update({"outcome": "Went badly."}),
				lambda plan: plan.update({"reviews": []}),
			):
				plan = frappe.get_doc(DOCTYPE, plan.name)
				change(plan)
				with self.assertRaisesRegex(frappe.ValidationError, "Earlier reviews stay"):
					plan.save()
		with self.assertRaisesRegex(frappe.ValidationError, "Record this review first"):
			step_of_plan(plan.name, "Continue", self.case_worker)

	def test_versions_are_written_by_kim_alone_and_kept(self):
		plan = self.active()
		name = versions.of_plan(plan.name)[0].name
		with acting_as(self.case_worker):
			with self.assertRaises(frappe.PermissionError):
				frappe.get_doc({"doctype": "KIM Plan Version", "plan": plan.name, "number": 9}).insert()
			with self.assertRaises(frappe.PermissionError):
				frappe.get_doc("KIM Plan Version", name).save()
		with self.assertRaises(frappe.ValidationError):
			frappe.get_doc("KIM Plan Version", name).save()
		with self.assertRaisesRegex(frappe.ValidationError, "was in force and is kept"):
			frappe.delete_doc(DOCTYPE, plan.name)
		with acting_as(self.strangers[roles.COORDINATOR]), self.assertRaises(frappe.PermissionError):
			versions.compare(plan.name, "1", "current")
		with self.assertRaises(frappe.DoesNotExistError):
			versions.compare(plan.name, "1", "7")
