"""A supervisor finds the plans that wait for them in What waits for you, reads one and approves it there."""

import pytest
from playwright.sync_api import expect

from kim_app import roles

from ..conftest import CENTRE


@pytest.fixture
def agreed(site, staff, plan):
	from kim_app.inclusion import testing as plans

	plans.bring_plan_to_agreed(plan.name, staff[roles.CASE_WORKER])
	site.db.commit()
	return plan


def test_a_plan_is_read_and_approved_where_everything_waits(visit, staff, agreed, stored):
	supervisor = visit(staff[roles.SUPERVISOR])
	page = supervisor.open("/app/kim-inbox/plans")
	page.locator(".kim-row", has_text=agreed.name).click()
	shown = page.locator(".kim-case")
	expect(shown).to_contain_text("A tenancy agreement is signed")
	expect(shown).to_contain_text("Write to three landlords")
	expect(shown).to_contain_text(CENTRE)
	shown.get_by_role("link", name="Open the scan").wait_for()
	shown.get_by_role("button", name="Approve").click()
	page.locator(".modal.show").get_by_role("button", name="Approve").click()
	expect(page.locator(".kim-row", has_text=agreed.name)).to_have_count(0)
	assert stored("KIM Inclusion Plan", agreed.name, "workflow_state") == "Active"
	assert stored("KIM Inclusion Plan", agreed.name, "approver") == staff[roles.SUPERVISOR]
	assert supervisor.faults == []


def test_a_plan_is_returned_there_with_a_reason(visit, staff, agreed, stored):
	supervisor = visit(staff[roles.SUPERVISOR])
	page = supervisor.open("/app/kim-inbox/plans")
	page.locator(".kim-row", has_text=agreed.name).click()
	page.locator(".kim-case").get_by_role("button", name="Return for Changes").click()
	dialog = page.locator(".modal.show")
	dialog.locator("textarea").fill("Say who pays.")
	dialog.get_by_role("button", name="Return for Changes").click()
	expect(page.locator(".kim-row", has_text=agreed.name)).to_have_count(0)
	assert stored("KIM Inclusion Plan", agreed.name, "workflow_state") == "Draft"
	assert stored("KIM Plan Step", {"parent": agreed.name, "to_state": "Draft"}, "reason") == "Say who pays."
	assert supervisor.faults == []
