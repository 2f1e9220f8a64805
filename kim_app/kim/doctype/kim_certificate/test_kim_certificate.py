"""Certificates on a site: never by hand, running out, revoked, confirmed in public, and required of assessors."""

import frappe
from frappe.translate import print_language
from frappe.utils import add_days, today

from kim_app import roles
from kim_app.printing import confirm, pdf
from kim_app.testing import (
	KIMTestCase,
	acting_as,
	bring_to_approval,
	make_centre,
	make_evidence,
	make_participant,
	make_staff,
	make_validation,
	propose,
	take_step,
)
from kim_app.testing_training import close, days, enrol_self, hold, make_course, make_session
from kim_app.training import certificates, requirement

CENTRE, ELSEWHERE = "Certificate Centre", "Foreign Certificate Centre"


class TestCertificate(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(CENTRE, "Certificate Organisation")
		make_centre(ELSEWHERE, "Foreign Certificate Organisation")
		cls.staff = make_staff(CENTRE)
		cls.foreign = make_staff(ELSEWHERE, (roles.COORDINATOR,))
		cls.trainer = cls.staff[roles.TRAINER]
		cls.coordinator = cls.staff[roles.COORDINATOR]
		cls.assessor = cls.staff[roles.ASSESSOR]
		cls.case_worker = cls.staff[roles.CASE_WORKER]
		# Of the shipped course nobody has a certificate; here only the test's own is required.
		frappe.db.delete("KIM Course Role", {"parent": "KIM-PILOT-1"})
		cls.course = make_course("REQ", required_for=[{"role": roles.ASSESSOR}]).name
		with acting_as(cls.case_worker):
			cls.participant = make_participant(CENTRE)

	def setUp(self):
		super().setUp()
		self.addCleanup(frappe.clear_document_cache, "KIM Training Course", self.course)

	def refused(self, text: str, error=frappe.ValidationError):
		return self.assertRaisesRegex(error, text)

	def certified(self, user: str | None = None, offset: int = 7):
		session = make_session(self.trainer, CENTRE, self.course, days=days(offset))
		attendee = enrol_self(session.name, user or self.assessor)
		hold(session.name, self.trainer, {attendee: (1, 1)})
		close(session.name, self.trainer)
		return frappe.get_doc("KIM Certificate", {"attendee": attendee})

	def competences(self, user: str | None = None):
		member = frappe.get_doc("KIM Staff Member", {"user": user or self.assessor})
		return [row.competence for row in member.competences]

	def test_no_certificate_is_written_by_hand_by_anybody(self):
		session = make_session(self.trainer, CENTRE, self.course)
		attendee = enrol_self(session.name, self.assessor)
		hold(session.name, self.trainer, {attendee: (0, 0)})
		values = {
			"doctype": "KIM Certificate",
			"number": "KIM-0000-0000-0000",
			"course": self.course,
			"session": session.name,
			"attendee": attendee,
			"holder_type": "KIM Staff Member",
			"holder": frappe.db.get_value("KIM Session Attendee", attendee, "attendee"),
			"status": "Current",
		}
		for user in (self.trainer, self.coordinator, self.staff[roles.ADMINISTRATOR]):
			with acting_as(user), self.assertRaises(frappe.PermissionError, msg=user):
				frappe.get_doc(values).insert()
		with self.refused("cannot be written by hand"):
			frappe.get_doc(values).insert(ignore_permissions=True)
		absent = frappe.get_doc(values)
		absent.flags.issued_by_closing = True
		with self.refused("cannot be written by hand"):
			absent.insert(ignore_permissions=True)
		with self.refused("cannot be written by hand"):
			certificates.issue(
				frappe.get_doc("KIM Training Session", session.name),
				frappe.get_doc("KIM Session Attendee", attendee),
			)
		self.assertEqual(close(session.name, self.trainer)["certificates"], 0)
		self.assertFalse(frappe.db.exists("KIM Certificate", {"session": session.name}))

	def test_what_was_issued_stays(self):
		certificate = self.certified()
		for user in (self.assessor, self.coordinator):
			with acting_as(user), self.assertRaises(frappe.PermissionError, msg=user):
				document = frappe.get_doc("KIM Certificate", certificate.name)
				document.valid_until = "2099-01-01"
				document.save()
		with self.refused("stays as it was issued"):
			certificate.valid_until = "2099-01-01"
			certificate.save()
		with self.refused("stays as it was issued"):
			frappe.rename_doc("KIM Certificate", certificate.name, "KIM-0000-0000-0000", force=True)

	def test_nobody_writes_themself_a_competence(self):
		member = frappe.get_doc("KIM Staff Member", {"user": self.assessor})
		with acting_as(self.coordinator):
			document = frappe.get_doc("KIM Staff Member", member.name)
			document.append("competences", {"competence": "STAFF-1-INT", "level": "4"})
			document.save()
		self.assertEqual(self.competences(), [])

	def test_a_revocation_needs_a_reason_and_a_coordinator_and_takes_the_competences(self):
		certificate = self.certified()
		for user in (self.trainer, self.assessor, self.foreign[roles.COORDINATOR]):
			with acting_as(user), self.assertRaises(frappe.PermissionError, msg=user):
				certificates.revoke(certificate.name, "No.")
		with acting_as(self.coordinator):
			with self.refused("why the certificate is revoked"):
				certificates.revoke(certificate.name, " ")
			certificates.revoke(certificate.name, "Somebody else sat the assessment.")
			with self.refused("only a current one"):
				certificates.revoke(certificate.name, "Again.")
		self.assertEqual(self.competences(), [])
		self.assertEqual(
			frappe.db.get_value("KIM Certificate", certificate.name, ["status", "revoked_by"]),
			("Revoked", self.coordinator),
		)

	def test_a_certificate_expires_the_day_after_its_last(self):
		certificate = self.certified()
		frappe.db.set_value("KIM Certificate", certificate.name, "valid_until", today())
		certificates.expire()
		self.assertEqual(self.competences(), ["STAFF-1-INT"])
		frappe.db.set_value("KIM Certificate", certificate.name, "valid_until", add_days(today(), -1))
		certificates.expire()
		self.assertEqual(frappe.db.get_value("KIM Certificate", certificate.name, "status"), "Expired")
		self.assertEqual(self.competences(), [])

	def test_an_expiry_is_told_ahead_once_to_holder_and_coordinator(self):
		certificate = self.certified()
		frappe.db.set_single_value("KIM Settings", "expiry_notice_days", 60)
		told = {"subject": ["like", "%valid until%"], "for_user": self.assessor}
		certificates.warn()
		self.assertFalse(frappe.db.exists("Notification Log", told))
		frappe.db.set_value("KIM Certificate", certificate.name, "valid_until", add_days(today(), 30))
		certificates.warn()
		certificates.warn()
		self.assertEqual(frappe.db.count("Notification Log", told), 1)
		to_coordinator = {"subject": ["like", "%run out soon%"], "for_user": self.coordinator}
		self.assertEqual(frappe.db.count("Notification Log", to_coordinator), 1)

	def test_who_renewed_in_time_is_not_told(self):
		first = self.certified()
		frappe.db.set_value("KIM Certificate", first.name, "valid_until", add_days(today(), 30))
		self.certified(offset=9)
		frappe.db.set_single_value("KIM Settings", "expiry_notice_days", 60)
		certificates.warn()
		self.assertFalse(
			frappe.db.exists(
				"Notification Log", {"subject": ["like", "%valid until%"], "for_user": self.assessor}
			)
		)

	# the public page

	def answer(self, number: str):
		# Under the limit, which is asked of requests.
		return confirm.look_up.__wrapped__(number)

	def test_anybody_with_the_number_learns_what_it_certifies_and_no_more(self):
		certificate = self.certified()
		with acting_as("Guest"):
			answer = self.answer(certificate.name.lower().replace("-", " "))
		self.assertEqual(
			set(answer),
			{
				"state",
				"number",
				"kind",
				"initials",
				"what",
				"level",
				"issued_on",
				"valid_until",
				"endless",
				"lines",
			},
		)
		self.assertEqual((answer["state"], answer["what"]), ("valid", certificate.course_title))
		self.assertNotIn(certificate.holder_name, str(answer))
		self.assertRegex(answer["initials"], r"^A\.")

	def test_the_page_says_expired_and_revoked_and_knows_no_other_numbers(self):
		certificate = self.certified()
		frappe.db.set_value("KIM Certificate", certificate.name, "valid_until", add_days(today(), -1))
		self.assertEqual(self.answer(certificate.name)["state"], "expired")
		frappe.db.set_value("KIM Certificate", certificate.name, "status", "Revoked")
		self.assertEqual(self.answer(certificate.name)["state"], "revoked")
		for number in ("KIM-0000-0000-0000", "", None, "%", "' or '1'='1", self.participant):
			answer = self.answer(number)
			self.assertEqual(answer.pop("state"), "unknown", number)
			self.assertFalse(any(answer.values()), number)

	def test_a_validated_competence_is_confirmed_likewise(self):
		pending = bring_to_approval(self.participant, self.staff)
		validation = take_step(pending.name, "Approve", self.staff[roles.SUPERVISOR])
		answer = self.answer(validation.certificate_number)
		self.assertEqual((answer["state"], answer["initials"]), ("valid", "A. O."))
		take_step(validation.name, "Revoke", self.coordinator, reason="Forged.")
		self.assertEqual(self.answer(validation.certificate_number)["state"], "revoked")

	# paper

	def test_the_paper_names_holder_course_and_number_and_makes_a_pdf(self):
		certificate = self.certified()
		with acting_as(self.assessor):
			html = frappe.get_print("KIM Certificate", certificate.name, "KIM Certificate")
			for text in (certificate.holder_name, certificate.course_title, certificate.name, "Interpreters"):
				self.assertIn(frappe.utils.escape_html(text), html)
			self.assertIn("data:image/png;base64,", html)
			frappe.local.form_dict.update({"doctype": "KIM Certificate", "name": certificate.name})
			pdf.download_pdf("KIM Certificate", certificate.name, "KIM Certificate")
		self.assertTrue(frappe.local.response.filecontent.startswith(b"%PDF"))
		# Frappe 15.55 says that there is none, others that it may not be printed.
		refused = (frappe.PermissionError, frappe.DoesNotExistError)
		with acting_as(self.foreign[roles.COORDINATOR]), self.assertRaises(refused):
			pdf.download_pdf("KIM Certificate", certificate.name, "KIM Certificate")

	def test_the_paper_speaks_the_language_that_is_asked_for(self):
		certificate = self.certified()
		course = frappe.get_doc("KIM Training Course", certificate.course)
		course.extend(
			"translations",
			[
				{"language": "it", "title": "Corso di prova"},
				{"language": "it", "module_code": "B", "title": "Interpreti"},
			],
		)
		course.flags.shipped = True
		course.save(ignore_permissions=True)
		with acting_as(self.assessor), print_language("it"):
			html = frappe.get_print("KIM Certificate", certificate.name, "KIM Certificate")
		for text in ("Corso di prova", "Interpreti"):
			self.assertIn(text, html)
		self.assertNotIn("Interpreters", html)
		self.assertEqual(
			frappe.db.get_value("KIM Certificate", certificate.name, "course_title"), course.title
		)

	# assessors

	def case(self):
		with acting_as(self.case_worker):
			evidence = make_evidence(self.participant)
			name = make_validation(self.participant).name
		take_step(name, "Document", self.case_worker)
		take_step(name, "Submit for Assessment", self.case_worker, evidence=[{"evidence": evidence}])
		return name

	def require(self, setting: str):
		frappe.db.set_single_value("KIM Settings", "assessor_certificate", setting)

	def test_off_asks_nobody_and_warn_lets_the_step_go_on_with_a_message(self):
		name = self.case()
		self.require("Warn")
		frappe.clear_messages()
		validation = propose(name, self.assessor)
		self.assertEqual(validation.workflow_state, "Pending Approval")
		self.assertIn("Course REQ", str(frappe.get_message_log()))

	def test_enforce_refuses_every_step_of_an_assessor_without_a_certificate(self):
		name = self.case()
		self.require("Enforce")
		with self.refused("no valid certificate of this course.*Course REQ"):
			propose(name, self.assessor)
		with self.refused("no valid certificate of this course"):
			take_step(name, "Return for Evidence", self.assessor, reason="Too little.")
		stored = frappe.get_doc("KIM Validation", name)
		self.assertEqual((stored.workflow_state, stored.rationale), ("Assessment", None))
		self.require("Off")
		self.assertEqual(propose(name, self.assessor).workflow_state, "Pending Approval")

	def test_with_a_certificate_of_any_version_the_assessor_goes_on_until_it_ends(self):
		name = self.case()
		certificate = self.certified()
		frappe.db.set_value("KIM Training Course", self.course, "status", "Retired")
		newer = make_course("REQ", version="2", required_for=[{"role": roles.ASSESSOR}])
		self.require("Enforce")
		self.assertEqual(requirement.missing_courses(self.assessor, roles.ASSESSOR), [])
		self.assertEqual(propose(name, self.assessor).workflow_state, "Pending Approval")
		with acting_as(self.coordinator):
			certificates.revoke(certificate.name, "Forged.")
		self.assertEqual(requirement.missing_courses(self.assessor, roles.ASSESSOR), [newer.title])

	def test_a_course_of_another_organisation_is_not_required_here(self):
		frappe.db.set_value(
			"KIM Training Course", self.course, "organisation", "Foreign Certificate Organisation"
		)
		self.assertEqual(requirement.missing_courses(self.assessor, roles.ASSESSOR), [])
