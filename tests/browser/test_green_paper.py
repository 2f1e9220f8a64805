"""Recommendations in the browser: written, reviewed, endorsed, and compiled into a Green Paper."""

import secrets

from playwright.sync_api import expect

from kim_app import roles

from .desk import choose, field, press, save, status, write

DOCTYPE = "KIM Recommendation"
TEXT = "Whoever funds a centre should fund interpreters for the first interview too."


def test_a_recommendation_goes_from_its_author_to_the_green_paper(visit, staff, stored):
	title = "Pay interpreters " + secrets.token_hex(3)
	author, coordinator = visit(staff[roles.CASE_WORKER]), visit(staff[roles.COORDINATOR])
	page = author.open("/app/kim-recommendation/new")
	write(page, "title", title)
	choose(page, "topic", "Work")
	write(page, "text", TEXT)
	page.get_by_role("checkbox", name="Policy makers").check()
	save(page)
	expect(status(page, "Draft")).to_be_visible()
	name = page.url.rsplit("/", 1)[-1]
	press(page, "Submit for Review")
	expect(page.locator(".modal.show .msgprint")).to_contain_text("Name what stands behind it")
	page.locator(".modal.show .btn-modal-close").click()
	# The browser reports the refusal too; what comes after it counts.
	author.faults.clear()
	grid = field(page, "evidence")
	grid.locator(".grid-add-row").click()
	grid.locator("[data-fieldname=what]").last.click()
	grid.locator("input[data-fieldname=what]").fill("Cost of a second interview")
	grid.locator("[data-fieldname=reference]").last.click()
	grid.locator("input[data-fieldname=reference]").fill("KIM, 2014")
	# Not with Tab, which adds a row behind the last cell.
	field(page, "title").locator("input").click()
	press(page, "Submit for Review")
	expect(status(page, "Under Review")).to_be_visible()
	other = coordinator.open(f"/app/kim-recommendation/{name}")
	expect(other.locator(".form-message:visible")).to_contain_text("Waits for your review")
	expect(other.locator(".modal.show")).to_have_count(0)
	press(other, "Publish")
	expect(status(other, "Published")).to_be_visible()
	press(other, "Endorse")
	dialog = other.locator(".modal.show")
	dialog.locator("textarea").fill("Seen every <b>day</b>.")
	dialog.get_by_role("button", name="Endorse").click()
	expect(field(other, "endorsed_by")).to_contain_text("Seen every <b>day</b>.")
	expect(other.get_by_role("button", name="Withdraw My Endorsement")).to_be_visible()
	assert stored(DOCTYPE, name, ["status", "endorsements"]) == ("Published", 1)
	paper = author.open("/kim/green-paper?topic=Work")
	article = paper.locator(f"article#{name}")
	expect(article).to_contain_text(TEXT)
	expect(article).to_contain_text("endorsed by 1")
	expect(paper.locator(".contents")).to_contain_text(title)
	expect(paper.get_by_label("Topic")).to_have_value("Work")
	file = author.call("GET", paper.get_by_role("link", name="Open as PDF").get_attribute("href"))
	assert file.body().startswith(b"%PDF"), file.text()[:500]
	assert author.faults == [] and [f for f in coordinator.faults if "activeElement" not in f] == []


def test_an_address_with_filters_that_there_are_not_says_so(visit, staff):
	visitor = visit(staff[roles.TRAINER])
	page = visitor.open("/kim/green-paper?topic=Weather&country=Atlantis")
	expect(page.get_by_role("alert").first).to_contain_text("Weather is no topic of recommendations.")
	expect(page.get_by_role("alert").last).to_contain_text("There is no country Atlantis.")
	page.get_by_label("Topic").select_option("Work")
	page.get_by_role("button", name="Compile").click()
	expect(page.get_by_role("heading", name="Green Paper")).to_be_visible()
	assert visitor.faults == []


def test_the_paper_is_for_the_staff_alone(visit):
	page = visit(None).open("/kim/green-paper")
	assert "/login" in page.url
	answer = visit(None).context.request.get("/api/method/kim_app.green_paper.paper.download")
	assert answer.status == 403
