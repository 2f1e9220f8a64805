"""What waits for you: a supervisor decides one case after the other or many at once, and whoever comes second
is told who decided what."""

import re
import secrets

import pytest
from playwright.sync_api import expect

from kim_app import roles

from .conftest import CENTRE, PASSWORD, make_pending

INBOX = "/app/kim-inbox"


@pytest.fixture
def several(site, staff):
	"""Three validations that wait for the supervisor, with nothing else waiting beside them."""
	waiting = site.get_all(
		"KIM Validation", filters={"centre": CENTRE, "workflow_state": "Pending Approval"}, pluck="name"
	)
	for name in waiting:
		# What other tests left is out of sight, not decided.
		site.db.set_value("KIM Validation", name, "centre", None, update_modified=False)
	site.db.commit()
	made = [make_pending(site, staff) for _number in range(3)]
	yield made
	site.db.rollback()
	for name in waiting:
		site.db.set_value("KIM Validation", name, "centre", CENTRE, update_modified=False)
	site.db.commit()


@pytest.fixture
def second_supervisor(site, staff):
	from frappe.utils.password import update_password

	from kim_app import testing

	user = testing.make_user("second.supervisor@browser.example", roles.SUPERVISOR, centre=CENTRE)
	update_password(user, PASSWORD)
	site.db.commit()
	return user


def row(page, validation):
	return page.locator(".kim-row", has_text=validation.name)


def shown(page):
	return page.locator(".kim-case")


def press(page, action: str):
	page.locator(".kim-actions").get_by_role("button", name=action, exact=True).click()


def approve(page):
	"""Presses Approve and confirms with Enter, as the question that follows has its button in focus."""
	press(page, "Approve")
	expect(page.locator(".modal.show").get_by_role("button", name="Approve")).to_be_focused()
	page.keyboard.press("Enter")


def choose_all(page, *validations):
	for validation in validations:
		row(page, validation).locator("input").check()


def test_a_case_is_approved_from_the_inbox_and_the_next_opens_by_itself(visit, staff, several, stored):
	supervisor = visit(staff[roles.SUPERVISOR])
	page = supervisor.open(INBOX)
	expect(page.locator(".kim-row")).to_have_count(3)
	expect(shown(page)).to_contain_text(several[0].participant_name)
	for text in (
		"Digital competence",
		"Seen at work, twice.",
		"Kept the accounts of a market stall",
		"Proposed",
	):
		expect(shown(page)).to_contain_text(text)
	press(page, "Approve")
	asked = page.locator(".modal.show")
	for text in (several[0].participant_name, "Digital competence", "Proposed level: 3"):
		expect(asked).to_contain_text(text)
	assert stored("KIM Validation", several[0].name, "workflow_state") == "Pending Approval"
	expect(asked.get_by_role("button", name="Approve")).to_be_focused()
	page.keyboard.press("Escape")
	expect(asked).to_have_count(0)
	approve(page)
	expect(page.locator(".kim-row")).to_have_count(2)
	expect(shown(page)).to_contain_text(several[1].participant_name)
	assert stored("KIM Validation", several[0].name, ["workflow_state", "docstatus", "approver"]) == (
		"Validated",
		1,
		staff[roles.SUPERVISOR],
	)
	assert supervisor.faults == []


def test_returning_asks_for_a_reason_that_the_assessor_reads_in_their_inbox(visit, staff, several, stored):
	supervisor = visit(staff[roles.SUPERVISOR])
	page = supervisor.open(INBOX)
	row(page, several[1]).click()
	expect(shown(page)).to_contain_text(several[1].name)
	press(page, "Return to Assessor")
	dialog = page.locator(".modal.show")
	dialog.locator("textarea").fill("The second criterion is rated too high.")
	dialog.get_by_role("button", name="Return to Assessor").click()
	expect(row(page, several[1])).to_have_count(0)
	assert stored("KIM Validation", several[1].name, "workflow_state") == "Assessment"
	assert supervisor.faults == []

	assessor = visit(staff[roles.ASSESSOR])
	page = assessor.open(INBOX)
	expect(row(page, several[1])).to_contain_text("The second criterion is rated too high.")
	row(page, several[1]).click()
	press(page, "Open to work on it")
	expect(page).to_have_url(re.compile(several[1].name))
	assert assessor.faults == []


def test_many_are_approved_at_once_and_the_bad_one_says_why(
	site, visit, staff, several, second_supervisor, stored
):
	from kim_app import testing

	supervisor = visit(staff[roles.SUPERVISOR])
	page = supervisor.open(INBOX)
	expect(page.locator(".kim-row")).to_have_count(3)
	# Meanwhile somebody else decides one of them.
	testing.take_step(several[1].name, "Reject", second_supervisor, reason="Nothing shows it.")
	site.db.commit()
	choose_all(page, *several)
	page.locator("[data-bulk=Approve]").click()
	question = page.locator(".modal.show")
	for validation in several:
		expect(question).to_contain_text(f"{validation.participant_name}, Digital competence, Level 3")
	question.get_by_role("button", name="Approve").click()
	expect(page.locator(".kim-run")).to_contain_text("2 decided, 1 refused", timeout=60_000)
	refused = page.locator(".kim-run tr", has_text=several[1].name)
	expect(refused).to_contain_text("Digital competence")
	# What is decided would be refused again.
	expect(page.locator("[data-again]")).to_have_count(0)
	expect(refused).to_contain_text("second.supervisor")
	expect(refused).to_contain_text("Not Validated")
	expect(page.locator(".kim-row")).to_have_count(0)
	states = [stored("KIM Validation", validation.name, "workflow_state") for validation in several]
	assert states == ["Validated", "Not Validated", "Validated"]
	assert supervisor.faults == []


def test_of_two_supervisors_the_second_is_told_who_decided_what(
	visit, staff, several, second_supervisor, stored
):
	first, second = visit(staff[roles.SUPERVISOR]), visit(second_supervisor)
	pages = [visitor.open(INBOX) for visitor in (first, second)]
	for page in pages:
		row(page, several[0]).click()
		expect(shown(page)).to_contain_text(several[0].name)
	approve(pages[0])
	expect(row(pages[0], several[0])).to_have_count(0)
	approve(pages[1])
	message = pages[1].locator(".modal.show")
	expect(message).to_contain_text("supervisor")
	expect(message).to_contain_text("Approve")
	expect(message).to_contain_text("Validated")
	expect(row(pages[1], several[0])).to_have_count(0)
	# Nor is it counted any more for who came second.
	expect(pages[1].locator("[data-section=decide] .kim-count")).to_have_text("2")
	assert stored("KIM Validation", several[0].name, "approver") == staff[roles.SUPERVISOR]
	assert first.faults == []


def test_the_chosen_ones_of_the_list_are_decided_together(visit, staff, several, stored):
	supervisor = visit(staff[roles.SUPERVISOR])
	page = supervisor.open("/app/kim-validation")
	for validation in several[:2]:
		listed = page.locator(".list-row-container", has_text=validation.participant_name)
		listed.locator(".list-row-checkbox").check()
	page.locator(".actions-btn-group > button:visible").click()
	page.locator(".actions-btn-group .dropdown-menu:visible").get_by_text(
		"Decide together", exact=True
	).click()
	dialog = page.locator(".modal.show")
	expect(dialog).to_contain_text("2 validations that wait for a decision")
	dialog.locator("select").select_option("Reject")
	dialog.locator("textarea").fill("Nothing shows it.")
	dialog.get_by_role("button", name="Decide").click()
	expect(page.locator(".kim-run")).to_contain_text("2 decided, 0 refused", timeout=60_000)
	for validation in several[:2]:
		assert stored("KIM Validation", validation.name, "workflow_state") == "Not Validated"
	assert supervisor.faults == []


@pytest.mark.parametrize(
	("role", "text"),
	[
		(roles.ASSESSOR, "To assess"),
		(roles.CASE_WORKER, "To prepare"),
		(roles.COORDINATOR, "Waiting too long"),
	],
)
def test_each_role_finds_its_own_section(visit, staff, role, text):
	visitor = visit(staff[role])
	page = visitor.open(INBOX)
	expect(page.locator(".kim-tabs")).to_contain_text(text)
	expect(page.locator(".kim-list .kim-row, .kim-list .kim-empty").first).to_be_visible()
	assert visitor.faults == []


def test_the_workspace_leads_there(visit, staff):
	visitor = visit(staff[roles.SUPERVISOR])
	page = visitor.open("/app/kim")
	page.locator(".shortcut-widget-box", has_text="What waits for you").click()
	expect(page.locator(".kim-tabs")).to_contain_text("To decide")
	assert visitor.faults == []


def test_the_keyboard_goes_through_the_cases_and_approves_after_a_question(visit, staff, several, stored):
	supervisor = visit(staff[roles.SUPERVISOR])
	page = supervisor.open(INBOX)
	expect(shown(page)).to_contain_text(several[0].name)
	page.keyboard.press("j")
	expect(shown(page)).to_contain_text(several[1].name)
	page.keyboard.press("a")
	expect(page.locator(".modal.show").get_by_role("button", name="Approve")).to_be_focused()
	page.keyboard.press("Enter")
	expect(row(page, several[1])).to_have_count(0)
	assert stored("KIM Validation", several[1].name, "workflow_state") == "Validated"
	assert stored("KIM Validation", several[0].name, "workflow_state") == "Pending Approval"


def test_a_text_that_looks_like_markup_is_shown_as_text(site, visit, staff, several):
	name = f"<img src=x onerror=alert(1)> {secrets.token_hex(3)}"
	site.db.set_value("KIM Validation", several[0].name, {"participant_name": name, "rationale": name})
	site.db.commit()
	visitor = visit(staff[roles.SUPERVISOR])
	page = visitor.open(INBOX)
	row(page, several[0]).click()
	expect(shown(page)).to_contain_text(name)
	assert page.locator(".kim-inbox img").count() == 0
	assert visitor.faults == []
