"""A legacy import on a site: checked, approved by another, loaded once, seen by its centre only."""

import io
import json
import zipfile
from pathlib import Path
from unittest.mock import patch

import frappe

from kim_app import roles
from kim_app.legacy_import import api, jobs, line, report, unreadable
from kim_app.legacy_import.loading import chunks
from kim_app.legacy_import.read import begin
from kim_app.testing import KIMTestCase, acting_as, make_centre, make_user

SAMPLE = "registro-firenze-2013.xlsx"
SAMPLES = Path(frappe.get_app_path("kim_app")).parent / "samples"
CENTRE = "Import Test Centre"
OTHER_CENTRE = "Import Other Centre"
FRAMEWORK = "KC-2018"


def no_commit():
	"""Jobs commit as they go; here everything is to be rolled back."""


def make_genders():
	"""Frappe's setup wizard makes these; a site for tests may not have seen it."""
	for gender in ("Male", "Female"):
		if not frappe.db.exists("Gender", gender):
			frappe.get_doc({"doctype": "Gender", "gender": gender}).insert()


def unlike_any_other(content: bytes) -> bytes:
	"""Frappe keeps equal files once on the disk, and these tests overwrite and remove theirs."""
	mark = frappe.generate_hash(length=20).encode()
	if not zipfile.is_zipfile(io.BytesIO(content)):
		return content + mark
	stream = io.BytesIO(content)
	with zipfile.ZipFile(stream, "a") as archive:
		archive.comment = mark
	return stream.getvalue()


# What of the sample a case worker brings in; the plans when their form is on the site.
BROUGHT_IN = ("Utenti", "Competenze", "Evidenze")


class ImportTestCase(KIMTestCase):
	"""Makes the places and people once for the class: they take longer than what is tested."""

	@classmethod
	def set_up_site(cls):
		cls.addClassCleanup(cls.remove_files)
		cls.files = []
		make_centre(CENTRE)
		make_centre(OTHER_CENTRE, "Other Organisation")
		make_genders()
		for name, role, centre in (
			("case_worker", roles.CASE_WORKER, CENTRE),
			("supervisor", roles.SUPERVISOR, CENTRE),
			("other_case_worker", roles.CASE_WORKER, OTHER_CENTRE),
			("other_supervisor", roles.SUPERVISOR, OTHER_CENTRE),
		):
			setattr(cls, name, make_user(f"{name}@import.example", role, centre=centre))

	@classmethod
	def remove_files(cls):
		# A rollback takes the File documents, not what they wrote to the disk.
		for path in cls.files:
			Path(path).unlink(missing_ok=True)

	@classmethod
	def attach(cls, content: bytes, file_name: str = SAMPLE) -> str:
		content = unlike_any_other(content)
		file = frappe.get_doc(
			{"doctype": "File", "file_name": file_name, "content": content, "is_private": 1}
		).insert()
		cls.files.append(file.get_full_path())
		return file.file_url

	@classmethod
	def make_import(cls, content: bytes | None = None, user: str | None = None):
		with acting_as(user or cls.case_worker):
			url = cls.attach(content or (SAMPLES / SAMPLE).read_bytes())
			return frappe.get_doc(
				{"doctype": "KIM Legacy Import", "workbook": url, "centre": CENTRE, "framework": FRAMEWORK}
			).insert()

	@classmethod
	def checked(cls, **kwargs):
		importing = cls.make_import(**kwargs)
		with acting_as(cls.case_worker):
			api.check(importing.name)
		jobs.check(importing.name, commit=no_commit)
		return frappe.get_doc("KIM Legacy Import", importing.name)

	@classmethod
	def approved(cls):
		importing = cls.checked()
		with acting_as(cls.supervisor):
			api.approve(importing.name)
		return frappe.get_doc("KIM Legacy Import", importing.name)

	@classmethod
	def started(cls):
		importing = cls.approved()
		with acting_as(cls.case_worker):
			api.start(importing.name)
		return frappe.get_doc("KIM Legacy Import", importing.name)

	@classmethod
	def loaded(cls):
		importing = cls.started()
		jobs.load(importing.name, commit=no_commit)
		return frappe.get_doc("KIM Legacy Import", importing.name)

	def status(self, importing) -> str:
		return self.stored(importing).status

	def stored(self, importing) -> frappe._dict:
		return frappe.db.get_value("KIM Legacy Import", importing.name, "*", as_dict=True)

	def count(self, doctype: str, **filters) -> int:
		return frappe.db.count(doctype, {"centre": CENTRE, **filters})


class TestKIMLegacyImport(ImportTestCase):
	def test_the_check_finds_exactly_the_known_defects_and_brings_nothing_in(self):
		importing = self.checked()
		expected = json.loads((SAMPLES / f"{SAMPLE}.expected.json").read_text())
		known = {
			(sheet, defect["row"], defect["column"], defect["kind"])
			for sheet in BROUGHT_IN
			for defect in expected[sheet]["defects"]
		}
		# A case worker holds no courses; who attended them is for a trainer to bring in.
		known.add(("Formazione operatori", 1, "", "not-permitted"))
		issues = frappe.get_all(
			"KIM Import Issue",
			filters={"legacy_import": importing.name},
			fields=["sheet", "row", "column", "kind", "cell", "message", "centre", "severity"],
		)
		issues = [issue for issue in issues if issue.sheet != "Piani"]
		self.assertEqual(sorted((i.sheet, i.row, i.column, i.kind) for i in issues), sorted(known))
		self.assertTrue(all(i.message and i.centre == CENTRE for i in issues))
		self.assertTrue(all(i.cell for i in issues if i.kind != "not-permitted"))
		self.assertEqual((importing.status, importing.language), ("Checked", "it"))
		refused = {row.sheet: row.rows_rejected for row in importing.sheets if row.sheet in BROUGHT_IN}
		self.assertEqual(refused, {sheet: len(expected[sheet]["defects"]) for sheet in BROUGHT_IN})
		self.assertEqual(self.count("KIM Participant"), 0)

	def test_every_sheet_is_listed_with_its_rows(self):
		sheets = {row.sheet: (row.kind, row.rows_read) for row in self.checked().sheets}
		self.assertEqual(sheets["Utenti"], ("participant", 120))
		self.assertEqual(sheets["Competenze"], ("validation", 240))
		self.assertEqual(sheets["Evidenze"], ("evidence", 360))
		self.assertEqual(sheets["Formazione operatori"], ("attendance", 12))
		self.assertEqual(sheets["Foglio3"], ("empty", 0))

	def test_a_row_that_its_form_refuses_becomes_an_issue_and_the_rest_goes_on(self):
		importing = self.started()
		frappe.db.set_value("KIM Competence Framework", FRAMEWORK, "status", "Draft")
		frappe.clear_document_cache("KIM Competence Framework", FRAMEWORK)
		self.addCleanup(frappe.clear_document_cache, "KIM Competence Framework", FRAMEWORK)
		jobs.load(importing.name, commit=no_commit)
		importing.reload()
		self.assertEqual(self.count("KIM Participant", legacy_import=importing.name), 110)
		self.assertEqual(self.count("KIM Validation"), 0)
		refused = frappe.db.count(
			"KIM Import Issue", {"legacy_import": importing.name, "kind": "refused-by-form"}
		)
		self.assertEqual(refused, 237)

	def test_who_uploaded_it_cannot_approve_it(self):
		user = make_user("both@import.example", roles.CASE_WORKER, roles.SUPERVISOR, centre=CENTRE)
		importing = self.checked(user=user)
		with acting_as(user), self.assertRaisesRegex(frappe.PermissionError, "another supervisor"):
			api.approve(importing.name)

	def test_who_uploaded_it_cannot_approve_it_after_a_colleague_set_the_field_anew(self):
		user = make_user("both@import.example", roles.CASE_WORKER, roles.SUPERVISOR, centre=CENTRE)
		importing = self.set_anew_by_a_colleague(user)
		self.assertEqual(importing.uploaded_by, self.case_worker)
		self.assertNotIn(user, (importing.owner, importing.uploaded_by))
		with acting_as(self.case_worker):
			api.check(importing.name)
		jobs.check(importing.name, commit=no_commit)
		with acting_as(user), self.assertRaisesRegex(frappe.PermissionError, "another supervisor"):
			api.approve(importing.name)
		with acting_as(self.supervisor):
			api.approve(importing.name)

	def set_anew_by_a_colleague(self, uploader: str):
		"""An import that the case worker made, whose file `uploader` attached and the case worker again."""
		with acting_as(self.case_worker):
			importing = frappe.get_doc(
				{"doctype": "KIM Legacy Import", "centre": CENTRE, "framework": FRAMEWORK}
			).insert()
		with acting_as(uploader):
			importing.reload()
			importing.workbook = self.attach((SAMPLES / SAMPLE).read_bytes())
			importing.save()
		url = importing.workbook
		for value in (None, url):
			with acting_as(self.case_worker):
				importing = frappe.get_doc("KIM Legacy Import", importing.name)
				importing.workbook = value
				importing.save()
		return importing

	def test_documents_belong_to_who_attached_the_workbook_not_to_who_opened_the_import(self):
		colleague = make_user("colleague@import.example", roles.CASE_WORKER, centre=CENTRE)
		with acting_as(self.case_worker):
			importing = frappe.get_doc(
				{"doctype": "KIM Legacy Import", "centre": CENTRE, "framework": FRAMEWORK}
			).insert()
		with acting_as(colleague):
			importing.reload()
			importing.workbook = self.attach((SAMPLES / SAMPLE).read_bytes())
			importing.save()
		jobs.check_now(importing.name, commit=no_commit)
		with acting_as(self.supervisor):
			api.approve(importing.name)
			jobs.load_now(importing.name, commit=no_commit)
		loaded = {"legacy_import": importing.name}
		for doctype, field in (
			("KIM Participant", "owner"),
			("KIM Validation", "owner"),
			("KIM Validation", "case_worker"),
		):
			people = set(frappe.get_all(doctype, filters=loaded, pluck=field))
			self.assertEqual(people, {colleague}, f"{field} of {doctype}")

	def test_only_a_supervisor_approves(self):
		importing = self.checked()
		with acting_as(self.case_worker), self.assertRaises(frappe.PermissionError):
			api.approve(importing.name)

	def test_it_is_not_started_before_it_is_approved(self):
		importing = self.checked()
		with acting_as(self.supervisor), self.assertRaises(api.NotNow):
			api.start(importing.name)

	def test_another_centre_neither_sees_nor_moves_it(self):
		importing = self.checked()
		with acting_as(self.other_case_worker):
			self.assertFalse(frappe.get_list("KIM Legacy Import", filters={"name": importing.name}))
			self.assertFalse(frappe.get_list("KIM Import Issue", filters={"legacy_import": importing.name}))
			for call in (api.check, api.start, api.progress, api.cancel):
				with self.assertRaises(frappe.PermissionError):
					call(importing.name)
		with acting_as(self.other_supervisor), self.assertRaises(frappe.PermissionError):
			api.approve(importing.name)

	def test_a_replaced_workbook_has_to_be_checked_again(self):
		importing = self.approved()
		with acting_as(self.case_worker):
			importing.reload()
			importing.workbook = self.attach(b"Cognome;Nome\nRossi;Ada\n", "altro.csv")
			importing.save()
		self.assertEqual((importing.status, importing.approved_by), ("Draft", None))
		with acting_as(self.supervisor), self.assertRaises(api.NotNow):
			api.start(importing.name)

	def test_a_file_that_changed_on_the_disk_is_not_loaded(self):
		importing = self.approved()
		with acting_as(self.supervisor):
			Path(self.files[-1]).write_bytes(b"something else")
			with self.assertRaisesRegex(api.NotNow, "replaced"):
				api.start(importing.name)

	def test_status_counts_and_approval_are_not_written_through_the_form(self):
		importing = self.checked()
		for field, value in (("status", "Approved"), ("rows_created", 5), ("approved_by", self.supervisor)):
			with acting_as(self.case_worker), self.assertRaises(frappe.PermissionError):
				stored = frappe.get_doc("KIM Legacy Import", importing.name)
				stored.set(field, value)
				stored.save()

	def test_a_new_import_begins_as_a_draft_whatever_was_sent(self):
		with acting_as(self.case_worker):
			importing = frappe.get_doc(
				{
					"doctype": "KIM Legacy Import",
					"workbook": self.attach(b"a;b\n"),
					"centre": CENTRE,
					"framework": FRAMEWORK,
					"status": "Approved",
					"approved_by": self.supervisor,
				}
			).insert()
		self.assertEqual((importing.status, importing.approved_by), ("Draft", None))

	def test_nobody_imports_a_file_they_cannot_read(self):
		url = self.make_import().workbook
		with acting_as(self.other_case_worker), self.assertRaises(frappe.PermissionError):
			frappe.get_doc(
				{
					"doctype": "KIM Legacy Import",
					"workbook": url,
					"centre": OTHER_CENTRE,
					"framework": FRAMEWORK,
				}
			).insert()

	def test_a_workbook_attached_before_the_first_save_is_taken(self):
		with acting_as(self.case_worker):
			url = self.attach((SAMPLES / SAMPLE).read_bytes())
			# What the Desk does with an upload into a form that has no name yet.
			pending = {
				"attached_to_doctype": "KIM Legacy Import",
				"attached_to_name": "new-kim-legacy-import-1",
			}
			frappe.db.set_value("File", {"file_url": url}, pending)
			importing = frappe.get_doc(
				{"doctype": "KIM Legacy Import", "workbook": url, "centre": CENTRE}
			).insert()
		jobs.check_now(importing.name, commit=no_commit)
		self.assertEqual(self.status(importing), "Checked")

	def test_a_file_that_is_no_workbook_fails_with_a_word_on_what_to_do(self):
		importing = self.make_import(content=b"PK\x03\x04 cut off")
		jobs.check_now(importing.name, commit=no_commit)
		importing.reload()
		self.assertEqual(importing.status, "Failed")
		self.assertIn("damaged", importing.error)

	def test_what_is_wrong_with_a_file_is_said_in_the_readers_language(self):
		importing = self.make_import(content=b"PK\x03\x04 cut off")
		with patch.object(unreadable, "_", lambda text: f"Übersetzt: {text}"):
			jobs.check_now(importing.name, commit=no_commit)
		importing.reload()
		self.assertTrue(importing.error.startswith("Übersetzt: The file is damaged"))

	def test_the_note_on_a_sheet_is_said_in_the_readers_language(self):
		importing = self.make_import()
		with patch.object(report, "_", lambda text: f"Übersetzt: {text}"):
			jobs.check_now(importing.name, commit=no_commit)
		importing.reload()
		self.assertIn("Übersetzt: Participants", importing.sheets[0].note)

	def test_a_job_leaves_an_import_alone_that_was_not_handed_to_it(self):
		importing = self.approved()
		for job, own in ((jobs.check, "Checking"), (jobs.load, "Running")):
			for status in ("Draft", "Checking", "Checked", "Approved", "Running", "Completed", "Cancelled"):
				if status == own:
					continue
				frappe.db.set_value("KIM Legacy Import", importing.name, "status", status)
				before = self.stored(importing)
				job(importing.name, commit=self.fail)
				self.assertEqual(self.stored(importing), before, f"{job.__name__} when {status}")

	def test_a_check_cancelled_before_its_job_began_stays_cancelled(self):
		for content in (None, b"PK\x03\x04 cut off"):
			importing = self.make_import(content=content)
			with acting_as(self.case_worker):
				api.check(importing.name)
				api.cancel(importing.name)
			before = self.stored(importing)
			jobs.check(importing.name, commit=no_commit)
			self.assertEqual(self.stored(importing), before)
			self.assertTrue(before.completed_on)

	def test_a_check_cancelled_while_it_reads_writes_nothing(self):
		for job, handed, content in (
			(jobs.check_now, self.make_import, None),
			(jobs.check_now, self.make_import, b"PK\x03\x04 cut off"),
		):
			importing = handed(content=content) if content else handed()
			issues = {"legacy_import": importing.name}
			known = frappe.get_all("KIM Import Issue", filters=issues, pluck="name", order_by="name")
			with patch.object(line, "begin", self.cancel_and_read(importing.name)):
				job(importing.name, commit=no_commit)
			stored = self.stored(importing)
			self.assertEqual(
				(stored.status, stored.error, str(stored.completed_on)),
				("Cancelled", None, "2026-01-01 00:00:00"),
			)
			self.assertEqual(
				frappe.get_all("KIM Import Issue", filters=issues, pluck="name", order_by="name"), known
			)
			self.assertEqual(self.count("KIM Participant"), 0)

	def cancel_and_read(self, name: str):
		def reading(content: bytes, file_name: str):
			cancelled = {"status": "Cancelled", "completed_on": "2026-01-01 00:00:00"}
			frappe.db.set_value("KIM Legacy Import", name, cancelled)
			return begin(content, file_name)

		return reading

	def test_nothing_is_loaded_without_an_approval(self):
		importing = self.checked()
		jobs.load_now(importing.name, commit=no_commit)
		importing.reload()
		self.assertEqual(importing.status, "Failed")
		self.assertIn("not approved", importing.error)
		self.assertEqual(self.count("KIM Participant"), 0)

	def test_a_cancelled_load_stops_after_its_chunk_and_keeps_what_is_in(self):
		with patch.object(chunks, "ROWS", 50):
			importing = self.started()
		jobs.load(importing.name, commit=lambda: self.cancel_after_first_chunk(importing.name))
		importing.reload()
		self.assertEqual(importing.status, "Cancelled")
		self.assertEqual(self.count("KIM Participant"), importing.rows_created)
		self.assertLess(importing.rows_created, 110)

	def cancel_after_first_chunk(self, name: str):
		if frappe.db.get_value("KIM Legacy Import", name, "rows_created"):
			frappe.db.set_value("KIM Legacy Import", name, "status", "Cancelled")


class TestLoadedImport(ImportTestCase):
	"""One load of the sample, looked at from several sides."""

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.importing = cls.loaded()

	def test_the_load_brings_in_every_good_row_in_its_state(self):
		importing = self.importing
		self.assertFalse(importing.error)
		self.assertEqual((importing.status, importing.progress), ("Completed", 100))
		self.assertGreaterEqual(importing.rows_created, 347)
		self.assertEqual(self.count("KIM Participant", legacy_import=importing.name), 110)
		self.assertEqual(self.count("KIM Validation", legacy_import=importing.name), 237)
		for state, docstatus in (("Validated", 1), ("Not Validated", 1), ("Identification", 0)):
			self.assertEqual(
				self.count("KIM Validation", workflow_state=state),
				self.count("KIM Validation", workflow_state=state, docstatus=docstatus),
			)
		decided = frappe.get_all(
			"KIM Validation",
			filters={"centre": CENTRE, "workflow_state": "Validated"},
			fields=[
				"approver",
				"decided_on",
				"validated_level",
				"legacy_assessor",
				"legacy_source",
				"imported",
			],
		)
		self.assertTrue(all(row.approver == self.supervisor for row in decided))
		self.assertTrue(all(row.decided_on.year in (2013, 2014) for row in decided))
		self.assertTrue(all(row.validated_level and row.legacy_assessor and row.imported for row in decided))
		self.assertIn("Competenze", decided[0].legacy_source)

	def test_a_participant_comes_in_with_all_that_the_register_knew(self):
		name = frappe.db.get_value("KIM Participant", {"centre": CENTRE, "legacy_key": "FIR-00120"})
		person = frappe.get_doc("KIM Participant", name)
		self.assertEqual((person.family_name, person.given_name), ("Morel", "Élisabeth"))
		self.assertEqual((person.gender, person.nationality), ("Female", "Ukraine"))
		self.assertEqual(str(person.date_of_birth), "1973-01-28")
		self.assertEqual((person.education, person.residence_status), ("1 Primary", "Family"))
		self.assertEqual(
			[(row.language, row.level, row.mother_tongue) for row in person.languages],
			[("uk", "", 1), ("it", "A2", 0)],
		)
		self.assertEqual(person.owner, self.case_worker)
		self.assertIn("Utenti", person.legacy_source)

	def test_what_is_in_progress_can_go_on_with_its_criteria(self):
		name = frappe.db.get_value("KIM Validation", {"centre": CENTRE, "workflow_state": "Identification"})
		validation = frappe.get_doc("KIM Validation", name)
		criteria = frappe.get_doc("KIM Competence", validation.competence).criteria
		self.assertEqual(len(validation.ratings), len(criteria))
		self.assertEqual(validation.case_worker, self.case_worker)

	def test_the_same_workbook_a_second_time_creates_nothing(self):
		again = self.loaded()
		self.assertEqual(again.rows_created, 0)
		self.assertGreaterEqual(again.rows_skipped, 347)
		self.assertEqual(self.count("KIM Participant"), 110)
		self.assertEqual(self.count("KIM Validation"), 237)
