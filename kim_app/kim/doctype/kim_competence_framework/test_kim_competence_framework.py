"""Competence frameworks on a site: what comes with KIM, and what a newer KIM adds to it."""

import frappe

from kim_app.frameworks import shipped, shipped_files
from kim_app.frameworks.exchange import store
from kim_app.testing import KIMTestCase

SHIPPED = "KC-2018"


class TestShippedFrameworks(KIMTestCase):
	def test_every_shipped_framework_is_on_the_site_as_its_file_says(self):
		for content in shipped_files.contents():
			expected = shipped_files.framework(content)
			found = store.read(expected.name)
			self.assertEqual(
				[each.code for each in found.competences], [each.code for each in expected.competences]
			)
			for mine, theirs in zip(found.competences, expected.competences, strict=True):
				self.assertEqual(mine, theirs)
			self.assertEqual(found, expected)
			self.assertEqual(
				frappe.db.get_value("KIM Competence Framework", expected.name, "status"), content["status"]
			)

	def test_levels_are_numbered_from_the_lowest(self):
		positions = frappe.get_all(
			"KIM Competence Level", filters={"parent": SHIPPED}, pluck="position", order_by="idx asc"
		)
		self.assertEqual(positions, list(range(len(positions))))

	def test_a_newer_kim_adds_what_is_missing_and_changes_nothing_that_is_there(self):
		frappe.db.delete("KIM Competence Translation", {"parent": f"{SHIPPED}-LIT", "language": "sv"})
		frappe.db.set_value(
			"KIM Competence Translation",
			{"parent": f"{SHIPPED}-LIT", "language": "de", "criterion": ["is", "not set"]},
			"title",
			"Unsere eigene Übersetzung",
		)
		frappe.clear_document_cache("KIM Competence", f"{SHIPPED}-LIT")
		shipped.load()
		literacy = store.read(SHIPPED).competences[0]
		self.assertEqual(literacy.translations["de"].title, "Unsere eigene Übersetzung")
		file = shipped_files.framework(
			next(
				each
				for each in shipped_files.contents()
				if each["framework_code"] == "KC" and each["version"] == "2018"
			)
		)
		self.assertEqual(literacy.translations["sv"], file.competences[0].translations["sv"])
		self.assertEqual(literacy.criteria, file.competences[0].criteria)
