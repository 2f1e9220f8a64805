"""The competence profile as pages ask for it: who may, and what it tells."""

import frappe
from frappe.utils import add_days, today

from kim_app import roles
from kim_app.profile.api import profile
from kim_app.testing import (
	KIMTestCase,
	acting_as,
	bring_to_approval,
	make_centre,
	make_evidence,
	make_participant,
	make_staff,
	make_target,
	make_user,
	make_validation,
	take_step,
)

CENTRE, ELSEWHERE = "Profile Test Centre", "Elsewhere Profile Test Centre"


class TestProfile(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(CENTRE, "Profile Test Organisation")
		make_centre(ELSEWHERE, "Other Profile Test Organisation")
		cls.staff = make_staff(CENTRE)
		cls.others = make_staff(ELSEWHERE, (roles.CASE_WORKER, roles.COORDINATOR))
		cls.participant = make_participant(CENTRE, "ገብረ")

	def approved(self, competence="KC-2018-DIG"):
		name = bring_to_approval(self.participant, self.staff, competence).name
		return take_step(name, "Approve", self.staff[roles.SUPERVISOR])

	def entry(self, competence="KC-2018-DIG", **kwargs):
		with acting_as(self.staff[roles.CASE_WORKER]):
			told = profile(self.participant, **kwargs)
		return next(
			entry
			for framework in told["frameworks"]
			for entry in framework["competences"]
			if entry["name"] == competence
		)

	def test_whoever_may_read_the_participant_reads_the_profile_and_nobody_else(self):
		for role in (roles.CASE_WORKER, roles.ASSESSOR, roles.SUPERVISOR, roles.COORDINATOR):
			with acting_as(self.staff[role]):
				self.assertEqual(profile(self.participant)["participant"]["full_name"], "Ada ገብረ", role)
		for user in (*self.others.values(), self.staff[roles.TRAINER]):
			with acting_as(user), self.assertRaises(frappe.PermissionError):
				profile(self.participant)

	def test_a_participant_reads_their_own_profile_only(self):
		user = make_user("own@profile.example", roles.PARTICIPANT)
		frappe.db.set_value("KIM Participant", self.participant, "user", user)
		stranger = make_participant(CENTRE, "Stranger")
		with acting_as(user):
			self.assertEqual(profile(self.participant)["participant"]["name"], self.participant)
			with self.assertRaises(frappe.PermissionError):
				profile(stranger)

	def test_a_newcomer_sees_every_competence_of_the_default_framework(self):
		with acting_as(self.staff[roles.CASE_WORKER]):
			told = profile(make_participant(CENTRE, "Newcomer"))
		(framework,) = told["frameworks"]
		self.assertEqual((framework["name"], len(framework["competences"])), ("KC-2018", 8))
		self.assertEqual(set(told["counts"].values()), {0})
		self.assertEqual([level["code"] for level in framework["scale"]], ["0", "1", "2", "3", "4"])

	def test_a_validated_competence_comes_with_level_certificate_evidence_and_history(self):
		validation = self.approved()
		entry = self.entry()
		self.assertEqual(entry["validated"]["level"], "3")
		self.assertEqual(entry["validated"]["certificate_number"], validation.certificate_number)
		self.assertEqual(entry["claimed"]["level"], "2")
		self.assertEqual([row.title for row in entry["evidence"]], ["Kept the accounts of a market stall"])
		self.assertEqual([step["standing"] for step in entry["history"]], ["current"])

	def test_an_expired_competence_is_not_current_before_the_daily_job_has_marked_it(self):
		validation = self.approved()
		validation.db_set("valid_until", add_days(today(), -1))
		self.assertEqual(frappe.db.get_value("KIM Validation", validation.name, "validity"), "Current")
		entry = self.entry()
		self.assertIsNone(entry["validated"])
		self.assertEqual(entry["lapsed"]["validation"], validation.name)

	def test_a_revoked_competence_falls_back_to_the_best_that_remains(self):
		first = self.approved()
		first.db_set("validated_level", "2")
		second = self.approved()
		self.assertEqual(self.entry()["validated"]["validation"], second.name)
		take_step(second.name, "Revoke", self.staff[roles.COORDINATOR], reason="Forged.")
		entry = self.entry()
		self.assertEqual((entry["validated"]["validation"], entry["validated"]["level"]), (first.name, "2"))
		revoked = entry["history"][-1]
		self.assertEqual((revoked["standing"], str(revoked["revoked_on"])), ("revoked", today()))

	def test_evidence_of_an_indicator_is_evidence_of_its_competence(self):
		indicator = frappe.get_doc(
			{
				"doctype": "KIM Competence",
				"framework": "KC-2018",
				"code": "LIT.9",
				"kind": "Indicator",
				"parent_kim_competence": "KC-2018-LIT",
				"title": "Reads a timetable",
			}
		)
		indicator.db_insert()
		with acting_as(self.staff[roles.CASE_WORKER]):
			evidence = make_evidence(self.participant, indicator.name)
		self.assertEqual([row.name for row in self.entry("KC-2018-LIT")["evidence"]], [evidence])

	def test_a_target_profile_brings_gaps_the_largest_first(self):
		self.approved()
		target = make_target(
			[("KC-2018-DIG", "3"), ("KC-2018-LIT", "2"), ("KC-2018-MUL", "4")], status="Published"
		)
		with acting_as(self.staff[roles.CASE_WORKER]):
			told = profile(self.participant, target.name)
		self.assertEqual(told["target"]["gaps"], ["KC-2018-MUL", "KC-2018-LIT", "KC-2018-DIG"])
		self.assertEqual(told["target"]["met"], 1)
		self.assertIn(target.name, [row.name for row in told["target_profiles"]])
		met = self.entry(target_profile=target.name)["target"]
		self.assertEqual((met["level"], met["steps"], met["met"]), ("3", 0, True))

	def test_titles_come_in_the_language_asked_for(self):
		with acting_as(self.staff[roles.CASE_WORKER]):
			told = profile(self.participant, language="it")
		titles = [entry["title"] for entry in told["frameworks"][0]["competences"]]
		expected = frappe.db.get_value(
			"KIM Competence Translation",
			{"parent": "KC-2018-DIG", "language": "it", "criterion": ["is", "not set"]},
			"title",
		)
		self.assertIn(expected, titles)
		self.assertEqual(
			told["frameworks"][0]["title"], "Competenze chiave per l'apprendimento permanente 2018"
		)

	def test_the_number_of_queries_does_not_grow_with_the_records(self):
		for competence in ("KC-2018-LIT", "KC-2018-MUL", "KC-2018-MST", "KC-2018-CIT"):
			with acting_as(self.staff[roles.CASE_WORKER]):
				make_validation(self.participant, competence)
		few = self.queries()
		for competence in ("KC-2018-ENT", "KC-2018-CUL", "KC-2018-PSL"):
			with acting_as(self.staff[roles.CASE_WORKER]):
				make_evidence(self.participant, competence)
				make_validation(self.participant, competence)
		self.assertEqual(self.queries(), few)

	def queries(self) -> int:
		with acting_as(self.staff[roles.CASE_WORKER]):
			profile(self.participant)  # fills the caches
			counted = []
			asked = frappe.db.sql

			def count(*args, **kwargs):
				counted.append(args[0])
				return asked(*args, **kwargs)

			frappe.db.sql = count
			try:
				profile(self.participant)
			finally:
				frappe.db.sql = asked
		return len(counted)
