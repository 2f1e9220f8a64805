"""Rows written in bulk are what their forms would have made of them, whatever stands in them."""

import csv
import io
from collections import Counter
from unittest.mock import patch

import frappe
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kim_app.bulk_insert import other_rules
from kim_app.kim.doctype.kim_legacy_import.test_kim_legacy_import import CENTRE, ImportTestCase, no_commit
from kim_app.legacy_import import jobs, line
from kim_app.legacy_import.loading import chunks

PEOPLE = (
	"Client number",
	"Family name",
	"Given name",
	"Gender",
	"Date of birth",
	"Nationality",
	"Education",
	"Arrival date",
	"Residence status",
	"Phone",
	"E-mail",
	"Mother tongue",
	"Language level",
	"Consent",
	"Consent date",
	"Notes",
)
CASES = (
	"Client number",
	"Competence",
	"Claimed level",
	"Validated level",
	"Outcome",
	"Decision date",
	"Assessor",
	"Method",
	"Rationale",
)
# What differs between two loads of the same rows: names, moments, and what is made of them.
NOT_COMPARED = {"name", "creation", "modified", "waiting_since", "open_key", "validation", "reference_name"}


def mostly(*good: str, seldom: tuple[str, ...] = ()):
	"""One of `good`, and now and then one of `seldom`."""
	return st.sampled_from([*good * 10, *seldom])


odd_text = st.one_of(
	st.sampled_from(
		[
			"O'Neil",
			'Al "Baz"',
			"100%s %(x)s",
			"a\\b",
			"Ада",
			"אדם",
			"😀 Eva",
			"<b>Bold</b>",
			"a > b",
			"x" * 120,
		]
	),
	st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20),
)
name = st.one_of(mostly("Rossi", "Okafor", "de la Cruz", "LELIÈVRE"), odd_text)
past = mostly("12/03/1980", "05/06/2013", "1985-07-30", "", seldom=("31/02/1990", "01/01/2099"))
person = st.tuples(
	name,
	name,
	mostly("", "Female", "m", seldom=("unknown to all",)),
	past,
	mostly("", "Italy", "Nigeria", seldom=("Atlantis",)),
	mostly("", "Primary", "degree", seldom=("whatever",)),
	mostly("", "05/06/2014", "01/02/2015", seldom=("01/01/1950",)),
	mostly("", "Refugee", "work permit", seldom=("?",)),
	mostly("", "+39 055 123456", "12345", seldom=("call him",)),
	mostly("", "a@b.example", "A.B@c.example", seldom=("no mail", "x@y")),
	mostly("", "Arabic", "French", seldom=("Klingon",)),
	mostly("", "A2", "C1", seldom=("Z9",)),
	mostly("", "yes", "no"),
	mostly("", "05/06/2014"),
	st.one_of(st.just(""), odd_text),
)
decided = st.tuples(
	mostly("LIT", "MUL", "dig", "CIT", seldom=("XYZ",)),
	mostly("", "0", "2", "4", seldom=("9",)),
	mostly("1", "3", seldom=("", "7")),
	mostly("Validated", "Rejected"),
	mostly("05/06/2014", "11/12/2013", seldom=("", "01/01/2099")),
	st.one_of(st.just("Dr. Bianchi"), odd_text),
	mostly("", "Interview", "Portfolio"),
	st.one_of(st.just(""), odd_text),
)
in_progress = st.tuples(
	mostly("LIT", "MUL", "dig", "CIT"),
	mostly("", "0", "2", "4", seldom=("9",)),
	st.just(""),
	mostly("", "open"),
	st.just(""),
	st.just(""),
	mostly("", "Interview"),
	st.just(""),
)


def as_csv(heads, rows) -> bytes:
	stream = io.StringIO()
	writer = csv.writer(stream)
	writer.writerow(heads)
	writer.writerows(rows)
	return stream.getvalue().encode()


class TestBulkAgainstForms(ImportTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.importing = cls.approved().name

	def test_what_the_check_passes_is_accepted_and_equals_what_the_forms_write(self):
		self.brought_in = Counter()
		self.compare()
		self.assertGreater(min(self.brought_in["people"], self.brought_in["cases"]), 20)

	@settings(
		max_examples=10,
		deadline=None,
		database=None,
		# A load takes a second: the rows that failed are short enough to be read as they are.
		phases=(Phase.generate,),
		suppress_health_check=list(HealthCheck),
	)
	@given(
		st.lists(person, min_size=8, max_size=12),
		st.lists(st.one_of(decided, in_progress), min_size=8, max_size=14),
	)
	def compare(self, people, cases):
		people = [(f"T-{number}", *row) for number, row in enumerate(people)]
		cases = [(f"T-{number % len(people)}", *row) for number, row in enumerate(cases)]
		files = [(as_csv(PEOPLE, people), "people.csv"), (as_csv(CASES, cases), "cases.csv")]
		in_bulk = self.bring_in(files)
		with patch.object(other_rules, "of_form", lambda *args, **kwargs: ["to compare"]):
			by_form = self.bring_in(files)
		self.assertEqual(in_bulk, by_form)

	def bring_in(self, files) -> dict:
		"""What stands in the tables after a load of `files`, which is undone."""
		frappe.db.savepoint("before_load")
		try:
			self.load(files)
			return self.written()
		finally:
			frappe.db.rollback(save_point="before_load")

	def load(self, files):
		frappe.db.delete("KIM Import Issue", {"legacy_import": self.importing})
		workbook, _reference = line.walk(self.importing, files)
		good = sum(len(sheet.good_rows) for sheet in workbook.sheets)
		chunks.store(self.importing, workbook)
		jobs.load_now(self.importing, commit=no_commit)
		total = chunks.so_far(self.importing)
		refused = frappe.get_all(
			"KIM Import Issue", {"legacy_import": self.importing, "kind": ["!=", "one-by-one"]}, ["message"]
		)
		for sheet in workbook.sheets:
			self.brought_in[sheet.name] += len(sheet.good_rows)
		self.assertEqual((total.rows, total.rows_created, refused), (good, good, []))

	def written(self) -> dict:
		people = frappe.get_all("KIM Participant", {"centre": CENTRE}, ["*"], order_by="legacy_key asc")
		keys = {row.name: row.legacy_key for row in people}
		cases = frappe.get_all("KIM Validation", {"centre": CENTRE}, ["*"])
		for row in cases:
			keys[row.name] = f"{keys[row.participant]} {row.competence}"
		written = {"KIM Participant": people, "KIM Validation": cases}
		named = {"parent": ["in", list(keys) or [""]]}
		for table in ("KIM Participant Language", "KIM Criterion Rating"):
			written[table] = frappe.get_all(table, named, ["*"])
		written["KIM Profile Competence"] = frappe.get_all(
			"KIM Profile Competence", {"centre": CENTRE}, ["*"]
		)
		actions = frappe.get_all("Workflow Action", {"reference_name": ["in", list(keys) or [""]]}, ["*"])
		for row in actions:
			keys[row.name] = f"{keys[row.reference_name]} {row.workflow_state}"
		written["Workflow Action"] = actions
		roles = {"parent": ["in", [row.name for row in actions] or [""]]}
		written["Workflow Action Permitted Role"] = frappe.get_all(
			"Workflow Action Permitted Role", roles, ["*"]
		)
		return {doctype: self.comparable(rows, keys) for doctype, rows in written.items()}

	def comparable(self, rows, keys) -> list:
		return sorted(
			[
				(keys.get(row.name, ""), keys.get(row.get("reference_name"), "")),
				sorted(
					(field, str(keys.get(value, value)))
					for field, value in row.items()
					if field not in NOT_COMPARED
				),
			]
			for row in rows
		)
