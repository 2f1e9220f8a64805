"""What happens to a plan that is carried out: goals that a validation achieves, reminders, calendar, comments of
the participant."""

import frappe
from frappe.utils import add_days, now_datetime, today

from kim_app import roles
from kim_app.inclusion import calendar, participant, reminders
from kim_app.inclusion.testing import PLAN_CENTRE, PlanTestCase, bring_plan_to_agreed, make_plan, step_of_plan
from kim_app.testing import acting_as, make_user, take_step
from kim_app.validation import decision

DIGITAL, CITIZENSHIP = "KC-2018-DIG", "KC-2018-CIT"


class TestCarryingOutAPlan(PlanTestCase):
	# A goal whose target level gets validated

	def test_a_goal_is_achieved_by_the_validation_of_its_level_and_reopened_by_its_revocation(self):
		plan = self.active()
		validation = self.validate()
		plan.reload()
		goal = plan.goals[0]
		self.assertEqual((goal.status, goal.progress, goal.validation), ("Achieved", 100, validation.name))
		self.assertEqual((plan.steps[-1].action, plan.steps[-1].user), ("Goal Achieved", self.supervisor))
		self.assertEqual(plan.workflow_state, "Active")
		take_step(validation.name, "Revoke", self.staff[roles.COORDINATOR], reason="Forged reference.")
		plan.reload()
		self.assertEqual(
			(
				plan.goals[0].status,
				plan.goals[0].progress,
				plan.goals[0].validation,
				plan.goals[0].achieved_on,
			),
			("Open", 0, None, None),
		)
		self.assertEqual(plan.steps[-1].action, "Goal Reopened")

	def test_an_expired_validation_reopens_a_goal(self):
		plan = self.active()
		validation = self.validate()
		frappe.db.set_value("KIM Validation", validation.name, "valid_until", add_days(today(), -1))
		decision.expire()
		self.assertEqual(frappe.get_doc("KIM Inclusion Plan", plan.name).goals[0].status, "Open")

	def test_a_lower_level_does_not_achieve_a_goal(self):
		with acting_as(self.case_worker):
			draft = make_plan(self.participant)
			draft.goals[0].target_level = "4"
			draft.save()
		self.validate()
		draft.reload()
		self.assertEqual(draft.goals[0].status, "Open")

	def test_an_achieved_goal_is_not_opened_by_hand_nor_aimed_at_anew(self):
		plan = self.active()
		self.validate()
		with acting_as(self.case_worker):
			plan.reload()
			plan.goals[0].status = "Open"
			plan.save()
			self.assertEqual(plan.goals[0].status, "Achieved")
		step_of_plan(plan.name, "Start Review", self.case_worker)
		with acting_as(self.case_worker):
			plan.reload()
			plan.goals[0].status = "Dropped"
			plan.append(
				"goals",
				{
					"area": "Digital",
					"title": "Again",
					"competence": DIGITAL,
					"target_level": "2",
					"baseline_level": "1",
				},
			)
			with self.assertRaisesRegex(frappe.ValidationError, "Again: level 2 is validated already"):
				plan.save()

	def test_a_decision_is_never_kept_from_being_taken_by_what_stands_in_a_plan(self):
		plan = self.active()
		frappe.db.set_value("KIM Plan Action", {"parent": plan.name}, "due", add_days(today(), 900))
		frappe.db.set_value("KIM Inclusion Plan", plan.name, "case_worker", "nobody@carrying.example")
		self.validate()
		plan.reload()
		self.assertEqual(plan.goals[0].status, "Achieved")

	# What is late

	def notices(self, user):
		return frappe.get_all(
			"Notification Log", filters={"for_user": user, "subject": ["like", "%KIM-PL-%"]}, pluck="subject"
		)

	def late(self, days: int):
		plan = self.active()
		frappe.db.set_value("KIM Plan Action", {"parent": plan.name}, "due", add_days(today(), -days))
		frappe.db.delete("Notification Log", {"for_user": ["in", list(self.staff.values())]})
		return plan

	def test_an_overdue_action_reaches_the_case_worker_once_and_then_the_supervisor(self):
		frappe.db.set_single_value("KIM Settings", "overdue_days", 14)
		plan = self.late(1)
		reminders.daily()
		reminders.daily()
		self.assertEqual(len(self.notices(self.case_worker)), 1)
		self.assertIn(plan.name, self.notices(self.case_worker)[0])
		self.assertEqual(self.notices(self.supervisor), [])
		frappe.db.set_value("KIM Plan Action", {"parent": plan.name}, "due", add_days(today(), -14))
		reminders.daily()
		reminders.daily()
		self.assertEqual(len(self.notices(self.supervisor)), 1)
		self.assertNotIn("Okafor", self.notices(self.supervisor)[0])

	def test_an_action_that_was_put_off_is_told_of_again_when_its_new_day_passes(self):
		plan = self.late(3)
		reminders.daily()
		step_of_plan(plan.name, "Start Review", self.case_worker)
		with acting_as(self.case_worker):
			plan.reload()
			for action in plan.actions:
				action.due = add_days(today(), 30)
			plan.save()
		self.assertEqual([action.reminded_on for action in plan.actions], [None, None])

	def test_nothing_is_said_of_what_is_done_or_due_today(self):
		plan = self.late(0)
		reminders.daily()
		self.assertEqual(self.notices(self.case_worker), [])
		frappe.db.set_value(
			"KIM Plan Action", {"parent": plan.name}, {"due": add_days(today(), -5), "status": "Done"}
		)
		reminders.daily()
		self.assertEqual(self.notices(self.case_worker), [])

	def test_a_review_is_announced_before_it_is_due_and_reaches_the_supervisor_when_it_is_late(self):
		frappe.db.set_single_value("KIM Settings", "overdue_days", 14)
		frappe.db.set_single_value("KIM Settings", "review_notice_days", 7)
		plan = self.active()
		frappe.db.set_value("KIM Inclusion Plan", plan.name, "next_review", add_days(today(), 7))
		frappe.db.delete("Notification Log", {"for_user": ["in", list(self.staff.values())]})
		reminders.daily()
		self.assertIn("A review is due", self.notices(self.case_worker)[0])
		frappe.db.set_value("KIM Inclusion Plan", plan.name, "next_review", add_days(today(), -14))
		reminders.daily()
		self.assertIn("A review is due", self.notices(self.supervisor)[0])
		step_of_plan(plan.name, "Start Review", self.case_worker)
		self.assertFalse(frappe.db.get_value("KIM Inclusion Plan", plan.name, "reminded_on"))

	def left_waiting(self, plan, days: int):
		since = add_days(now_datetime(), -days)
		frappe.db.set_value("KIM Inclusion Plan", plan.name, "waiting_since", since, update_modified=False)
		frappe.db.delete("Notification Log", {"for_user": ["in", list(self.staff.values())]})
		reminders.daily()
		reminders.daily()

	def test_a_plan_left_under_review_reaches_the_case_worker_once_and_then_the_supervisor(self):
		frappe.db.set_single_value("KIM Settings", {"plan_reminder_days": 7, "overdue_days": 14})
		plan = self.under_review()
		self.left_waiting(plan, 6)
		self.assertEqual(self.notices(self.case_worker), [])
		self.left_waiting(plan, 7)
		self.assertEqual(len(self.notices(self.case_worker)), 1)
		self.assertIn(f"wait for the next step: {plan.name}", self.notices(self.case_worker)[0])
		self.assertEqual(self.notices(self.supervisor), [])
		self.left_waiting(plan, 14)
		self.assertEqual(self.notices(self.case_worker), [])
		self.assertEqual(len(self.notices(self.supervisor)), 1)
		step_of_plan(plan.name, "Continue", self.case_worker)
		self.assertEqual(
			frappe.db.get_value("KIM Inclusion Plan", plan.name, ["reminded_on", "escalated_on"]),
			(None, None),
		)

	def test_an_agreed_plan_that_waits_reaches_the_supervisors_who_may_approve_it(self):
		frappe.db.set_single_value("KIM Settings", {"plan_reminder_days": 7, "overdue_days": 14})
		both = make_user("both@carrying.example", roles.CASE_WORKER, roles.SUPERVISOR, centre=PLAN_CENTRE)
		with acting_as(both):
			plan = make_plan(self.participant)
		bring_plan_to_agreed(plan.name, self.case_worker)
		self.left_waiting(plan, 20)
		self.assertIn("wait for the next step", self.notices(self.supervisor)[0])
		self.assertFalse(any("wait for the next step" in text for text in self.notices(both)))

	def test_with_no_days_in_the_settings_nobody_is_told_of_a_plan_that_waits(self):
		frappe.db.set_single_value("KIM Settings", "plan_reminder_days", 0)
		self.left_waiting(self.under_review(), 400)
		self.assertEqual(self.notices(self.case_worker) + self.notices(self.supervisor), [])

	def test_who_has_not_read_a_notice_yet_is_not_rung_for_the_same_again(self):
		plan = self.active()
		with acting_as(self.login):
			participant.comment(plan.name, "The course is too early.")
			participant.comment(plan.name, "And too far.")
		said = [text for text in self.notices(self.case_worker) if "commented" in text]
		self.assertEqual(len(said), 1)
		frappe.db.set_value("Notification Log", {"for_user": self.case_worker, "subject": said[0]}, "read", 1)
		with acting_as(self.login):
			participant.comment(plan.name, "I found another one.")
		self.assertEqual(len([text for text in self.notices(self.case_worker) if "commented" in text]), 2)

	def test_what_one_supervisor_decided_waits_in_nobodys_bell_any_more(self):
		other = make_user("second@carrying.example", roles.SUPERVISOR, centre=PLAN_CENTRE)
		plan = self.agreed()
		unread = {"document_name": plan.name, "read": 0, "for_user": ["in", (other, self.supervisor)]}
		self.assertEqual(frappe.db.count("Notification Log", unread), 2)
		step_of_plan(plan.name, "Approve", self.supervisor)
		self.assertEqual(frappe.db.count("Notification Log", unread), 0)

	def test_when_the_case_worker_left_the_others_are_told(self):
		plan = self.late(3)
		other = make_user("other@carrying.example", roles.CASE_WORKER, centre=PLAN_CENTRE)
		frappe.db.set_value("KIM Staff Member", {"user": self.case_worker}, "disabled", 1)
		reminders.daily()
		self.assertIn(plan.name, self.notices(other)[0])

	# Calendar and time line

	def test_calendar_and_time_line_show_actions_and_reviews_of_the_own_centre_only(self):
		plan = self.active()
		span = (today(), add_days(today(), 200))
		with acting_as(self.case_worker):
			subjects = [event["subject"] for event in calendar.events(*span) if event["name"] == plan.name]
			lines = [line for line in calendar.lines()["plans"] if line.name == plan.name]
		self.assertEqual(
			sorted(subjects),
			[
				"Ada Okafor: Attend the computer course",
				"Ada Okafor: Write to three landlords",
				"Ada Okafor: review of the plan",
			],
		)
		self.assertEqual([len(goal.actions) for goal in lines[0].goals], [1, 1])
		with acting_as(self.strangers[roles.CASE_WORKER]):
			self.assertEqual([event for event in calendar.events(*span) if event["name"] == plan.name], [])
			self.assertEqual(calendar.lines(name=plan.name)["plans"], [])

	# The participant writes

	def test_a_participant_comments_and_asks_for_a_review_of_their_own_plan_only(self):
		plan = self.active()
		with acting_as(self.login):
			participant.comment(plan.name, "The course is too early in the morning.")
			participant.ask_for_review(plan.name, "")
			with self.assertRaisesRegex(frappe.ValidationError, "asked for a review already"):
				participant.ask_for_review(plan.name)
			with self.assertRaisesRegex(frappe.ValidationError, "Write something"):
				participant.comment(plan.name, " ")
			with self.assertRaisesRegex(frappe.ValidationError, "too long"):
				participant.comment(plan.name, "x" * 2001)
		plan.reload()
		self.assertEqual([step.action for step in plan.steps[-2:]], ["Comment", "Review Asked For"])
		self.assertEqual(str(plan.review_asked_on), today())
		self.assertTrue(any("asks for a review" in text for text in self.notices(self.case_worker)))
		with acting_as(make_user("stranger@carrying.example", roles.PARTICIPANT)):
			for does in (participant.comment, participant.ask_for_review):
				with self.assertRaises(frappe.PermissionError):
					does(plan.name, "Hello")

	def test_a_participant_writes_so_often_a_day_and_no_more(self):
		plan = self.active()
		with acting_as(self.login):
			for number in range(participant.MOST_A_DAY):
				participant.comment(plan.name, f"Line {number}")
			with self.assertRaisesRegex(frappe.ValidationError, "a lot today"):
				participant.comment(plan.name, "One more")
