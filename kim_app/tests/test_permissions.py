"""Rows by centre and organisation: every way in obeys `kim_app.permissions`."""

import frappe
import frappe.client
from frappe.desk.reportview import get_count
from frappe.desk.search import search_widget

from kim_app import permissions, roles
from kim_app.overrides import counts
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
		cls.open_evidence = make_evidence(cls.participant)

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
		self.disable(user)
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

	def test_a_trainer_does_not_see_participants_or_their_cases(self):
		with acting_as(self.here[roles.TRAINER]):
			for doctype in ("KIM Participant", "KIM Evidence", "KIM Validation"):
				self.assertFalse(frappe.has_permission(doctype, "read"), doctype)
				self.assertFalse(frappe.has_permission(doctype, "select"), doctype)

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
				self.assertEqual(bool(self.seen("File", filters={"name": file.name})), may, user)
		with self.assertRaisesRegex(frappe.ValidationError, "kept private"):
			self.attach("another", is_private=0)

	def test_who_uploaded_a_file_and_left_reads_it_no_longer(self):
		user = self.here[roles.CASE_WORKER]
		with acting_as(user):
			file = self.attach("reference letter", is_private=1)
		self.disable(user)
		with acting_as(user):
			self.assertFalse(frappe.has_permission("File", "read", doc=file.name))
			self.assertFalse(frappe.get_doc("File", file.name).is_downloadable())

	def test_a_private_file_cannot_be_taken_by_its_address(self):
		with acting_as(self.here[roles.CASE_WORKER]):
			file = self.attach("passport", is_private=1)
		with acting_as(self.near[roles.CASE_WORKER]):
			for fields in (
				{"is_private": 1},
				{"attached_to_doctype": "User", "attached_to_name": self.near[roles.CASE_WORKER]},
			):
				taken = frappe.get_doc({"doctype": "File", "file_url": file.file_url, **fields})
				self.assertRaises(frappe.PermissionError, taken.insert, ignore_permissions=True)
			own = make_participant(NEAR, "Sesay")
			with self.assertRaises(frappe.PermissionError):
				make_evidence(own, files=[{"file": file.file_url}])
			with self.assertRaisesRegex(frappe.ValidationError, "private file"):
				make_evidence(own, files=[{"file": "/files/public.txt"}])
			same = frappe.get_doc(
				{"doctype": "File", "file_name": "my.txt", "content": "passport", "is_private": 1}
			)
			self.assertTrue(same.insert().name, "equal content of one's own is no theft")

	def test_a_file_of_a_record_is_not_moved_made_public_or_put_onto_a_foreign_record(self):
		with acting_as(self.here[roles.CASE_WORKER]):
			file = self.attach("passport", is_private=1)
			for change in ({"is_private": 0}, {"attached_to_doctype": None, "attached_to_name": None}):
				stored = frappe.get_doc("File", file.name)
				stored.update(change)
				self.assertRaises(frappe.ValidationError, stored.save)
		with acting_as(self.near[roles.CASE_WORKER]), self.assertRaises(frappe.PermissionError):
			self.attach("smuggled", is_private=1)

	def test_a_row_of_a_table_is_neither_read_nor_written_alone_by_a_stranger(self):
		row = self.validation.steps[0]
		with acting_as(self.far[roles.COORDINATOR]):
			with self.assertRaises(frappe.PermissionError):
				frappe.client.get("KIM Validation Step", name=row.name, parent="KIM Validation")
			with self.assertRaises(frappe.PermissionError):
				frappe.get_doc("KIM Criterion Rating", self.validation.ratings[0].name).save()

	def test_a_row_of_a_table_is_not_written_alone_by_anybody(self):
		own = [self.participant, self.evidence, self.validation.name]
		tried = set()
		for table, parent in permissions.PARENTS.items():
			filters = {"parenttype": parent, "parent": ["in", own]}
			for name in frappe.get_all(table, filters=filters, pluck="name", limit=1):
				tried.add(table)
				row = frappe.get_doc(table, name)
				with self.assertRaisesRegex(frappe.PermissionError, "in the record it belongs to"):
					row.save()
				with self.assertRaisesRegex(frappe.PermissionError, "in the record it belongs to"):
					frappe.delete_doc(table, name)
		self.assertGreaterEqual(len(tried), 4)
		with acting_as(self.here[roles.SUPERVISOR]), self.assertRaises(frappe.PermissionError):
			step = self.validation.steps[0].as_dict()
			frappe.get_doc({**step, "name": None, "user": self.here[roles.SUPERVISOR]}).insert()

	def test_a_count_tells_nothing_about_rows_of_others(self):
		filters = {"family_name": "Okafor"}
		with acting_as(self.near[roles.CASE_WORKER]):
			self.assertEqual(counts.get_count("KIM Participant", filters), 0)
		with acting_as(self.here[roles.CASE_WORKER]):
			self.assertEqual(counts.get_count("KIM Participant", filters), 1)
			self.assertTrue(counts.get_count("DocType", {"module": "KIM"}))
		hooked = frappe.get_hooks("override_whitelisted_methods")["frappe.client.get_count"]
		self.assertEqual(hooked[-1], "kim_app.overrides.counts.get_count")

	def test_an_error_does_not_tell_a_strangers_name(self):
		with acting_as(self.near[roles.CASE_WORKER]):
			with self.assertRaises(frappe.PermissionError) as refused:
				frappe.get_doc(
					{
						"doctype": "KIM Validation",
						"participant": self.participant,
						"competence": "KC-2018-DIG",
					}
				).insert()
		self.assertNotIn("Okafor", str(refused.exception))

	def test_nobody_follows_a_record_they_cannot_read_or_goes_on_following_after_leaving(self):
		follow = {
			"doctype": "Document Follow",
			"ref_doctype": "KIM Participant",
			"ref_docname": self.participant,
		}
		with self.assertRaises(frappe.PermissionError):
			frappe.get_doc({**follow, "user": self.near[roles.CASE_WORKER]}).insert()
		user = self.here[roles.CASE_WORKER]
		frappe.get_doc({**follow, "user": user}).insert()
		self.disable(user)
		self.assertFalse(frappe.db.exists("Document Follow", {"user": user}))

	def test_a_coordinator_cannot_move_a_centre_to_another_organisation(self):
		with acting_as(self.near[roles.COORDINATOR]):
			centre = frappe.get_doc("KIM Centre", NEAR)
			centre.organisation = "Another Test Organisation"
			self.assertRaises(frappe.PermissionError, centre.save)

	def test_a_kim_administrator_sets_up_the_own_organisation_only(self):
		user = make_user("administrator@permissions.example", roles.ADMINISTRATOR, centre=HERE)
		with acting_as(user):
			frappe.get_doc({"doctype": "KIM Staff Member", "user": user, "centre": NEAR}).insert()
			with self.assertRaises(frappe.PermissionError):
				frappe.get_doc({"doctype": "KIM Staff Member", "user": user, "centre": FAR}).insert()

	def test_a_system_manager_without_a_kim_role_reads_no_trace_of_a_person(self):
		participant = frappe.get_doc("KIM Participant", self.participant)
		participant.phone = "055 1234"
		participant.save()
		participant.add_comment("Comment", "Looks for work.")
		if not frappe.db.exists("Version", {"docname": self.participant}):
			frappe.get_doc(
				{
					"doctype": "Version",
					"ref_doctype": "KIM Participant",
					"docname": self.participant,
					"data": "{}",
				}
			).insert()
		manager = make_user("manager@permissions.example", "System Manager")
		with acting_as(manager):
			for doctype, field in (("Version", "ref_doctype"), ("Comment", "reference_doctype")):
				self.assertEqual(self.seen(doctype, filters={field: "KIM Participant"}), [], doctype)
				name = frappe.db.get_value(doctype, {field: "KIM Participant"})
				self.assertFalse(frappe.has_permission(doctype, "read", doc=name), doctype)
			self.assertFalse(frappe.has_permission("KIM Participant", "read"))

	def test_a_participant_who_moves_takes_evidence_and_validations_along(self):
		participant = frappe.get_doc("KIM Participant", self.participant)
		participant.centre = NEAR
		participant.save()
		for doctype in ("KIM Evidence", "KIM Validation"):
			self.assertEqual(
				set(frappe.get_all(doctype, filters={"participant": self.participant}, pluck="centre")),
				{NEAR},
			)

	def test_a_shipped_framework_is_not_changed_by_an_organisations_coordinator(self):
		with acting_as(self.here[roles.COORDINATOR]):
			framework = frappe.get_doc("KIM Competence Framework", "KC-2018")
			self.assertTrue(framework.has_permission("read"))
			self.assertRaises(frappe.PermissionError, framework.save)

	def disable(self, user: str):
		staff_member = frappe.get_doc("KIM Staff Member", {"user": user})
		staff_member.disabled = 1
		staff_member.save()

	def attach(self, content: str, is_private: int):
		return frappe.get_doc(
			{
				"doctype": "File",
				"file_name": f"{frappe.scrub(content)}.txt",
				"attached_to_doctype": "KIM Evidence",
				"attached_to_name": self.open_evidence,
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
