"""The time that each report and each dashboard takes over a large population, and whether pandas computes the same
figures from the raw tables. Asked as the coordinator of an organisation that holds four of five people."""

from __future__ import annotations

import json
import time
from statistics import median

import frappe
from frappe.desk import query_report
from frappe.desk.desktop import get_desktop_page
from frappe.desk.doctype.number_card import number_card
from frappe.utils import getdate, today

from kim_app import roles, testing, testing_population, testing_reports
from kim_app.session import acting_as

TITLE = "Reports and dashboards over a population, as its coordinator; seconds of the fastest, the median and the slowest run"
HEADS = ["what", "runs", "least", "median", "most", "rows", "agrees with pandas"]
PREFIX = "Benchmark Population"
RUNS = 3


def measure(options) -> tuple[list[str], list[list[str]]]:
	"""Heads and rows of the table."""
	testing_population.remove(PREFIX)
	began = time.perf_counter()
	population = testing_population.make(options.people, PREFIX)
	target = testing.make_target([("KC-2018-DIG", "3"), ("KC-2018-LIT", "2")], "Benchmark Target")
	target.status = "Published"
	target.save()
	frappe.db.commit()
	for doctype in ("KIM Participant", "KIM Validation", "KIM Evidence", "KIM Profile Competence"):
		if frappe.db.db_type == "mariadb":
			frappe.db.sql(f"analyze table `tab{doctype}`")
	print(f"{options.people} people and what belongs to them written in {time.perf_counter() - began:.0f} s")
	try:
		coordinator = population.staff[f"{PREFIX} Centre 1"][roles.COORDINATOR]
		differences = compare(population, target.name, coordinator)
		with acting_as(coordinator):
			return HEADS, [*time_reports(target.name, differences), *time_dashboards()]
	finally:
		frappe.db.rollback()
		frappe.set_user("Administrator")
		frappe.delete_doc("KIM Target Profile", target.name, force=True)
		testing_population.remove(PREFIX)
		frappe.db.commit()


def compare(population, target: str, coordinator: str) -> dict[str, list[str]]:
	"""{report: what pandas and it do not agree on}."""
	organisation, second = population.organisations[0], testing_reports
	course = frappe.get_doc("KIM Training Course", population.names["course"][0])
	required = [roles.ASSESSOR, roles.CASE_WORKER]
	wanted = {"KC-2018-DIG": 3, "KC-2018-LIT": 2}
	year = getdate(today()).year
	pairs = {
		"KIM Validation Pipeline": [
			(second.waiting(organisation), lambda: second.pipeline_said("What waits")),
			(second.deciding(organisation), lambda: second.pipeline_said("Time to decision")),
			(second.returns(organisation), second.returns_said),
		],
		"KIM Competence Profile": [
			(second.profile(organisation, "KC-2018", wanted), lambda: second.profile_said(target))
		],
		"KIM Gender Equity": [
			(second.equity(organisation, by), lambda name=name: second.equity_said(name))
			for by, name in ((None, "Everybody"), ("centre", "Centre"), ("quarter", "Quarter"))
		],
		"KIM Inclusion Plan Progress": [(second.plans(organisation), second.plans_said)],
		"KIM Evidence Gaps": [(second.gaps(organisation), second.gaps_said)],
		"KIM Data Quality": [(second.quality(organisation), second.quality_said)],
		"KIM Training Coverage": [
			(
				second.coverage(organisation, course.course_code, required),
				lambda: second.coverage_said(course.title),
			),
			(second.taught(organisation), second.taught_said),
		],
		"KIM Import Reconciliation": [(second.reconciled(organisation), second.reconciled_said)],
		"KIM Country Comparison": [(second.compared(year), lambda: second.compared_said(year))],
	}
	found = {}
	for report, computations in pairs.items():
		found[report] = []
		for computed, said in computations:
			with acting_as(coordinator):
				reported = said()
			# Only what both name, and what the comparison does not hide.
			keys = [key for key in reported if key in computed and reported[key] != "–"]
			found[report] += second.differences(
				{key: computed[key] for key in keys}, {key: reported[key] for key in keys}
			)
	for report, differences in found.items():
		for difference in differences[:5]:
			print(f"{report}: {difference}")
	return found


def time_reports(target: str, differences: dict[str, list[str]]):
	asked = [
		("KIM Competence Profile", {"target_profile": target}),
		("KIM Competence Profile", {"target_profile": target, "view": "Participants"}),
		("KIM Validation Pipeline", {}),
		("KIM Validation Pipeline", {"view": "Time to decision"}),
		("KIM Validation Pipeline", {"view": "Returns and reasons"}),
		("KIM Gender Equity", {}),
		("KIM Gender Equity", {"by": "Centre"}),
		("KIM Gender Equity", {"by": "Quarter"}),
		("KIM Inclusion Plan Progress", {}),
		("KIM Inclusion Plan Progress", {"view": "Overdue"}),
		("KIM Training Coverage", {}),
		("KIM Country Comparison", {}),
		("KIM Evidence Gaps", {}),
		("KIM Import Reconciliation", {}),
		("KIM Data Quality", {}),
		("KIM Data Quality", {"check": "duplicates"}),
	]
	told = set()
	for report, filters in asked:
		seconds, result = timed(
			lambda report=report, filters=filters: query_report.run(
				report, dict(filters), are_default_filters=False
			)
		)
		name = ", ".join([report, *[value for key, value in filters.items() if key != "target_profile"]])
		agrees = "" if report in told else "no" if differences[report] else "yes"
		told.add(report)
		yield [name, RUNS, *seconds, len(result["result"]), agrees]


def time_dashboards():
	"""Everything that the server does for a workspace: its page, its cards, its charts, its lists, one after the other."""
	for name in frappe.get_all(
		"Workspace", {"module": "KIM", "for_user": ""}, pluck="name", order_by="sequence_id"
	):
		workspace = frappe.get_doc("Workspace", name)
		if workspace.roles and roles.COORDINATOR not in {row.role for row in workspace.roles}:
			continue
		seconds, parts = timed(lambda workspace=workspace: open_workspace(workspace))
		yield [f"workspace {name}", RUNS, *seconds, len(parts), ""]
		for part, taken in sorted(parts.items(), key=lambda item: -item[1])[:12]:
			yield [f"   {part}", 1, f"{taken:.2f}", "", "", "", ""]


def open_workspace(workspace) -> dict[str, float]:
	"""{part of the workspace: seconds}."""
	parts = {}

	def part(name: str, work):
		began = time.perf_counter()
		work()
		parts[name] = time.perf_counter() - began

	page = {"name": workspace.name, "title": workspace.title, "public": 1}
	part("page", lambda: get_desktop_page(json.dumps(page)))
	for row in workspace.number_cards:
		card = frappe.get_doc("Number Card", row.number_card_name)
		if card.type == "Custom":
			part(row.label, lambda card=card: frappe.get_attr(card.method)(filters=card.filters_json))
		else:
			part(row.label, lambda card=card: number_card.get_result(card.as_dict(), card.filters_json))
	for row in workspace.charts:
		chart = frappe.get_doc("Dashboard Chart", row.chart_name)
		if chart.chart_type == "Report":
			filters = json.loads(chart.filters_json or "{}")
			part(
				row.label,
				lambda chart=chart, filters=filters: query_report.run(
					chart.report_name, filters, are_default_filters=False
				),
			)
		else:
			part(row.label, lambda: frappe.get_attr("kim_app.measures.api.trend")())
	for row in workspace.quick_lists:
		part(row.label, lambda row=row: frappe.get_list(row.document_type, limit=4))
	return parts


def timed(work) -> tuple[list[str], object]:
	"""The least, median and most of the seconds that `work` takes, and what it gives."""
	taken = []
	for _run in range(RUNS):
		began = time.perf_counter()
		result = work()
		taken.append(time.perf_counter() - began)
		frappe.db.rollback()
	return [f"{value:.2f}" for value in (min(taken), median(taken), max(taken))], result
