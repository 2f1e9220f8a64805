"""The seven languages of the participant's pages: chosen without a new page, kept, and spoken throughout."""

import re

import pytest
from playwright.sync_api import expect

from kim_app.participant_page.languages import LANGUAGES

from ..conftest import PASSWORD
from .conftest import speak

PAGES = ("/kim", "/kim/passport", "/kim/plan", "/kim/evidence", "/kim/show", "/kim/data", "/kim/consent", "/kim/rate", "/kim/correct?field=gender")  # fmt: skip
# What is the same in every language, or was written by somebody.
SAME = re.compile(r"KIM|JavaScript|PDF|MB|JSON|files|my-data")
# English that a page of another language must not have.
ENGLISH = re.compile(
	r"\b(the|and|you|your|what|with|this|that|from|have|nothing|choose|show|kept|about|rate|plan is|there is)\b",
	re.I,
)


def words_of(page) -> str:
	"""Everything that the page says itself: what people wrote and names of places are marked with `dir=auto`."""
	return page.evaluate(
		"""() => {
			const copy = document.body.cloneNode(true);
			copy.querySelectorAll("script, style, noscript, bdi, [dir=auto], .kim-language-choice, .kim-language-buttons, select, [lang]:not(body)")
				.forEach((e) => e.matches("[dir=auto]") && e.querySelector("b, input") ? null : e.remove());
			const said = [...copy.querySelectorAll("[aria-label], [placeholder]")].flatMap((e) => [e.getAttribute("aria-label"), e.getAttribute("placeholder")]);
			return [copy.textContent, ...said.filter(Boolean)].join(" ");
		}"""
	)


@pytest.mark.parametrize(
	"language", [entry for entry in LANGUAGES if entry.code != "en"], ids=lambda e: e.code
)
def test_no_page_speaks_english_in_another_language(page, language):
	for path in PAGES:
		page.visitor.open(f"{path}{'&' if '?' in path else '?'}language={language.code}")
		expect(page.locator("html")).to_have_attribute("dir", language.direction)
		expect(page.locator("[aria-busy]")).to_have_count(0)
		found = ENGLISH.findall(SAME.sub("", words_of(page)))
		assert not found, f"{path} in {language.code}: {found}"
	assert page.visitor.faults == []


def test_the_language_changes_without_a_new_page_and_nothing_typed_is_lost(page, own, stored, tmp_path):
	photo = tmp_path / "note.txt"
	photo.write_text("Two years at the market.")
	page.visitor.open("/kim/show")
	page.evaluate("() => { window.same_page = true; }")
	page.set_input_files("#kim-files", photo)
	page.locator("[data-next]").click()
	page.get_by_text("Somebody tells about me").click()
	for _step in range(3):
		page.locator("[data-next]").click()
	page.locator("textarea").fill("بعت الخضار سنتين")
	speak(page, "العربية")
	expect(page.locator("html")).to_have_attribute("dir", "rtl")
	expect(page.locator("h2:visible")).to_have_text("عبّر عن ذلك بكلماتك")
	expect(page.locator("textarea")).to_have_value("بعت الخضار سنتين")
	assert page.locator("input[name=kind]:checked").get_attribute("value") == "Reference"
	assert page.evaluate("() => document.querySelector('#kim-files').files[0].name") == "note.txt"
	assert page.evaluate("() => window.same_page"), "the page was not loaded again"
	expect(page.locator(".kim-language-choice summary")).to_be_focused()
	assert stored("User", own[0], "language") == "ar"
	# Mirrored: what begins a line stands on the right.
	home = page.locator(".kim-home").bounding_box()
	assert home["x"] > 390 / 2
	page.visitor.open("/kim")
	expect(page.locator("h1")).to_contain_text("مرحباً")
	assert page.visitor.faults == []


def test_rating_goes_on_at_the_same_competence_in_another_language(page):
	page.visitor.open("/kim/rate")
	page.locator("[data-framework='KC-2018'] select").select_option("")
	page.locator("[data-framework='KC-2018'] .btn-primary").click()
	for _press in range(2):
		page.get_by_role("button", name="Next").click()
	expect(page.locator(".kim-place")).to_have_text("Competence 3 of 8")
	page.get_by_text("Say something about it").click()
	page.locator("textarea").fill("Ich habe gerechnet.")
	speak(page, "Deutsch")
	expect(page.locator(".kim-place")).to_have_text(re.compile("3"))
	expect(page.locator("h1")).to_have_text("Wie ich mich sehe")
	expect(page.locator("textarea")).to_have_value("Ich habe gerechnet.")
	assert page.visitor.faults == []


def test_a_guest_chooses_and_keeps_the_language_after_the_login(visit, own, stored):
	visitor = visit(None)
	page = visitor.open("/kim")
	page.locator(".kim-language-buttons").get_by_role("link", name="Svenska").click()
	expect(page.locator("h1")).to_have_text("Välkommen")
	page = visitor.open("/kim")
	expect(page.locator("h1")).to_have_text("Välkommen")
	page.locator("#kim-sign-in").click()
	expect(page.locator("#login_email")).to_be_visible()
	page.locator("#login_email").fill(own[0])
	page.locator("#login_password").fill(PASSWORD)
	page.locator(".btn-login:visible").first.click()
	page.wait_for_url("**/kim*")
	expect(page.locator("h1")).to_contain_text("Hej")
	expect(page).to_have_url(re.compile(r"/kim$"))
	page.get_by_role("button", name="Logga ut").wait_for()
	page.wait_for_timeout(500)
	assert stored("User", own[0], "language") == "sv"
	page.get_by_role("button", name="Logga ut").click()
	expect(page.locator("#kim-sign-in")).to_be_visible()


@pytest.mark.parametrize(
	"language, first, last",
	[
		("de", "Ägypten", "Zentralafrikanische Republik"),
		("sv", "Österrike", "Österrike"),
		("ar", "آيسلندا", "اليونان"),
	],
)
def test_countries_stand_in_the_order_of_the_language(page, language, first, last):
	page.visitor.open(f"/kim/correct?field=nationality&language={language}")
	names = page.locator("select[name=value] option").all_text_contents()[1:]
	assert names == page.evaluate(
		"([names, language]) => names.sort(new Intl.Collator(language).compare)", [names, language]
	)
	if language == "de":
		assert names.index("Ägypten") < names.index("Belgien")
	if language == "sv":
		assert names.index("Österrike") > names.index("Zambia")


def test_days_are_written_as_the_language_does(page):
	page.visitor.open("/kim/consent?language=sv")
	expect(page.locator(".kim-box")).to_contain_text(re.compile(r"\d+ [a-zå]+ \d{4}"))
	page.visitor.open("/kim/consent?language=ar")
	expect(page.locator(".kim-box")).to_contain_text(re.compile(r"\d+ [\u0600-\u06ff]+ \d{4}"))
