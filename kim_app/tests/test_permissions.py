"""Rows by centre and organisation: every way in obeys `kim_app.permissions`."""

import frappe
from frappe.desk.reportview import get_count
from frappe.desk.search import search_widget

from kim_app import permissions, roles
from kim_app.testing import (
	KIMTestCase,
	acting_as,
	bring_to_approval,
	make_centre,
	make_evidence,
	make_participant,
	make_staff,
	make_user,
)

HERE, NEAR, FAR = "Here Test Centre", "Near Test Centre", "Far Test Centre"


class TestPermissions(KIMTestCase):
	"""HERE and NEAR are two centres of one organisation, FAR belongs to another."""

	@classmethod
	def set_up_site(cls):
		make_centre(HERE, "Test Organisation")
		make_centre(NEAR, "Test Organisation")
		make_centre(FAR, "Another Test Organisation")
		strangers = (roles.CASE_WORKER, roles.ASSESSOR, roles.SUPERVISOR, roles.COORDINATOR)
		cls.here, cls.near, cls.far = (
			make_staff(HERE),
			make_staff(NEAR, strangers),
			make_staff(FAR, strangers),
		)
		cls.participant = make_participant(HERE)
		cls.validation = bring_to_approval(cls.participant, cls.here)
		cls.evidence = cls.validation.evidence[0].evidence

	def seen(self, doctype: str, **kwargs):
		return frappe.get_list(doctype, pluck="name", limit=0, **kwargs)

	def test_a_list_shows_only_the_own_centre(self):
		for role, doctype in (
			(roles.CASE_WORKER, "KIM Participant"),
			(roles.CASE_WORKER, "KIM Evidence"),
			(roles.ASSESSOR, "KIM Validation"),
			(roles.SUPERVISOR, "KIM Validation"),
		):
			with acting_as(self.here[role]):
				self.assertTrue(self.seen(doctype), (role, doctype))
			for elsewhere in (self.near, self.far):
				with acting_as(elsewhere[role]):
					self.assertEqual(self.seen(doctype), [], (role, doctype))

	def test_a_coordinator_sees_the_whole_organisation_and_no_other(self):
		with acting_as(self.near[roles.COORDINATOR]):
			self.assertIn(self.participant, self.seen("KIM Participant"))
			self.assertTrue(frappe.has_permission("KIM Validation", "read", doc=self.validation.name))
		with acting_as(self.far[roles.COORDINATOR]):
			self.assertNotIn(self.participant, self.seen("KIM Participant"))
			self.assertFalse(frappe.has_permission("KIM Validation", "read", doc=self.validation.name))

	def test_one_document_of_another_centre_cannot_be_opened(self):
		for doctype, name in (
			("KIM Participant", self.participant),
			("KIM Evidence", self.evidence),
			("KIM Validation", self.validation.name),
		):
			with acting_as(self.near[roles.CASE_WORKER]):
				self.assertFalse(frappe.has_permission(doctype, "read", doc=name))
				with self.assertRaises(frappe.PermissionError):
					frappe.get_doc(doctype, name).check_permission("read")

	def test_counts_and_link_fields_obey_too(self):
		with acting_as(self.near[roles.CASE_WORKER]):
			frappe.local.form_dict = frappe._dict(doctype="KIM Participant", filters="[]", fields="[]")
			self.assertEqual(get_count(), 0)
			found = search_widget("KIM Participant", self.participant) or frappe.response.get("values")
			self.assertFalse(found)

	def test_rows_of_a_child_table_obey_too(self):
		for table, parent in permissions.PARENTS.items():
			with acting_as(self.far[roles.COORDINATOR]):
				rows = frappe.get_list(
					table, parent_doctype=parent, filters={"parent": self.validation.name}, limit=0
				)
				self.assertEqual(rows, [], table)
		with acting_as(self.here[roles.SUPERVISOR]):
			rows = frappe.get_list(
				"KIM Validation Step",
				parent_doctype="KIM Validation",
				filters={"parent": self.validation.name},
				limit=0,
			)
			self.assertEqual(len(rows), 3)

	def test_nobody_writes_into_another_centre(self):
		with acting_as(self.near[roles.CASE_WORKER]):
			with self.assertRaises(frappe.PermissionError):
				make_participant(HERE, "Intruder")
			with self.assertRaises(frappe.PermissionError):
				make_evidence(self.participant)

	def test_nobody_takes_a_record_into_their_own_centre(self):
		"""Frappe asks for the right to write with the values that came in; the stored ones count too."""
		with acting_as(self.near[roles.CASE_WORKER]):
			stolen = frappe.get_doc("KIM Participant", self.participant)
			stolen.update({"centre": NEAR, "organisation": "Test Organisation"})
			self.assertRaises(frappe.PermissionError, stolen.save)
		self.assertEqual(frappe.db.get_value("KIM Participant", self.participant, "centre"), HERE)

	def test_who_leaves_a_centre_sees_its_records_no_longer(self):
		user = self.here[roles.CASE_WORKER]
		staff_member = frappe.get_doc("KIM Staff Member", {"user": user})
		staff_member.disabled = 1
		staff_member.save()
		with acting_as(user):
			self.assertEqual(self.seen("KIM Participant"), [])
			self.assertFalse(frappe.has_permission("KIM Participant", "read", doc=self.participant))

	def test_a_role_without_a_centre_sees_nothing(self):
		user = make_user("nowhere@permissions.example", roles.SUPERVISOR, roles.COORDINATOR)
		with acting_as(user):
			for doctype in ("KIM Participant", "KIM Evidence", "KIM Validation", "KIM Centre"):
				self.assertEqual(self.seen(doctype), [], doctype)

	def test_a_participant_sees_only_their_own_records(self):
		user = make_user("ada@permissions.example", roles.PARTICIPANT)
		other = make_participant(HERE, "Haile")
		frappe.db.set_value("KIM Participant", self.participant, "user", user)
		with acting_as(user):
			self.assertEqual(self.seen("KIM Participant"), [self.participant])
			self.assertEqual(self.seen("KIM Validation"), [self.validation.name])
			self.assertFalse(frappe.has_permission("KIM Participant", "read", doc=other))
			self.assertFalse(frappe.has_permission("KIM Participant", "write", doc=self.participant))

	def test_a_trainer_finds_a_participant_by_name_but_does_not_read_the_record(self):
		with acting_as(self.here[roles.TRAINER]):
			self.assertTrue(frappe.has_permission("KIM Participant", "select", doc=self.participant))
			self.assertFalse(frappe.has_permission("KIM Participant", "read", doc=self.participant))
			self.assertFalse(frappe.has_permission("KIM Validation", "read", doc=self.validation.name))

	def test_a_file_is_read_by_who_may_read_its_record_and_stays_private(self):
		with acting_as(self.here[roles.CASE_WORKER]):
			file = self.attach("reference letter", is_private=1)
		for user, may in (
			(self.here[roles.SUPERVISOR], True),
			(self.near[roles.CASE_WORKER], False),
			(self.far[roles.COORDINATOR], False),
		):
			with acting_as(user):
				self.assertEqual(bool(frappe.has_permission("File", "read", doc=file.name)), may, user)
				self.assertEqual(file.is_downloadable(), may, user)
		frappe.db.set_value("KIM Staff Member", {"user": file.owner}, "disabled", 1)
		with acting_as(file.owner):
			self.assertFalse(frappe.has_permission("File", "read", doc=file.name))
		with self.assertRaisesRegex(frappe.ValidationError, "kept private"):
			self.attach("another", is_private=0)

	def attach(self, content: str, is_private: int):
		return frappe.get_doc(
			{
				"doctype": "File",
				"file_name": f"{frappe.scrub(content)}.txt",
				"attached_to_doctype": "KIM Evidence",
				"attached_to_name": self.evidence,
				"content": content,
				"is_private": is_private,
			}
		).insert()

	def test_every_form_that_holds_a_centre_is_guarded(self):
		"""A new form with a centre must be added to the one place that guards rows."""
		forms = frappe.get_all(
			"DocField",
			filters={"fieldname": "centre", "parent": ["like", "KIM %"], "parenttype": "DocType"},
			pluck="parent",
		)
		self.assertLessEqual(set(forms), set(permissions.PLACES))
		tables = frappe.get_all(
			"DocField",
			filters={
				"fieldtype": ["in", ["Table", "Table MultiSelect"]],
				"parent": ["in", list(permissions.PLACES)],
			},
			fields=["options", "parent"],
		)
		self.assertEqual({row.options: row.parent for row in tables}, permissions.PARENTS)
