"""`bench kim-import` does what the form does: the check, the approval by another, the load."""

import json
import tempfile
from pathlib import Path
from unittest.mock import patch

import frappe
from click.testing import CliRunner

from kim_app import commands
from kim_app.kim.doctype.kim_legacy_import.test_kim_legacy_import import CENTRE, ImportTestCase

REGISTER = "Client number;Family name;Given name\nC-1;Rossi;Ada\nC-2;Okafor;Ngozi\n"
WITH_A_MISTAKE = REGISTER + "C-3;;Omar\n"


class TestKimImport(ImportTestCase):
	def run_command(self, register: str, *arguments: str, others: tuple[str, ...] = (), ending: str = "csv"):
		"""The command within this test's transaction: it neither connects anew nor ends it."""
		with tempfile.TemporaryDirectory() as folder:
			files = []
			for text in (register, *others):
				files.append(Path(folder) / f"register-{frappe.generate_hash(length=6)}.{ending}")
				files[-1].write_text(text)
			with (
				patch.object(frappe, "init"),
				patch.object(frappe, "connect"),
				patch.object(frappe, "destroy"),
				patch.object(frappe.db, "commit"),
				patch.object(frappe.db, "rollback"),
			):
				result = CliRunner().invoke(
					commands.kim_import,
					[*map(str, files), "--centre", CENTRE, "--user", self.case_worker, *arguments],
					obj=frappe._dict(sites=[frappe.local.site], profile=False),
				)
		frappe.set_user("Administrator")
		return result

	def test_a_check_brings_nothing_in(self):
		result = self.run_command(REGISTER, "--check")
		self.assertEqual(result.exit_code, 0, result.output)
		self.assertIn("Checked", result.output)
		self.assertEqual(self.count("KIM Participant"), 0)

	def test_it_brings_in_what_a_supervisor_approves(self):
		result = self.run_command(REGISTER, "--approved-by", self.supervisor, "--json")
		self.assertEqual(result.exit_code, 0, result.output)
		report = json.loads(result.output)
		self.assertEqual((report["status"], report["rows_created"]), ("Completed", 2))
		self.assertEqual(self.count("KIM Participant"), 2)

	def test_without_an_approval_it_waits(self):
		result = self.run_command(REGISTER)
		self.assertEqual(result.exit_code, commands.WAITS, result.output)
		self.assertEqual(self.count("KIM Participant"), 0)

	def test_with_columns_that_somebody_has_to_confirm_it_waits_and_names_them(self):
		german = "Klientennummer;Familiennahme;Vorname;Geburtsdatum\nC-1;Rossi;Ada;01.02.1985\n"
		result = self.run_command(german, "--approved-by", self.supervisor)
		self.assertEqual(result.exit_code, commands.WAITS, result.output)
		self.assertIn("Familiennahme", result.output)
		self.assertEqual(self.count("KIM Participant"), 0)

	def test_whoever_uploads_does_not_approve(self):
		result = self.run_command(REGISTER, "--approved-by", self.case_worker)
		self.assertEqual(result.exit_code, commands.FAILED, result.output)
		self.assertEqual(self.count("KIM Participant"), 0)

	def test_refused_rows_show_in_the_exit_code_and_with_their_cell(self):
		result = self.run_command(WITH_A_MISTAKE, "--approved-by", self.supervisor)
		self.assertEqual(result.exit_code, commands.ROWS_REFUSED, result.output)
		self.assertIn("B4", result.output)
		self.assertEqual(self.count("KIM Participant"), 2)

	def test_a_file_that_is_no_workbook_fails(self):
		result = self.run_command("PK\x03\x04", "--check", "--json", ending="xlsx")
		self.assertEqual(result.exit_code, commands.FAILED, result.output)
		report = json.loads(result.output)
		self.assertEqual(report["status"], "Failed")
		self.assertIn("damaged", report["error"])

	def test_several_files_are_one_register(self):
		cases = "Client number;Competence;Claimed level\nC-1;DIG;2\nC-2;LIT;1\nC-9;LIT;1\n"
		result = self.run_command(
			REGISTER,
			"--approved-by",
			self.supervisor,
			"--json",
			others=(cases, "Client number;Competence;Claimed level\nC-1;CIT;1\n"),
		)
		self.assertEqual(result.exit_code, commands.ROWS_REFUSED, result.output)
		report = json.loads(result.output)
		self.assertEqual((report["rows_read"], report["rows_created"]), (6, 5))
		self.assertEqual([issue["kind"] for issue in report["issues"]], ["unknown-link"])
		self.assertEqual((self.count("KIM Participant"), self.count("KIM Validation")), (2, 3))
