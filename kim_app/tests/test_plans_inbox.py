"""Plans in What waits for you: each supervisor sees those of their centres that they may approve, with everything that
a decision needs, and decides there."""

import frappe
from frappe.utils import add_days, now_datetime, today

from kim_app import roles
from kim_app.inclusion.testing import (
	OTHER_PLAN_CENTRE,
	PlanTestCase,
	bring_plan_to_agreed,
	make_plan,
	step_of_plan,
)
from kim_app.testing import acting_as, make_participant, make_user
from kim_app.validation import inbox

DOCTYPE, PLANS = "KIM Inclusion Plan", "plans"


class TestPlansInbox(PlanTestCase):
	def listed(self, user: str, **kwargs):
		with acting_as(user):
			answer = inbox.cases(PLANS, **kwargs)
		return [row.name for row in answer["rows"]], [row.name for row in answer["apart"]]

	def count(self, user: str):
		with acting_as(user):
			return dict((row["key"], row["count"]) for row in inbox.sections()["sections"]).get(PLANS)

	def another_agreed(self):
		with acting_as(self.case_worker):
			name = make_plan(make_participant(self.staff_centre(), "Haile")).name
		return bring_plan_to_agreed(name, self.case_worker)

	def staff_centre(self) -> str:
		return frappe.db.get_value("KIM Participant", self.participant, "centre")

	def test_agreed_plans_wait_for_the_supervisor_those_first_that_waited_longest(self):
		draft = self.draft()
		self.assertEqual((self.listed(self.supervisor), self.count(self.supervisor)), (([], []), 0))
		first = bring_plan_to_agreed(draft.name, self.case_worker)
		second = self.another_agreed()
		since = add_days(now_datetime(), -40)
		frappe.db.set_value(DOCTYPE, second.name, "waiting_since", since, update_modified=False)
		self.assertEqual(self.listed(self.supervisor), ([second.name, first.name], []))
		self.assertEqual(self.count(self.supervisor), 2)
		with acting_as(self.supervisor):
			row = inbox.cases(PLANS)["rows"][0]
		self.assertEqual((row.days, row.urgency), (40, "red"))
		self.assertIn("Inclusion plan with 2 goals", row.about)
		self.assertEqual(self.listed(self.supervisor, text="Haile"), ([second.name], []))
		self.assertEqual(self.listed(self.supervisor, text=first.name), ([first.name], []))
		self.assertEqual(self.listed(self.supervisor, centre=OTHER_PLAN_CENTRE), ([], []))

	def test_another_centre_and_another_role_see_and_open_nothing(self):
		plan = self.agreed()
		self.assertEqual(self.listed(self.strangers[roles.SUPERVISOR], everyone=1), ([], []))
		self.assertEqual(self.count(self.strangers[roles.SUPERVISOR]), 0)
		self.assertIsNone(self.count(self.case_worker))
		for user, refused in (
			(self.strangers[roles.SUPERVISOR], (inbox.case, inbox.decide)),
			(self.case_worker, (inbox.decide,)),
		):
			for method in refused:
				asked = (plan.name, "Approve") if method is inbox.decide else (plan.name,)
				with acting_as(user), self.assertRaises(frappe.PermissionError):
					method(*asked, section=PLANS)
		with acting_as(self.case_worker), self.assertRaises(frappe.PermissionError):
			inbox.cases(PLANS)
		self.assertEqual(self.state(plan.name), "Agreed")

	def test_who_wrote_in_a_plan_finds_it_apart_and_may_only_give_it_back(self):
		both = make_user(
			"both@plan-inbox.example", roles.CASE_WORKER, roles.SUPERVISOR, centre=self.staff_centre()
		)
		with acting_as(both):
			name = make_plan(self.participant).name
		bring_plan_to_agreed(name, self.case_worker)
		self.assertEqual(self.listed(both), ([], [name]))
		self.assertEqual(self.count(both), 0)
		with acting_as(both):
			seen = inbox.case(name, PLANS)
			self.assertEqual(seen["why_not"], "You drafted this plan or wrote in it.")
			self.assertEqual([row["action"] for row in seen["actions"]], ["Return for Changes"])
			with self.assertRaisesRegex(frappe.ValidationError, "cannot take the step Approve"):
				inbox.decide(name, "Approve", section=PLANS)
		self.assertEqual(self.state(name), "Agreed")

	def test_one_screen_holds_everything_that_a_decision_needs(self):
		plan = self.agreed()
		with acting_as(self.supervisor):
			seen = inbox.case(plan.name, PLANS)
		self.assertEqual(
			(seen["participant_name"], seen["signed_how"], str(seen["signed_on"]), seen["scan"]),
			("Ada Okafor", "Signed Scan", today(), plan.scan),
		)
		digital, flat = seen["goals"]
		self.assertIn("Digital competence", digital["aim"]["first"])
		self.assertEqual(flat["aim"]["first"], "A tenancy agreement is signed")
		self.assertEqual(
			[action["what"]["first"] for goal in seen["goals"] for action in goal["actions"]],
			["Attend the computer course", "Write to three landlords"],
		)
		self.assertEqual([row["action"] for row in seen["actions"]], ["Approve", "Return for Changes"])
		self.assertEqual([step["action"] for step in seen["steps"]], ["Propose", "Record Consent"])
		frappe.as_json(seen)

	def test_what_a_review_changed_is_marked(self):
		plan = self.under_review()
		with acting_as(self.case_worker):
			plan.goals[1].title = "A flat near the school"
			plan.goals[0].status = "Dropped"
			plan.save()
		bring_plan_to_agreed(plan.name, self.case_worker)
		with acting_as(self.supervisor):
			seen = inbox.case(plan.name, PLANS)
		self.assertEqual(
			[(goal["title"]["first"], goal["change"]) for goal in seen["goals"]],
			[("A flat near the school", "changed")],
		)
		self.assertEqual(seen["dropped"], ["Use a computer at work"])
		self.assertEqual((seen["version"], seen["reviews"][0]["outcome"]), (1, "Goes well."))

	def test_a_plan_is_approved_or_returned_with_a_reason_as_by_its_form(self):
		plan = self.agreed()
		with acting_as(self.supervisor):
			with self.assertRaisesRegex(frappe.ValidationError, "needs a reason"):
				inbox.decide(plan.name, "Return for Changes", section=PLANS)
			self.assertEqual(
				inbox.decide(plan.name, "Return for Changes", "Say who pays.", section=PLANS),
				{"state": "Draft"},
			)
		self.assertEqual(frappe.get_doc(DOCTYPE, plan.name).steps[-1].reason, "Say who pays.")
		bring_plan_to_agreed(plan.name, self.case_worker)
		with acting_as(self.supervisor):
			seen = inbox.case(plan.name, PLANS)["modified"]
			self.assertEqual(
				inbox.decide(plan.name, "Approve", seen=seen, section=PLANS), {"state": "Active"}
			)
			with self.assertRaisesRegex(frappe.TimestampMismatchError, "took the step Approve"):
				inbox.decide(plan.name, "Approve", seen=seen, section=PLANS)
		self.assertEqual(frappe.db.get_value(DOCTYPE, plan.name, "approver"), self.supervisor)
		said = {"reference_name": plan.name, "comment_type": "Workflow"}
		self.assertIn("Active", frappe.get_all("Comment", filters=said, pluck="content"))

	def test_a_decision_is_compared_with_what_was_seen(self):
		plan = self.agreed()
		with acting_as(self.supervisor):
			seen = inbox.case(plan.name, PLANS)["modified"]
		with acting_as(self.case_worker):
			plan.reload()
			plan.actions[0].status = "In Progress"
			plan.save()
		with acting_as(self.supervisor):
			with self.assertRaisesRegex(frappe.TimestampMismatchError, "was changed after you opened it"):
				inbox.decide(plan.name, "Approve", seen=seen, section=PLANS)
			with self.assertRaisesRegex(frappe.ValidationError, "is no decision on a plan"):
				inbox.decide(plan.name, "Complete", section=PLANS)
			with self.assertRaisesRegex(frappe.PermissionError, "no plan KIM-PL-99999999"):
				inbox.decide("KIM-PL-99999999", "Approve", section=PLANS)
		step_of_plan(plan.name, "Approve", self.supervisor)
