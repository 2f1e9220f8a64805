"""A target profile requires what its competences' scales offer, and belongs to one organisation."""

import frappe

from kim_app import roles
from kim_app.testing import KIMTestCase, acting_as, make_centre, make_staff, make_target

CENTRE, ELSEWHERE = "Target Test Centre", "Elsewhere Target Test Centre"
OWNER, OTHER = "Target Test Organisation", "Other Target Test Organisation"


class TestKIMTargetProfile(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(CENTRE, OWNER)
		make_centre(ELSEWHERE, OTHER)
		cls.staff = make_staff(CENTRE)
		cls.others = make_staff(ELSEWHERE, (roles.COORDINATOR,))

	def make(self, levels=(("KC-2018-DIG", "2"),), **fields):
		with acting_as(self.staff[roles.COORDINATOR]):
			return make_target(levels, organisation=OWNER, **fields)

	def refused(self, text):
		return self.assertRaisesRegex(frappe.ValidationError, text)

	def test_a_coordinator_makes_one_for_the_own_organisation_and_levels_get_their_titles(self):
		target = self.make([("KC-2018-DIG", "2"), ("KC-2018-LIT", "3")])
		self.assertEqual(
			[(row.framework, row.level_title) for row in target.levels],
			[("KC-2018", "Alone in known settings"), ("KC-2018", "Alone in new settings")],
		)

	def test_a_level_off_the_scale_is_refused_and_the_scale_is_told(self):
		with self.refused("“B2” is no level of the scale of KC-2018-DIG. Choose one of these: 0, 1, 2, 3, 4"):
			self.make([("KC-2018-DIG", "B2")])

	def test_its_texts_are_plain_and_no_longer_than_those_of_a_framework(self):
		with self.refused("Title: Here stands &lt;b&gt;"):
			self.make(title="<b>Kitchen</b> assistant")
		with self.refused("requirements come from: The text has 10001 characters"):
			self.make(description="x" * 10_001)
		target = self.make(title="  Kitchen\tassistant ", description="Paid < 10 an hour ")
		self.assertEqual((target.title, target.description), ("Kitchen assistant", "Paid < 10 an hour"))

	def test_a_competence_stands_once_and_at_least_one_is_required(self):
		with self.refused("stands already in row 1"):
			self.make([("KC-2018-DIG", "1"), ("KC-2018-DIG", "2")])
		with self.refused("at least one competence"):
			self.make([])

	def test_an_area_and_a_draft_framework_are_refused(self):
		competence = frappe.get_doc("KIM Competence", "KC-2018-CUL")
		competence.db_set("kind", "Area")
		with self.refused("of the kind Area"):
			self.make([("KC-2018-CUL", "1")])
		framework = frappe.copy_doc(frappe.get_doc("KIM Competence Framework", "KC-2018"))
		framework.update({"version": "draft", "status": "Draft"})
		framework.insert()
		draft = frappe.get_doc(
			{"doctype": "KIM Competence", "framework": framework.name, "code": "X", "title": "Draft"}
		).insert()
		with self.refused("still a draft"):
			self.make([(draft.name, "1")])

	def test_all_staff_and_participants_read_it(self):
		target = self.make()
		for role in roles.STAFF:
			with acting_as(self.staff[role]):
				self.assertTrue(frappe.has_permission("KIM Target Profile", "read", doc=target.name), role)

	def test_nobody_of_another_role_or_organisation_changes_it(self):
		target = self.make()
		for user in (self.staff[roles.CASE_WORKER], self.others[roles.COORDINATOR]):
			with acting_as(user), self.assertRaises(frappe.PermissionError):
				changed = frappe.get_doc("KIM Target Profile", target.name)
				changed.title = "Mine"
				changed.save()

	def test_nobody_takes_over_what_another_organisation_owns(self):
		target = self.make()
		with acting_as(self.others[roles.COORDINATOR]), self.assertRaises(frappe.PermissionError):
			taken = frappe.get_doc("KIM Target Profile", target.name)
			taken.organisation = OTHER
			taken.save()
		with acting_as(self.staff[roles.COORDINATOR]), self.assertRaises(frappe.PermissionError):
			given = frappe.get_doc("KIM Target Profile", target.name)
			given.organisation = OTHER
			given.save()

	def test_a_competence_that_a_target_profile_requires_is_not_deleted(self):
		self.make([("KC-2018-CUL", "1")])
		# A published framework keeps its competences in any case; a draft keeps those in use.
		frappe.db.set_value("KIM Competence Framework", "KC-2018", "status", "Draft")
		with self.refused("KIM Target Profile"):
			frappe.delete_doc("KIM Competence", "KC-2018-CUL")
