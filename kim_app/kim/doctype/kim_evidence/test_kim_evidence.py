"""Evidence on a site: who rates it, what stays as it is, and how newer evidence takes its place."""

import frappe
from frappe.utils import add_days, today

from kim_app import roles
from kim_app.evidence import api, rules
from kim_app.testing import (
	KIMTestCase,
	acting_as,
	bring_to_approval,
	make_centre,
	make_evidence,
	make_participant,
	make_staff,
	make_user,
	make_validation,
)

HERE, ELSEWHERE = "Evidence Test Centre", "Other Evidence Test Centre"
YES = dict.fromkeys(rules.QUESTIONS, "Yes")


class TestKIMEvidence(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(HERE, "Evidence Test Organisation")
		make_centre(ELSEWHERE, "Evidence Test Organisation")
		cls.staff = make_staff(HERE)
		cls.strangers = make_staff(ELSEWHERE, (roles.ASSESSOR, roles.CASE_WORKER))
		cls.participant = make_participant(HERE)

	def setUp(self):
		super().setUp()
		with acting_as(self.staff[roles.CASE_WORKER]):
			self.evidence = make_evidence(self.participant)

	def rate(self, evidence=None, user=None, comment=None, **answers):
		with acting_as(user or self.staff[roles.ASSESSOR]):
			return api.rate(evidence or self.evidence, comment=comment, **{**YES, **answers})["status"]

	def stored(self, *fields, evidence=None):
		return frappe.db.get_value("KIM Evidence", evidence or self.evidence, list(fields))

	def change(self, user=None, evidence=None, **fields):
		with acting_as(user or self.staff[roles.CASE_WORKER]):
			document = frappe.get_doc("KIM Evidence", evidence or self.evidence)
			document.update(fields)
			document.save()

	def test_four_times_yes_verifies_and_says_who_rated_when(self):
		self.assertEqual(self.rate(), rules.VERIFIED)
		status, valid, rated_by, rated_on = self.stored("status", "valid", "rated_by", "rated_on")
		self.assertEqual((status, valid, rated_by), (rules.VERIFIED, "Yes", self.staff[roles.ASSESSOR]))
		self.assertTrue(rated_on)

	def test_it_is_rated_again_until_it_is_verified_and_every_rating_stays_in_its_history(self):
		self.assertEqual(self.rate(current="No", comment="From 1998."), rules.RATED)
		self.assertEqual(self.rate(current="Partly", comment="A newer page came."), rules.RATED)
		self.assertEqual(self.rate(), rules.VERIFIED)
		with self.assertRaisesRegex(frappe.ValidationError, "was verified"):
			self.rate(current="No", comment="On second thoughts.")
		self.assertEqual(self.stored("status", "current"), (rules.VERIFIED, "Yes"))
		history = frappe.get_all(
			"Comment", filters={"reference_name": self.evidence, "comment_type": "Info"}, pluck="content"
		)
		self.assertEqual(len(history), 3)
		self.assertTrue(any("From 1998." in line for line in history))

	def test_what_is_missing_has_to_be_said(self):
		with self.assertRaisesRegex(frappe.ValidationError, "what is missing"):
			self.rate(valid="No")
		with self.assertRaisesRegex(frappe.ValidationError, "Sufficient"):
			self.rate(sufficient="")
		self.assertEqual(self.stored("status", "valid"), (rules.RECORDED, None))

	def test_only_an_assessor_of_the_centre_rates(self):
		for role in (roles.CASE_WORKER, roles.SUPERVISOR, roles.COORDINATOR):
			with self.assertRaises(frappe.ValidationError, msg=role):
				self.rate(user=self.staff[role])
		with self.assertRaises(frappe.PermissionError):
			self.rate(user=self.strangers[roles.ASSESSOR])
		oversees = make_user("both@evidence.example", roles.ASSESSOR, roles.COORDINATOR, centre=ELSEWHERE)
		with self.assertRaisesRegex(frappe.ValidationError, "centre that keeps it"):
			self.rate(user=oversees)
		self.assertEqual(self.stored("status", "rated_by"), (rules.RECORDED, None))

	def test_who_recorded_or_changed_it_does_not_rate_it(self):
		both = make_user("two-hats@evidence.example", roles.ASSESSOR, roles.CASE_WORKER, centre=HERE)
		with acting_as(both):
			own = make_evidence(self.participant)
		with self.assertRaisesRegex(frappe.ValidationError, "recorded this evidence"):
			self.rate(own, user=both)
		self.change(user=both, description="A line of mine.")
		with self.assertRaisesRegex(frappe.ValidationError, "recorded this evidence"):
			self.rate(user=both)

	def test_a_participant_who_is_an_assessor_does_not_rate_their_own(self):
		user = make_user("ada@evidence.example", roles.ASSESSOR, centre=HERE)
		frappe.db.set_value("KIM Participant", self.participant, "user", user)
		with self.assertRaisesRegex(frappe.ValidationError, "of their own"):
			self.rate(user=user)

	def test_nobody_rates_what_was_changed_meanwhile(self):
		seen = str(frappe.db.get_value("KIM Evidence", self.evidence, "modified"))
		self.change(description="Something else now.")
		with acting_as(self.staff[roles.ASSESSOR]), self.assertRaises(frappe.TimestampMismatchError):
			api.rate(self.evidence, **YES, modified=seen)

	def test_no_other_way_writes_a_rating_or_a_status(self):
		for field, value in (
			("status", "Verified"),
			("valid", "Yes"),
			("rated_by", self.staff[roles.ASSESSOR]),
			("rated_on", "2026-01-01 10:00:00"),
			("rating_comment", "Fine."),
			("superseded_by", self.evidence),
			("contributors", ""),
		):
			if field == "contributors":
				self.change(description="First.")
			for user in (self.staff[roles.CASE_WORKER], "Administrator"):
				with self.assertRaises(frappe.ValidationError, msg=field):
					self.change(user=user, **{field: value})
		with acting_as(self.staff[roles.CASE_WORKER]):
			forged = make_evidence(self.participant, status="Verified", rated_by="Administrator", **YES)
		self.assertEqual(
			self.stored("status", "valid", "rated_by", evidence=forged), (rules.RECORDED, None, None)
		)

	def test_a_change_of_what_was_rated_asks_for_a_new_rating(self):
		self.rate(sufficient="Partly", comment="One page only.")
		self.change(description="The second page.")
		self.assertEqual(self.stored("status", "sufficient", "rated_by"), (rules.RECORDED, None, None))

	def test_verified_evidence_is_neither_changed_nor_deleted(self):
		self.rate()
		for fields in (
			{"description": "More."},
			{"hours": 3},
			{"competences": [{"competence": "KC-2018-LIT"}]},
			{"files": [{"file": "/private/files/other.pdf"}]},
		):
			with self.assertRaisesRegex(frappe.ValidationError, "was verified", msg=fields):
				self.change(**fields)
		with self.assertRaisesRegex(frappe.ValidationError, "is kept"):
			frappe.delete_doc("KIM Evidence", self.evidence, force=True)

	def test_evidence_that_nobody_judged_can_be_deleted(self):
		frappe.delete_doc("KIM Evidence", self.evidence)
		self.assertFalse(frappe.db.exists("KIM Evidence", self.evidence))

	def test_evidence_of_a_judged_validation_is_rated_but_not_changed(self):
		validation = bring_to_approval(self.participant, self.staff)
		cited = validation.evidence[0].evidence
		with self.assertRaisesRegex(frappe.ValidationError, validation.name):
			self.change(evidence=cited, description="Better than it was.")
		self.assertEqual(self.rate(cited), rules.VERIFIED)

	def test_newer_evidence_takes_the_place_of_the_older_which_stays_readable(self):
		self.rate()
		with acting_as(self.staff[roles.CASE_WORKER]):
			newer = make_evidence(self.participant, supersedes=self.evidence)
		self.assertEqual(self.stored("status", "superseded_by"), (rules.SUPERSEDED, newer))
		self.assertEqual(self.stored("status", "supersedes", evidence=newer), (rules.RECORDED, self.evidence))
		with acting_as(self.staff[roles.CASE_WORKER]):
			self.assertTrue(frappe.has_permission("KIM Evidence", "read", doc=self.evidence))
		with self.assertRaisesRegex(frappe.ValidationError, "was superseded"):
			self.rate()
		with self.assertRaisesRegex(frappe.ValidationError, "was superseded"):
			self.change(description="Still mine.")
		with self.assertRaisesRegex(frappe.ValidationError, "is kept"):
			frappe.delete_doc("KIM Evidence", self.evidence, force=True)

	def test_evidence_is_superseded_once_by_the_same_participants_and_for_good(self):
		with acting_as(self.staff[roles.CASE_WORKER]):
			newer = make_evidence(self.participant, supersedes=self.evidence)
			with self.assertRaisesRegex(frappe.ValidationError, newer):
				make_evidence(self.participant, supersedes=self.evidence)
			other = make_participant(HERE, "Haile")
			with self.assertRaisesRegex(frappe.ValidationError, "another participant"):
				make_evidence(other, supersedes=newer)
		with self.assertRaisesRegex(frappe.ValidationError, "when it is recorded"):
			self.change(evidence=newer, supersedes=None)
		with self.assertRaisesRegex(frappe.ValidationError, "was superseded|when it is recorded"):
			self.change(supersedes=newer)
		self.assertEqual(self.stored("status", "superseded_by"), (rules.SUPERSEDED, newer))

	def test_superseded_evidence_is_not_cited_anew_and_stays_where_it_was_cited(self):
		with acting_as(self.staff[roles.CASE_WORKER]):
			validation = make_validation(self.participant, evidence=[{"evidence": self.evidence}])
			newer = make_evidence(self.participant, supersedes=self.evidence)
			validation.reload()
			validation.claimed_level = "3"
			validation.save()
			validation.append("evidence", {"evidence": newer})
			validation.save()
			with self.assertRaisesRegex(frappe.ValidationError, "newer evidence instead"):
				make_validation(self.participant, "KC-2018-LIT", evidence=[{"evidence": self.evidence}])
		self.assertEqual([row.evidence for row in validation.evidence], [self.evidence, newer])

	def test_dates_and_hours_make_sense(self):
		for fields, text in (
			({"from_date": "2012-06-30", "to_date": "2010-02-01"}, "lies before From"),
			({"to_date": add_days(today(), 1)}, "lies in the future"),
			({"from_date": "2012-06-01", "to_date": "2012-06-02", "hours": 49}, "which is 48"),
			({"hours": -1}, "Hours|negative"),
		):
			with self.assertRaisesRegex(frappe.ValidationError, text):
				self.change(**fields)

	def test_a_description_comes_in_any_language_and_script(self):
		for language, text in (
			("ar", "شهادة من صاحب المتجر"),
			("ti", "ኣብ ዕዳጋ ሓደ ዓመት ሰሪሐ"),
			("fa", "کار در بازار"),
		):
			self.change(description_language=language, title=text, description=text)
			self.assertEqual(
				self.stored("description_language", "title", "description"), (language, text, text)
			)
