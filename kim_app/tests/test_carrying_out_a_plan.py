"""What happens to a plan beside its workflow: suggestions, goals that a validation achieves, reminders,
calendar, comments of the participant."""

import frappe
from frappe.utils import add_days, today

from kim_app import roles
from kim_app.inclusion import build, calendar, form, participant, reading, reminders, suggestions
from kim_app.inclusion.testing import make_active_plan, make_plan, step_of_plan
from kim_app.testing import (
	KIMTestCase,
	acting_as,
	bring_to_approval,
	make_centre,
	make_participant,
	make_staff,
	make_target,
	make_user,
	take_step,
)
from kim_app.validation import decision

CENTRE, ELSEWHERE = "Carrying Out Test Centre", "Other Carrying Out Test Centre"
DIGITAL, CITIZENSHIP = "KC-2018-DIG", "KC-2018-CIT"


class TestCarryingOutAPlan(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(CENTRE)
		make_centre(ELSEWHERE, "Other Test Organisation")
		cls.staff = make_staff(CENTRE)
		cls.stranger = make_staff(ELSEWHERE, (roles.CASE_WORKER,))[roles.CASE_WORKER]
		cls.case_worker, cls.supervisor = cls.staff[roles.CASE_WORKER], cls.staff[roles.SUPERVISOR]
		cls.login = make_user("ada@carrying.example", roles.PARTICIPANT)
		with acting_as(cls.case_worker):
			cls.participant = make_participant(
				CENTRE, user=cls.login, languages=[{"language": "fr", "mother_tongue": 1}]
			)
		levels = ((DIGITAL, "3"), (CITIZENSHIP, "1"))
		cls.target = make_target(levels, status="Published").name
		cls.course = make_target(((DIGITAL, "4"),), "Office course", kind="Course", status="Published").name

	def active(self, **fields):
		return make_active_plan(self.participant, self.staff, **fields)

	def validate(self, level="3"):
		validation = bring_to_approval(self.participant, self.staff)
		return take_step(validation.name, "Approve", self.supervisor)

	def suggest(self, *profiles, goals=(), left_out=None):
		with acting_as(self.case_worker):
			return build.suggest(self.participant, list(profiles), list(goals), left_out)

	# Build from profile

	def test_gaps_become_suggestions_with_baseline_target_and_area_largest_first(self):
		first, second = self.suggest(self.target)
		self.assertEqual(
			[first[field] for field in ("competence", "baseline_level", "target_level", "area", "steps")],
			[DIGITAL, "0", "3", "Digital", 3],
		)
		self.assertEqual((second["competence"], second["area"]), (CITIZENSHIP, "Citizenship"))
		self.assertEqual(first["profiles"], ["Kitchen assistant"])

	def test_what_is_validated_is_no_gap_and_is_the_baseline_of_a_higher_aim(self):
		self.validate()
		self.assertEqual([row["competence"] for row in self.suggest(self.target)], [CITIZENSHIP])
		(higher,) = self.suggest(self.course)
		self.assertEqual(
			(higher["baseline_level"], higher["target_level"], higher["area"]), ("3", "4", "Digital")
		)

	def test_a_second_run_suggests_only_what_is_new(self):
		with acting_as(self.case_worker):
			plan = make_plan(self.participant)
			note = build.note_left_out("", [[CITIZENSHIP, 1]], [])
		goals = [goal.as_dict() for goal in plan.goals]
		found = self.suggest(self.target, goals=goals, left_out=note)
		self.assertEqual([(row["competence"], row["left_out"]) for row in found], [(CITIZENSHIP, True)])
		(raised,) = self.suggest(self.course, goals=goals, left_out=note)
		self.assertEqual((raised["competence"], raised["raises"]), (DIGITAL, "3"))
		self.assertEqual(suggestions.refused(note), {CITIZENSHIP: 1})

	def test_nobody_gets_suggestions_for_a_participant_of_another_centre(self):
		with acting_as(self.stranger), self.assertRaises(frappe.PermissionError):
			build.suggest(self.participant, [self.target])

	def test_colleagues_are_offered_only_of_the_own_centre_and_while_they_work_there(self):
		with acting_as(self.case_worker):
			found = dict(form.colleagues("User", "", "name", 0, 20, {"centre": CENTRE}))
			self.assertIn(self.supervisor, found)
			self.assertNotIn(self.stranger, found)
			only = form.colleagues("User", "", "name", 0, 20, {"centre": CENTRE, "role": roles.CASE_WORKER})
			self.assertEqual([name for name, _full_name in only], [self.case_worker])
		with acting_as(self.login), self.assertRaises(frappe.PermissionError):
			form.colleagues("User", "", "name", 0, 20, {"centre": CENTRE})

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

	def test_when_the_case_worker_left_the_others_are_told(self):
		plan = self.late(3)
		other = make_user("other@carrying.example", roles.CASE_WORKER, centre=CENTRE)
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
				"Ada Okafor: Review",
				"Ada Okafor: Write to three landlords",
			],
		)
		self.assertEqual([len(goal.actions) for goal in lines[0].goals], [1, 1])
		with acting_as(self.stranger):
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

	# Read in two languages

	def test_a_plan_is_told_in_two_languages(self):
		plan = self.active()
		reader = reading.reader_of(plan)
		self.assertEqual((reader.first, reader.second), ("it", "fr"))
		goal = reading.goals(plan.as_dict(), reader, plan.participant_name)[0]
		self.assertEqual(goal["title"], {"first": "Use a computer at work", "second": ""})
		self.assertIn("Competenza digitale", goal["aim"]["first"])
		self.assertTrue(goal["aim"]["second"])
		self.assertNotEqual(goal["aim"]["first"], goal["aim"]["second"])

	def test_a_goal_called_after_its_competence_is_so_in_both_languages(self):
		reader = reading.Reader("en", "it")
		row = {"competence": DIGITAL, "title": "Digital competence"}
		self.assertEqual(
			reading.title(row, reader), {"first": "Digital competence", "second": "Competenza digitale"}
		)

	def test_while_a_plan_is_reviewed_the_participant_is_shown_what_was_approved(self):
		plan = step_of_plan(self.active().name, "Start Review", self.case_worker)
		with acting_as(self.case_worker):
			plan.goals[1].title = "A house of my own"
			plan.actions[1].status = "Done"
			plan.save()
		shown = reading.shown(plan)
		self.assertEqual(shown["goals"][1]["title"], "A flat of my own")
		self.assertEqual((shown["actions"][1]["status"], shown["goals"][1]["progress"]), ("Done", 100))
		self.assertEqual(reading.changes(plan), {"flat": "changed"})
