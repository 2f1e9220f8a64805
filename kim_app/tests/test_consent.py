"""Consent to the use of personal data: where work begins without it, people are told; nobody is stopped."""

import frappe
from frappe.utils import add_days, getdate, today

from kim_app import consent, roles
from kim_app.session import acting_as
from kim_app.testing import KIMTestCase, make_centre, make_participant, make_staff, make_validation
from kim_app.validation import start


class TestConsent(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		cls.staff = make_staff(make_centre("Consent Centre", "Consent Organisation"))
		cls.elsewhere = make_staff(make_centre("Consent Elsewhere", "Consent Others"))

	def setUp(self):
		super().setUp()
		self.name = make_participant("Consent Centre", consent=0)
		frappe.set_user(self.staff[roles.CASE_WORKER])

	def change(self, **fields):
		participant = frappe.get_doc("KIM Participant", self.name)
		participant.update(fields)
		participant.save()
		return participant

	def test_missing_and_withdrawn_consent_are_told_apart_and_given_consent_says_nothing(self):
		self.assertIn("is not recorded", consent.warning_of(self.name))
		self.change(consent=1)
		self.assertIsNone(consent.warning_of(self.name))
		self.change(consent=0)
		self.assertIn("withdrew", consent.warning_of(self.name))

	def test_consent_given_again_is_dated_anew(self):
		self.change(consent=1, consent_date=add_days(today(), -30))
		self.change(consent=0)
		self.assertEqual(self.change(consent=1).consent_date, today())
		chosen = add_days(today(), -2)
		self.change(consent=0)
		self.assertEqual(getdate(self.change(consent=1, consent_date=chosen).consent_date), getdate(chosen))

	def test_where_work_begins_it_is_told(self):
		participant = frappe.get_doc("KIM Participant", self.name)
		participant.run_method("onload")
		self.assertIn("is not recorded", participant.get_onload("consent_warning"))
		self.assertIn("is not recorded", start.candidates(self.name)["consent_warning"])
		validation = make_validation(self.name)
		validation.run_method("onload")
		self.assertIn("is not recorded", validation.get_onload("kim")["consent_warning"])
		self.change(consent=1)
		self.assertIsNone(start.candidates(self.name)["consent_warning"])

	def test_nobody_elsewhere_is_told(self):
		with acting_as(self.elsewhere[roles.CASE_WORKER]), self.assertRaises(frappe.PermissionError):
			consent.warning_of(self.name)
