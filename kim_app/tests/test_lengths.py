"""A text that its column cannot hold is refused in words, with its field, whatever the way in."""

import frappe

from kim_app import lengths, roles
from kim_app.evidence import api
from kim_app.session import acting_as
from kim_app.testing import (
	KIMTestCase,
	make_centre,
	make_evidence,
	make_participant,
	make_staff,
	make_validation,
)

TOO_LONG = "ሀ" * (lengths.MOST_BYTES // 3 + 1)


class TestLengths(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		cls.staff = make_staff(make_centre("Lengths Centre", "Lengths Organisation"))
		cls.participant = make_participant("Lengths Centre")

	def refused(self, label: str):
		return self.assertRaisesRegex(
			frappe.ValidationError, rf"{label}” has {len(TOO_LONG)} characters.*Shorten"
		)

	def test_a_long_description_of_evidence_is_refused_and_the_stored_one_stays(self):
		name = make_evidence(self.participant, description="As it was.")
		with acting_as(self.staff[roles.CASE_WORKER]), self.refused("Description"):
			frappe.get_doc("KIM Evidence", name).update({"description": TOO_LONG}).save()
		self.assertEqual(frappe.db.get_value("KIM Evidence", name, "description"), "As it was.")

	def test_a_long_text_in_a_table_is_named_with_its_row(self):
		validation = make_validation(self.participant)
		validation.append("ratings", {"comment": TOO_LONG})
		with self.refused(f"Row {len(validation.ratings)}: .*"):
			lengths.check(validation)

	def test_a_long_reason_is_to_be_shortened_and_not_the_page_loaded_again(self):
		evidence = make_evidence(self.participant)
		with acting_as(self.staff[roles.ASSESSOR]), self.refused("Comment") as caught:
			api.rate(evidence, "Yes", "Yes", "Yes", "Yes", TOO_LONG)
		self.assertNotIn("Load the page", str(caught.exception))

	def test_what_its_column_holds_is_kept_whole(self):
		longest = "ሀ" * (lengths.MOST_BYTES // 3)
		with acting_as(self.staff[roles.CASE_WORKER]):
			name = make_evidence(self.participant, description=longest)
		self.assertEqual(frappe.db.get_value("KIM Evidence", name, "description"), longest)
