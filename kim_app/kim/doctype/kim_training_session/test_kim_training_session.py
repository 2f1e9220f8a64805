"""Sessions on a site: planning, places, waiting list, clashes, attendance, closing, and who may do what."""

import json

import frappe
from frappe.utils import add_days, add_months, getdate, today

from kim_app import roles
from kim_app.overrides import counts
from kim_app.testing import KIMTestCase, acting_as, make_centre, make_participant, make_staff, make_user
from kim_app.testing_training import (
	close,
	days,
	enrol_self,
	hold,
	let_days_pass,
	make_course,
	make_session,
	mark,
)
from kim_app.training import attendance, board, calendar, certificates, enrolment, feedback, sessions

CENTRE, SISTER, ELSEWHERE = "Training Centre", "Sister Centre", "Foreign Training Centre"
ORGANISATION = "Training Organisation"


class TestTrainingSession(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(CENTRE, ORGANISATION)
		make_centre(SISTER, ORGANISATION)
		make_centre(ELSEWHERE, "Foreign Training Organisation")
		cls.staff = make_staff(CENTRE)
		cls.foreign = make_staff(ELSEWHERE, (roles.CASE_WORKER, roles.TRAINER, roles.COORDINATOR))
		cls.trainer = cls.staff[roles.TRAINER]
		cls.coordinator = cls.staff[roles.COORDINATOR]
		cls.case_worker = cls.staff[roles.CASE_WORKER]
		cls.assessor = cls.staff[roles.ASSESSOR]
		cls.sister = make_user("sister@training.example", roles.CASE_WORKER, centre=SISTER)
		cls.course = make_course().name
		with acting_as(cls.case_worker):
			cls.participant = make_participant(CENTRE, "Nkemelu")

	def session(self, **fields):
		return make_session(self.trainer, CENTRE, self.course, **fields)

	def refused(self, text: str, error=frappe.ValidationError):
		return self.assertRaisesRegex(error, text)

	def stored(self, name: str, field: str, doctype: str = "KIM Training Session"):
		return frappe.db.get_value(doctype, name, field)

	# planning

	def test_a_session_is_planned_opened_held_and_closed_by_its_trainer(self):
		session = self.session(opened=False)
		self.assertEqual((session.status, session.organisation), ("Planned", ORGANISATION))
		self.assertEqual(str(session.starts), f"{add_days(today(), 7)} 09:00:00")
		with acting_as(self.trainer):
			sessions.take_step(session.name, "Open Enrolment")
		attendee = enrol_self(session.name, self.assessor)
		hold(session.name, self.trainer, {attendee: (1, 1)})
		self.assertEqual(close(session.name, self.trainer), {"status": "Closed", "certificates": 1})
		self.assertEqual(self.stored(session.name, "closed_by"), self.trainer)

	def test_dates_in_the_past_reversed_or_overlapping_are_refused(self):
		for changed, text in (
			({"date": add_days(today(), -1)}, "lies in the past"),
			({"to_time": "08:00:00"}, "before it begins"),
			({"from_time": "14:00:00", "to_time": "15:00:00"}, "overlap"),
			({"module": "Z"}, "no module of this course"),
		):
			rows = days()
			rows[0].update(changed)
			with self.refused(text):
				self.session(days=rows)
		self.assertFalse(frappe.get_all("KIM Training Session", {"course": self.course}))

	def test_the_days_stand_in_order_however_they_were_written(self):
		session = self.session(days=list(reversed(days())))
		self.assertEqual([row.module for row in session.days], ["A", "B"])

	def test_a_trainer_is_not_double_booked(self):
		first = self.session()
		with self.refused(f"already gives the session {first.name}"):
			self.session(days=days(start=10))
		self.session(days=days(start=15))

	def test_a_session_is_given_by_a_trainer_of_the_organisation(self):
		for user in (self.assessor, self.foreign[roles.TRAINER]):
			with acting_as(self.trainer), self.refused("is no trainer of"):
				frappe.get_doc(
					{
						"doctype": "KIM Training Session",
						"course": self.course,
						"centre": CENTRE,
						"trainer": user,
						"capacity": 5,
						"days": days(),
					}
				).insert()

	def test_an_unpublished_course_is_planned_but_not_opened(self):
		draft = make_course("DRAFT", ORGANISATION, publish=False).name
		session = make_session(self.trainer, CENTRE, draft, opened=False)
		with acting_as(self.trainer), self.refused("The course is Draft"):
			sessions.take_step(session.name, "Open Enrolment")
		self.assertEqual(self.stored(session.name, "status"), "Planned")

	def test_the_connections_of_a_course_count_the_own_organisations_sessions_only(self):
		self.session()
		counted = {}
		for user in (self.trainer, self.foreign[roles.TRAINER], self.foreign[roles.CASE_WORKER]):
			with acting_as(user):
				asked = ("KIM Training Course", self.course, ["KIM Training Session", "KIM Certificate"])
				found = counts.get_open_count(*asked)["count"]
			# Early Frappe 15 gives one list, later ones two.
			rows = found if isinstance(found, list) else found["external_links_found"]
			counted[user] = [row["count"] for row in rows]
		self.assertEqual(list(counted.values()), [[1, 0], [0, 0], [0, 0]])
		hooked = frappe.get_hooks("override_whitelisted_methods")["frappe.desk.notifications.get_open_count"]
		self.assertEqual(hooked[-1], "kim_app.overrides.counts.get_open_count")

	def test_a_state_is_not_written_by_a_form_or_a_request(self):
		session = self.session(opened=False)
		for user in (self.trainer, self.coordinator, "Administrator"):
			with acting_as(user), self.refused("cannot be changed by hand"):
				document = frappe.get_doc("KIM Training Session", session.name)
				document.status = "Closed"
				document.save()
		with acting_as(self.trainer):
			made = make_session(
				self.trainer, CENTRE, self.course, opened=False, status="Closed", enrolled=5, days=days(9)
			)
		self.assertEqual((made.status, made.enrolled), ("Planned", 0))

	def test_steps_are_not_skipped(self):
		session = self.session()
		for action in ("Close", "Open Enrolment", "Nonsense"):
			with acting_as(self.trainer), self.refused("cannot take the step"):
				sessions.take_step(session.name, action)
		with acting_as(self.trainer), self.refused("Mark it as held then"):
			sessions.take_step(session.name, "Mark as Held")

	def test_another_trainer_and_another_organisation_do_not_lead_a_session(self):
		session = self.session()
		other = make_user("other.trainer@training.example", roles.TRAINER, centre=CENTRE)
		for user in (other, self.assessor, self.case_worker, *self.foreign.values()):
			with acting_as(user), self.assertRaises(frappe.PermissionError, msg=user):
				sessions.take_step(session.name, "Cancel Session", "No.")
			with acting_as(user), self.assertRaises(frappe.PermissionError, msg=user):
				document = frappe.get_doc("KIM Training Session", session.name)
				document.trainer = user
				document.save()
		with acting_as(self.coordinator):
			sessions.take_step(session.name, "Cancel Session", "Too few people.")
		self.assertEqual(self.stored(session.name, "reason"), "Too few people.")

	def test_only_what_was_never_opened_is_deleted(self):
		session = self.session()
		with acting_as(self.coordinator), self.refused("is kept"):
			frappe.delete_doc("KIM Training Session", session.name)
		planned = self.session(opened=False, days=days(9))
		with acting_as(self.trainer):
			frappe.delete_doc("KIM Training Session", planned.name)
		self.assertFalse(frappe.db.exists("KIM Training Session", planned.name))

	# places

	def test_staff_of_the_whole_organisation_see_a_session_and_enrol_themselves(self):
		session = self.session()
		enrol_self(session.name, self.sister)
		self.assertEqual(self.stored(session.name, "enrolled"), 1)
		with acting_as(self.foreign[roles.CASE_WORKER]), self.assertRaises(frappe.PermissionError):
			enrolment.enrol_me(session.name)

	def test_more_people_than_places_wait_and_move_up_by_themselves(self):
		session = self.session(capacity=1)
		first = enrol_self(session.name, self.case_worker)
		with acting_as(self.assessor):
			second = enrolment.enrol_me(session.name)
		with acting_as(self.sister):
			third = enrolment.enrol_me(session.name)
		self.assertEqual((second["status"], third["status"]), ("Waiting", "Waiting"))
		self.assertEqual(
			(self.stored(session.name, "enrolled"), self.stored(session.name, "waiting")), (1, 2)
		)
		with acting_as(self.case_worker):
			self.assertEqual(len(enrolment.withdraw(first)["moved_up"]), 1)
		self.assertEqual(self.stored(second["name"], "status", "KIM Session Attendee"), "Enrolled")
		self.assertTrue(
			frappe.db.exists("Notification Log", {"for_user": self.assessor, "document_name": session.name})
		)
		with acting_as(self.trainer):
			document = frappe.get_doc("KIM Training Session", session.name)
			document.capacity = 2
			document.save()
		self.assertEqual(self.stored(third["name"], "status", "KIM Session Attendee"), "Enrolled")
		self.assertEqual(
			(self.stored(session.name, "enrolled"), self.stored(session.name, "waiting")), (2, 0)
		)

	def test_places_are_not_taken_from_those_who_have_them(self):
		session = self.session(capacity=2)
		enrol_self(session.name, self.case_worker)
		enrol_self(session.name, self.assessor)
		with acting_as(self.trainer), self.refused("there cannot be 1 places"):
			document = frappe.get_doc("KIM Training Session", session.name)
			document.capacity = 1
			document.save()
		self.assertEqual(self.stored(session.name, "capacity"), 2)

	def test_nobody_is_enrolled_twice_under_either_of_two_records(self):
		session = self.session()
		make_user(self.case_worker, centre=SISTER)
		enrol_self(session.name, self.case_worker)
		with acting_as(self.case_worker), self.refused("already enrolled"):
			enrolment.enrol_me(session.name)
		second = frappe.db.get_value("KIM Staff Member", {"user": self.case_worker, "centre": SISTER})
		with acting_as(self.trainer), self.refused("already enrolled"):
			enrolment.enrol(session.name, "KIM Staff Member", second)
		self.assertEqual(frappe.db.count("KIM Session Attendee", {"session": session.name}), 1)

	def test_the_database_refuses_the_second_of_two_at_once(self):
		session = self.session()
		name = enrol_self(session.name, self.case_worker)
		copy = frappe.copy_doc(frappe.get_doc("KIM Session Attendee", name))
		with self.assertRaises(frappe.UniqueValidationError):
			enrolment.store(copy)

	def test_nobody_is_in_two_sessions_at_once(self):
		other = make_user("second.trainer@training.example", roles.TRAINER, centre=CENTRE)
		first = self.session()
		second = make_session(other, CENTRE, self.course, days=days(start=11))
		enrol_self(first.name, self.assessor)
		with acting_as(self.assessor), self.refused(f"booked in the session {first.name}"):
			enrolment.enrol_me(second.name)
		with acting_as(self.trainer), self.refused(f"booked in the session {first.name}"):
			enrolment.enrol_me(second.name)
		with acting_as(self.trainer), self.refused("gives this session"):
			enrolment.enrol(
				first.name,
				"KIM Staff Member",
				frappe.db.get_value("KIM Staff Member", {"user": self.trainer}),
			)
		third = make_session(other, CENTRE, self.course, days=days(8))
		enrol_self(third.name, self.assessor)
		with acting_as(other), self.refused(f"has a place in the session {first.name}"):
			document = frappe.get_doc("KIM Training Session", third.name)
			document.set("days", days())
			document.save()

	def test_people_enrol_only_while_a_session_is_open_and_has_not_begun(self):
		planned = self.session(opened=False)
		with acting_as(self.assessor), self.refused("this one is Planned"):
			enrolment.enrol_me(planned.name)
		begun = self.session(days=days(9))
		let_days_pass(begun.name, 0)
		for row in frappe.get_all("KIM Session Day", filters={"parent": begun.name}, pluck="name"):
			frappe.db.set_value("KIM Session Day", row, {"from_time": "00:00:00", "to_time": "00:01:00"})
		with acting_as(self.assessor), self.refused("has begun"):
			enrolment.enrol_me(begun.name)

	def test_who_has_left_is_not_enrolled(self):
		session = self.session()
		leaver = make_user("leaver@training.example", roles.ASSESSOR, centre=CENTRE)
		member = frappe.get_doc("KIM Staff Member", {"user": leaver})
		member.disabled = 1
		member.save()
		with acting_as(self.trainer), self.refused("no longer works here"):
			enrolment.enrol(session.name, "KIM Staff Member", member.name)

	# participants

	def test_a_case_worker_enrols_a_participant_and_a_trainer_gets_no_right_on_them(self):
		session = self.session()
		with acting_as(self.trainer), self.assertRaises(frappe.PermissionError):
			enrolment.enrol(session.name, "KIM Participant", self.participant)
		with acting_as(self.case_worker):
			attendee = enrolment.enrol(session.name, "KIM Participant", self.participant)["name"]
		with acting_as(self.trainer):
			self.assertEqual(frappe.get_list("KIM Session Attendee", pluck="attendee_name"), ["Ada Nkemelu"])
			self.assertFalse(frappe.has_permission("KIM Participant", "read", doc=self.participant))
			self.assertFalse(frappe.has_permission("KIM Participant", "read"))
			with self.assertRaises(frappe.PermissionError):
				enrolment.withdraw(attendee)
			document = frappe.get_doc("KIM Training Session", session.name)
			self.assertEqual(document.sign_in_rows(), ["Ada Nkemelu"])

	def test_who_attends_is_known_to_few(self):
		session = self.session()
		with acting_as(self.case_worker):
			enrolment.enrol(session.name, "KIM Participant", self.participant)
		enrol_self(session.name, self.assessor)
		other = make_user("third.trainer@training.example", roles.TRAINER, centre=CENTRE)
		known = {
			self.trainer: 2,
			self.coordinator: 2,
			self.case_worker: 1,
			self.assessor: 2,
			self.sister: 0,
			other: 0,
			self.foreign[roles.COORDINATOR]: 0,
		}
		for user, count in known.items():
			with acting_as(user):
				self.assertEqual(len(frappe.get_list("KIM Session Attendee", limit=0)), count, user)
		with acting_as(self.sister):
			seen = board.read(session.name)
			self.assertEqual((seen["attendees"], seen["enrolled"]), ([], 2))

	def test_the_list_to_sign_has_one_sheet_a_day_with_the_days_modules(self):
		session = self.session(days=[*days(7), *days(8)])
		enrol_self(session.name, self.staff[roles.ASSESSOR])
		with acting_as(self.trainer):
			html = frappe.get_print("KIM Training Session", session.name, "KIM Sign-in List")
		sheets = html.split('class="kim-list"')[1:]
		self.assertEqual(len(sheets), 2)
		for sheet in sheets:
			self.assertIn("Procedures", sheet)
			self.assertEqual(sheet.count('class="day"'), 2)
			self.assertIn(frappe.db.get_value("User", self.staff[roles.ASSESSOR], "full_name"), sheet)

	def test_a_participant_of_another_organisation_is_not_enrolled(self):
		session = self.session()
		with acting_as(self.foreign[roles.CASE_WORKER]):
			stranger = make_participant(ELSEWHERE, "Strange")
		with acting_as(self.case_worker), self.assertRaises(frappe.PermissionError):
			enrolment.enrol(session.name, "KIM Participant", stranger)
		with acting_as(self.case_worker), self.assertRaises(frappe.PermissionError):
			enrolment.enrol(session.name, "User", self.assessor)

	def test_a_participant_gets_a_certificate_and_no_competences_of_staff(self):
		session = self.session()
		with acting_as(self.case_worker):
			attendee = enrolment.enrol(session.name, "KIM Participant", self.participant)["name"]
		hold(session.name, self.trainer, {attendee: (1, 1)})
		self.assertEqual(close(session.name, self.trainer)["certificates"], 1)
		with acting_as(self.case_worker):
			self.assertEqual(frappe.get_list("KIM Certificate", pluck="holder_name"), ["Ada Nkemelu"])
		with acting_as(self.sister):
			self.assertEqual(frappe.get_list("KIM Certificate", pluck="name"), [])

	# attendance

	def test_attendance_is_recorded_for_days_that_have_come_by_who_runs_the_session(self):
		session = self.session()
		attendee = enrol_self(session.name, self.assessor)
		with self.refused("lies ahead"):
			mark(session.name, self.trainer, attendee, 1, 1)
		let_days_pass(session.name)
		self.assertEqual(mark(session.name, self.trainer, attendee, 1, 0), {attendee: 60})
		self.assertEqual(mark(session.name, self.trainer, attendee, None, 1), {attendee: 40})
		for user in (self.assessor, self.case_worker, self.foreign[roles.TRAINER]):
			with self.assertRaises(frappe.PermissionError, msg=user):
				mark(session.name, user, attendee, 1, 1)

	def test_one_mark_that_cannot_be_leaves_all_as_they_were(self):
		session = self.session()
		attendee = enrol_self(session.name, self.assessor)
		let_days_pass(session.name)
		with acting_as(self.trainer), self.refused("no longer part of the session"):
			attendance.mark(
				session.name, json.dumps([[attendee, session.days[0].name, 1], [attendee, "x", 1]])
			)
		other = self.session(days=days(9))
		with acting_as(self.trainer), self.refused("no attendee of this session", frappe.DoesNotExistError):
			attendance.mark(other.name, [[attendee, other.days[0].name, 1]])
		self.assertFalse(frappe.get_doc("KIM Session Attendee", attendee).attendance)

	def test_an_attendees_record_is_not_written_by_hand(self):
		session = self.session()
		attendee = enrol_self(session.name, self.assessor)
		for user in (self.trainer, self.coordinator, self.assessor):
			with acting_as(user), self.assertRaises(frappe.PermissionError, msg=user):
				document = frappe.get_doc("KIM Session Attendee", attendee)
				document.status = "Withdrawn"
				document.save()
		with self.refused("cannot be changed by hand"):
			document = frappe.get_doc("KIM Session Attendee", attendee)
			document.append("attendance", {"day": session.days[0].name, "present": 1})
			document.save()
		with self.refused("Withdraw"):
			frappe.delete_doc("KIM Session Attendee", attendee)

	def test_results_are_for_those_who_were_there(self):
		session = self.session()
		attendee = enrol_self(session.name, self.assessor)
		let_days_pass(session.name)
		with acting_as(self.trainer):
			with self.refused("was never there"):
				attendance.set_result(session.name, attendee, "Passed")
			with self.refused("no result of an assessment"):
				attendance.set_result(session.name, attendee, "Brilliant")
			mark(session.name, self.trainer, attendee, 1, 1)
			attendance.set_result(session.name, attendee, "Passed")
		mark(session.name, self.trainer, attendee, 0, 0)
		self.assertFalse(self.stored(attendee, "result", "KIM Session Attendee"))

	# closing

	def test_a_session_is_not_closed_without_attendance_and_results(self):
		session = self.session()
		attendee = enrol_self(session.name, self.assessor)
		let_days_pass(session.name)
		with acting_as(self.trainer):
			sessions.take_step(session.name, "Mark as Held")
		with self.refused("Record for every day"):
			close(session.name, self.trainer)
		mark(session.name, self.trainer, attendee, 1, 1)
		with self.refused("passed the assessment"):
			close(session.name, self.trainer)
		self.assertEqual(self.stored(session.name, "status"), "Held")
		self.assertFalse(frappe.db.exists("KIM Certificate", {"session": session.name}))

	def test_nobody_enrolled_means_nothing_to_close(self):
		session = self.session()
		let_days_pass(session.name)
		with acting_as(self.trainer):
			sessions.take_step(session.name, "Mark as Held")
		with self.refused("Nobody is enrolled"):
			close(session.name, self.trainer)

	def test_the_closing_says_of_everybody_why(self):
		session = self.session(capacity=3)
		full = enrol_self(session.name, self.assessor)
		half = enrol_self(session.name, self.case_worker)
		absent = enrol_self(session.name, self.sister)
		waiting = enrol_self(session.name, self.staff[roles.SUPERVISOR])
		hold(session.name, self.trainer, {full: (1, 1), half: (1, 0), absent: (0, 0)})
		self.assertEqual(close(session.name, self.trainer)["certificates"], 1)
		outcomes = {
			name: self.stored(name, "outcome", "KIM Session Attendee")
			for name in (full, half, absent, waiting)
		}
		self.assertEqual(
			list(outcomes.values()), ["certificate", "attended-too-little", "absent", "not-enrolled"]
		)
		with acting_as(self.case_worker):
			own = board.read(session.name)["own"]
			self.assertEqual(own["outcome"], "Attended 60 %, 80 % are needed")
		holders = frappe.get_all("KIM Certificate", {"session": session.name}, pluck="attendee")
		self.assertEqual(holders, [full])

	def test_a_certificate_counts_from_the_last_day_and_brings_the_competences(self):
		session = self.session()
		attendee = enrol_self(session.name, self.assessor)
		hold(session.name, self.trainer, {attendee: (1, 1)})
		close(session.name, self.trainer)
		certificate = frappe.get_doc("KIM Certificate", {"attendee": attendee})
		self.assertRegex(certificate.name, r"^KIM(-[0-9A-HJKMNP-TV-Z]{4}){3}$")
		last_day = getdate(add_days(today(), -1))
		self.assertEqual(getdate(certificate.valid_until), getdate(add_months(last_day, 24)))
		self.assertEqual((certificate.hours, certificate.percent, certificate.user), (5, 100, self.assessor))
		member = frappe.get_doc("KIM Staff Member", {"user": self.assessor})
		self.assertEqual(
			[(row.competence, row.level, row.certificate) for row in member.competences],
			[("STAFF-1-INT", "2", certificate.name)],
		)
		return certificate

	def test_closing_twice_gives_no_second_certificate(self):
		session = self.session()
		attendee = enrol_self(session.name, self.assessor)
		hold(session.name, self.trainer, {attendee: (1, 1)})
		close(session.name, self.trainer)
		with self.refused("cannot take the step"):
			close(session.name, self.trainer)
		held = frappe.get_doc("KIM Training Session", session.name)
		again = certificates.issue(held, frappe.get_doc("KIM Session Attendee", attendee))
		self.assertEqual(again, self.stored(attendee, "certificate", "KIM Session Attendee"))
		self.assertEqual(frappe.db.count("KIM Certificate", {"attendee": attendee}), 1)

	def test_nothing_is_recorded_after_the_closing(self):
		session = self.session()
		attendee = enrol_self(session.name, self.assessor)
		hold(session.name, self.trainer, {attendee: (1, 1)})
		close(session.name, self.trainer)
		with self.refused("this one is Closed"):
			mark(session.name, self.trainer, attendee, 0, 0)
		with acting_as(self.trainer), self.refused("can no longer be changed"):
			document = frappe.get_doc("KIM Training Session", session.name)
			document.notes = "Changed"
			document.save()

	# feedback

	def test_feedback_is_the_attendees_own_and_reaches_the_trainer_without_names(self):
		session = self.session()
		people = [self.assessor, self.case_worker, self.sister]
		for user in people:
			enrol_self(session.name, user)
		answers = {"content": 5, "methods": 4, "trainer_score": 5, "organisation_score": 3, "helped": "Cases"}
		with acting_as(self.assessor), self.refused("once it has begun"):
			feedback.give(session.name, answers)
		let_days_pass(session.name)
		for number, user in enumerate(people, start=1):
			with acting_as(user):
				feedback.give(session.name, json.dumps(answers))
				with self.refused("already said"):
					feedback.give(session.name, answers)
			with acting_as(self.trainer):
				told = board.read(session.name)["feedback"]
			self.assertEqual((told["count"], "scores" in told), (number, number >= 3))
		self.assertEqual([row["mean"] for row in told["scores"]], [5, 4, 5, 3])
		with acting_as(self.trainer):
			self.assertEqual(frappe.get_list("KIM Session Feedback"), [])
			with self.refused("have a place"):
				feedback.give(session.name, answers)
		with acting_as(self.assessor):
			self.assertEqual(len(frappe.get_list("KIM Session Feedback")), 1)
			self.assertIsNone(board.read(session.name)["feedback"])

	# calendar

	def test_a_session_goes_into_any_calendar(self):
		from icalendar import Calendar

		session = self.session(place="Room 4, ground floor")
		with acting_as(self.sister):
			calendar.download(session.name)
		file = Calendar.from_ical(frappe.local.response.filecontent)
		event = file.walk("VEVENT")[0]
		self.assertEqual((file["method"], len(file.walk("VEVENT"))), ("PUBLISH", 1))
		self.assertEqual(str(event["location"]), f"Room 4, ground floor, {CENTRE}")
		self.assertEqual(event["dtstart"].dt.replace(tzinfo=None), session.starts)
		self.assertTrue(file.walk("VTIMEZONE") or event["dtstart"].dt.tzname() == "UTC")
		with acting_as(self.foreign[roles.TRAINER]), self.assertRaises(frappe.PermissionError):
			calendar.download(session.name)

	def test_the_calendar_shows_the_days_of_ones_own_organisation(self):
		session = self.session()
		span = (add_days(today(), 1), add_days(today(), 30))
		with acting_as(self.sister):
			self.assertEqual([row["name"] for row in calendar.get_events(*span)], [session.name])
		with acting_as(self.foreign[roles.TRAINER]):
			self.assertEqual(calendar.get_events(*span), [])
