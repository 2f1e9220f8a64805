"""Every page under /kim, and every public one, by axe and by the keyboard, from left to right and from right to left."""

import pytest
from playwright.sync_api import expect

from kim_app import roles

from .conftest import NARROW, PHONE, sticks_out, violations

LANGUAGES = ("en", "ar")
FRAPPES = ("nav.navbar", "footer")
PAGES = (
	"/kim",
	"/kim/passport",
	"/kim/plan",
	"/kim/rate",
	"/kim/evidence",
	"/kim/data",
	"/kim/consent",
	"/kim/correct?field=nationality",
	"/kim/correct?field=date_of_birth",
	"/kim/correct?field=other",
)


@pytest.fixture
def full(site, staff, own):
	"""Something validated, a plan that waits for a signature, evidence of one's own, and an answered request."""
	from kim_app import testing
	from kim_app.inclusion import testing as plans
	from kim_app.participant_page import corrections

	validation = testing.bring_to_approval(own[1], staff, "KC-2018-LIT")
	testing.take_step(validation.name, "Approve", staff[roles.SUPERVISOR])
	with testing.acting_as(staff[roles.CASE_WORKER]):
		plan = plans.make_plan(own[1])
	plans.step_of_plan(plan.name, "Propose", staff[roles.CASE_WORKER])
	with testing.acting_as(own[0]):
		request = corrections.ask("given_name", "Rima")["name"]
	with testing.acting_as(staff[roles.CASE_WORKER]):
		corrections.answer(request, 0, "Your papers say ريما.")
	site.db.commit()


def open_in(visitor, path: str, language: str):
	page = visitor.open(f"{path}{'&' if '?' in path else '?'}language={language}")
	expect(page.locator("html")).to_have_attribute("lang", language)
	expect(page.get_by_text("One moment")).to_have_count(0)
	expect(page.locator("[aria-busy]")).to_have_count(0)
	return page


def assert_well(page, what: str):
	assert violations(page) == [], what
	assert sticks_out(page) <= 0, what


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_participant_keeps_wcag_and_fits_320_pixels(full, page, language):
	page.set_viewport_size(NARROW)
	for path in PAGES:
		assert_well(open_in(page.visitor, path, language), f"{path} in {language}")
	page.locator(".kim-language-choice summary").click()
	assert_well(page, f"languages in {language}")
	assert page.visitor.faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_of_showing_and_rating_keeps_wcag(page, language):
	page.set_viewport_size(NARROW)
	open_in(page.visitor, "/kim/show", language)
	for step in range(5):
		expect(page.locator("[data-step]:visible")).to_have_count(1)
		if step == 1:
			page.locator(".kim-choice-big:visible").first.click()
		assert_well(page, f"step {step + 1} in {language}")
		if step < 4:
			page.locator("[data-next]").click()
	open_in(page.visitor, "/kim/rate", language)
	page.locator("[data-framework='KC-2018'] .btn-primary").click()
	expect(page.locator(".kim-level")).to_have_count(6)
	assert_well(page, f"question in {language}")
	page.locator(".kim-ways button").nth(1).click()
	expect(page.locator(".kim-answers")).to_be_visible()
	assert_well(page, f"answers in {language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_guest_sees_keeps_wcag(visit, language):
	visitor = visit(None)
	visitor.page.set_viewport_size(NARROW)
	assert_well(open_in(visitor, "/kim", language), f"welcome in {language}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", ["", "KIM-0000-0000-0000"])
def test_the_public_page_that_confirms_a_paper_keeps_wcag(visit, language, number):
	visitor = visit(None)
	visitor.page.set_viewport_size(NARROW)
	page = visitor.open(f"/kim/confirm?_lang={language}&number={number}")
	# Frappe's own head and foot are grey in grey.
	assert violations(page, but=FRAPPES) == []


def test_the_green_paper_keeps_wcag(visit, staff):
	page = visit(staff[roles.COORDINATOR]).open("/kim/green-paper")
	assert violations(page, but=FRAPPES) == []


def test_a_page_of_staff_that_is_nobodys_record_keeps_wcag(visit, staff):
	visitor = visit(staff[roles.CASE_WORKER])
	visitor.page.set_viewport_size(PHONE)
	page = visitor.open("/kim/data")
	expect(page.get_by_text("No participant is linked to this login")).to_be_visible()
	assert_well(page, "nobody's record")


def test_a_walk_with_the_keyboard_alone_shows_where_one_is(page):
	visitor = page.visitor
	visitor.open("/kim")
	page.keyboard.press("Tab")
	expect(page.locator(".kim-skip")).to_be_focused()
	expect(page.locator(".kim-skip")).to_be_in_viewport()
	page.keyboard.press("Enter")
	page.keyboard.press("Tab")
	expect(page.get_by_role("link", name="My passport")).to_be_focused()
	outline = page.locator(":focus").evaluate(
		"e => [getComputedStyle(e).outlineStyle, getComputedStyle(e).outlineWidth]"
	)
	assert outline == ["solid", "3px"]
	for _press in range(3):
		page.keyboard.press("Tab")
	page.keyboard.press("Enter")
	page.wait_for_url("**/kim/evidence")
	page.get_by_role("link", name="Show something new").focus()
	page.keyboard.press("Enter")
	page.wait_for_url("**/kim/show")
	page.locator("[data-next]").focus()
	page.keyboard.press("Enter")
	expect(page.locator("#step-kind")).to_be_focused()
	page.keyboard.press("Tab")
	page.keyboard.press("Space")
	chosen = page.locator("input[name=kind]").first
	expect(chosen).to_be_checked()
	outline = page.locator(".kim-choice-big:visible").first.evaluate("e => getComputedStyle(e).outlineStyle")
	assert outline == "solid"
	page.keyboard.press("Enter")
	expect(page.locator("#step-competences")).to_be_focused()


def test_who_wants_less_motion_gets_none(page):
	page.emulate_media(reduced_motion="reduce")
	page.visitor.open("/kim")
	moving = page.evaluate(
		"""() => [...document.querySelectorAll("*")].filter((e) => {
			const style = getComputedStyle(e);
			return style.animationName !== "none" || !["0s", ""].includes(style.transitionDuration);
		}).length"""
	)
	assert moving == 0
