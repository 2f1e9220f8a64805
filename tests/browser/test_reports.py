"""Reports in the Desk: filters, chart, totals, the way from a figure to its records, and the file, as each role."""

import re

import pytest
from playwright.sync_api import expect

from kim_app import roles

from .conftest import CENTRE, OTHER_CENTRE, make_pending


@pytest.fixture(scope="module")
def cases(site, centre):
	"""Two validations that wait for a decision at the centre under test, and one at the other."""
	from kim_app import testing

	found = [make_pending(site, centre[CENTRE]) for _number in range(2)]
	stranger = testing.make_participant(OTHER_CENTRE, "Stranger")
	testing.bring_to_approval(stranger, centre[OTHER_CENTRE])
	site.db.commit()
	return found


def show(visitor, report: str, query: str = ""):
	page = visitor.open(f"/app/query-report/{report}?{query}")
	expect(page.locator(".datatable .dt-scrollable .dt-row").first).to_be_visible(timeout=40_000)
	return page


@pytest.mark.parametrize("role", [roles.CASE_WORKER, roles.SUPERVISOR, roles.COORDINATOR])
def test_a_figure_leads_to_the_records_that_it_counts(visit, staff, cases, role):
	visitor = visit(staff[role])
	page = show(visitor, "KIM Validation Pipeline", f"centre={CENTRE}")
	expect(page.locator(".report-summary")).to_contain_text("Waiting")
	expect(page.locator(".chart-wrapper svg.frappe-chart")).to_be_visible()
	row = page.locator(".dt-scrollable .dt-row").filter(has_text="Pending Approval")
	figure = row.locator("a.kim-drill")
	number = int(figure.inner_text())
	assert number >= 2
	expect(page.locator(".dt-scrollable .dt-row").filter(has_text="Total")).to_be_visible()
	expect(page.locator(".dt-scrollable")).not_to_contain_text(OTHER_CENTRE)
	figure.click()
	expect(page).to_have_url(re.compile("/app/kim-validation"))
	expect(page.locator(".list-count:visible")).to_contain_text(re.compile(rf"{number} of {number}"))
	expect(page.locator(".result:visible .list-row-container")).to_have_count(number)


def test_a_filter_narrows_a_report(visit, staff, cases):
	visitor = visit(staff[roles.SUPERVISOR])
	page = show(visitor, "KIM Validation Pipeline", f"centre={CENTRE}")
	page.locator(".page-form select[data-fieldname=view]").select_option("Time to decision")
	expect(page.locator(".report-summary")).to_contain_text("Decided", timeout=30_000)
	page.locator(".page-form select[data-fieldname=view]").select_option("What waits")
	expect(page.locator(".dt-scrollable")).to_contain_text("Pending Approval", timeout=30_000)


def test_a_case_worker_takes_a_report_as_a_workbook(visit, staff, cases):
	visitor = visit(staff[roles.CASE_WORKER])
	page = show(visitor, "KIM Evidence Gaps", f"centre={CENTRE}")
	page.get_by_role("button", name="Export", exact=True).click()
	dialog = page.locator(".modal.show")
	with page.expect_download() as file:
		dialog.locator(".btn-primary").click()
	assert file.value.suggested_filename.endswith(".xlsx")
	assert visitor.faults == []


def test_a_share_of_women_leads_to_their_records(visit, staff, cases):
	visitor = visit(staff[roles.COORDINATOR])
	page = show(visitor, "KIM Gender Equity", f"centre={CENTRE}")
	row = page.locator(".dt-scrollable .dt-row").filter(has_text="Participants").first
	figure = row.locator("a.kim-drill").first
	number = int(figure.inner_text())
	figure.click()
	expect(page).to_have_url(re.compile("view=Records"))
	expect(page.locator(".report-summary")).to_contain_text(str(number), timeout=40_000)
	expect(page.locator(".dt-scrollable .dt-row")).to_have_count(number)
	page.locator(".dt-scrollable .dt-row a.kim-drill").first.click()
	expect(page).to_have_url(re.compile("/app/kim-participant/"))


def test_organisations_stand_side_by_side_and_small_groups_are_hidden(visit, staff, cases):
	visitor = visit(staff[roles.COORDINATOR])
	page = show(visitor, "KIM Country Comparison", "measure=participants")
	row = page.locator(".dt-scrollable .dt-row").filter(has_text=f"{OTHER_CENTRE} Organisation")
	expect(row).to_contain_text("–")
	assert visitor.faults == []


def test_a_figure_of_the_comparison_leads_to_the_records_of_its_measure(visit, staff, cases):
	visitor = visit(staff[roles.COORDINATOR])
	page = show(visitor, "KIM Country Comparison", "measure=complete_records")
	figure = page.locator(".dt-scrollable .dt-row a.kim-drill").first
	number = int(figure.inner_text())
	figure.click()
	expect(page).to_have_url(re.compile("counted=complete_records"))
	# The table draws only the rows that are in view; the figure above it counts all.
	above = page.locator(".report-summary")
	expect(above).to_contain_text("Complete records", timeout=40_000)
	expect(above.locator(".summary-value")).to_have_text(str(number))
	expect(page.locator(".dt-scrollable .dt-row").first).to_be_visible()
	assert visitor.faults == []
