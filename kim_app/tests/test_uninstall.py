"""What is left of KIM's records when it is removed: nothing that tells of them, and all that is others'."""

import frappe
from frappe.desk.form.utils import add_comment

from kim_app import roles, uninstall
from kim_app.testing import (
	KIMTestCase,
	acting_as,
	bring_to_approval,
	make_centre,
	make_participant,
	make_staff,
)

CENTRE = "Uninstall Centre"


class TestUninstall(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(CENTRE, "Uninstall Organisation")
		cls.staff = make_staff(CENTRE)

	def test_nothing_tells_of_a_record_any_more_and_others_stay(self):
		participant = make_participant(CENTRE)
		bring_to_approval(participant, self.staff)
		with acting_as(self.staff[roles.CASE_WORKER]):
			document = frappe.get_doc("KIM Participant", participant)
			document.family_name = "Changed"
			document.save()
			add_comment("KIM Participant", participant, "Speaks <b>Twi</b>.", frappe.session.user, "A worker")
		user = frappe.get_doc("User", self.staff[roles.CASE_WORKER])
		user.add_comment("Comment", "Not KIM's")
		others = frappe.db.count("Comment", {"reference_doctype": "User"})
		about = {
			"Version": "ref_doctype",
			"Comment": "reference_doctype",
			"Workflow Action": "reference_doctype",
		}
		for doctype, field in about.items():
			self.assertTrue(frappe.db.count(doctype, {field: uninstall.KIMS}), doctype)
		uninstall.remove_traces()
		for doctype, field in {**uninstall.ABOUT, **about, "Singles": "doctype"}.items():
			left = frappe.qb.from_(doctype).select(field).where(frappe.qb.Field(field).like("KIM %")).run()
			self.assertFalse(left, doctype)
		self.assertFalse(frappe.db.count("Scheduled Job Type", {"method": ["like", "kim_app.%"]}))
		self.assertEqual(frappe.db.count("Comment", {"reference_doctype": "User"}), others)

	def test_every_place_that_may_tell_of_a_record_is_there(self):
		for doctype, field in uninstall.ABOUT.items():
			self.assertTrue(frappe.get_meta(doctype).has_field(field), (doctype, field))
