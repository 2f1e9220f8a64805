"""A participant's case goes to another centre: with consent, accepted, and out of the old centre's sight."""

import frappe
from frappe.utils import today

from kim_app import roles
from kim_app.inclusion.testing import attach_scan, make_active_plan
from kim_app.testing import (
	KIMTestCase,
	acting_as,
	bring_to_approval,
	make_centre,
	make_participant,
	make_staff,
	make_user,
)
from kim_app.testing_training import close, enrol_self, hold, let_days_pass, make_course, make_session
from kim_app.training import board, certificates, enrolment
from kim_app.transfer import form, handover

HERE, THERE, ELSEWHERE = "Giving Test Centre", "Receiving Test Centre", "Third Test Centre"
OF_ROLES = (roles.CASE_WORKER, roles.ASSESSOR, roles.SUPERVISOR, roles.COORDINATOR)


class TestKIMTransfer(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(HERE, "Giving Organisation")
		make_centre(THERE, "Receiving Organisation")
		make_centre(ELSEWHERE, "Third Organisation")
		cls.here, cls.there = make_staff(HERE, OF_ROLES), make_staff(THERE, OF_ROLES)
		cls.elsewhere = make_staff(ELSEWHERE, OF_ROLES)
		cls.trainer = make_user("trainer@transfer.example", roles.TRAINER, centre=HERE)
		cls.login = make_user("ada@transfer.example", roles.PARTICIPANT)
		with acting_as(cls.here[roles.CASE_WORKER]):
			cls.participant = make_participant(HERE, user=cls.login)
		cls.validation = bring_to_approval(cls.participant, cls.here)
		cls.plan = make_active_plan(cls.participant, cls.here)

	def requested(self, **fields):
		with acting_as(self.here[roles.CASE_WORKER]):
			return frappe.get_doc(
				{
					"doctype": "KIM Transfer",
					"participant": self.participant,
					"to_centre": THERE,
					"reason": "Ada found work there.",
					"handover": "Needs an interpreter.",
					**fields,
				}
			).insert()

	def consented(self):
		transfer = self.requested()
		with acting_as(self.login):
			handover.consent(transfer.name, "Ada Okafor", 1)
		return transfer

	def may_read(self, user, doctype, name):
		with acting_as(user):
			return bool(frappe.has_permission(doctype, "read", doc=name))

	def test_the_whole_case_goes_over_and_the_old_centre_reads_it_no_longer(self):
		transfer = self.consented()
		evidence = self.validation.evidence[0].evidence
		frappe.get_doc(
			{
				"doctype": "DocShare",
				"user": self.here[roles.CASE_WORKER],
				"share_doctype": "KIM Participant",
				"share_name": self.participant,
				"read": 1,
			}
		).insert(ignore_permissions=True)
		records = [
			("KIM Participant", self.participant),
			("KIM Evidence", evidence),
			("KIM Validation", self.validation.name),
			("KIM Inclusion Plan", self.plan.name),
			("KIM Plan Version", f"{self.plan.name}-1"),
		]
		for record in records:
			self.assertFalse(self.may_read(self.there[roles.CASE_WORKER], *record), record)
		with acting_as(self.there[roles.CASE_WORKER]):
			handover.accept(transfer.name)
		for record in [*records, ("KIM Transfer", transfer.name)]:
			self.assertTrue(self.may_read(self.there[roles.CASE_WORKER], *record), record)
			for role in OF_ROLES:
				self.assertFalse(self.may_read(self.here[role], *record), (record, role))
			self.assertFalse(self.may_read(self.elsewhere[roles.CASE_WORKER], *record), record)
		transfer.reload()
		self.assertEqual(
			(transfer.status, transfer.from_centre, transfer.answered_by, transfer.new_case_worker),
			("Accepted", HERE, self.there[roles.CASE_WORKER], self.there[roles.CASE_WORKER]),
		)
		self.assertEqual(
			frappe.db.get_value(
				"KIM Participant", self.participant, ["centre", "organisation", "case_worker"]
			),
			(THERE, "Receiving Organisation", self.there[roles.CASE_WORKER]),
		)
		plan = frappe.get_doc("KIM Inclusion Plan", self.plan.name)
		self.assertEqual((plan.workflow_state, plan.case_worker), ("Active", self.there[roles.CASE_WORKER]))
		self.assertEqual(plan.steps[-1].action, "Handed Over")
		with acting_as(self.there[roles.CASE_WORKER]):
			plan.actions[0].status = "Done"
			plan.save()

	def handed_over(self):
		transfer = self.consented()
		with acting_as(self.there[roles.CASE_WORKER]):
			handover.accept(transfer.name)

	def attends(self, **fields) -> tuple[str, str]:
		"""A session of the giving centre, and the participant's place in it."""
		session = make_session(self.trainer, HERE, make_course(frappe.generate_hash(length=6)).name, **fields)
		with acting_as(self.here[roles.CASE_WORKER]):
			return session.name, enrolment.enrol(session.name, "KIM Participant", self.participant)["name"]

	def sees(self, user: str, doctype: str, name: str) -> bool:
		"""Asked in both ways, which have to agree."""
		with acting_as(user):
			listed = bool(frappe.get_list(doctype, filters={"name": name}))
		self.assertEqual(listed, self.may_read(user, doctype, name), (user, doctype))
		return listed

	def test_attendance_and_certificate_go_over_too_and_the_old_centre_reads_them_no_longer(self):
		session, place = self.attends()
		hold(session, self.trainer, {place: (1, 1)})
		close(session, self.trainer)
		certificate = frappe.db.get_value("KIM Session Attendee", place, "certificate")
		records = [("KIM Session Attendee", place), ("KIM Certificate", certificate)]
		old = [self.trainer, *(self.here[role] for role in (roles.CASE_WORKER, roles.COORDINATOR))]
		new = [self.there[role] for role in (roles.CASE_WORKER, roles.COORDINATOR)]
		for record in records:
			self.assertEqual([self.sees(user, *record) for user in old], [True] * 3, record)
			self.assertEqual([self.sees(user, *record) for user in new], [False] * 2, record)
		self.handed_over()
		for record in records:
			self.assertEqual([self.sees(user, *record) for user in old], [False] * 3, record)
			self.assertEqual([self.sees(user, *record) for user in new], [True] * 2, record)
		with acting_as(self.trainer):
			shown = board.read(session)
			self.assertEqual(shown["attendees"], [])
			self.assertEqual(frappe.get_doc("KIM Training Session", session).sign_in_rows(), [])
		with acting_as(self.here[roles.COORDINATOR]), self.assertRaises(frappe.PermissionError):
			certificates.revoke(certificate, "Forged.")
		with acting_as(self.there[roles.COORDINATOR]):
			self.assertEqual(certificates.revoke(certificate, "Forged."), "Revoked")

	def test_a_place_in_a_session_to_come_is_given_to_who_waits(self):
		session, place = self.attends(capacity=1)
		waiting = enrol_self(session, self.here[roles.CASE_WORKER])
		self.handed_over()
		state = frappe.db.get_value
		self.assertEqual(state("KIM Session Attendee", place, "status"), "Withdrawn")
		self.assertEqual(state("KIM Session Attendee", waiting, "status"), "Enrolled")
		self.assertEqual(state("KIM Training Session", session, ["enrolled", "waiting"]), (1, 0))
		self.assertFalse(self.sees(self.trainer, "KIM Session Attendee", place))

	def test_of_a_session_under_way_its_trainer_alone_goes_on_recording(self):
		session, place = self.attends()
		let_days_pass(session)
		self.handed_over()
		self.assertTrue(self.sees(self.trainer, "KIM Session Attendee", place))
		self.assertFalse(self.sees(self.here[roles.COORDINATOR], "KIM Session Attendee", place))
		hold(session, self.trainer, {place: (1, 1)})
		self.assertEqual(close(session, self.trainer)["certificates"], 1)
		self.assertFalse(self.sees(self.trainer, "KIM Session Attendee", place))
		self.assertTrue(self.sees(self.there[roles.CASE_WORKER], "KIM Session Attendee", place))

	def test_who_is_case_worker_and_supervisor_there_is_told_of_a_transfer_once(self):
		both = make_user("two-roles@transfer.example", roles.CASE_WORKER, roles.SUPERVISOR, centre=THERE)
		transfer = self.consented()
		told = {"for_user": both, "document_name": transfer.name}
		self.assertEqual(frappe.db.count("Notification Log", told), 1)

	def test_the_receiving_centre_sees_a_transfer_only_after_consent_and_not_after_declining(self):
		transfer = self.requested()
		receiver = self.there[roles.SUPERVISOR]
		self.assertFalse(self.may_read(receiver, "KIM Transfer", transfer.name))
		with acting_as(self.login):
			handover.consent(transfer.name, "Ada Okafor", 1)
		self.assertTrue(self.may_read(receiver, "KIM Transfer", transfer.name))
		with acting_as(receiver):
			self.assertIn(transfer.name, frappe.get_list("KIM Transfer", pluck="name"))
			with self.assertRaisesRegex(frappe.ValidationError, "needs a reason"):
				handover.decline(transfer.name, " ")
			handover.decline(transfer.name, "No place before May.")
		self.assertFalse(self.may_read(receiver, "KIM Transfer", transfer.name))
		transfer.reload()
		self.assertEqual((transfer.status, transfer.answer), ("Declined", "No place before May."))
		self.assertEqual(frappe.db.get_value("KIM Participant", self.participant, "centre"), HERE)

	def test_nobody_takes_a_case_over_without_consent_or_from_the_wrong_side(self):
		transfer = self.requested()
		with acting_as(self.there[roles.CASE_WORKER]), self.assertRaises(frappe.PermissionError):
			handover.accept(transfer.name)
		with acting_as(self.login):
			handover.consent(transfer.name, "Ada Okafor", 1)
		with (
			acting_as(self.here[roles.CASE_WORKER]),
			self.assertRaisesRegex(frappe.ValidationError, "receiving"),
		):
			handover.accept(transfer.name)
		with acting_as(self.elsewhere[roles.CASE_WORKER]), self.assertRaises(frappe.PermissionError):
			handover.accept(transfer.name)
		with acting_as(self.there[roles.CASE_WORKER]):
			with self.assertRaisesRegex(frappe.ValidationError, "is not a case worker of"):
				handover.accept(transfer.name, self.elsewhere[roles.CASE_WORKER])
			changed = frappe.get_doc("KIM Transfer", transfer.name)
			changed.status = "Accepted"
			with self.assertRaises(frappe.PermissionError):
				changed.save()
		self.assertEqual(frappe.db.get_value("KIM Participant", self.participant, "centre"), HERE)

	def test_consent_is_the_participants_own_or_recorded_with_a_scan(self):
		transfer = self.requested()
		with acting_as(self.here[roles.CASE_WORKER]):
			with self.assertRaisesRegex(frappe.ValidationError, "Only the participant"):
				handover.consent(transfer.name, "Ada Okafor", 1)
			with self.assertRaisesRegex(frappe.ValidationError, "Attach the scan"):
				handover.record_consent(transfer.name)
		scan = attach_scan("KIM Transfer", transfer.name, self.here[roles.CASE_WORKER])
		with acting_as(self.here[roles.CASE_WORKER]):
			transfer.reload()
			transfer.update({"consent_on": today(), "consent_scan": scan})
			transfer.save()
			handover.record_consent(transfer.name)
		transfer.reload()
		self.assertEqual((transfer.status, transfer.consent_how), ("Consented", "Signed Scan"))
		file = frappe.get_doc("File", {"file_url": scan})
		with acting_as(self.here[roles.CASE_WORKER]), self.assertRaisesRegex(frappe.ValidationError, "stays"):
			file.delete()
		with acting_as(self.here[roles.CASE_WORKER]):
			transfer.reason = "Another."
			with self.assertRaisesRegex(frappe.ValidationError, "is kept as it is"):
				transfer.save()

	def test_two_who_accept_at_once_and_the_second_is_refused(self):
		transfer = self.consented()
		with acting_as(self.there[roles.CASE_WORKER]):
			handover.accept(transfer.name)
		with acting_as(self.there[roles.SUPERVISOR]):
			with self.assertRaisesRegex(frappe.ValidationError, "not possible any more"):
				handover.accept(transfer.name, self.there[roles.CASE_WORKER])

	def test_one_transfer_at_a_time_and_another_after_it_was_withdrawn(self):
		transfer = self.requested()
		with self.assertRaisesRegex(frappe.ValidationError, f"Transfer {transfer.name} .* still open"):
			self.requested(to_centre=ELSEWHERE)
		with acting_as(self.here[roles.CASE_WORKER]):
			handover.withdraw(transfer.name)
		self.assertEqual(self.requested(to_centre=ELSEWHERE).status, "Requested")

	def test_the_centres_of_other_organisations_can_be_chosen_and_nothing_else_of_them_is_told(self):
		def offered(user, text):
			with acting_as(user):
				asked = {"participant": self.participant}
				return [row[0] for row in form.centres("KIM Centre", text, "name", 0, 20, asked)]

		case_worker = self.here[roles.CASE_WORKER]
		self.assertEqual(offered(case_worker, "Receiving Test"), [THERE])
		self.assertEqual(offered(case_worker, "Third Organisation"), [ELSEWHERE])
		self.assertEqual(offered(case_worker, HERE), [])
		with acting_as(case_worker):
			self.assertEqual(form.centres("KIM Centre", "Receiving", "name", 0, 20, {}), [])
		frappe.db.set_value("KIM Centre", THERE, "disabled", 1)
		self.assertEqual(offered(case_worker, "Receiving Test"), [])
		for stranger in (self.elsewhere[roles.CASE_WORKER], self.login):
			with self.assertRaises(frappe.PermissionError):
				offered(stranger, "Test")

	def test_what_is_wrong_in_a_transfer_is_said(self):
		with self.assertRaisesRegex(frappe.ValidationError, "at Giving Test Centre already"):
			self.requested(to_centre=HERE)
		frappe.db.set_value("KIM Centre", ELSEWHERE, "disabled", 1)
		with self.assertRaisesRegex(frappe.ValidationError, "is closed"):
			self.requested(to_centre=ELSEWHERE)
		with acting_as(self.there[roles.CASE_WORKER]), self.assertRaises(frappe.PermissionError):
			frappe.get_doc(
				{
					"doctype": "KIM Transfer",
					"participant": self.participant,
					"to_centre": THERE,
					"reason": "Mine.",
				}
			).insert()

	def test_what_kim_writes_is_not_made_up_in_a_request(self):
		transfer = self.requested(status="Consented", shown_to_centre=THERE, consent_name="Ada")
		self.assertEqual(
			(transfer.status, transfer.shown_to_centre, transfer.consent_name), ("Requested", None, None)
		)

	def test_a_participant_is_not_moved_past_a_transfer(self):
		both = make_user("both@transfer.example", roles.CASE_WORKER, centre=HERE)
		make_user(both, roles.CASE_WORKER, centre=THERE)
		with acting_as(both):
			participant = frappe.get_doc("KIM Participant", self.participant)
			participant.centre = THERE
			with self.assertRaisesRegex(frappe.PermissionError, "by a transfer"):
				participant.save()
		self.assertEqual(frappe.db.get_value("KIM Participant", self.participant, "centre"), HERE)
