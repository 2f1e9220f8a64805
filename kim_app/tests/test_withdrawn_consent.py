"""Consent withdrawn and given again, whatever the way in; corrections that the record's own rules refuse."""

import frappe
from frappe.utils import add_days, getdate, today

from kim_app import consent, permissions, roles
from kim_app.participant_page import corrections, evidence, export, held
from kim_app.testing import (
	KIMTestCase,
	acting_as,
	make_centre,
	make_evidence,
	make_participant,
	make_staff,
	make_user,
	make_validation,
)

HERE = "Withdrawn Consent Centre"
FIELDS = ["consent", "consent_date", "consent_withdrawn_on"]


class TestWithdrawnConsent(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(HERE, "Withdrawn Consent Organisation")
		cls.staff = make_staff(HERE)
		cls.user = make_user("ada@consent.example", roles.PARTICIPANT)

	def setUp(self):
		super().setUp()
		with acting_as(self.staff[roles.CASE_WORKER]):
			self.participant = make_participant(HERE, user=self.user, consent=1, consent_date="2026-01-05")

	def stored(self):
		return tuple(frappe.db.get_value("KIM Participant", self.participant, FIELDS))

	def change(self, **fields):
		with acting_as(self.staff[roles.CASE_WORKER]):
			document = frappe.get_doc("KIM Participant", self.participant)
			document.update(fields)
			document.save()

	def test_a_case_worker_who_unticks_it_withdraws_it_and_the_supervisor_is_told(self):
		self.change(consent=0)
		self.assertEqual(self.stored()[2], getdate(today()))
		told = frappe.get_all("Notification Log", {"document_name": self.participant}, pluck="for_user")
		self.assertEqual(told, [self.staff[roles.SUPERVISOR]])
		self.change(consent=1)
		self.assertEqual(self.stored(), (1, getdate(today()), None))

	def test_the_day_of_withdrawal_is_written_by_nobody(self):
		self.change(consent_withdrawn_on=today())
		self.assertEqual(self.stored(), (1, getdate("2026-01-05"), None))
		with acting_as(self.user):
			consent.withdraw()
		self.change(consent_withdrawn_on=add_days(today(), -30))
		self.assertEqual(self.stored()[2], getdate(today()))

	def test_nothing_new_is_begun_and_what_is_there_stays(self):
		with acting_as(self.staff[roles.CASE_WORKER]):
			make_evidence(self.participant)
			validation = make_validation(self.participant)
		with acting_as(self.user):
			consent.withdraw()
			with self.assertRaisesRegex(frappe.ValidationError, "withdrawn on"):
				evidence.hand_in("Self-declaration", description="I cooked.")
		with acting_as(self.staff[roles.CASE_WORKER]):
			with self.assertRaisesRegex(frappe.ValidationError, "withdrawn on"):
				make_validation(self.participant, "KC-2018-LIT")
			with self.assertRaisesRegex(frappe.ValidationError, "withdrawn on"):
				make_evidence(self.participant)
			with self.assertRaisesRegex(frappe.ValidationError, "withdrawn on"):
				frappe.get_doc(
					{
						"doctype": "KIM Self Assessment",
						"participant": self.participant,
						"framework": "KC-2018",
					}
				).insert()
		self.assertTrue(frappe.db.exists("KIM Validation", validation.name))
		with acting_as(self.user):
			self.assertTrue(export.archive(self.participant))

	def test_a_mistake_in_the_record_keeps_nobody_from_withdrawing(self):
		frappe.db.set_value("KIM Participant", self.participant, "date_of_birth", add_days(today(), 9))
		with acting_as(self.user):
			consent.withdraw()
		self.assertEqual(self.stored()[0], 0)

	def test_every_form_that_holds_something_of_a_person_is_in_their_download(self):
		self.assertLessEqual(set(permissions.PERSONAL), set(held.FORMS))
		self.assertEqual(set(held.titles()), set(held.FORMS))

	def test_who_is_no_participant_has_no_consent_to_give(self):
		with acting_as(self.staff[roles.CASE_WORKER]), self.assertRaises(frappe.PermissionError):
			consent.withdraw()

	def test_a_correction_goes_by_the_rules_of_the_record(self):
		self.change(date_of_birth="1991-02-09")
		with acting_as(self.user):
			request = corrections.ask("arrival_date", "1990-01-01")["name"]
			with self.assertRaisesRegex(frappe.ValidationError, "asked for this already"):
				corrections.ask("arrival_date", "1990-01-02")
		with acting_as(self.staff[roles.CASE_WORKER]):
			with self.assertRaisesRegex(frappe.ValidationError, "lies before the birth"):
				corrections.answer(request, 1)
			self.assertEqual(frappe.db.get_value(corrections.DOCTYPE, request, "status"), "Open")
			with self.assertRaisesRegex(frappe.ValidationError, "Write the reason"):
				corrections.answer(request, 0)
			corrections.answer(request, 0, "You were born later.")
		self.assertEqual(frappe.db.get_value(corrections.DOCTYPE, request, "status"), "Declined")

	def test_an_assessor_reads_nothing_of_it_and_a_supervisor_does_not_answer(self):
		with acting_as(self.user):
			request = corrections.ask("phone", "+39 055 1")["name"]
		for role, may_read in ((roles.ASSESSOR, False), (roles.SUPERVISOR, True)):
			with acting_as(self.staff[role]):
				allowed = frappe.has_permission(corrections.DOCTYPE, "read", doc=request)
				self.assertEqual(bool(allowed), may_read)
				with self.assertRaises(frappe.PermissionError):
					corrections.answer(request, 1)
