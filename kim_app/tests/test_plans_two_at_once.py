"""Two people at one plan at once, each over a connection of their own: a plan is approved once, whoever comes second
is told who decided what, and neither a validation nor the progress of an action is lost."""

import threading

import frappe

from kim_app import roles, steps
from kim_app.inclusion.testing import bring_plan_to_agreed, make_active_plan, make_plan, step_of_plan
from kim_app.testing import (
	CommittedTestCase,
	Elsewhere,
	acting_as,
	bring_to_approval,
	make_participant,
	make_user,
	take_step,
)

DOCTYPE = "KIM Inclusion Plan"


class TestPlansTwoAtOnce(CommittedTestCase):
	CENTRE = "Plans At Once Centre"

	@classmethod
	def set_up_committed(cls):
		cls.case_worker = cls.staff[roles.CASE_WORKER]
		cls.first = cls.staff[roles.SUPERVISOR]
		cls.second = make_user("second@plans-at-once.example", roles.SUPERVISOR, centre=cls.CENTRE)
		frappe.db.set_value("User", cls.first, "full_name", "Frida First")
		frappe.db.set_value("User", cls.second, "full_name", "Stefan Second")

	def somebody(self) -> str:
		with acting_as(self.case_worker):
			return make_participant(self.CENTRE)

	def agreed(self):
		with acting_as(self.case_worker):
			name = make_plan(self.somebody()).name
		plan = bring_plan_to_agreed(name, self.case_worker)
		frappe.db.commit()
		return plan

	def active(self):
		plan = make_active_plan(self.somebody(), self.staff)
		frappe.db.commit()
		return plan

	def test_of_two_who_press_at_the_same_moment_one_decides_and_the_other_is_told(self):
		plan = self.agreed()
		shown = plan.as_json()
		barrier = threading.Barrier(2)

		def press():
			barrier.wait(60)
			steps.apply_workflow(shown, "Approve")

		pressed = {user: Elsewhere(user, press) for user in (self.first, self.second)}
		for other in pressed.values():
			other.start()
		for other in pressed.values():
			other.join(120)
		frappe.db.rollback()
		winners = [user for user, other in pressed.items() if not other.error]
		self.assertEqual(len(winners), 1, {user: other.error for user, other in pressed.items()})
		loser = pressed[({self.first, self.second} - set(winners)).pop()]
		self.assertIsInstance(loser.error, frappe.TimestampMismatchError)
		name = frappe.db.get_value("User", winners[0], "full_name")
		self.assertIn(f"{name} took the step Approve", str(loser.error))
		stored = frappe.get_doc(DOCTYPE, plan.name)
		deciding = [(step.user, step.action) for step in stored.steps if step.from_state == "Agreed"]
		self.assertEqual(deciding, [(winners[0], "Approve")])
		self.assertEqual((stored.version, stored.approver), (1, winners[0]))

	def test_who_waited_for_a_colleague_is_told_what_was_decided_meanwhile(self):
		plan = self.agreed()
		shown = plan.as_json()
		other = self.while_uncommitted(
			lambda: steps.apply_workflow(shown, "Approve"),
			self.second,
			self.first,
			lambda: steps.apply_workflow(shown, "Approve"),
		)
		self.assertIsInstance(other.error, frappe.TimestampMismatchError)
		self.assertIn("Frida First took the step Approve", str(other.error))
		self.assertIn("Active", str(other.error))
		frappe.db.rollback()
		self.assertEqual(frappe.db.get_value(DOCTYPE, plan.name, "approver"), self.first)
		self.assertEqual(frappe.db.count("KIM Plan Version", {"plan": plan.name}), 1)

	def test_a_goal_is_achieved_without_losing_what_a_colleague_writes_at_that_moment(self):
		plan = self.active()
		pending = bring_to_approval(plan.participant, self.staff).name
		frappe.db.commit()

		def carry_out():
			document = frappe.get_doc(DOCTYPE, plan.name)
			document.actions[1].update({"status": "In Progress", "result": "Two landlords answered."})
			document.save()

		def approve():
			# The state in which this connection reads is taken here, before the colleague commits.
			frappe.get_doc(DOCTYPE, plan.name)
			take_step(pending, "Approve", self.first)

		self.while_uncommitted(approve, self.first, self.case_worker, carry_out).done()
		frappe.db.rollback()
		stored = frappe.get_doc(DOCTYPE, plan.name)
		self.assertEqual((stored.goals[0].status, stored.goals[0].validation), ("Achieved", pending))
		self.assertEqual(
			(stored.actions[1].status, stored.actions[1].result), ("In Progress", "Two landlords answered.")
		)
		self.assertEqual([step.action for step in stored.steps].count("Goal Achieved"), 1)

	def test_a_goal_of_a_plan_that_is_begun_at_that_moment_is_achieved_too(self):
		participant = self.somebody()
		pending = bring_to_approval(participant, self.staff).name
		frappe.db.commit()

		def approve():
			frappe.get_all(DOCTYPE, filters={"participant": participant})
			take_step(pending, "Approve", self.first)

		self.while_uncommitted(approve, self.first, self.case_worker, lambda: make_plan(participant)).done()
		frappe.db.rollback()
		stored = frappe.get_doc(DOCTYPE, {"participant": participant})
		self.assertEqual((stored.goals[0].status, stored.goals[0].validation), ("Achieved", pending))

	def test_two_plans_of_one_participant_are_not_begun_at_once(self):
		participant = self.somebody()
		frappe.db.commit()
		other = self.while_uncommitted(
			lambda: make_plan(participant), self.case_worker, self.case_worker, lambda: make_plan(participant)
		)
		self.assertIsInstance(other.error, frappe.ValidationError)
		self.assertIn("still open", str(other.error))
		frappe.db.rollback()
		self.assertEqual(frappe.db.count(DOCTYPE, {"participant": participant}), 1)

	def test_a_step_and_a_change_of_the_same_plan_at_once_leave_both_whole(self):
		plan = self.active()

		def carry_out():
			document = frappe.get_doc(DOCTYPE, plan.name)
			document.actions[0].status = "Done"
			document.save()

		other = self.while_uncommitted(
			lambda: step_of_plan(plan.name, "Start Review", self.case_worker),
			self.case_worker,
			self.case_worker,
			carry_out,
		)
		frappe.db.rollback()
		stored = frappe.get_doc(DOCTYPE, plan.name)
		self.assertEqual(stored.actions[0].status, "Done")
		if other.error:
			self.assertIsInstance(other.error, frappe.TimestampMismatchError)
			self.assertEqual(stored.workflow_state, "Active")
