"""Whoever a case waits for is told, in the Desk and by e-mail, and nothing personal leaves the site."""

import frappe
from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.utils import add_days, now_datetime, today

from kim_app import roles
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
	propose,
	take_step,
)
from kim_app.validation import notices, post, reminders

CENTRE, ORGANISATION = "Notices Test Centre", "Notices Test Organisation"
NAME = "Zewditu-Nobody-Else"


class NoticesTestCase(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(CENTRE, ORGANISATION)
		cls.staff = make_staff(CENTRE)
		cls.case_worker = cls.staff[roles.CASE_WORKER]
		cls.assessor = cls.staff[roles.ASSESSOR]
		cls.supervisor = cls.staff[roles.SUPERVISOR]
		cls.coordinator = cls.staff[roles.COORDINATOR]
		cls.colleague = make_user("colleague@notices.example", roles.CASE_WORKER, centre=CENTRE)
		cls.second_assessor = make_user("second@notices.example", roles.ASSESSOR, centre=CENTRE)
		cls.second_supervisor = make_user("other@notices.example", roles.SUPERVISOR, centre=CENTRE)
		with acting_as(cls.case_worker):
			cls.participant = make_participant(CENTRE, NAME)

	def setUp(self):
		super().setUp()
		self.told = []
		self.patch(
			post,
			"deliver",
			lambda user, sentence, *args, **kwargs: self.told.append((user, sentence)),
		)

	def patch(self, module, name, value):
		before = getattr(module, name)
		setattr(module, name, value)
		self.addCleanup(setattr, module, name, before)

	def tell(self, validation) -> list[str]:
		"""Tells of the last step, as the job after the commit does; returns who was told."""
		self.told.clear()
		validation = frappe.get_doc("KIM Validation", getattr(validation, "name", validation))
		notices.tell_of_step(validation.name, validation.steps[-1].name)
		return [user for user, _sentence in self.told]

	def assessed(self):
		with acting_as(self.case_worker):
			evidence = make_evidence(self.participant)
			name = make_validation(self.participant, evidence=[{"evidence": evidence}]).name
		take_step(name, "Document", self.case_worker)
		return take_step(name, "Submit for Assessment", self.case_worker)

	def leave(self, user: str):
		member = frappe.get_doc("KIM Staff Member", {"user": user, "centre": CENTRE})
		member.disabled = 1
		member.save()


class TestNotices(NoticesTestCase):
	def test_every_assessor_of_the_centre_is_told_of_a_case_that_nobody_assessed_yet(self):
		self.assertEqual(self.tell(self.assessed()), [self.assessor, self.second_assessor])
		self.assertIn("waits for your assessment", self.told[0][1])

	def test_a_case_that_comes_back_is_told_to_its_own_assessor_and_case_worker_alone(self):
		name = propose(self.assessed().name, self.assessor).name
		take_step(name, "Return to Assessor", self.supervisor, reason="Rate again.")
		self.assertEqual(self.tell(name), [self.assessor])
		self.assertIn("The reason is in the validation", self.told[0][1])
		take_step(name, "Return for Evidence", self.assessor, reason="Too little.")
		self.assertEqual(self.tell(name), [self.case_worker])

	def test_when_its_own_person_has_left_everybody_with_the_role_is_told(self):
		name = self.assessed().name
		self.leave(self.case_worker)
		take_step(name, "Return for Evidence", self.assessor, reason="Too little.")
		self.assertEqual(self.tell(name), [self.colleague])

	def test_supervisors_who_had_no_hand_in_the_case_are_told_and_who_took_the_step_is_not(self):
		both = make_user("both@notices.example", roles.ASSESSOR, roles.SUPERVISOR, centre=CENTRE)
		name = propose(self.assessed().name, both).name
		self.assertEqual(self.tell(name), [self.second_supervisor, self.supervisor])

	def test_the_case_worker_is_told_of_the_decision(self):
		name = bring_to_approval(self.participant, self.staff).name
		take_step(name, "Reject", self.supervisor, reason="Nothing shows it.")
		self.assertEqual(self.tell(name), [self.case_worker])
		self.assertIn("was not validated", self.told[0][1])

	def test_when_nobody_can_go_on_the_coordinator_is_told(self):
		for user in (self.supervisor, self.second_supervisor):
			self.leave(user)
		self.assertEqual(self.tell(propose(self.assessed().name, self.assessor)), [self.coordinator])
		self.assertIn("nobody at Notices Test Centre", self.told[0][1])

	def test_nothing_is_told_of_a_step_that_was_undone_or_overtaken(self):
		validation = self.assessed()
		step = validation.steps[-1].name
		notices.tell_of_step(validation.name, "gone")
		propose(validation.name, self.assessor)
		notices.tell_of_step(validation.name, step)
		self.assertEqual(self.told, [])

	def test_a_step_puts_one_job_in_the_queue_after_its_commit_and_an_import_none(self):
		queued = []
		self.patch(frappe, "enqueue", lambda method, **kwargs: queued.append((method, kwargs)))
		name = self.assessed().name
		frappe.db.after_commit.reset()
		frappe.flags.in_test = False
		try:
			propose(name, self.assessor)
			self.assertEqual(queued, [])
			before = list(frappe.db.after_commit._functions)
		finally:
			frappe.flags.in_test = True
			frappe.db.after_commit.reset()
		for job in before:
			if job.__module__ == notices.__name__:
				job()
		self.assertEqual([method for method, _kwargs in queued], ["kim_app.validation.notices.tell_of_step"])
		validation = frappe.get_doc("KIM Validation", name)
		validation.flags.approved_import = "KIM-LI-00001"
		validation._doc_before_save = frappe._dict(workflow_state="Assessment")
		notices.after_step(validation)
		self.assertFalse(frappe.db.after_commit._functions)

	def test_each_is_told_in_their_own_language(self):
		frappe.db.set_value("User", self.second_assessor, "language", "de")
		frappe.cache.hdel("lang", self.second_assessor)
		frappe.clear_document_cache("User", self.second_assessor)
		spoken = {}
		self.patch(post, "deliver", lambda user, *args, **kwargs: spoken.update({user: frappe.local.lang}))
		language = frappe.local.lang
		self.tell(self.assessed())
		self.assertEqual(spoken, {self.assessor: "en", self.second_assessor: "de"})
		self.assertEqual(frappe.local.lang, language)


class TestPost(NoticesTestCase):
	def setUp(self):
		super().setUp()
		self.patch(post, "deliver", self.real_deliver)
		self.patch(EmailAccount, "find_outgoing", lambda *args, **kwargs: True)
		self.mails = []
		self.patch(frappe, "sendmail", lambda **kwargs: self.mails.append(kwargs))
		frappe.db.set_single_value("KIM Settings", "send_email", 1)

	real_deliver = staticmethod(post.deliver)

	def bells(self):
		"""What rang for cases of this test; other tests leave notices of theirs on the site."""
		cases = frappe.get_all("KIM Validation", filters={"participant": self.participant}, pluck="name")
		return frappe.get_all(
			"Notification Log",
			filters={"document_type": "KIM Validation", "document_name": ["in", cases]},
			fields=["for_user", "subject", "document_name"],
		)

	def test_a_notice_rings_in_the_desk_and_goes_by_mail_without_a_name_or_a_reason(self):
		name = self.assessed().name
		take_step(name, "Return for Evidence", self.assessor, reason="His sister wrote the letter.")
		self.tell(name)
		self.assertEqual([bell.for_user for bell in self.bells()], [self.case_worker])
		[mail] = self.mails
		self.assertEqual(mail["recipients"], [self.case_worker])
		for text in (mail["subject"], mail["message"], self.bells()[0].subject):
			self.assertIn(name, text)
			for secret in (NAME, "Ada", "sister", self.participant):
				self.assertNotIn(secret, text)
		self.assertIn(f"/kim-validation/{name}", mail["message"])

	def test_what_goes_into_the_queue_of_e_mails_holds_no_name_either(self):
		frappe.sendmail = self.real_sendmail
		account = frappe.get_doc(
			{
				"doctype": "Email Account",
				"email_id": "kim@notices.example",
				"email_account_name": "Notices Test",
				"enable_outgoing": 1,
				"default_outgoing": 1,
				"smtp_server": "127.0.0.1",
				"no_smtp_authentication": 1,
			}
		)
		account.flags.ignore_validate = True
		account.flags.ignore_mandatory = True
		account.db_insert()
		self.patch(EmailAccount, "find_outgoing", lambda *args, **kwargs: account)
		before = frappe.get_all("Email Queue", pluck="name")
		self.tell(self.assessed())
		queued = frappe.get_all(
			"Email Queue", filters={"name": ["not in", before or [""]]}, fields=["message"]
		)
		self.assertEqual(len(queued), 2)
		for mail in queued:
			self.assertNotIn(NAME, mail.message)

	real_sendmail = staticmethod(frappe.sendmail)

	def test_who_wants_no_mail_or_no_notice_gets_none(self):
		for user in (self.assessor, self.second_assessor):
			if not frappe.db.exists("Notification Settings", user):
				frappe.get_doc({"doctype": "Notification Settings", "name": user}).insert()
		frappe.db.set_value("Notification Settings", self.assessor, "enable_email_notifications", 0)
		frappe.db.set_value("Notification Settings", self.second_assessor, "enabled", 0)
		self.tell(self.assessed())
		self.assertEqual([bell.for_user for bell in self.bells()], [self.assessor])
		self.assertEqual([mail["recipients"] for mail in self.mails], [[self.second_assessor]])

	def test_settings_switch_all_mail_off(self):
		frappe.db.set_single_value("KIM Settings", "send_email", 0)
		self.tell(self.assessed())
		self.assertTrue(self.bells())
		self.assertEqual(self.mails, [])


class TestReminders(NoticesTestCase):
	def setUp(self):
		super().setUp()
		frappe.db.set_single_value("KIM Settings", "reminder_days", 7)
		frappe.db.set_single_value("KIM Settings", "escalation_days", 21)
		self.first = self.assessed().name
		with acting_as(self.case_worker):
			self.second = make_validation(self.participant, "KC-2018-LIT").name
			self.third = make_validation(self.participant, "KC-2018-CIT").name
		# What other tests or a person left open on this site is not looked at.
		others = {"name": ["not in", [self.first, self.second, self.third]]}
		frappe.db.set_value("KIM Validation", others, "waiting_since", now_datetime(), update_modified=False)

	def wait(self, name: str, days: int):
		since = add_days(now_datetime(), -days)
		frappe.db.set_value("KIM Validation", name, "waiting_since", since, update_modified=False)

	def run_job(self, job) -> dict[str, str]:
		self.told.clear()
		job(commit=lambda: None)
		self.assertEqual(len(self.told), len(dict(self.told)), "somebody was told twice")
		return dict(self.told)

	def test_everybody_gets_one_digest_of_what_waited_for_them_too_long(self):
		self.wait(self.first, 8)
		self.wait(self.second, 7)
		self.wait(self.third, 30)
		told = self.run_job(reminders.remind)
		self.assertEqual(set(told), {self.assessor, self.second_assessor, self.case_worker})
		self.assertIn("8 days", told[self.assessor])
		self.assertIn("2 validations", told[self.case_worker])

	def test_a_reminder_comes_again_after_as_many_days_and_not_before(self):
		self.wait(self.second, 9)
		self.assertEqual(set(self.run_job(reminders.remind)), {self.case_worker})
		self.assertEqual(self.run_job(reminders.remind), {})
		for days, again in ((6, False), (7, True)):
			frappe.db.set_value("KIM Validation", self.second, "reminded_on", add_days(today(), -days))
			self.assertEqual(bool(self.run_job(reminders.remind)), again)

	def test_what_waits_far_too_long_is_told_to_the_coordinator_once_for_each_wait(self):
		self.wait(self.first, 22)
		self.wait(self.second, 20)
		told = self.run_job(reminders.escalate)
		self.assertEqual(set(told), {self.coordinator})
		self.assertIn(self.first, told[self.coordinator])
		self.assertEqual(self.run_job(reminders.escalate), {})
		take_step(self.first, "Return for Evidence", self.assessor, reason="Too little.")
		self.wait(self.first, 22)
		self.assertEqual(set(self.run_job(reminders.escalate)), {self.coordinator})

	def test_a_step_starts_the_waiting_anew(self):
		self.wait(self.first, 30)
		take_step(self.first, "Return for Evidence", self.assessor, reason="Too little.")
		self.assertEqual(self.run_job(reminders.remind), {})

	def test_0_days_switch_either_off(self):
		for field in ("reminder_days", "escalation_days"):
			frappe.db.set_single_value("KIM Settings", field, 0)
		self.wait(self.first, 300)
		self.assertEqual(self.run_job(reminders.remind), {})
		self.assertEqual(self.run_job(reminders.escalate), {})

	def test_a_case_that_nobody_can_be_told_of_is_told_as_soon_as_somebody_is_there(self):
		self.wait(self.first, 22)
		self.leave(self.coordinator)
		self.assertEqual(self.run_job(reminders.escalate), {})
		make_user("new@notices.example", roles.COORDINATOR, centre=CENTRE)
		self.assertEqual(set(self.run_job(reminders.escalate)), {"new@notices.example"})
