"""Courses on a site: who owns and changes them, and what stays once they are used."""

import frappe

from kim_app import roles
from kim_app.testing import KIMTestCase, acting_as, make_centre, make_staff
from kim_app.testing_training import make_course, make_session
from kim_app.training import courses, plan_days, shipped, texts

CENTRE, ELSEWHERE = "Course Centre", "Foreign Course Centre"
ORGANISATION = "Course Organisation"


class TestTrainingCourse(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(CENTRE, ORGANISATION)
		make_centre(ELSEWHERE, "Foreign Course Organisation")
		cls.staff = make_staff(CENTRE)
		cls.foreign = make_staff(ELSEWHERE, (roles.TRAINER, roles.COORDINATOR))
		cls.trainer, cls.coordinator = cls.staff[roles.TRAINER], cls.staff[roles.COORDINATOR]

	def refused(self, text: str, error=frappe.ValidationError):
		return self.assertRaisesRegex(error, text)

	def draft(self, code: str = "OWN", **fields):
		with acting_as(self.trainer):
			course = frappe.copy_doc(make_course(f"SRC-{code}", publish=False))
			course.flags.shipped = False
			course.update({"course_code": code, "organisation": None, **fields})
			return course.insert()

	def published(self, code: str = "OWN"):
		course = self.draft(code)
		with acting_as(self.coordinator):
			courses.take_step(course.name, "Publish")
		return frappe.get_doc("KIM Training Course", course.name)

	def test_the_pilot_course_is_there_published_with_its_competences_and_loaded_once(self):
		course = frappe.get_doc("KIM Training Course", "KIM-PILOT-1")
		self.assertEqual((course.status, course.organisation, course.total_hours), ("Published", None, 35))
		self.assertEqual(len(course.competences), 5)
		frappe.db.set_value("KIM Training Course", course.name, "title", "Changed here")
		shipped.load()
		self.assertEqual(frappe.db.get_value("KIM Training Course", course.name, "title"), "Changed here")

	def test_a_course_is_read_in_the_readers_language_and_otherwise_as_it_was_written(self):
		for language, title in (
			("de", "KIM-Pilotkurs"),
			("sv", "KIM:s pilotkurs"),
			("ar", "KIM pilot course"),
		):
			frappe.local.lang = language
			self.addCleanup(setattr, frappe.local, "lang", "en")
			read = texts.course("KIM-PILOT-1")
			self.assertTrue(read["title"].startswith(title), read["title"])
			self.assertEqual(sum(module["hours"] for module in read["modules"]), 35)
			self.assertTrue(all(module["objectives"] and module["methods"] for module in read["modules"]))
			self.assertEqual(bool(texts.in_another_language("KIM-PILOT-1")), language != "ar")

	def test_a_site_with_the_course_in_english_gets_the_other_languages_once(self):
		frappe.db.delete("KIM Course Translation", {"parent": "KIM-PILOT-1", "language": ["!=", "it"]})
		frappe.db.set_value(
			"KIM Course Translation", {"parent": "KIM-PILOT-1", "module_code": "PLAN"}, "title", "Mio"
		)
		frappe.clear_document_cache("KIM Training Course", "KIM-PILOT-1")
		for _time in range(2):
			shipped.add_translations()
			course = frappe.get_doc("KIM Training Course", "KIM-PILOT-1")
			self.assertEqual(len(course.translations), 5 * 8)
			self.assertEqual((course.status, course.organisation, course.version), ("Published", None, "1"))
		self.assertIn("Mio", [row.title for row in course.translations])

	def test_a_translation_belongs_to_a_module_and_stands_once(self):
		for rows, text in (
			([{"language": "it", "module_code": "Z", "title": "Zeta"}], "modules that the course has not: Z"),
			([{"language": "it", "title": "Uno"}, {"language": "it", "title": "Due"}], "stand twice: it"),
		):
			with self.refused(text):
				self.draft(f"TR{len(rows)}", translations=rows)

	def test_a_translation_is_put_better_while_the_course_is_in_use(self):
		course = self.published()
		make_session(self.trainer, CENTRE, course.name)
		with acting_as(self.coordinator):
			document = frappe.get_doc("KIM Training Course", course.name)
			document.append("translations", {"language": "it", "module_code": "A", "title": "Procedure"})
			document.save()
		self.assertEqual(texts.module_titles(course.name, "it"), {"A": "Procedure", "B": "Interpreters"})

	def test_a_trainer_writes_a_draft_of_their_organisation_and_a_coordinator_publishes_it(self):
		course = self.draft()
		self.assertEqual((course.organisation, course.status), (ORGANISATION, "Draft"))
		with acting_as(self.trainer), self.refused("Only someone with one of these roles"):
			courses.take_step(course.name, "Publish")
		with acting_as(self.coordinator):
			self.assertEqual(courses.take_step(course.name, "Publish"), "Published")
			self.assertEqual(courses.take_step(course.name, "Retire"), "Retired")
			with self.refused("cannot take the step"):
				courses.take_step(course.name, "Publish")

	def test_a_state_is_not_written_by_hand(self):
		course = self.draft(status="Published")
		self.assertEqual(course.status, "Draft")
		with acting_as(self.coordinator), self.refused("cannot be changed by hand"):
			document = frappe.get_doc("KIM Training Course", course.name)
			document.status = "Published"
			document.save()

	def test_courses_of_others_and_those_of_kim_are_read_and_not_changed(self):
		course = self.draft()
		for user, name in (
			*((user, course.name) for user in self.foreign.values()),
			(self.staff[roles.ASSESSOR], course.name),
			(self.coordinator, "KIM-PILOT-1"),
		):
			with acting_as(user):
				document = frappe.get_doc("KIM Training Course", name)
				document.check_permission("read")
				document.title = "Taken over"
				document.organisation = ORGANISATION
				with self.assertRaises(frappe.PermissionError, msg=user):
					document.save()
				with self.assertRaises(frappe.PermissionError, msg=user):
					courses.take_step(name, "Retire")

	def test_an_own_version_is_made_of_a_shipped_course(self):
		with acting_as(self.trainer):
			name = courses.new_version("KIM-PILOT-1", "toscana")
			with self.refused("There is a version toscana", frappe.DuplicateEntryError):
				courses.new_version("KIM-PILOT-1", "toscana")
		copy = frappe.get_doc("KIM Training Course", name)
		self.assertEqual(
			(copy.status, copy.organisation, copy.based_on, len(copy.modules)),
			("Draft", ORGANISATION, "KIM-PILOT-1", 7),
		)
		with acting_as(self.staff[roles.ASSESSOR]), self.assertRaises(frappe.PermissionError):
			courses.new_version("KIM-PILOT-1", "mine")

	def test_what_cannot_be_taught_is_refused(self):
		for fields, text in (
			({"attendance_threshold": 0}, "between 1 and 100"),
			({"competences": [{"competence": "STAFF-1-INT", "level": "9"}]}, "not a level"),
			({"modules": []}, "without modules cannot be published"),
		):
			with self.refused(text):
				course = self.draft(**fields)
				with acting_as(self.coordinator):
					courses.take_step(course.name, "Publish")
			frappe.db.rollback(save_point="kim_test")

	def test_a_course_in_use_keeps_modules_competences_and_conditions(self):
		course = self.published()
		session = make_session(self.trainer, CENTRE, course.name, opened=False)
		for field, value in (
			("modules", course.modules[:1]),
			("competences", []),
			("attendance_threshold", 10),
			("assessment_required", 0),
			("valid_months", 0),
		):
			with acting_as(self.coordinator), self.refused(f"planned .{session.name}."):
				document = frappe.get_doc("KIM Training Course", course.name)
				document.set(field, value)
				document.save()
		with acting_as(self.trainer):
			document = frappe.get_doc("KIM Training Course", course.name)
			document.description = "Said better."
			document.save()
		stored = frappe.get_doc("KIM Training Course", course.name)
		self.assertEqual((len(stored.modules), stored.description), (2, "Said better."))

	def test_a_course_in_use_is_not_deleted_and_a_published_one_neither(self):
		course = self.published()
		with acting_as(self.coordinator), self.refused("has been published and is kept"):
			frappe.delete_doc("KIM Training Course", course.name)
		session = make_session(self.trainer, CENTRE, course.name, opened=False)
		for user in (self.coordinator, "Administrator"):
			with acting_as(user), self.refused(f"in use by {session.name}"):
				frappe.delete_doc("KIM Training Course", course.name)
		self.assertTrue(frappe.db.exists("KIM Training Course", course.name))

	def test_only_a_coordinator_decides_for_whom_a_published_course_is_required(self):
		course = self.published()
		for user, allowed in ((self.trainer, False), (self.coordinator, True)):
			with acting_as(user):
				document = frappe.get_doc("KIM Training Course", course.name)
				document.append("required_for", {"role": roles.ASSESSOR})
				if allowed:
					document.save()
				else:
					with self.refused("Only a coordinator decides"):
						document.save()

	def test_the_days_are_suggested_from_the_modules(self):
		with acting_as(self.trainer):
			rows = plan_days.suggest("KIM-PILOT-1", "2027-01-04", "09:00:00", 7)
			with self.refused("do not fit"):
				plan_days.suggest("KIM-PILOT-1", "2027-01-04", "20:00:00", 7)
		self.assertEqual((rows[0]["date"], rows[0]["module"]), ("2027-01-04", "FRAME"))
		self.assertEqual(rows[-1]["date"], "2027-01-08")
