"""Frameworks in the browser: a coordinator's own version, its tree, its publication, and files in and out."""

import json
import re
import secrets
from pathlib import Path

import pytest
from playwright.sync_api import expect

from kim_app import roles

from .conftest import CENTRE
from .desk import press, save, status, write

# Copying or reading a whole framework takes seconds, on a busy machine many.
LONG = 40_000
FILES = Path(__file__).parents[1] / "rules" / "framework_files"


@pytest.fixture
def version(site):
	"""A version of KC that nobody has; what was made of it goes in the end."""
	version = "b" + secrets.token_hex(3)
	yield version
	remove(site, f"KC-{version}")


def remove(site, framework):
	site.db.rollback()
	names = site.get_all("KIM Competence", filters={"framework": framework}, pluck="name")
	for table in ("Criterion", "Translation", "Crosswalk"):
		site.db.delete(f"KIM Competence {table}", {"parent": ["in", names or [""]]})
	for table in ("KIM Competence Level", "KIM Framework Language", "KIM Framework Translation"):
		site.db.delete(table, {"parent": framework})
	site.db.delete("KIM Competence", {"framework": framework})
	site.db.delete("KIM Competence Framework", {"name": framework})
	site.db.commit()


def fill(page, field, text):
	if field == "code":
		# The dialog moves the focus there once it has come in; what is typed before lands in it.
		expect(page.locator(".modal:visible [data-fieldname=code] input")).to_be_focused(timeout=LONG)
	page.locator(f".modal:visible [data-fieldname={field}] :is(input, textarea)").first.fill(text)


def node(page, code):
	return page.locator(".tree-link:visible").filter(has_text=re.compile(rf"^\s*{re.escape(code)}\b"))


def tool(page, code, label):
	"""A button beside a node of the tree, which shows when the node was clicked."""
	buttons = (
		node(page, code).locator("xpath=following-sibling::*[1]").locator(".tree-toolbar-button:visible")
	)
	return buttons.get_by_text(label, exact=True)


def test_a_coordinator_makes_a_version_adds_to_its_tree_publishes_it_and_cannot_change_it_then(
	visit, staff, stored, version
):
	name = f"KC-{version}"
	visitor = visit(staff[roles.COORDINATOR])
	page = visitor.open("/app/kim-competence-framework/KC-2018")
	press(page, "New version")
	fill(page, "version", version)
	page.get_by_role("button", name="Make the draft").click()
	expect(page).to_have_url(re.compile(name), timeout=LONG)
	expect(status(page, "Draft")).to_be_visible()
	assert stored("KIM Competence Framework", name, ["organisation", "based_on"]) == (
		f"{CENTRE} Organisation",
		"KC-2018",
	)

	press(page, "Competences")
	expect(node(page, "LIT")).to_be_visible(timeout=LONG)
	node(page, name).click()
	tool(page, name, "Add Area").click()
	fill(page, "code", "HOME")
	fill(page, "title", "At home & 5 < 7")
	page.locator(".modal:visible .btn-primary").click()
	node(page, "HOME").click()
	tool(page, "HOME", "Add Competence").click()
	fill(page, "code", "COOK")
	fill(page, "title", "Cooks for a family")
	fill(page, "criteria", "Plans a week's meals.\nKeeps the kitchen clean.")
	page.locator(".modal:visible .btn-primary").click()
	expect(node(page, "COOK")).to_be_visible(timeout=LONG)
	assert stored("KIM Competence", f"{name}-COOK", ["kind", "parent_kim_competence"]) == (
		"Competence",
		f"{name}-HOME",
	)
	node(page, "COOK").click()
	tool(page, "COOK", "Open").click()
	expect(page).to_have_url(re.compile(f"{name}-COOK"))
	write(page, "title", "Cooks for a household")
	save(page)
	expect(page.locator(".title-text:visible")).to_have_text("Cooks for a household", timeout=LONG)

	page = visitor.open(f"/app/kim-competence-framework/{name}")
	expect(page.locator(".kim-framework-row", has_text="Cooks for a household")).to_contain_text(
		"2 criteria", timeout=LONG
	)
	press(page, "Publish")
	page.get_by_role("button", name="Yes").click()
	expect(status(page, "Published")).to_be_visible(timeout=LONG)
	expect(page.locator(".form-layout:visible [data-fieldname=levels] .grid-add-row:visible")).to_have_count(
		0
	)
	page = visitor.open(f"/app/kim-competence/{name}-COOK")
	expect(page.get_by_text("so this competence stays as it is")).to_be_visible(timeout=LONG)
	expect(page.locator(".form-layout:visible [data-fieldname=title] input:visible")).to_have_count(0)
	page = visitor.open(f"/app/kim-competence/view/tree?framework={name}")
	node(page, "HOME").click()
	expect(tool(page, "HOME", "Open")).to_be_visible()
	expect(tool(page, "HOME", "Add Competence")).to_have_count(0)
	assert visitor.faults == []
	answer = visitor.call("PUT", f"/api/resource/KIM Competence/{name}-COOK", data={"title": "By REST"})
	assert answer.status == 417 and "new version" in answer.text()
	assert stored("KIM Competence", f"{name}-COOK", "title") == "Cooks for a household"


def test_the_tree_says_how_2018_compares_with_2006(visit, staff):
	visitor = visit(staff[roles.COORDINATOR])
	page = visitor.open("/app/kim-competence/view/tree?framework=KC-2018")
	expect(node(page, "LIT")).to_contain_text("broader than KC-2006 MTC", timeout=LONG)
	expect(node(page, "CUL")).to_contain_text("same as KC-2006 CAE")
	titles = node(page, "LIT").locator(".kim-crosswalk").get_attribute("title")
	assert "broader than KC-2006 MTC Communication in the mother tongue" in titles
	assert visitor.faults == []


def test_a_broken_file_shows_every_problem_with_its_line_and_stores_nothing(visit, staff, site):
	before = site.db.count("KIM Competence Framework")
	visitor = visit(staff[roles.COORDINATOR])
	page = visitor.open("/app/kim-competence-framework")
	press(page, "Import framework")
	page.locator("#kim-framework-file").set_input_files(FILES / "broken.csv")
	page.locator(".modal:visible .btn-primary").click()
	rows = page.locator(".kim-problems tbody tr")
	expect(page.get_by_text("Nothing was imported. Problems to solve in the file: 16")).to_be_visible(
		timeout=LONG
	)
	expect(rows.filter(has_text="taken by LIT already").locator("td").first).to_have_text("9")
	expect(rows).to_have_count(17)
	site.db.rollback()
	assert site.db.count("KIM Competence Framework") == before
	assert visitor.faults == []


def test_what_is_exported_is_imported_again_as_a_draft(visit, staff, stored, version, tmp_path):
	visitor = visit(staff[roles.COORDINATOR])
	page = visitor.open("/app/kim-competence-framework/KC-2018")
	for label, ending in (("CSV (ESCO's columns)", "csv"), ("CASE JSON", "case.json")):
		page.locator(".page-actions:visible").get_by_role("button", name="Export").click()
		with page.expect_download() as download:
			page.locator(".page-actions .dropdown-menu:visible").get_by_text(label, exact=True).click()
		assert download.value.suggested_filename == f"KC-2018.{ending}"
		file = tmp_path / f"KC-2018.{ending}"
		download.value.save_as(file)
	assert len(json.loads(file.read_text())["CFItems"]) == 8

	page = visitor.open("/app/kim-competence-framework")
	press(page, "Import framework")
	page.locator("#kim-framework-file").set_input_files(file)
	fill(page, "version", version)
	page.locator(".modal:visible .btn-primary").click()
	expect(page).to_have_url(re.compile(f"KC-{version}"), timeout=LONG)
	expect(status(page, "Draft")).to_be_visible()
	assert stored("KIM Competence", f"KC-{version}-LIT", "title") == stored(
		"KIM Competence", "KC-2018-LIT", "title"
	)
	assert visitor.faults == []


def test_who_may_only_read_sees_frameworks_without_buttons_that_change_them(visit, staff):
	visitor = visit(staff[roles.CASE_WORKER])
	page = visitor.open("/app/kim-competence-framework/KC-2018")
	expect(page.locator(".kim-framework-row").first).to_be_visible(timeout=LONG)
	buttons = page.locator(".page-actions:visible")
	for button in ("New version", "Export", "Publish", "Retire"):
		expect(buttons.get_by_role("button", name=button)).to_have_count(0)
	page = visitor.open("/app/kim-competence-framework")
	expect(
		page.locator(".page-actions:visible").get_by_role("button", name="Import framework")
	).to_have_count(0)
	assert visitor.faults == []
