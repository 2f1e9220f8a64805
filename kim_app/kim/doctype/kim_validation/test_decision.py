"""What follows from a decision, on a site: certificate, validity, profile, revocation, expiry, appeal."""

from unittest.mock import patch

import frappe
from frappe.utils import add_days, add_months, getdate, today

from kim_app import roles, steps
from kim_app.testing import (
	KIMTestCase,
	acting_as,
	bring_to_approval,
	make_centre,
	make_participant,
	make_staff,
	make_user,
	make_validation,
	propose,
	take_step,
)
from kim_app.validation import appeal, decision, involvement

CENTRE = "Decision Test Centre"
COMPETENCE = "KC-2018-DIG"


class TestDecision(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(CENTRE)
		cls.staff = make_staff(CENTRE)
		cls.case_worker = cls.staff[roles.CASE_WORKER]
		cls.supervisor = cls.staff[roles.SUPERVISOR]
		cls.coordinator = cls.staff[roles.COORDINATOR]
		with acting_as(cls.case_worker):
			cls.participant = make_participant(CENTRE)

	def pending(self, level: str = "3"):
		validation = bring_to_approval(self.participant, self.staff)
		if level != "3":
			take_step(validation.name, "Return to Assessor", self.supervisor, reason="Look again.")
			validation = propose(validation.name, self.staff[roles.ASSESSOR], level)
		return validation

	def approved(self, level: str = "3"):
		return take_step(self.pending(level).name, "Approve", self.supervisor)

	def profile(self, *fields):
		return frappe.db.get_value(
			"KIM Profile Competence",
			{"participant": self.participant, "competence": COMPETENCE},
			fields or ("validated_level", "validation"),
		)

	def test_an_approved_case_gets_a_certificate_number_and_a_last_day(self):
		frappe.db.set_single_value("KIM Settings", "validity_months", 24)
		validation = self.approved()
		self.assertRegex(validation.certificate_number, r"^KIM(-[0-9A-HJKMNP-TV-Z]{4}){3}$")
		self.assertEqual(getdate(validation.valid_until), getdate(add_months(today(), 24)))
		self.assertEqual(validation.validity, "Current")

	def test_without_a_validity_period_it_holds_for_good(self):
		frappe.db.set_single_value("KIM Settings", "validity_months", 0)
		self.assertIsNone(self.approved().valid_until)

	def test_a_rejected_case_gets_neither(self):
		validation = take_step(self.pending().name, "Reject", self.supervisor, reason="Too little.")
		self.assertFalse(validation.certificate_number or validation.valid_until or validation.validity)

	def test_certificate_numbers_are_neither_repeated_nor_counted_up(self):
		numbers = {decision.certificate_number() for _number in range(1000)}
		self.assertEqual(len(numbers), 1000)
		self.assertGreater(len({number[4:7] for number in numbers}), 900)

	def test_the_number_and_the_last_day_are_not_written_by_hand(self):
		validation = self.approved()
		for field, value in (
			("certificate_number", "KIM-1"),
			("valid_until", "2099-01-01"),
			("validity", ""),
		):
			with acting_as(self.coordinator), self.assertRaises(frappe.ValidationError, msg=field):
				stored = frappe.get_doc("KIM Validation", validation.name)
				stored.set(field, value)
				stored.save()

	def test_a_claim_stands_in_the_profile_and_an_approval_is_added(self):
		with acting_as(self.case_worker):
			name = make_validation(self.participant, claimed_level="2").name
		self.assertEqual(self.profile("claimed_level", "validated_level"), ("2", None))
		frappe.delete_doc("KIM Validation", name, force=True)
		self.assertIsNone(self.profile())
		validation = self.approved()
		self.assertEqual(self.profile(), ("3", validation.name))
		self.assertEqual(self.profile("counts_as_shown", "validated_position"), (1, 3))

	def test_a_revocation_falls_back_to_the_best_that_remains(self):
		first = self.approved("2")
		second = self.approved("3")
		self.assertEqual(self.profile(), ("3", second.name))
		take_step(second.name, "Revoke", self.coordinator, reason="The reference was forged.")
		self.assertEqual(self.profile(), ("2", first.name))
		take_step(first.name, "Revoke", self.coordinator, reason="That one too.")
		self.assertEqual(self.profile(), (None, None))
		self.assertEqual(frappe.db.get_value("KIM Validation", first.name, "validity"), "Revoked")

	def test_a_lower_level_approved_later_does_not_lower_the_profile(self):
		high = self.approved("3")
		self.approved("2")
		self.assertEqual(self.profile(), ("3", high.name))

	def test_what_has_expired_is_marked_once_and_leaves_the_profile(self):
		validation = self.approved()
		frappe.db.set_value("KIM Validation", validation.name, "valid_until", today())
		decision.expire()
		self.assertEqual(frappe.db.get_value("KIM Validation", validation.name, "validity"), "Current")
		frappe.db.set_value("KIM Validation", validation.name, "valid_until", add_days(today(), -1))
		decision.expire()
		self.assertEqual(frappe.db.get_value("KIM Validation", validation.name, "validity"), "Expired")
		self.assertEqual(self.profile(), (None, None))
		modified = frappe.db.get_value("KIM Validation", validation.name, "modified")
		decision.expire()
		self.assertEqual(frappe.db.get_value("KIM Validation", validation.name, "modified"), modified)

	def test_one_that_cannot_be_expired_is_logged_and_the_others_are_marked(self):
		bad, good = self.approved(), self.approved()
		for name in (bad.name, good.name):
			frappe.db.set_value("KIM Validation", name, "valid_until", add_days(today(), -1))
		real = frappe.db.set_value

		def fails(doctype, name, *args, **kwargs):
			if (doctype, name) == ("KIM Validation", bad.name):
				raise ValueError("This row is broken.")
			return real(doctype, name, *args, **kwargs)

		with patch.object(frappe.db, "set_value", fails):
			decision.expire()
		marks = [frappe.db.get_value("KIM Validation", row.name, "validity") for row in (bad, good)]
		self.assertEqual(marks, ["Current", "Expired"])
		self.assertTrue(frappe.db.exists("Error Log", {"method": ["like", f"%{bad.name}%"]}))

	def test_nobody_writes_a_profile_by_hand(self):
		self.approved()
		name = self.profile("name")
		for user in (self.case_worker, self.supervisor, self.coordinator):
			with acting_as(user), self.assertRaises(frappe.PermissionError, msg=user):
				row = frappe.get_doc("KIM Profile Competence", name)
				row.validated_level = "4"
				row.save()

	def not_validated(self):
		return take_step(self.pending().name, "Reject", self.supervisor, reason="Too little.")

	def test_an_appeal_opens_a_new_case_that_links_back_and_leaves_the_decision(self):
		decided = self.not_validated()
		with acting_as(self.case_worker):
			name = appeal.open_appeal(decided.name, "There is a second reference now.")
		opened = frappe.get_doc("KIM Validation", name)
		self.assertEqual(opened.amended_from, decided.name)
		self.assertEqual(opened.workflow_state, "Identification")
		self.assertEqual(
			[row.evidence for row in opened.evidence], [row.evidence for row in decided.evidence]
		)
		self.assertFalse(any(row.level for row in opened.ratings), "rated anew")
		self.assertEqual(
			(opened.steps[0].action, opened.steps[0].reason), ("Appeal", "There is a second reference now.")
		)
		self.assertEqual(
			frappe.db.get_value("KIM Validation", decided.name, ["workflow_state", "docstatus"]),
			("Not Validated", 1),
		)

	def test_an_appeal_is_decided_by_another_supervisor(self):
		decided = self.not_validated()
		with acting_as(self.case_worker):
			name = appeal.open_appeal(decided.name, "There is a second reference now.")
		take_step(name, "Document", self.case_worker)
		take_step(name, "Submit for Assessment", self.case_worker)
		propose(name, self.staff[roles.ASSESSOR])
		with self.assertRaisesRegex(frappe.ValidationError, "cannot take the step Approve"):
			take_step(name, "Approve", self.supervisor)
		other = make_user("other@decision.example", roles.SUPERVISOR, centre=CENTRE)
		self.assertEqual(take_step(name, "Approve", other).workflow_state, "Validated")

	def test_an_appeal_needs_a_reason_a_rejection_and_a_case_worker_and_is_made_once(self):
		decided = self.not_validated()
		with acting_as(self.supervisor), self.assertRaises(frappe.PermissionError):
			appeal.open_appeal(decided.name, "For them.")
		with acting_as(self.case_worker):
			with self.assertRaisesRegex(frappe.ValidationError, "why the participant appeals"):
				appeal.open_appeal(decided.name, " ")
			first = appeal.open_appeal(decided.name, "There is more.")
			with self.assertRaisesRegex(frappe.ValidationError, f"an appeal already: {first}"):
				appeal.open_appeal(decided.name, "Again.")
			with self.assertRaisesRegex(frappe.ValidationError, "in the state Identification"):
				appeal.open_appeal(first, "Against nothing.")

	def test_an_appeal_is_not_made_up_in_a_request(self):
		decided = self.not_validated()
		with acting_as(self.case_worker):
			made_up = make_validation(
				self.participant,
				amended_from=decided.name,
				certificate_number="KIM-1",
				validity="Current",
				open_key="free",
			)
		self.assertFalse(made_up.amended_from or made_up.certificate_number or made_up.validity)
		self.assertEqual(made_up.open_key, f"{self.participant}:{COMPETENCE}")

	def test_who_decides_second_is_told_who_decided_what(self):
		pending = self.pending()
		other = make_user("second@decision.example", roles.SUPERVISOR, centre=CENTRE)
		with acting_as(other):
			opened = frappe.get_doc("KIM Validation", pending.name)
		take_step(pending.name, "Approve", self.supervisor)
		told = "took the step Approve .* now in the state Validated"
		with acting_as(other):
			with self.assertRaisesRegex(frappe.TimestampMismatchError, told):
				steps.apply_workflow(opened.as_json(), "Reject")
			opened.workflow_state, opened.docstatus, opened.reason = "Not Validated", 1, "Too late."
			with self.assertRaisesRegex(frappe.TimestampMismatchError, told):
				opened.submit()
		self.assertEqual(
			frappe.db.count("KIM Validation Step", {"parent": pending.name, "to_state": "Validated"}), 1
		)

	def test_whoever_judged_an_earlier_case_of_an_appeal_decides_none_after_it(self):
		first = self.not_validated()
		second_supervisor = make_user("again@decision.example", roles.SUPERVISOR, centre=CENTRE)
		with acting_as(self.case_worker):
			name = appeal.open_appeal(first.name, "There is more.")
		take_step(name, "Document", self.case_worker)
		take_step(name, "Submit for Assessment", self.case_worker)
		propose(name, self.staff[roles.ASSESSOR])
		take_step(name, "Reject", second_supervisor, reason="Still too little.")
		with acting_as(self.case_worker):
			last = appeal.open_appeal(name, "There is even more.")
		hands = involvement.of(frappe.get_doc("KIM Validation", last))
		for user in (self.supervisor, second_supervisor, self.staff[roles.ASSESSOR]):
			self.assertEqual(hands.get(user), "appealed", user)
		self.assertEqual(involvement.of_many([last])[last], hands)
