"""A register brought in a second time, and one taken back: nothing that people wrote is lost."""

import frappe

from kim_app import roles
from kim_app.kim.doctype.kim_legacy_import.test_kim_legacy_import import CENTRE, ImportTestCase, no_commit
from kim_app.legacy_import import api, jobs, line
from kim_app.legacy_import.loading import chunks
from kim_app.testing import acting_as, make_evidence

HEAD = "Client number;Family name;Given name;Phone;Mother tongue\n"
REGISTER = HEAD + "A-1;Rossi;Ada;055 123456;Arabic\nA-2;Okafor;Ngozi;;French\nA-3;Haddad;Omar;;\n"
CASES = "Client number;Competence;Claimed level;Validated level;Outcome;Decision date\n"
CASES += "A-1;DIG;2;3;Validated;05/06/2014\nA-2;DIG;1;;;\n"


class AgainTestCase(ImportTestCase):
	def bring_in(self, *files: str) -> str:
		"""Check, approve and load registers as one import; returns its name."""
		importing = self.make_import(content=files[0].encode(), file_name="people.csv")
		jobs.check_now(importing.name, commit=no_commit)
		if len(files) > 1:
			contents = [(text.encode(), f"file-{number}.csv") for number, text in enumerate(files)]
			workbook, _reference = line.walk(importing.name, contents)
			chunks.store(importing.name, workbook)
		with acting_as(self.supervisor):
			api.approve(importing.name)
		jobs.load_now(importing.name, commit=no_commit)
		return importing.name

	@classmethod
	def make_import(cls, content: bytes, file_name: str):
		with acting_as(cls.case_worker):
			url = cls.attach(content, file_name)
			return frappe.get_doc(
				{"doctype": "KIM Legacy Import", "workbook": url, "centre": CENTRE}
			).insert()

	def counts(self, name: str) -> tuple:
		total = chunks.so_far(name)
		return total.rows_created, total.rows_updated, total.rows_skipped, total.rows_rejected

	def person(self, key: str):
		return frappe.get_doc("KIM Participant", {"centre": CENTRE, "legacy_key": key})

	def kinds(self, name: str) -> list[str]:
		return frappe.get_all("KIM Import Issue", {"legacy_import": name}, pluck="kind")


class TestBroughtInAgain(AgainTestCase):
	def test_the_same_file_a_second_time_changes_nothing(self):
		self.bring_in(REGISTER)
		before = [self.person(key).as_dict() for key in ("A-1", "A-2", "A-3")]
		self.assertEqual(self.counts(self.bring_in(REGISTER)), (0, 0, 3, 0))
		self.assertEqual([self.person(key).as_dict() for key in ("A-1", "A-2", "A-3")], before)

	def test_only_what_changed_in_the_register_is_written_and_noted(self):
		first = self.bring_in(REGISTER)
		changed = REGISTER.replace("055 123456", "055 654321").replace("Omar;;", "Omar;;Arabic")
		second = self.bring_in(changed + "A-4;Petrov;Ivan;;\n")
		self.assertEqual(self.counts(second), (1, 2, 1, 0))
		person = self.person("A-1")
		self.assertIn("654321", person.phone.replace(" ", ""))
		self.assertEqual(person.legacy_import, first)
		self.assertEqual([row.language for row in self.person("A-3").languages], ["ar"])
		change = frappe.get_last_doc("KIM Import Change", {"document_name": person.name})
		self.assertEqual(list(frappe.parse_json(change.before)), ["phone"])
		self.assertEqual(str(change.written_on), str(person.modified))

	def test_what_a_colleague_wrote_since_is_not_overwritten(self):
		self.bring_in(REGISTER)
		with acting_as(self.case_worker):
			person = self.person("A-1")
			person.phone = "+39 055 999999"
			person.save()
		second = self.bring_in(REGISTER.replace("055 123456", "055 654321"))
		self.assertEqual(self.person("A-1").phone, "+39 055 999999")
		self.assertIn("conflict", self.kinds(second))

	def test_what_a_colleague_wrote_between_check_and_load_is_not_overwritten(self):
		self.bring_in(REGISTER)
		importing = self.make_import(REGISTER.replace("055 123456", "055 654321").encode(), "people.csv")
		jobs.check_now(importing.name, commit=no_commit)
		with acting_as(self.supervisor):
			api.approve(importing.name)
		with acting_as(self.case_worker):
			person = self.person("A-1")
			person.phone = "+39 055 999999"
			person.save()
		jobs.load_now(importing.name, commit=no_commit)
		self.assertEqual(self.person("A-1").phone, "+39 055 999999")
		self.assertEqual(self.counts(importing.name), (0, 0, 2, 1))
		self.assertIn("conflict", self.kinds(importing.name))

	def test_what_was_in_a_deleted_record_is_forgotten(self):
		self.bring_in(REGISTER)
		self.bring_in(REGISTER.replace("055 123456", "055 654321"))
		name = self.person("A-1").name
		self.assertTrue(frappe.db.exists("KIM Import Change", {"document_name": name}))
		frappe.delete_doc("KIM Participant", name)
		self.assertFalse(frappe.db.exists("KIM Import Change", {"document_name": name}))


class TestUndo(AgainTestCase):
	def undo(self, name: str):
		with acting_as(self.supervisor):
			api.undo(name)
		jobs.undo(name, commit=no_commit)

	def status(self, name: str) -> str:
		return frappe.db.get_value("KIM Legacy Import", name, "status")

	def test_what_an_import_created_is_gone_with_all_that_followed_from_it(self):
		name = self.bring_in(REGISTER, CASES)
		self.assertEqual(self.counts(name), (5, 0, 0, 0))
		people = frappe.get_all("KIM Participant", {"legacy_import": name}, pluck="name")
		self.assertEqual(frappe.db.count("KIM Profile Competence", {"participant": ["in", people]}), 2)
		self.undo(name)
		self.assertEqual(self.status(name), "Undone")
		for doctype in ("KIM Participant", "KIM Validation", "KIM Profile Competence"):
			self.assertEqual(self.count(doctype), 0, doctype)
		self.assertFalse(frappe.db.exists("KIM Participant Language", {"parent": ["in", people]}))
		self.assertFalse(frappe.get_all("Deleted Document", {"deleted_name": ["in", people]}))
		self.assertNotIn("kept-at-undo", self.kinds(name))

	def test_what_people_changed_and_what_others_refer_to_stays_and_is_listed(self):
		name = self.bring_in(REGISTER, CASES)
		with acting_as(self.case_worker):
			changed = self.person("A-3")
			changed.notes = "Moved to another flat."
			changed.save()
			evidence = make_evidence(self.person("A-2").name)
		self.undo(name)
		self.assertEqual(self.status(name), "Undone")
		kept = frappe.get_all("KIM Participant", {"centre": CENTRE}, pluck="legacy_key")
		self.assertEqual(sorted(kept), ["A-2", "A-3"])
		self.assertEqual(self.count("KIM Validation"), 0)
		issues = frappe.get_all(
			"KIM Import Issue", {"legacy_import": name, "kind": "kept-at-undo"}, ["value", "message"]
		)
		messages = " ".join(issue.message for issue in issues)
		self.assertEqual(len(issues), 2)
		self.assertIn(evidence, messages)
		self.assertIn(self.case_worker, messages)

	def test_what_an_import_changed_is_as_it_was(self):
		self.bring_in(REGISTER)
		before = self.person("A-1")
		second = self.bring_in(REGISTER.replace("055 123456;Arabic", "055 654321;Urdu"))
		self.assertNotEqual(self.person("A-1").phone, before.phone)
		self.undo(second)
		after = self.person("A-1")
		self.assertEqual(after.phone, before.phone)
		self.assertEqual(
			[(row.language, row.mother_tongue) for row in after.languages],
			[(row.language, row.mother_tongue) for row in before.languages],
		)
		self.assertEqual(self.count("KIM Participant"), 3)

	def test_an_undone_import_can_be_brought_in_again(self):
		name = self.bring_in(REGISTER)
		self.undo(name)
		self.assertEqual(self.counts(self.bring_in(REGISTER)), (3, 0, 0, 0))

	def test_only_a_supervisor_of_the_centre_undoes(self):
		name = self.bring_in(REGISTER)
		for user in (self.case_worker, self.other_supervisor):
			with acting_as(user), self.assertRaises(frappe.PermissionError):
				api.undo(name)

	def test_nothing_is_undone_that_was_not_brought_in(self):
		importing = self.make_import(REGISTER.encode(), "people.csv")
		with acting_as(self.supervisor), self.assertRaises(api.NotNow):
			api.undo(importing.name)


class TestResume(AgainTestCase):
	def test_a_cancelled_load_goes_on_where_it_stopped(self):
		name = self.bring_in(REGISTER)
		frappe.db.set_value("KIM Import Chunk", {"legacy_import": name}, "state", "Waiting")
		frappe.db.set_value("KIM Legacy Import", name, "status", "Running")
		with acting_as(self.case_worker):
			api.cancel(name)
			self.assertTrue(api.progress(name)["can_resume"])
			api.resume(name)
			state = api.progress(name)
		self.assertEqual((state["status"], state["at_work"]), ("Running", False))

	def test_what_is_complete_or_was_never_begun_is_not_resumed(self):
		complete = self.bring_in(REGISTER)
		checked = self.make_import(REGISTER.encode(), "people.csv").name
		for name in (complete, checked):
			with acting_as(self.case_worker), self.assertRaises(api.NotNow):
				api.resume(name)

	def test_whoever_cannot_write_the_import_does_not_resume_it(self):
		name = self.bring_in(REGISTER)
		user = self.other_supervisor
		self.assertIn(roles.SUPERVISOR, frappe.get_roles(user))
		with acting_as(user), self.assertRaises(frappe.PermissionError):
			api.resume(name)
