"""Every report says what pandas says of the same tables, and to each person only of what they may see."""

import json
from urllib.parse import parse_qsl, unquote, urlsplit

import frappe
from frappe.desk import query_report
from frappe.utils import getdate, today

from kim_app import roles, testing, testing_population, testing_reports
from kim_app.testing import KIMTestCase, acting_as, make_target, make_user

PEOPLE = 240
REPORTS = (
	"KIM Competence Profile",
	"KIM Validation Pipeline",
	"KIM Gender Equity",
	"KIM Inclusion Plan Progress",
	"KIM Training Coverage",
	"KIM Country Comparison",
	"KIM Evidence Gaps",
	"KIM Import Reconciliation",
	"KIM Data Quality",
)


class TestReports(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		cls.population = testing_population.make(PEOPLE, "Reports Test")
		cls.organisation, cls.other = cls.population.organisations
		cls.centre, cls.near, cls.far = cls.population.centres
		cls.staff, cls.strangers = cls.population.staff[cls.centre], cls.population.staff[cls.far]
		cls.coordinator = cls.staff[roles.COORDINATOR]
		cls.target = make_target([("KC-2018-DIG", "3"), ("KC-2018-LIT", "2")], "Reports Test Target")
		cls.target.status = "Published"
		cls.target.save()

	def agree(self, computed: dict, said):
		"""`said` is asked as the coordinator of the organisation."""
		with acting_as(self.coordinator):
			reported = said()
		self.assertTrue([value for value in computed.values() if value], "nothing was compared")
		self.assertEqual(testing_reports.differences(computed, reported), [])

	def test_what_waits_and_for_how_long(self):
		self.agree(
			testing_reports.waiting(self.organisation), lambda: testing_reports.pipeline_said("What waits")
		)

	def test_how_long_a_decision_took(self):
		self.agree(
			testing_reports.deciding(self.organisation),
			lambda: testing_reports.pipeline_said("Time to decision"),
		)

	def test_what_was_returned(self):
		self.agree(testing_reports.returns(self.organisation), testing_reports.returns_said)

	def test_claimed_and_validated_levels_and_the_gap_to_a_target(self):
		computed = testing_reports.profile(self.organisation, "KC-2018", {"KC-2018-DIG": 3, "KC-2018-LIT": 2})
		self.agree(computed, lambda: testing_reports.profile_said(self.target.name))

	def test_gender_equity_of_everybody_by_centre_and_by_quarter(self):
		for by, name in ((None, "Everybody"), ("centre", "Centre"), ("quarter", "Quarter")):
			with self.subTest(by=name):
				self.agree(
					testing_reports.equity(self.organisation, by),
					lambda name=name: testing_reports.equity_said(name),
				)

	def test_gaps_of_evidence(self):
		self.agree(testing_reports.gaps(self.organisation), testing_reports.gaps_said)

	def test_findings_of_data_quality(self):
		computed = testing_reports.quality(self.organisation)

		def said():
			found = testing_reports.quality_said()
			self.assertGreaterEqual(found["duplicates"], testing_reports.same_people(self.organisation))
			return {key: found[key] for key in computed}

		self.agree(computed, said)

	def test_goals_and_actions_of_plans(self):
		self.agree(testing_reports.plans(self.organisation), testing_reports.plans_said)

	def test_required_certificates(self):
		course = frappe.get_doc("KIM Training Course", self.population.names["course"][0])
		required = [roles.ASSESSOR, roles.CASE_WORKER]
		computed = testing_reports.coverage(self.organisation, course.course_code, required)
		self.agree(computed, lambda: testing_reports.coverage_said(course.title))

	def test_hours_taught(self):
		self.agree(testing_reports.taught(self.organisation), testing_reports.taught_said)

	def test_rows_of_registers(self):
		self.agree(testing_reports.reconciled(self.organisation), testing_reports.reconciled_said)

	def test_the_comparison_is_true_where_it_tells_and_hides_small_groups_of_others(self):
		year = getdate(today()).year
		computed = testing_reports.compared(year)
		with acting_as(self.coordinator):
			said = testing_reports.compared_said(year)
		hidden = 0
		self.assertEqual(len({told[0] for told in said}), 11)
		for told, figure in said.items():
			measure, organisation, gender, *is_share = told
			whole = computed.get((measure, organisation, gender), 0)
			if is_share:
				self.assertEqual(figure, computed[told], told)
				part = round(figure * whole / 100)
				few = 0 < part < 5 or 0 < whole - part < 5
				self.assertFalse(organisation != self.organisation and few, told)
			elif organisation == self.organisation or figure != "–":
				self.assertEqual(figure, whole, told)
				self.assertFalse(organisation != self.organisation and 0 < whole < 5, told)
			else:
				hidden += 1
		self.assertTrue(hidden)
		with acting_as(self.strangers[roles.COORDINATOR]):
			others = testing_reports.compared_said(year)
		key = ("Participants", self.other, "others")
		self.assertEqual(others[key], computed.get(key, 0))

	def total(self, user: str, report: str = "KIM Validation Pipeline", **filters) -> int:
		with acting_as(user):
			result = query_report.run(report, filters, are_default_filters=False)
		return result["report_summary"][0]["value"]

	def test_figures_differ_by_who_asks(self):
		rows = testing_reports.table("KIM Validation", None, "centre, organisation, workflow_state")
		rows = rows[rows.workflow_state.isin(testing_reports.OPEN)]
		here = int((rows.centre == self.centre).sum())
		whole = int((rows.organisation == self.organisation).sum())
		far = int((rows.centre == self.far).sum())
		self.assertEqual(self.total(self.staff[roles.CASE_WORKER]), here)
		self.assertEqual(self.total(self.coordinator), whole)
		self.assertEqual(self.total(self.strangers[roles.CASE_WORKER]), far)
		self.assertGreater(whole, here)
		# A filter shows no more than there is for them to see.
		self.assertEqual(self.total(self.staff[roles.CASE_WORKER], centre=self.far) or 0, 0)

	def test_a_user_permission_narrows_a_report_as_it_narrows_a_list(self):
		frappe.get_doc(
			{
				"doctype": "User Permission",
				"user": self.coordinator,
				"allow": "KIM Centre",
				"for_value": self.near,
			}
		).insert()
		frappe.clear_cache(user=self.coordinator)
		try:
			rows = testing_reports.table("KIM Validation", None, "centre, workflow_state")
			there = int(((rows.centre == self.near) & rows.workflow_state.isin(testing_reports.OPEN)).sum())
			self.assertEqual(self.total(self.coordinator), there)
		finally:
			frappe.db.delete("User Permission", {"user": self.coordinator})
			frappe.clear_cache(user=self.coordinator)

	def test_participants_and_guests_get_no_report(self):
		participant = make_user("participant@reports-test.example", roles.PARTICIPANT)
		for user in (participant, "Guest"):
			for report in REPORTS:
				with acting_as(user), self.assertRaises(frappe.PermissionError, msg=(user, report)):
					query_report.run(report, {}, are_default_filters=False)

	def test_only_coordinators_compare_organisations(self):
		with acting_as(self.staff[roles.SUPERVISOR]), self.assertRaises(frappe.PermissionError):
			query_report.run("KIM Country Comparison", {}, are_default_filters=False)

	def test_a_trainer_is_told_of_no_certificate_that_they_may_not_see(self):
		with acting_as(self.staff[roles.TRAINER]):
			found = query_report.run("KIM Training Coverage", {}, are_default_filters=False)
		people = {row["person"] for row in found["result"]}
		self.assertLessEqual(people, {frappe.utils.get_fullname(self.staff[roles.TRAINER])})

	def test_every_report_opens_for_each_of_its_roles(self):
		for report in REPORTS:
			held = {row.role for row in frappe.get_doc("Report", report).roles}
			for role in held:
				with self.subTest(report=report, role=role), acting_as(self.staff[role]):
					result = query_report.run(report, {}, are_default_filters=False)
					self.assertTrue(result["columns"] or result["message"])

	def test_every_figure_leads_to_exactly_the_records_that_it_counts(self):
		country = frappe.db.get_value("KIM Centre", self.centre, "country")
		profile = {"framework": "KC-2018", "target_profile": self.target.name}
		asked = [
			("KIM Validation Pipeline", {"by": "Assessor", "country": country}),
			("KIM Validation Pipeline", {"by": "Supervisor"}),
			("KIM Validation Pipeline", {"view": "Time to decision", "to_date": today()}),
			("KIM Competence Profile", {"framework": "KC-2018", "centre": self.centre}),
			("KIM Competence Profile", {**profile, "country": country}),
			("KIM Gender Equity", {"by": "Quarter"}),
			("KIM Gender Equity", {"by": "Centre", "from_date": "2020-01-01"}),
			("KIM Inclusion Plan Progress", {"centre": self.centre}),
			("KIM Training Coverage", {"view": "Hours delivered"}),
			("KIM Evidence Gaps", {"centre": self.centre}),
			("KIM Import Reconciliation", {}),
			("KIM Data Quality", {"centre": self.centre}),
			("KIM Country Comparison", {}),
		]
		with acting_as(self.coordinator):
			for report, filters in asked:
				followed = 0
				for row in testing_reports.run(frappe.scrub(report), **filters)[1]:
					for fieldname, address in (row.get("kim_links") or {}).items():
						figure = row.get(fieldname)
						if isinstance(figure, int) and figure and followed < 60:
							followed += 1
							told = (report, filters, fieldname, address)
							self.assertEqual(len(self.listed(address)), figure, told)
				self.assertTrue(followed, report)

	def listed(self, address: str) -> list:
		"""What the list or the report shows at an address, with the filters that the Desk reads from it."""
		parts = urlsplit(address)
		*_app, kind, name = parts.path.removesuffix("/view/list").split("/")
		filters = {
			field: json.loads(value) if value.startswith("[") else value
			for field, value in parse_qsl(parts.query)
		}
		if kind == "query-report":
			rows = testing_reports.run(frappe.scrub(unquote(name)), **filters)[1]
			return [row for row in rows if not row.get("kim_total")]
		doctype = next(form for form in testing.permissions.PLACES if form.lower().replace(" ", "-") == name)
		return frappe.get_list(doctype, filters=filters, pluck="name", limit=0)


class TestExport(KIMTestCase):
	"""What the menu of a report gives as a file."""

	@classmethod
	def set_up_site(cls):
		testing.make_centre("Export Test Centre", "Export Test Organisation")
		cls.staff = testing.make_staff(
			"Export Test Centre", (roles.COORDINATOR, roles.CASE_WORKER, roles.TRAINER)
		)
		with acting_as(cls.staff[roles.CASE_WORKER]):
			person = testing.make_participant("Export Test Centre", "=HYPERLINK(1)", given_name="")
			testing.make_validation(person)

	def export(self, user: str, ending: str, report: str = "KIM Evidence Gaps", **asked) -> bytes:
		from kim_app.measures import export

		with acting_as(user):
			frappe.local.form_dict = frappe._dict(
				report_name=report, file_format_type=ending, filters="{}", visible_idx="[]", **asked
			)
			export.export_query()
		return frappe.response.filecontent

	def test_a_workbook_holds_types_under_a_frozen_header(self):
		import io

		import openpyxl

		book = openpyxl.load_workbook(io.BytesIO(self.export(self.staff[roles.COORDINATOR], "Excel")))
		sheet = book.worksheets[0]
		self.assertEqual(sheet.freeze_panes, "A2")
		heads = [cell.value for cell in sheet[1]]
		row = dict(zip(heads, sheet[2], strict=True))
		self.assertEqual((row["Evidence"].value, row["Evidence"].data_type), (0, "n"))
		self.assertEqual(row["Participant"].value, "=HYPERLINK(1)")
		self.assertEqual(row["Participant"].data_type, "s")

	def test_a_csv_file_runs_no_formula(self):
		text = self.export(self.staff[roles.COORDINATOR], "CSV").decode("utf-8-sig")
		self.assertIn(",'=HYPERLINK(1),", text)

	def test_whoever_may_open_a_report_may_take_what_it_shows_and_it_is_logged(self):
		self.assertFalse(
			frappe.permissions.has_permission("KIM Validation", "export", user=self.staff[roles.CASE_WORKER])
		)
		self.assertTrue(self.export(self.staff[roles.CASE_WORKER], "Excel").startswith(b"PK"))
		log = frappe.get_last_doc("Access Log", {"user": self.staff[roles.CASE_WORKER]})
		self.assertEqual((log.report_name, log.file_type), ("KIM Evidence Gaps", "Excel"))

	def test_the_file_holds_the_rows_that_who_asks_may_see(self):
		testing.make_centre("Far Export Centre", "Far Export Organisation")
		far = testing.make_staff("Far Export Centre", (roles.CASE_WORKER,))
		text = self.export(far[roles.CASE_WORKER], "CSV").decode("utf-8-sig")
		self.assertNotIn("HYPERLINK", text)

	def test_who_may_not_open_a_report_gets_no_file(self):
		for user in (self.staff[roles.TRAINER], "Guest"):
			with self.subTest(user), self.assertRaises(frappe.PermissionError):
				self.export(user, "Excel")

	def test_every_report_goes_into_a_workbook(self):
		for report in REPORTS:
			with self.subTest(report=report):
				self.assertTrue(self.export(self.staff[roles.COORDINATOR], "Excel", report).startswith(b"PK"))


class TestWorkspaces(KIMTestCase):
	"""What the workspaces name is there, and the figure of a card is the measure's."""

	@classmethod
	def set_up_site(cls):
		testing.make_centre("Workspace Test Centre", "Workspace Test Organisation")
		cls.staff = testing.make_staff("Workspace Test Centre")
		with acting_as(cls.staff[roles.CASE_WORKER]):
			testing.make_participant("Workspace Test Centre")

	def workspaces(self):
		names = frappe.get_all(
			"Workspace", {"module": "KIM", "for_user": "", "name": ["!=", "KIM"]}, pluck="name"
		)
		return [frappe.get_doc("Workspace", name) for name in names]

	def test_each_role_has_one_and_sees_all_of_it(self):
		import json

		from frappe.desk.desktop import get_desktop_page

		of_roles = {row.role: workspace for workspace in self.workspaces() for row in workspace.roles}
		self.assertEqual(set(of_roles), set(roles.STAFF))
		for role, workspace in of_roles.items():
			with self.subTest(role=role), acting_as(self.staff[role]):
				page = get_desktop_page(
					json.dumps({"name": workspace.name, "title": workspace.title, "public": 1})
				)
				for kind, rows in (("number_cards", workspace.number_cards), ("charts", workspace.charts)):
					self.assertEqual(
						{row.label for row in page[kind]["items"]}, {row.label for row in rows}, kind
					)
				self.assertEqual(len(page["shortcuts"]["items"]), len(workspace.shortcuts))
				self.assertEqual(len(page["quick_lists"]["items"]), len(workspace.quick_lists))

	def test_everything_that_its_content_names_is_in_its_tables(self):
		import json

		tables = {
			"number_card": "number_cards",
			"chart": "charts",
			"quick_list": "quick_lists",
			"shortcut": "shortcuts",
		}
		for workspace in self.workspaces():
			for block in json.loads(workspace.content):
				if block["type"] in tables:
					labels = {row.label for row in workspace.get(tables[block["type"]])}
					self.assertIn(block["data"][f"{block['type']}_name"], labels, workspace.name)

	def test_a_card_shows_what_its_measure_counts(self):
		from kim_app.measures import api

		testing.remember_apart(self)
		with acting_as(self.staff[roles.COORDINATOR]):
			self.assertEqual(api.card({"measure": "participants"}), {"value": 1, "fieldtype": "Int"})
			self.assertEqual(api.card({"measure": "participation"})["value"], 0)
			self.assertEqual(api.figure("participants", "centre")[0]["whole"], 1)
			self.assertEqual(api.trend()["datasets"][0]["values"][-1], 1)
		with acting_as(self.staff[roles.TRAINER]), self.assertRaises(frappe.PermissionError):
			api.card({"measure": "participants"})

	def test_an_unknown_measure_is_told_with_those_that_there_are(self):
		from kim_app.measures import api

		with self.assertRaisesRegex(frappe.ValidationError, "participants"):
			api.figure("happiness")
