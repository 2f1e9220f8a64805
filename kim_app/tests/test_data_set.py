"""A centre's anonymous data set on a site: whose it is, what is in it and what is not, and that it is on record."""

import csv
import io
import zipfile

import frappe

from kim_app import roles
from kim_app.research import export, tables
from kim_app.testing import (
	KIMTestCase,
	acting_as,
	bring_to_approval,
	make_centre,
	make_participant,
	make_staff,
	take_step,
)

CENTRE, ELSEWHERE = "Research Centre", "Foreign Research Centre"
SMALLEST = 3


class TestDataSet(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(CENTRE, "Research Organisation")
		make_centre(ELSEWHERE, "Foreign Research Organisation")
		cls.staff = make_staff(CENTRE)
		cls.foreign = make_staff(ELSEWHERE, (roles.COORDINATOR,))
		cls.coordinator = cls.staff[roles.COORDINATOR]
		frappe.db.set_single_value("KIM Settings", "smallest_group", SMALLEST)
		with acting_as(cls.staff[roles.CASE_WORKER]):
			alike = {
				"gender": "Female",
				"date_of_birth": "1991-05-06",
				"nationality": "Eritrea",
				"consent": 1,
			}
			cls.people = [
				make_participant(CENTRE, f"=HYPERLINK Person{number}", **alike) for number in range(SMALLEST)
			]
			make_participant(
				CENTRE, "Rare", gender="Male", date_of_birth="1950-01-02", nationality="Nauru", consent=1
			)
			make_participant(CENTRE, "Silent", **{**alike, "consent": 0})
		pending = bring_to_approval(cls.people[0], cls.staff)
		take_step(pending.name, "Approve", cls.staff[roles.SUPERVISOR])

	def setUp(self):
		super().setUp()
		# What another test set is undone in the database, and remembered beside it.
		frappe.db.set_single_value("KIM Settings", "smallest_group", SMALLEST)

	def taken(self, user: str | None = None) -> dict[str, str]:
		with acting_as(user or self.coordinator):
			export.download(CENTRE)
		with zipfile.ZipFile(io.BytesIO(frappe.local.response.filecontent)) as archive:
			return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}

	def rows(self, text: str) -> list[dict]:
		return list(csv.DictReader(io.StringIO(text)))

	def test_tables_are_joined_by_keys_that_lead_to_nobody(self):
		first, second = self.taken(), self.taken()
		people = self.rows(first["participants.csv"])
		(validation,) = self.rows(first["validations.csv"])
		self.assertIn(validation["person"], {row["person"] for row in people})
		self.assertEqual(validation["competence"], "KC-2018-DIG")
		self.assertFalse(
			{row["person"] for row in people}
			& {row["person"] for row in self.rows(second["participants.csv"])}
		)

	def test_no_name_number_text_or_day_is_in_it(self):
		whole = "\n".join(self.taken().values())
		for secret in (
			"Person0",
			"HYPERLINK",
			"Okafor",
			"KIM-P-",
			"KIM-V-",
			"1991-05",
			"market stall",
			"Seen at work",
		):
			self.assertNotIn(secret, whole)

	def test_whoever_stands_out_or_did_not_consent_is_not_in_it(self):
		files = self.taken()
		people = self.rows(files["participants.csv"])
		self.assertEqual(len(people), SMALLEST)
		self.assertEqual({row["born"] for row in people}, {"1990-1999"})
		self.assertNotIn("Nauru", "".join(files.values()))
		self.assertIn("did not consent to the use of their data: 1-2", files["README.txt"])
		self.assertIn("too few are like them: 1-2", files["README.txt"])

	def test_the_codebook_tells_every_column(self):
		files = self.taken()
		told = {(row["file"], row["column"]) for row in self.rows(files["codebook.csv"])}
		for name in tables.codebook():
			for column in csv.reader(io.StringIO(files[name])).__next__():
				self.assertIn((name, column), told)

	def test_every_export_is_on_record_and_stays(self):
		self.taken()
		log = frappe.get_last_doc(export.LOG, {"centre": CENTRE})
		self.assertEqual((log.exported_by, log.people, log.left_out), (self.coordinator, SMALLEST, 1))
		log.people = 99
		with self.assertRaises(frappe.ValidationError):
			log.save()
		with self.assertRaises(frappe.ValidationError):
			frappe.get_doc({"doctype": export.LOG, "centre": CENTRE}).insert()
		with acting_as(self.foreign[roles.COORDINATOR]):
			self.assertFalse(frappe.has_permission(export.LOG, "read", doc=log.name))

	def test_nobody_but_a_coordinator_of_the_centre_takes_it(self):
		others = [user for role, user in self.staff.items() if role != roles.COORDINATOR]
		for user in (*others, self.foreign[roles.COORDINATOR], "Guest"):
			with self.subTest(user), acting_as(user), self.assertRaises(frappe.PermissionError):
				export.download(CENTRE)

	def test_a_centre_of_few_people_has_none(self):
		frappe.db.set_single_value("KIM Settings", "smallest_group", 40)
		with acting_as(self.coordinator), self.assertRaisesRegex(frappe.ValidationError, "too few people"):
			export.download(CENTRE)
