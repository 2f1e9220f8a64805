"""What the form of an import asks for: what was found, the matches to confirm, corrections, the marked workbook."""

import io
import json
from datetime import date

import frappe
import openpyxl

from kim_app import roles
from kim_app.legacy_import import api, findings, jobs, marked, preview, review
from kim_app.testing import KIMTestCase, acting_as, make_centre, make_user

CENTRE, OTHER = "Import Review Centre", "Other Import Review Centre"
PEOPLE = ["Nummer", "Familienname", "Vorname", "Geschlecht", "Geburtsdatum"]
HEADERS = ["Klient-Nr.", *PEOPLE[1:]]


def no_commit():
	"""The test's transaction is rolled back."""


class TestImportReview(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		for gender in ("Male", "Female", "Other"):
			if not frappe.db.exists("Gender", gender):
				frappe.get_doc({"doctype": "Gender", "gender": gender}).insert()
		for centre in (CENTRE, OTHER):
			make_centre(centre, f"{CENTRE} Organisation")
		cls.case_worker = make_user("case@review.example", roles.CASE_WORKER, centre=CENTRE)
		cls.supervisor = make_user("super@review.example", roles.SUPERVISOR, centre=CENTRE)
		cls.corrector = make_user("both@review.example", roles.CASE_WORKER, roles.SUPERVISOR, centre=CENTRE)
		cls.stranger = make_user("case@otherreview.example", roles.CASE_WORKER, centre=OTHER)

	def checked(self, *rows, headers=HEADERS):
		book = openpyxl.Workbook()
		book.active.title = "Klienten"
		for row in (headers, *rows):
			book.active.append(row)
		stream = io.BytesIO()
		book.save(stream)
		with acting_as(self.case_worker):
			importing = frappe.get_doc({"doctype": "KIM Legacy Import", "centre": CENTRE}).insert()
			file = frappe.get_doc(
				{
					"doctype": "File",
					"file_name": f"{frappe.generate_hash(length=8)}.xlsx",
					"is_private": 1,
					"content": stream.getvalue(),
					"attached_to_doctype": "KIM Legacy Import",
					"attached_to_name": importing.name,
					"attached_to_field": "workbook",
				}
			).insert()
			importing.workbook = file.file_url
			importing.save()
		self.addCleanup(file.delete_file_from_filesystem)
		return self.again(importing)

	def again(self, importing):
		jobs.check_now(importing.name, commit=no_commit)
		return frappe.get_doc("KIM Legacy Import", importing.name)

	def table(self, importing) -> dict:
		with acting_as(self.case_worker):
			return review.review(importing.name)["tables"][0]

	def issues(self, importing) -> list[tuple]:
		return [
			(row.kind, row.cell)
			for row in frappe.get_all(
				"KIM Import Issue",
				filters={"legacy_import": importing.name},
				fields=["kind", "cell"],
				order_by="idx",
			)
		]

	def test_it_tells_kinds_columns_and_rows_with_their_problems(self):
		importing = self.checked(["1", "Maier", "Eva", "w", "31.02.1985"], ["2", "Huber", "Jan", "m", ""])
		table = self.table(importing)
		self.assertEqual(
			(table["kind"], table["counts"]), ("participant", {"new": 1, "refused": 1, "warned": 0})
		)
		self.assertEqual([column["key"] for column in table["columns"]][:2], ["legacy_key", "family_name"])
		self.assertEqual(table["rows"][0]["problems"], {"4": "error"})
		self.assertEqual(table["rows"][1]["read"], {"3": "Male"})

	def test_another_centre_sees_and_corrects_nothing(self):
		importing = self.checked(["1", "Maier", "Eva", "w", ""])
		calls = (
			lambda: review.review(importing.name),
			lambda: review.rows(importing.name, 1, 1),
			lambda: review.confirm(importing.name, "[]"),
			lambda: review.correct_value(importing.name, "gender", "w", "Male"),
			lambda: review.correct_cell(importing.name, "Klienten", "B2", "x"),
			lambda: marked.make(importing.name),
		)
		for call in calls:
			with acting_as(self.stranger), self.assertRaises(frappe.PermissionError):
				call()

	def test_all_rows_that_need_a_look_can_be_paged_through(self):
		wrong = findings.ROWS_OF_PAGE + 10
		importing = self.checked(
			*(["1", "Maier", f"Eva {number}", "w", "31.02.1985"] for number in range(wrong))
		)
		table = self.table(importing)
		self.assertEqual((table["pages"], len(table["rows"])), (2, findings.ROWS_OF_PAGE))
		with acting_as(self.case_worker):
			later = review.rows(importing.name, "1", "1")
			self.assertEqual(review.rows(importing.name, 1, 2), {"rows": [], "issues": []})
		self.assertEqual([row["number"] for row in later["rows"]], list(range(wrong - 8, wrong + 2)))
		self.assertIn(("invalid-date", f"E{wrong + 1}"), [(row.kind, row.cell) for row in later["issues"]])

	def test_what_was_matched_by_likeness_has_to_be_confirmed_before_it_is_approved(self):
		headers = [HEADERS[0], "Familiennahme", *HEADERS[2:]]
		importing = self.checked(["1", "Maier", "Eva", "w", ""], headers=headers)
		with acting_as(self.supervisor), self.assertRaisesRegex(api.NotNow, "Familiennahme"):
			api.approve(importing.name)
		with acting_as(self.case_worker):
			columns = [{"kind": "participant", "header": "Familiennahme", "field": "family_name"}]
			review.confirm(importing.name, json.dumps(columns))
		self.again(importing)
		with acting_as(self.supervisor):
			self.assertEqual(api.approve(importing.name)["status"], "Approved")

	def test_confirmed_matches_serve_the_next_workbook_of_the_centre(self):
		headers = ["Nr", *PEOPLE[1:], "Heimat"]
		row = ["1", "Maier", "Eva", "w", "", "Peru"]
		importing = self.checked(row, headers=headers)
		self.assertIn(("unmatched-column", "F1"), self.issues(importing))
		columns = [
			{"kind": "participant", "header": "Nr", "field": "legacy_key"},
			{"kind": "participant", "header": "Heimat", "field": "nationality"},
		]
		with acting_as(self.case_worker):
			template = review.confirm(importing.name, json.dumps(columns))
		importing.reload()
		self.assertEqual((importing.status, importing.template), ("Draft", template))
		self.assertEqual(self.issues(self.again(importing)), [])
		following = self.checked(row, headers=headers)
		self.assertEqual((following.template, self.issues(following)), (template, []))

	def test_what_is_no_field_is_not_kept(self):
		importing = self.checked(["1", "Maier", "Eva", "w", ""])
		for column in (
			{"kind": "participant", "header": "x", "field": "owner"},
			{"kind": "user", "header": "x", "field": "email"},
			{"kind": "participant", "header": "x", "field": "notes", "reading": "upside-down"},
		):
			with acting_as(self.case_worker), self.assertRaises(frappe.ValidationError):
				review.confirm(importing.name, json.dumps([column]))

	def test_a_word_is_corrected_for_all_its_cells_and_kept_a_name_for_this_workbook_only(self):
		importing = self.checked(["1", "Maier", "Eva", "??", ""], ["2", "Huber", "Jan", "??", "31.02.1985"])
		with acting_as(self.case_worker):
			review.correct_value(importing.name, "gender", "??", "Other")
			review.correct_value(importing.name, "date_of_birth", "31.02.1985", "1985-02-28")
		importing.reload()
		self.assertEqual(importing.status, "Draft")
		self.assertEqual(self.issues(self.again(importing)), [])
		template = frappe.get_doc("KIM Import Template", importing.template)
		self.assertEqual([(row.field, row.read_as) for row in template.values], [("gender", "Other")])

	def test_one_cell_is_corrected_and_the_attached_file_stays(self):
		importing = self.checked(["1", "", "Eva", "w", ""])
		content = jobs.workbook_content(importing.name)[0]
		with acting_as(self.case_worker):
			review.correct_cell(importing.name, "Klienten", "B2", "Maier")
		self.assertEqual(self.issues(self.again(importing)), [])
		self.assertEqual(jobs.workbook_content(importing.name)[0], content)

	def test_a_cell_that_was_corrected_is_forgotten_with_its_workbook(self):
		importing = self.checked(["1", "", "Eva", "w", ""])
		with acting_as(self.case_worker):
			review.correct_cell(importing.name, "Klienten", "B2", "Maier")
			importing.reload()
			# Another content: of equal ones Frappe 16 keeps one file.
			importing.workbook = self.checked(["2", "", "Eva", "w", ""]).workbook
			frappe.db.set_value("File", {"file_url": importing.workbook}, "attached_to_name", importing.name)
			importing.save()
		self.assertEqual(self.issues(self.again(importing)), [("missing-required", "B2")])

	def test_who_corrected_cannot_approve(self):
		importing = self.checked(["1", "", "Eva", "w", ""])
		with acting_as(self.corrector):
			review.correct_cell(importing.name, "Klienten", "B2", "Maier")
		self.again(importing)
		with acting_as(self.corrector), self.assertRaises(frappe.PermissionError):
			api.approve(importing.name)
		with acting_as(self.supervisor):
			api.approve(importing.name)
		with acting_as(self.case_worker), self.assertRaises(frappe.ValidationError):
			review.correct_cell(importing.name, "Klienten", "B2", "Huber")

	def test_the_marked_workbook_is_private_and_replaces_the_one_before(self):
		importing = self.checked(["1", "", "Eva", "w", ""])
		with acting_as(self.case_worker):
			marked.make(importing.name)
			url = marked.make(importing.name)
		files = frappe.get_all(
			"File",
			filters={"attached_to_name": importing.name, "attached_to_field": "result_workbook"},
			fields=["name", "file_url", "is_private"],
		)
		self.assertEqual([(file.file_url, file.is_private) for file in files], [(url, 1)])
		file = frappe.get_doc("File", files[0].name)
		self.addCleanup(file.delete_file_from_filesystem)
		sheet = openpyxl.load_workbook(file.get_full_path())["Klienten"]
		self.assertIn("is empty", sheet["B2"].comment.text)

	def test_a_second_workbook_is_checked_with_the_first(self):
		importing = self.checked(["1", "Maier", "Eva", "w", ""])
		with acting_as(self.case_worker):
			file = frappe.get_doc(
				{
					"doctype": "File",
					"file_name": f"{frappe.generate_hash(length=8)}.csv",
					"is_private": 1,
					"content": "Klient-Nr.;Kompetenz;Selbsteinschätzung\n1;LIT;2\n9;LIT;2\n",
					"attached_to_doctype": "KIM Legacy Import",
					"attached_to_name": importing.name,
				}
			).insert()
		self.addCleanup(file.delete_file_from_filesystem)
		self.assertEqual(self.issues(self.again(importing)), [("unknown-link", "A3")])
		with acting_as(self.case_worker):
			kinds = [table["kind"] for table in review.review(importing.name)["tables"]]
		self.assertEqual(kinds, ["participant", "validation"])

	def test_attendance_comes_in_by_who_may_hold_courses(self):
		days = [date(2013, 10, 3), date(2013, 10, 10)]
		rows = (["a@review.example", "x", "a"], ["b@review.example", "x", ""])
		importing = self.checked(*rows, headers=["", *days])
		self.assertEqual([kind for kind, _cell in self.issues(importing)], ["not-permitted"])
		frappe.get_doc("User", self.case_worker).add_roles(roles.TRAINER)
		importing = self.again(importing)
		with acting_as(self.case_worker):
			tables = {table["kind"]: table["counts"] for table in review.review(importing.name)["tables"]}
		self.assertEqual([tables[kind]["new"] for kind in ("staff", "session", "attendance")], [2, 1, 2])

	def test_a_person_known_elsewhere_is_told_as_far_as_the_reader_may_know(self):
		person = {"family_name": "Maier", "given_name": "Eva", "date_of_birth": "1985-02-01"}
		stored = frappe.get_doc({"doctype": "KIM Participant", "centre": OTHER, **person}).insert()
		importing = self.checked(["1", "Maier", "Eva", "w", "01.02.1985"])
		issue = frappe.get_last_doc("KIM Import Issue", {"legacy_import": importing.name})
		self.assertEqual(issue.kind, "duplicate-person-elsewhere")
		self.assertNotIn(stored.name, issue.message)
		self.assertNotIn(OTHER, issue.message)

	def test_a_known_person_is_compared_with_what_the_site_has(self):
		person = {"family_name": "Maier", "given_name": "Eva", "gender": "Female", "legacy_key": "A-1"}
		frappe.get_doc({"doctype": "KIM Participant", "centre": CENTRE, **person}).insert()
		importing = self.checked(["a-1", "Maier", "Eva", "w", ""], headers=HEADERS)
		self.assertEqual(self.table(importing)["counts"]["unchanged"], 1)
		importing = self.checked(["A-1", "Maier", "Eva", "w", "01.02.1985"])
		# It was made by hand, so nothing is written over it.
		self.assertEqual(self.issues(importing), [("conflict", "E2")])
		frappe.db.set_value(
			"KIM Participant",
			{"legacy_key": "A-1", "centre": CENTRE},
			"legacy_import",
			importing.name,
			update_modified=False,
		)
		table = self.table(self.again(importing))
		self.assertEqual(table["rows"][0]["changes"], [["date_of_birth", "", "1985-02-01"]])

	def test_what_was_found_goes_with_the_import(self):
		importing = self.checked(["1", "Maier", "Eva", "w", ""])
		frappe.delete_doc("KIM Legacy Import", importing.name)
		self.assertEqual(preview.read(importing.name), [])
