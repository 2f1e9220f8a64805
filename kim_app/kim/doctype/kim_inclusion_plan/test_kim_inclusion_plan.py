"""The form of a plan on a site: the workflow, whatever way a state is written, and what it refuses."""

import frappe
import frappe.client
from frappe.utils import add_days, today

from kim_app import roles, steps
from kim_app.inclusion import agreement, participant, versions
from kim_app.inclusion.testing import (
	attach_scan,
	bring_plan_to_agreed,
	make_active_plan,
	make_plan,
	step_of_plan,
)
from kim_app.testing import (
	KIMTestCase,
	acting_as,
	make_centre,
	make_participant,
	make_staff,
	make_user,
)

CENTRE, ELSEWHERE = "Plan Test Centre", "Other Plan Test Centre"
DOCTYPE = "KIM Inclusion Plan"


class TestKIMInclusionPlan(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(CENTRE)
		make_centre(ELSEWHERE, "Other Test Organisation")
		cls.staff = make_staff(CENTRE)
		cls.strangers = make_staff(ELSEWHERE, (roles.CASE_WORKER, roles.SUPERVISOR, roles.COORDINATOR))
		cls.case_worker, cls.supervisor = cls.staff[roles.CASE_WORKER], cls.staff[roles.SUPERVISOR]
		cls.login = make_user("ada@plan.example", roles.PARTICIPANT)
		with acting_as(cls.case_worker):
			cls.participant = make_participant(CENTRE)
		frappe.db.set_value("KIM Participant", cls.participant, "user", cls.login)

	def draft(self, **fields):
		with acting_as(self.case_worker):
			return make_plan(self.participant, **fields)

	def agreed(self):
		return bring_plan_to_agreed(self.draft().name, self.case_worker)

	def active(self):
		return make_active_plan(self.participant, self.staff)

	def under_review(self, **changes):
		plan = step_of_plan(self.active().name, "Start Review", self.case_worker)
		with acting_as(self.case_worker):
			plan.append(
				"reviews",
				{
					"held_on": today(),
					"took_part": "Ada, case worker",
					"outcome": "Goes well.",
					"next_review": add_days(today(), 90),
				},
			)
			plan.update(changes)
			plan.save()
		return plan

	def state(self, name):
		return frappe.db.get_value(DOCTYPE, name, "workflow_state")

	# From draft to completion

	def test_a_plan_is_drafted_agreed_to_on_the_website_approved_and_completed(self):
		plan = self.draft()
		self.assertEqual(
			(plan.workflow_state, plan.case_worker, plan.centre), ("Draft", self.case_worker, CENTRE)
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

	def test_taking_a_plan_back_takes_its_consent_back(self):
		plan = self.agreed()
		plan = step_of_plan(plan.name, "Return for Changes", self.supervisor, reason="Say who pays.")
		self.assertEqual((plan.workflow_state, plan.signed_on, plan.scan), ("Draft", None, None))
		self.assertEqual(plan.steps[-1].reason, "Say who pays.")

	# Separation of duties

	def test_a_plan_is_not_approved_by_who_drafted_it_or_wrote_in_it(self):
		both = make_user("both@plan.example", roles.CASE_WORKER, roles.SUPERVISOR, centre=CENTRE)
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
			make_plan(make_participant(CENTRE, "Haile"), workflow_state="Active")

	def test_two_supervisors_at_once_and_the_second_is_told_who_was_faster(self):
		plan = self.agreed()
		other = make_user("second@plan.example", roles.SUPERVISOR, centre=CENTRE)
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

	# An active plan changes only in a review

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
		compared = versions.compare(plan.name, 1, 2)
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
			versions.compare(plan.name, 1, "current")
		with self.assertRaises(frappe.DoesNotExistError):
			versions.compare(plan.name, 1, 7)

	# Bad input: a clear message, and nothing is changed

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
		left = make_user("left@plan.example", roles.CASE_WORKER, centre=CENTRE)
		frappe.db.set_value("KIM Staff Member", {"user": left}, "disabled", 1)
		self.assert_refused(
			"left does not work for Plan Test Centre, or no longer does",
			lambda plan: plan.actions[0].update({"who": "Colleague", "staff": left}),
		)

	def test_who_left_since_is_found_when_the_plan_is_proposed(self):
		colleague = make_user("leaving@plan.example", roles.CASE_WORKER, centre=CENTRE)
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
		from kim_app.testing import make_validation

		with acting_as(self.case_worker):
			other = make_validation(make_participant(CENTRE, "Haile")).name
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
			plan.goals[1].update({"progress": 90, "validation": "KIM-V-00001"})
			plan.plan_progress = 90
			plan.save()
		self.assertEqual((plan.goals[1].progress, plan.goals[1].validation, plan.plan_progress), (0, None, 0))

	def test_a_participant_has_one_open_plan_and_the_database_holds_that(self):
		first = self.draft()
		with self.assertRaisesRegex(frappe.ValidationError, f"Plan {first.name} of Ada Okafor is still open"):
			self.draft()
		with acting_as(self.case_worker):
			second = make_plan(make_participant(CENTRE, "Haile"))
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
