"""Files of a person's record on a site: by no way in does one get there that may not."""

import base64
import io
import os

import frappe
from frappe.utils import get_files_path

from kim_app import roles
from kim_app.attachments.check import limits
from kim_app.evidence import api, rules
from kim_app.patches.v1_1 import evidence_takes_several_files
from kim_app.testing import (
	KIMTestCase,
	acting_as,
	make_centre,
	make_evidence,
	make_participant,
	make_staff,
)

HERE, NEAR = "Attachment Test Centre", "Other Attachment Test Centre"
PDF = b"%PDF-1.7\n1 0 obj\n"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00" + b"\0" * 64
SCRIPT = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


class TestAttachments(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		for centre in (HERE, NEAR):
			make_centre(centre, "Attachment Test Organisation")
		cls.staff = make_staff(HERE)
		cls.near = make_staff(NEAR, (roles.CASE_WORKER,))
		cls.participant = make_participant(HERE)

	def setUp(self):
		super().setUp()
		with acting_as(self.staff[roles.CASE_WORKER]):
			self.evidence = make_evidence(self.participant)

	def upload(self, name="diploma.pdf", content=PDF, doctype="KIM Evidence", record=None, **fields):
		with acting_as(self.staff[roles.CASE_WORKER]):
			return frappe.get_doc(
				{
					"doctype": "File",
					"file_name": name,
					"content": content,
					"is_private": 1,
					"attached_to_doctype": doctype,
					"attached_to_name": (record or self.evidence) if doctype else None,
					**fields,
				}
			).insert()

	def add_row(self, url: str, user: str | None = None, **fields):
		with acting_as(user or self.staff[roles.CASE_WORKER]):
			evidence = frappe.get_doc("KIM Evidence", self.evidence)
			evidence.append("files", {"file": url, **fields})
			return evidence.save()

	def on_disk(self, name: str) -> bool:
		return any(os.path.exists(get_files_path(name, is_private=private)) for private in (0, 1))

	def test_a_file_is_refused_for_what_it_is_whatever_it_is_called(self):
		for name, content in (
			("setup-a.pdf", PROGRAM),
			("setup-b.exe", PROGRAM),
			("drawing-c.pdf", SCRIPT),
			("drawing-d.svg", SCRIPT),
			("page-e.html", b"<!doctype html><script>1</script>"),
		):
			with self.assertRaises(frappe.ValidationError, msg=name):
				self.upload(name, content)
			self.assertFalse(frappe.db.exists("File", {"file_name": name}), name)
			self.assertFalse(self.on_disk(name), name)

	def test_every_personal_form_is_guarded_and_the_workbook_of_an_import_is_not(self):
		for doctype, record in (
			("KIM Participant", self.participant),
			("KIM Evidence", "new-kim-evidence-1"),
		):
			with self.assertRaises(frappe.ValidationError):
				self.upload("setup.pdf", PROGRAM, doctype=doctype, record=record)
			self.upload(doctype=doctype, record=record)
		self.upload("register.csv", b"a,b\n1,2\n", doctype="KIM Legacy Import", record="new-import")

	def test_base64_is_looked_into_as_well(self):
		encoded = "data:application/pdf;base64," + base64.b64encode(PROGRAM).decode()
		with self.assertRaises(frappe.ValidationError):
			self.upload("setup.pdf", encoded, decode=True)
		fine = "data:application/pdf;base64," + base64.b64encode(PDF).decode()
		self.assertEqual(self.upload("fine.pdf", fine, decode=True).get_content(), PDF)

	def test_a_file_that_lies_elsewhere_is_not_moved_onto_a_record_past_the_check(self):
		stray = self.upload("setup.pdf", PROGRAM, doctype=None)
		with acting_as(self.staff[roles.CASE_WORKER]):
			stray.attached_to_doctype, stray.attached_to_name = "KIM Evidence", self.evidence
			self.assertRaises(frappe.ValidationError, stray.save)
		with self.assertRaises(frappe.ValidationError):
			self.add_row(stray.file_url)
		self.assertEqual(frappe.db.count("KIM Evidence File", {"parent": self.evidence}), 0)

	def test_a_file_on_a_record_is_not_renamed_into_another_type(self):
		file = self.upload("notes.txt", b"plain text")
		with acting_as(self.staff[roles.CASE_WORKER]):
			file.file_name = "notes.bat"
			self.assertRaises(frappe.ValidationError, file.save)

	def test_a_link_to_another_site_is_no_private_file(self):
		for private in (0, 1):
			with self.assertRaises(frappe.ValidationError):
				self.upload(content=None, file_url="https://files.example/diploma.pdf", is_private=private)
		for url in (
			"https://files.example/diploma.pdf",
			"/files/public.pdf",
			"data:application/pdf;base64,JVBERg==",
		):
			with self.assertRaisesRegex(frappe.ValidationError, "private file"):
				self.add_row(url)

	def test_a_file_larger_than_the_settings_allow_is_refused_and_not_stored(self):
		frappe.db.set_single_value("KIM Settings", "largest_file_mb", 1)
		frappe.clear_document_cache("KIM Settings", "KIM Settings")
		self.addCleanup(frappe.clear_document_cache, "KIM Settings", "KIM Settings")
		with self.assertRaisesRegex(frappe.ValidationError, r"has 1\.5 MB; the most is 1 MB"):
			self.upload("large.pdf", PDF + b"0" * int(1.5 * 1024 * 1024))
		self.assertFalse(self.on_disk("large.pdf"))
		self.upload("small.pdf", PDF + b"0" * 1000)

	def test_settings_never_allow_more_than_the_web_server_takes(self):
		frappe.db.set_single_value("KIM Settings", "largest_file_mb", 5000)
		frappe.clear_document_cache("KIM Settings", "KIM Settings")
		self.addCleanup(frappe.clear_document_cache, "KIM Settings", "KIM Settings")
		self.assertLess(limits().largest, 500 * 1024 * 1024)

	def test_the_settings_say_which_types_are_taken(self):
		frappe.db.set_single_value("KIM Settings", "file_types", "png")
		frappe.clear_document_cache("KIM Settings", "KIM Settings")
		self.addCleanup(frappe.clear_document_cache, "KIM Settings", "KIM Settings")
		with self.assertRaisesRegex(frappe.ValidationError, "png"):
			self.upload()

	def test_a_file_of_a_row_becomes_the_records_own_and_is_read_with_it(self):
		"""As the Desk does it in a form that is not saved yet: first the file, then the record."""
		with acting_as(self.staff[roles.CASE_WORKER]):
			file = self.upload(record="new-kim-evidence-qwert")
			evidence = make_evidence(
				self.participant, files=[{"file": file.file_url, "about": "Diploma, page 1"}]
			)
		self.assertEqual(
			frappe.get_all("File", filters={"file_url": file.file_url}, pluck="attached_to_name"), [evidence]
		)
		for user, may in ((self.staff[roles.ASSESSOR], True), (self.near[roles.CASE_WORKER], False)):
			with acting_as(user):
				self.assertEqual(frappe.get_doc("File", file.name).is_downloadable(), may)

	def test_nobody_takes_a_foreign_file_into_a_row(self):
		file = self.upload()
		with acting_as(self.near[roles.CASE_WORKER]):
			own = make_participant(NEAR, "Sesay")
			for url in (file.file_url, "/private/files/guessed.pdf"):
				with self.assertRaises(frappe.PermissionError):
					make_evidence(own, files=[{"file": url}])

	def test_a_row_without_a_file_goes_or_is_asked_for_it(self):
		evidence = self.add_row(None)
		self.assertEqual(evidence.files, [])
		with self.assertRaisesRegex(frappe.ValidationError, "row 1: attach the file that shows “Page 2”"):
			self.add_row(None, about="Page 2")

	def test_a_deleted_file_leaves_no_row_and_asks_for_a_new_rating(self):
		file = self.upload()
		self.add_row(file.file_url)
		with acting_as(self.staff[roles.ASSESSOR]):
			api.rate(self.evidence, "Yes", "Yes", "Yes", "Partly", "One page.")
		with acting_as(self.staff[roles.CASE_WORKER]):
			frappe.delete_doc("File", file.name)
		evidence = frappe.get_doc("KIM Evidence", self.evidence)
		self.assertEqual((evidence.files, evidence.status, evidence.valid), ([], rules.RECORDED, None))

	def test_files_of_verified_evidence_stay_and_no_more_come(self):
		file = self.upload()
		self.add_row(file.file_url)
		with acting_as(self.staff[roles.ASSESSOR]):
			api.rate(self.evidence, *["Yes"] * 4)
		with self.assertRaisesRegex(frappe.ValidationError, "was verified"):
			self.upload("later.pdf", PDF + b"2")
		with self.assertRaisesRegex(frappe.ValidationError, "was verified"):
			frappe.delete_doc("File", file.name)
		self.assertTrue(file.exists_on_disk())

	def test_a_verified_picture_is_not_written_anew(self):
		"""Frappe's own button “Optimize” puts other content into the file that is there."""
		from PIL import Image

		stream = io.BytesIO()
		Image.new("RGB", (64, 64)).save(stream, "PNG", compress_level=0)
		file = self.upload("scan.png", stream.getvalue())
		self.add_row(file.file_url)
		with acting_as(self.staff[roles.ASSESSOR]):
			api.rate(self.evidence, *["Yes"] * 4)
		with acting_as(self.staff[roles.CASE_WORKER]), self.assertRaises(frappe.ValidationError):
			# Only what this call wrote is put back, not the upload.
			frappe.db.after_rollback.reset()
			frappe.get_doc("File", file.name).optimize_file()
		frappe.db.after_rollback.run()
		with open(file.get_full_path(), "rb") as stored:
			self.assertEqual(stored.read(), stream.getvalue())

	def test_the_single_file_of_an_earlier_version_becomes_a_row(self):
		file = self.upload()
		if not frappe.db.has_column("KIM Evidence", "file"):
			self.skipTest("this site never had the earlier version")
		frappe.db.set_value("KIM Evidence", self.evidence, {"status": ""}, update_modified=False)
		evidence = frappe.qb.DocType("KIM Evidence")
		frappe.qb.update(evidence).set(evidence.file, file.file_url).where(
			evidence.name == self.evidence
		).run()
		for _again in range(2):
			evidence_takes_several_files.execute()
		migrated = frappe.get_doc("KIM Evidence", self.evidence)
		self.assertEqual([row.file for row in migrated.files], [file.file_url])
		self.assertEqual(migrated.status, rules.RECORDED)
		migrated.save()
