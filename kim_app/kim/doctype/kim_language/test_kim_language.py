import frappe

from kim_app.testing import KIMTestCase


class TestKIMLanguage(KIMTestCase):
	def test_a_language_has_a_code_by_which_files_and_translations_go(self):
		for code in ("Ti", "english", "t", "zh-Hans", "<b>"):
			with (
				self.subTest(code=code),
				self.assertRaisesRegex(frappe.ValidationError, "no code of ISO 639|special"),
			):
				self.make(code)
		self.assertEqual(self.make("qaa").name, "qaa")

	def make(self, code):
		return frappe.get_doc(
			{"doctype": "KIM Language", "language_code": code, "language_name": "Made up"}
		).insert()
