"""The form of a plan on a site: the workflow, whatever way a state is written, and who sees it."""

import frappe
import frappe.client
from frappe.utils import today

from kim_app import roles, steps
from kim_app.inclusion import agreement, participant, versions
from kim_app.inclusion.testing import (
	PLAN_CENTRE,
	PlanTestCase,
	attach_scan,
	bring_plan_to_agreed,
	make_plan,
	step_of_plan,
)
from kim_app.testing import acting_as, make_participant, make_user

DOCTYPE = "KIM Inclusion Plan"


class TestKIMInclusionPlan(PlanTestCase):
	# From draft to completion

	def test_a_plan_is_drafted_agreed_to_on_the_website_approved_and_completed(self):
		plan = self.draft()
		self.assertEqual(
			(plan.workflow_state, plan.case_worker, plan.centre), ("Draft", self.case_worker, PLAN_CENTRE)
		)
		self.assertEqual(plan.goals[0].baseline_level, "0", "nothing shown yet")
		step_of_plan(plan.name, "Propose", self.case_worker)
		plan.reload()
		with acting_as(self.login):
			participant.agree(plan.name, "Ada Okafor", 1, agreement.digest(plan.as_dict()))
		plan.reload()
		self.assertEqual(
			(plan.workflow_state, plan.signed_how, plan.signed_name, plan.signed_by),
			("Agreed", "Website", "Ada Okafor", self.login),
		)
		plan = step_of_plan(plan.name, "Approve", self.supervisor)
		self.assertEqual((plan.workflow_state, plan.approver, plan.version), ("Active", self.supervisor, 1))
		with acting_as(self.case_worker):
			for action in plan.actions:
				action.status = "Done"
			plan.save()
		self.assertEqual([goal.progress for goal in plan.goals], [100, 100])
		self.assertEqual([goal.status for goal in plan.goals], ["In Progress", "In Progress"])
		self.assertEqual(str(plan.actions[0].done_on), today())
		step_of_plan(plan.name, "Start Review", self.case_worker)
		plan.reload()
		review = {"held_on": today(), "took_part": "Ada", "outcome": "Both reached."}
		goals = [goal.as_dict() for goal in plan.goals]
		goals[0]["status"], goals[1]["status"] = "Dropped", "Achieved"
		plan = step_of_plan(plan.name, "Complete", self.case_worker, goals=goals, reviews=[review])
		self.assertEqual((plan.workflow_state, plan.open_key, plan.plan_progress), ("Completed", None, 100))
		self.assertEqual(
			[(step.action, step.user) for step in plan.steps],
			[
				("Propose", self.case_worker),
				("Agree", self.login),
				("Approve", self.supervisor),
				("Start Review", self.case_worker),
				("Complete", self.case_worker),
			],
		)
		self.assertEqual([row.occasion for row in versions.of_plan(plan.name)], ["Completed", "Approved"])

	def test_consent_is_recorded_with_a_private_scan(self):
		plan = self.draft()
		step_of_plan(plan.name, "Propose", self.case_worker)
		with self.assertRaisesRegex(frappe.ValidationError, "Attach the scan"):
			step_of_plan(plan.name, "Record Consent", self.case_worker, signed_on=today())
		with self.assertRaisesRegex(frappe.ValidationError, "private file"):
			step_of_plan(
				plan.name, "Record Consent", self.case_worker, signed_on=today(), scan="/files/scan.pdf"
			)
		scan = attach_scan(DOCTYPE, plan.name, self.case_worker)
		plan = step_of_plan(plan.name, "Record Consent", self.case_worker, signed_on=today(), scan=scan)
		self.assertEqual((plan.signed_how, plan.signed_by), ("Signed Scan", self.case_worker))
		file = frappe.get_doc("File", {"file_url": scan})
		self.assertTrue(file.is_private)
		with acting_as(self.strangers[roles.CASE_WORKER]):
			self.assertFalse(file.is_downloadable())

	def test_the_scan_of_a_consent_is_not_deleted(self):
		plan = self.agreed()
		file = frappe.get_doc("File", {"file_url": plan.scan})
		with acting_as(self.case_worker), self.assertRaisesRegex(frappe.ValidationError, "stays with it"):
			file.delete()
		step_of_plan(plan.name, "Return for Changes", self.supervisor, reason="Say who pays.")
		with acting_as(self.case_worker):
			file.delete()
		plan = bring_plan_to_agreed(plan.name, self.case_worker)
		step_of_plan(plan.name, "Approve", self.supervisor)
		file = frappe.get_doc("File", {"file_url": plan.scan})
		for user in (self.case_worker, self.supervisor, "Administrator"):
			with acting_as(user), self.assertRaisesRegex(frappe.ValidationError, "stays with it"):
				file.delete()

	def test_taking_a_plan_back_takes_its_consent_back(self):
		plan = self.agreed()
		plan = step_of_plan(plan.name, "Return for Changes", self.supervisor, reason="Say who pays.")
		self.assertEqual((plan.workflow_state, plan.signed_on, plan.scan), ("Draft", None, None))
		self.assertEqual(plan.steps[-1].reason, "Say who pays.")

	# Separation of duties

	def test_a_plan_is_not_approved_by_who_drafted_it_or_wrote_in_it(self):
		both = make_user("both@plan.example", roles.CASE_WORKER, roles.SUPERVISOR, centre=PLAN_CENTRE)
		with acting_as(both):
			own = make_plan(self.participant)
		bring_plan_to_agreed(own.name, self.case_worker)
		for way in (
			lambda: step_of_plan(own.name, "Approve", both),
			lambda: self.write_state(own.name, "Active", both),
		):
			with self.assertRaises(frappe.ValidationError):
				way()
			self.assertEqual(self.state(own.name), "Agreed")
		with acting_as(both):
			plan = frappe.get_doc(DOCTYPE, own.name)
			plan.owner = plan.case_worker = self.case_worker
			plan.contributors = ""
			plan.workflow_state = "Active"
			self.assertRaises(frappe.ValidationError, plan.save)
		self.assertEqual(step_of_plan(own.name, "Approve", self.supervisor).workflow_state, "Active")

	def write_state(self, name, state, user):
		with acting_as(user):
			frappe.client.set_value(DOCTYPE, name, "workflow_state", state)

	def test_nobody_activates_a_plan_past_consent_and_approval(self):
		plan = self.draft()
		for user in (self.case_worker, self.supervisor, "Administrator"):
			for state in ("Agreed", "Active", "Completed"):
				with self.assertRaises(frappe.ValidationError, msg=(user, state)):
					self.write_state(plan.name, state, user)
		self.assertEqual(self.state(plan.name), "Draft")
		with acting_as(self.case_worker), self.assertRaises(frappe.ValidationError):
			make_plan(make_participant(PLAN_CENTRE, "Haile"), workflow_state="Active")

	def test_two_supervisors_at_once_and_the_second_is_told_who_was_faster(self):
		plan = self.agreed()
		other = make_user("second@plan.example", roles.SUPERVISOR, centre=PLAN_CENTRE)
		with acting_as(other):
			opened = frappe.get_doc(DOCTYPE, plan.name)
		step_of_plan(plan.name, "Approve", self.supervisor)
		with acting_as(other):
			with self.assertRaisesRegex(frappe.TimestampMismatchError, "took the step Approve"):
				steps.apply_workflow(opened.as_json(), "Return for Changes")
			opened.workflow_state, opened.reason = "Draft", "Too late."
			with self.assertRaisesRegex(frappe.TimestampMismatchError, "took the step Approve"):
				opened.save()
		self.assertEqual(self.state(plan.name), "Active")
		self.assertEqual(frappe.db.count("KIM Plan Version", {"plan": plan.name}), 1)

	def test_the_participant_agrees_only_to_their_own_plan_and_to_what_they_saw(self):
		plan = self.draft()
		step_of_plan(plan.name, "Propose", self.case_worker)
		plan.reload()
		seen = agreement.digest(plan.as_dict())
		other = make_user("other@plan.example", roles.PARTICIPANT)
		for user in (other, self.case_worker):
			with acting_as(user), self.assertRaises(frappe.PermissionError):
				participant.agree(plan.name, "Ada", 1, seen)
		with acting_as(self.login):
			with self.assertRaisesRegex(frappe.ValidationError, "Tick that you agree"):
				participant.agree(plan.name, "Ada", 0, seen)
			with self.assertRaisesRegex(frappe.ValidationError, "Type your name"):
				participant.agree(plan.name, " ", 1, seen)
			with self.assertRaisesRegex(frappe.ValidationError, "was changed after you opened it"):
				participant.agree(plan.name, "Ada", 1, "another")
			with self.assertRaises(frappe.PermissionError):
				self.write_state(plan.name, "Agreed", self.login)
		self.assertEqual(self.state(plan.name), "Proposed")

	# Who sees what

	def test_only_the_own_centre_and_the_participant_read_a_plan(self):
		plan = self.active()
		for doctype, name in ((DOCTYPE, plan.name), ("KIM Plan Version", f"{plan.name}-1")):
			for user, may in (
				(self.case_worker, True),
				(self.supervisor, True),
				(self.staff[roles.COORDINATOR], True),
				(self.login, True),
				(self.staff[roles.TRAINER], False),
				(self.strangers[roles.CASE_WORKER], False),
				(self.strangers[roles.COORDINATOR], False),
			):
				with acting_as(user):
					self.assertEqual(
						bool(frappe.has_permission(doctype, "read", doc=name)), may, (user, doctype)
					)
					seen = frappe.has_permission(doctype, "read") and frappe.get_list(doctype, pluck="name")
					self.assertEqual(name in (seen or []), may, (user, doctype))
		with acting_as(self.login):
			self.assertFalse(frappe.has_permission(DOCTYPE, "write", doc=plan.name))

	def test_a_case_worker_elsewhere_drafts_no_plan_and_takes_none_over(self):
		with acting_as(self.strangers[roles.CASE_WORKER]), self.assertRaises(frappe.PermissionError):
			make_plan(self.participant)
		plan = self.draft()
		with acting_as(self.case_worker):
			plan.case_worker = self.strangers[roles.CASE_WORKER]
			with self.assertRaisesRegex(frappe.ValidationError, "is not a case worker of"):
				plan.save()
