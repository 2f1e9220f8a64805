"""Every kind of record comes in and can be taken back; where a site has more to say about a form, the form is asked."""

from contextlib import contextmanager
from unittest.mock import patch

import frappe

from kim_app import roles
from kim_app.kim.doctype.kim_legacy_import.test_kim_legacy_import import CENTRE, no_commit
from kim_app.legacy_import import api, jobs, line
from kim_app.legacy_import.loading import chunks
from kim_app.testing import acting_as
from kim_app.tests.test_import_again import AgainTestCase

COURSE = "KIM-PILOT-1"
PEOPLE = "Client number;Family name;Given name\nK-1;Rossi;Ada\nK-2;Okafor;Ngozi\n"
EVIDENCE = "Client number;Competence;Kind of evidence;Title;From;To;Hours\n"
EVIDENCE += (
	"K-1;DIG;Certificate;Office course;01/02/2013;05/06/2013;40\nK-2;LIT;Interview;Talk;;05/06/2014;\n"
)
PLANS = "Client number;Area;Goal;Action;Responsible;Due date;Status\n"
PLANS += "K-1;Work;Find a job;Write a CV;Tutor;01/12/2014;Achieved\n"
PLANS += "K-1;Work;Find a job;Visit the job centre;;01/12/2014;\nK-2;Language;Italian B1;;;;\n"
COLLEAGUES = "E-mail;First name;Family name\nanna@kinds.example;Anna;Bianchi\nbo@kinds.example;Bo;Ek\n"
ATTENDANCE = "E-mail;Date;Present;Session\n"
ATTENDANCE += "anna@kinds.example;03/10/2013;x;Autumn course\nanna@kinds.example;10/10/2013;a;Autumn course\n"
ATTENDANCE += "bo@kinds.example;03/10/2013;x;Autumn course\n"
REGISTER = (PEOPLE, EVIDENCE, PLANS, COLLEAGUES, ATTENDANCE)
FORMS = (
	"KIM Participant",
	"KIM Evidence",
	"KIM Inclusion Plan",
	"KIM Staff Member",
	"KIM Training Session",
	"KIM Session Attendee",
)


def noted(document, method=None):
	"""What another app's document event would do."""
	document.notes = f"{document.notes or ''} seen by an app"


class KindsTestCase(AgainTestCase):
	@classmethod
	def set_up_site(cls):
		super().set_up_site()
		frappe.get_doc("User", cls.case_worker).add_roles(roles.TRAINER)

	def bring_in(self, *files: str) -> str:
		importing = self.make_import(files[0].encode(), "people.csv")
		importing.db_set("training_course", COURSE)
		jobs.check_now(importing.name, commit=no_commit)
		contents = [(text.encode(), f"file-{number}.csv") for number, text in enumerate(files)]
		workbook, _reference = line.walk(importing.name, contents)
		self.assertEqual([issue for issue in workbook.issues if issue.kind != "unmatched-column"], [])
		chunks.store(importing.name, workbook)
		with acting_as(self.supervisor):
			api.approve(importing.name)
		jobs.load_now(importing.name, commit=no_commit)
		return importing.name

	def undo(self, name: str):
		with acting_as(self.supervisor):
			api.undo(name)
		jobs.undo(name, commit=no_commit)

	def said(self, name: str) -> list[str]:
		"""What was complained of, besides the row that the test's file ends with."""
		filters = {"legacy_import": name, "kind": ["!=", "missing-required"]}
		return frappe.get_all("KIM Import Issue", filters, pluck="message")

	def made(self, name: str) -> dict[str, int]:
		return {form: frappe.db.count(form, {"legacy_import": name}) for form in FORMS}


class TestEveryKind(KindsTestCase):
	def test_all_kinds_come_in_together_once_and_are_taken_back_with_their_logins(self):
		name = self.bring_in(*REGISTER)
		self.assertEqual(self.said(name), [])
		self.assertEqual(list(self.made(name).values()), [2, 2, 2, 2, 1, 2])
		plan = frappe.get_doc("KIM Inclusion Plan", {"participant": self.person("K-1").name})
		self.assertEqual([goal.title for goal in plan.goals], ["Find a job"])
		self.assertEqual(
			[(action.what, action.status) for action in plan.actions],
			[("Write a CV", "Done"), ("Visit the job centre", "Planned")],
		)
		session = frappe.get_doc("KIM Training Session", {"legacy_import": name})
		self.assertEqual((session.course, session.enrolled, len(session.days)), (COURSE, 2, 2))
		anna = frappe.get_doc("KIM Session Attendee", {"session": session.name, "user": "anna@kinds.example"})
		self.assertEqual([row.present for row in anna.attendance], [1, 0])
		self.assertEqual(frappe.db.get_value("User", "anna@kinds.example", "enabled"), 0)

		again = self.bring_in(*REGISTER)
		self.assertEqual(self.counts(again)[:2], (0, 0))
		self.assertEqual(set(self.made(again).values()), {0})

		self.undo(name)
		self.assertEqual(set(self.made(name).values()), {0})
		self.assertNotIn("kept-at-undo", self.kinds(name))
		self.assertFalse(frappe.db.exists("User", "anna@kinds.example"))
		self.assertFalse(frappe.db.exists("User", "bo@kinds.example"))

	def test_a_login_that_was_switched_on_since_stays(self):
		name = self.bring_in(COLLEAGUES)
		frappe.db.set_value("User", "anna@kinds.example", "enabled", 1)
		self.undo(name)
		self.assertTrue(frappe.db.exists("User", "anna@kinds.example"))
		self.assertFalse(frappe.db.exists("User", "bo@kinds.example"))

	def test_a_session_counts_who_is_left_when_attendance_is_taken_back(self):
		first = self.bring_in(COLLEAGUES, ATTENDANCE)
		session = frappe.db.get_value("KIM Training Session", {"legacy_import": first})
		more = "E-mail;First name;Family name\ncaro@kinds.example;Caro;Conti\n"
		later = "E-mail;Date;Present;Session\ncaro@kinds.example;03/10/2013;x;Autumn course\n"
		later += "bo@kinds.example;10/10/2013;a;Autumn course\n"
		second = self.bring_in(more, later)
		self.assertEqual(frappe.db.get_value("KIM Training Session", session, "enrolled"), 3)
		self.undo(second)
		self.assertEqual(frappe.db.get_value("KIM Training Session", session, "enrolled"), 2)


@contextmanager
def server_scripts_enabled():
	"""The first Frappe 15 reads in the site's configuration whether scripts may run, the later ones in the bench's."""
	of_bench = getattr(frappe, "get_common_site_config", dict)

	def with_scripts(*given, **named):
		return frappe._dict(of_bench(*given, **named), server_script_enabled=1)

	with (
		patch.dict(frappe.conf, {"server_script_enabled": 1}),
		patch.object(frappe, "get_common_site_config", with_scripts, create=True),
	):
		yield


class TestFallback(KindsTestCase):
	def test_a_server_script_on_the_form_is_run_for_every_row(self):
		script = {
			"doctype": "Server Script",
			"name": "KIM test of an import",
			"script_type": "DocType Event",
			"reference_doctype": "KIM Participant",
			"doctype_event": "Before Save",
			"script": "doc.notes = 'seen by a script'",
		}
		with server_scripts_enabled():
			script = frappe.get_doc(script).insert()
			self.addCleanup(frappe.cache.delete_value, "server_script_map")
			name = self.bring_in(PEOPLE)
			(message,) = self.said(name)
			self.assertIn("KIM test of an import", message)
			self.assertEqual(self.person("K-1").notes, "seen by a script")
			self.assertEqual(self.person("K-2").notes, "seen by a script")
			script.db_set("disabled", 1)
			frappe.cache.delete_value("server_script_map")
			second = self.bring_in(PEOPLE.replace("K-", "L-"))
			self.assertEqual(self.said(second), [])
			self.assertFalse(self.person("L-1").notes)

	def test_a_document_event_of_another_app_is_run_for_every_row(self):
		hooks = frappe.get_doc_hooks()
		events = {
			**hooks,
			"KIM Participant": {
				**hooks.get("KIM Participant", {}),
				"before_save": ["another_app.events.noted"],
			},
		}
		found = frappe.get_attr

		def get_attr(path):
			return noted if path == "another_app.events.noted" else found(path)

		with (
			patch.object(frappe, "get_doc_hooks", lambda: events),
			patch.object(frappe, "get_attr", get_attr),
		):
			name = self.bring_in(PEOPLE)
		(message,) = self.said(name)
		self.assertIn("another_app", message)
		self.assertIn("seen by an app", self.person("K-1").notes)
		self.assertEqual(self.counts(name), (2, 0, 0, 0))
		self.assertEqual(frappe.db.count("KIM Participant", {"centre": CENTRE}), 2)
