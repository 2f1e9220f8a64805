"""Building a plan from the competence profile, and reading it in two languages."""

import frappe

from kim_app import roles
from kim_app.inclusion import build, document, form, languages, reading, suggestions
from kim_app.inclusion.testing import PLAN_CENTRE, PlanTestCase, make_plan, step_of_plan
from kim_app.testing import acting_as, make_target

DIGITAL, CITIZENSHIP = "KC-2018-DIG", "KC-2018-CIT"


class TestBuildingAPlan(PlanTestCase):
	@classmethod
	def set_up_site(cls):
		super().set_up_site()
		levels = ((DIGITAL, "3"), (CITIZENSHIP, "1"))
		cls.target = make_target(levels, status="Published").name
		cls.course = make_target(((DIGITAL, "4"),), "Office course", kind="Course", status="Published").name

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
		with acting_as(self.strangers[roles.CASE_WORKER]), self.assertRaises(frappe.PermissionError):
			build.suggest(self.participant, [self.target])

	def test_colleagues_are_offered_only_of_the_own_centre_and_while_they_work_there(self):
		with acting_as(self.case_worker):
			found = dict(form.colleagues("User", "", "name", 0, 20, {"centre": PLAN_CENTRE}))
			self.assertIn(self.supervisor, found)
			self.assertNotIn(self.strangers[roles.CASE_WORKER], found)
			only = form.colleagues(
				"User", "", "name", 0, 20, {"centre": PLAN_CENTRE, "role": roles.CASE_WORKER}
			)
			self.assertEqual([name for name, _full_name in only], [self.case_worker])
		with acting_as(self.login), self.assertRaises(frappe.PermissionError):
			form.colleagues("User", "", "name", 0, 20, {"centre": PLAN_CENTRE})

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

	def test_on_paper_each_text_reads_in_its_own_direction(self):
		plan = self.draft(second_language="prs")
		plan.goals[1].title_second = "خانه خودم"
		made = document.html(plan)
		self.assertIn('<td lang="prs" dir="rtl">2.&rlm; خانه خودم</td>', made)
		# KIM does not speak Dari: its own texts stand there in English, from left to right.
		self.assertIn('<td lang="prs" dir="ltr">Individual Social Inclusion Plan</td>', made)
		for text, language, direction in (
			("1. ሰላም", "ti", "ltr"),
			("1. سلام", "it", "rtl"),
			("12", "ar", "rtl"),
			("", "it", "ltr"),
		):
			self.assertEqual(languages.direction_of(text, language), direction, text)

	def test_who_chose_the_second_language_reads_it_first(self):
		row = {"title": "A flat of my own", "title_second": "Un logement à moi"}
		chosen = reading.Reader("fr", "it", swapped=True)
		self.assertEqual(
			reading.title(row, chosen), {"first": "Un logement à moi", "second": "A flat of my own"}
		)
		self.assertEqual(reading.title({"title": "A flat"}, chosen), {"first": "A flat", "second": ""})

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
