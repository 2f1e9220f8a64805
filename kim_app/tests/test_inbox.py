"""What waits for whom: each sees their own, nothing of other centres, and everything that a decision needs."""

import frappe
from frappe.utils import add_days, now_datetime, today

from kim_app import roles
from kim_app.testing import (
	KIMTestCase,
	acting_as,
	bring_to_approval,
	make_centre,
	make_participant,
	make_staff,
	make_user,
	make_validation,
	take_step,
)
from kim_app.validation import case, inbox, involvement

CENTRE, ELSEWHERE = "Inbox Test Centre", "Other Inbox Test Centre"


class TestInbox(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(CENTRE, "Inbox Test Organisation")
		make_centre(ELSEWHERE, "Other Inbox Test Organisation")
		cls.staff, cls.strangers = make_staff(CENTRE), make_staff(ELSEWHERE)
		cls.supervisor = cls.staff[roles.SUPERVISOR]
		cls.case_worker = cls.staff[roles.CASE_WORKER]
		cls.colleague = make_user("colleague@inbox.example", roles.CASE_WORKER, centre=CENTRE)
		cls.participant = make_participant(CENTRE, "Negash")
		cls.pending = bring_to_approval(cls.participant, cls.staff).name
		cls.later = bring_to_approval(cls.participant, cls.staff, "KC-2018-LIT").name
		with acting_as(cls.case_worker):
			cls.opened = make_validation(cls.participant, "KC-2018-CIT").name

	def names(self, user: str, section: str, **kwargs):
		with acting_as(user):
			return [row.name for row in inbox.cases(section, **kwargs)["rows"]]

	def wait(self, name: str, days: int):
		since = add_days(now_datetime(), -days)
		frappe.db.set_value("KIM Validation", name, "waiting_since", since, update_modified=False)

	def test_a_supervisor_sees_what_waits_oldest_first_with_its_days(self):
		self.wait(self.later, 25)
		self.wait(self.pending, 8)
		self.assertEqual(self.names(self.supervisor, "decide"), [self.later, self.pending])
		with acting_as(self.supervisor):
			first, second = inbox.cases("decide")["rows"]
		self.assertEqual((first.days, first.urgency, second.urgency), (25, "red", "orange"))
		self.assertEqual(first.competence_title, "Literacy competence")

	def test_each_role_has_its_own_sections_with_a_count(self):
		for role, expected in (
			(roles.SUPERVISOR, {"decide": 2, "plans": 0}),
			(roles.ASSESSOR, {"assess": 0}),
			(roles.CASE_WORKER, {"prepare": 1, "know": 0}),
			(roles.COORDINATOR, {"late": 0}),
		):
			with acting_as(self.staff[role]):
				found = {section["key"]: section["count"] for section in inbox.sections()["sections"]}
			self.assertEqual(found, expected, role)

	def test_another_centre_sees_nothing_and_opens_nothing(self):
		for role, section in ((roles.SUPERVISOR, "decide"), (roles.CASE_WORKER, "prepare")):
			self.assertEqual(self.names(self.strangers[role], section, everyone=1), [])
		with acting_as(self.strangers[roles.SUPERVISOR]), self.assertRaises(frappe.PermissionError):
			inbox.case(self.pending)

	def test_a_section_of_another_role_and_a_trainer_are_refused(self):
		for role, section in ((roles.ASSESSOR, "decide"), (roles.SUPERVISOR, "late")):
			with acting_as(self.staff[role]), self.assertRaises(frappe.PermissionError):
				inbox.cases(section)
		with acting_as(self.staff[roles.TRAINER]):
			for method in (inbox.sections, lambda: inbox.case(self.pending)):
				with self.assertRaises((frappe.PermissionError, frappe.ValidationError)):
					method()

	def test_a_case_worker_sees_their_own_cases_and_on_demand_the_colleagues(self):
		self.assertEqual(self.names(self.case_worker, "prepare"), [self.opened])
		self.assertEqual(self.names(self.colleague, "prepare"), [])
		self.assertEqual(self.names(self.colleague, "prepare", everyone=1), [self.opened])
		frappe.db.set_value("KIM Staff Member", {"user": self.case_worker}, "disabled", 1)
		self.assertEqual(self.names(self.colleague, "prepare"), [self.opened])

	def test_a_case_that_nobody_assessed_is_every_assessors_and_a_returned_one_its_own(self):
		second = make_user("second@inbox.example", roles.ASSESSOR, centre=CENTRE)
		take_step(self.pending, "Return to Assessor", self.supervisor, reason="Rate again.")
		self.assertEqual(self.names(self.staff[roles.ASSESSOR], "assess"), [self.pending])
		self.assertEqual(self.names(second, "assess"), [])
		frappe.db.set_value("KIM Validation", self.pending, "assessor", None)
		self.assertEqual(self.names(second, "assess"), [self.pending])
		with acting_as(second):
			self.assertEqual(inbox.cases("assess")["rows"][0].last_reason, "Rate again.")

	def test_it_is_found_by_number_name_and_competence(self):
		for text in (self.later, "Negash", "literacy"):
			self.assertIn(self.later, self.names(self.supervisor, "decide", text=text))
		self.assertEqual(self.names(self.supervisor, "decide", text="literacy"), [self.later])
		self.assertEqual(self.names(self.supervisor, "decide", text="nothing of this kind"), [])
		self.assertEqual(self.names(self.supervisor, "decide", centre=ELSEWHERE), [])

	def test_a_name_in_arabic_or_tigrinya_goes_all_the_way_unchanged(self):
		for family, given in (("حداد", "ريما"), ("ገብረ", "ሰላም")):
			participant = make_participant(CENTRE, family, given_name=given)
			name = bring_to_approval(participant, self.staff).name
			with acting_as(self.supervisor):
				found = inbox.cases("decide", text=family)["rows"]
				self.assertEqual(
					[(row.name, row.participant_name) for row in found], [(name, f"{given} {family}")]
				)
				self.assertEqual(inbox.case(name)["participant_name"], f"{given} {family}")
				inbox.decide(name, "Approve")
			stored = frappe.db.get_value(
				"KIM Profile Competence",
				{"participant": participant},
				["participant_name", "validated_level"],
			)
			self.assertEqual(stored, (f"{given} {family}", "3"))

	def test_cases_that_somebody_had_a_hand_in_stand_apart_with_the_reason(self):
		both = make_user("both@inbox.example", roles.ASSESSOR, roles.SUPERVISOR, centre=CENTRE)
		for name in (self.pending, self.later):
			frappe.db.set_value("KIM Validation", name, "assessor", both)
		with acting_as(both):
			answer = inbox.cases("decide")
			self.assertEqual(answer["rows"], [])
			self.assertEqual([row.why_not for row in answer["apart"]], ["You assessed this one."] * 2)
			self.assertEqual(inbox.case(self.pending)["why_not"], "You assessed this one.")
			self.assertEqual(
				[row["action"] for row in inbox.case(self.pending)["actions"]], ["Return to Assessor"]
			)
			self.assertEqual(
				dict((row["key"], row["count"]) for row in inbox.sections()["sections"])["decide"], 0
			)

	def test_many_cases_are_asked_about_as_one_is(self):
		names = [self.pending, self.later, self.opened]
		together = involvement.of_many(names)
		for name in names:
			stored = frappe.get_doc("KIM Validation", name)
			self.assertEqual(together[name], involvement.of(stored))
			self.assertEqual(set(together[name]), case.involved(stored))

	def test_one_screen_holds_everything_that_a_decision_needs(self):
		with acting_as(self.supervisor):
			seen = inbox.case(self.pending)
		self.assertEqual(seen["participant_name"], "Ada Negash")
		self.assertEqual(seen["competence_title"], "Digital competence")
		self.assertEqual(seen["claimed"]["position"], 2)
		self.assertEqual(seen["proposed"]["title"], "Alone in new settings")
		self.assertEqual(len(seen["scale"]), 5)
		self.assertTrue(all(rating["level"]["code"] == "3" for rating in seen["ratings"]))
		self.assertEqual(seen["evidence"][0]["title"], "Kept the accounts of a market stall")
		self.assertEqual(seen["rationale"], "Seen at work, twice.")
		self.assertEqual([step["action"] for step in seen["steps"]][-1], "Propose")
		self.assertEqual(
			[row["action"] for row in seen["actions"]], ["Return to Assessor", "Approve", "Reject"]
		)
		frappe.as_json(seen)

	def test_a_decision_from_the_inbox_is_compared_with_what_was_seen(self):
		with acting_as(self.supervisor):
			seen = inbox.case(self.pending)["modified"]
		other = make_user("other@inbox.example", roles.SUPERVISOR, centre=CENTRE)
		take_step(self.pending, "Reject", other, reason="Nothing shows it.")
		with acting_as(self.supervisor), self.assertRaisesRegex(frappe.TimestampMismatchError, "Reject"):
			inbox.decide(self.pending, "Approve", seen=seen)
		with acting_as(self.supervisor):
			seen = inbox.case(self.later)["modified"]
			self.assertEqual(inbox.decide(self.later, "Approve", seen=seen), {"state": "Validated"})

	def test_the_case_worker_sees_what_ended_until_it_is_taken_up_again(self):
		take_step(self.later, "Reject", self.supervisor, reason="Nothing shows it.")
		take_step(self.pending, "Approve", self.supervisor)
		self.assertEqual(self.names(self.case_worker, "know"), [self.later])
		frappe.db.set_value("KIM Validation", self.pending, "valid_until", add_days(today(), 10))
		self.assertEqual(set(self.names(self.case_worker, "know")), {self.later, self.pending})
		with acting_as(self.case_worker):
			make_validation(self.participant, "KC-2018-DIG")
			make_validation(self.participant, "KC-2018-LIT")
		self.assertEqual(self.names(self.case_worker, "know"), [])

	def test_a_coordinator_sees_what_waits_too_long_in_the_organisation(self):
		self.wait(self.opened, 40)
		self.assertEqual(self.names(self.staff[roles.COORDINATOR], "late"), [self.opened])

	def test_a_list_takes_no_more_queries_when_it_is_longer(self):
		with acting_as(self.supervisor):
			for _again in range(2):
				one = self.queries(lambda: inbox.cases("decide", text=self.pending))
				two = self.queries(lambda: inbox.cases("decide", text="KIM-V"))
		self.assertEqual(one, two)

	def queries(self, work) -> int:
		database = type(frappe.local.db)
		real, count = database.sql, []

		def counted(*args, **kwargs):
			count.append(1)
			return real(*args, **kwargs)

		database.sql = counted
		try:
			work()
		finally:
			database.sql = real
		return len(count)
