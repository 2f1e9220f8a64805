"""A case worker uploads a workbook, a supervisor approves it, the worker brings it in; all seen in the browser."""

import json
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from kim_app import roles

from .conftest import CENTRE
from .desk import field, press, status

SAMPLES = Path(__file__).parents[2] / "samples"
REGISTER = SAMPLES / "registro-firenze-2013.xlsx"
# A background job may wait for one before it.
PATIENCE = 120_000


def test_a_workbook_is_uploaded_checked_approved_and_brought_in(site, visit, staff, stored):
	case_worker = visit(staff[roles.CASE_WORKER])
	page, name = checked(case_worker, REGISTER)
	issues = page.locator("[data-fieldname=issues_html] tbody tr")
	expect(issues).to_have_count(defects(REGISTER) + 1)
	expect(issues.filter(has_text="Atlantide")).to_contain_text("Cittadinanza")
	expect(issues.filter(has_text="Atlantide")).to_contain_text("F16")
	page.locator("[data-fieldname=issues_html] .kim-issue-kind").select_option("invalid-date")
	expect(page.locator("[data-fieldname=issues_html] tbody tr:visible")).to_have_count(2)
	assert site.db.count("KIM Participant", {"legacy_import": name}) == 0
	expect(page.get_by_role("button", name="Approve", exact=True)).to_have_count(0)
	refused = case_worker.call("POST", "/api/method/kim_app.legacy_import.api.approve", form={"name": name})
	assert refused.status == 403

	supervisor = visit(staff[roles.SUPERVISOR])
	page = supervisor.open(f"/app/kim-legacy-import/{name}")
	press(page, "Approve")
	page.locator(".modal.show").get_by_role("button", name="Yes").click()
	expect(status(page, "Approved")).to_be_visible()
	press(page, "Start")
	expect(page.locator(".progress-area")).to_be_visible()
	expect(status(page, "Completed")).to_be_visible(timeout=PATIENCE)

	site.db.rollback()
	assert site.db.count("KIM Participant", {"legacy_import": name}) == 110
	assert site.db.count("KIM Validation", {"legacy_import": name}) == 237
	assert site.db.count("KIM Validation", {"legacy_import": name, "workflow_state": "Validated"}) == 113
	assert case_worker.faults == []
	assert supervisor.faults == []


def test_a_picture_with_a_spreadsheets_name_is_refused_with_a_clear_word(visit, staff, tmp_path):
	picture = tmp_path / "register.xlsx"
	picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 64)
	case_worker = visit(staff[roles.CASE_WORKER])
	page = case_worker.open("/app/kim-legacy-import/new")
	expect(field(page, "centre").locator("input")).to_have_value(CENTRE)
	upload(page, picture)
	expect(page).to_have_url(re.compile(r"KIM-IMP-\d+"))
	press(page, "Check")
	expect(status(page, "Failed")).to_be_visible(timeout=PATIENCE)
	expect(page.locator(".form-message")).to_contain_text("cannot be read as a spreadsheet")


@pytest.mark.parametrize(
	"sample",
	sorted(path for path in SAMPLES.iterdir() if path.with_name(f"{path.name}.expected.json").exists()),
)
def test_each_sample_needs_no_help_but_the_confirming_of_its_matches(sample, site, visit, staff):
	case_worker = visit(staff[roles.CASE_WORKER])
	_page, name = confirmed(site, case_worker, sample)
	stored = site.get_doc("KIM Legacy Import", name)
	assert site.db.get_value("KIM Import Template", stored.template, "centre") == CENTRE
	found = {"legacy_import": name, "kind": ["!=", "not-permitted"], "severity": "Error"}
	assert site.db.count("KIM Import Issue", found) == defects(sample)
	assert case_worker.faults == []


def test_a_word_is_corrected_once_for_all_its_cells_and_remembered(site, visit, staff):
	case_worker = visit(staff[roles.CASE_WORKER])
	page, name = checked(case_worker, SAMPLES / "klienten-graz-2013.xls")
	page.locator(".kim-problem[data-cell=D99]").click()
	dialog = page.locator(".modal.show")
	expect(dialog).to_contain_text("is not a value that Geschlecht can have")
	dialog.locator("[data-fieldname=read_as] select").select_option("Other")
	dialog.get_by_role("button", name="Correct", exact=True).click()
	expect(status(page, "Draft")).to_be_visible()
	press(page, "Check")
	expect(status(page, "Checked")).to_be_visible(timeout=PATIENCE)
	expect(page.locator(".kim-problem[data-cell=E3]")).to_be_visible()
	expect(page.locator(".kim-problem[data-cell=D99]")).to_have_count(0)
	site.db.rollback()
	template = site.db.get_value("KIM Legacy Import", name, "template")
	assert site.db.exists(
		"KIM Import Template Value", {"parent": template, "field": "gender", "found": "?", "read_as": "Other"}
	)
	with page.expect_popup() as opened:
		press(page, "Workbook with the problems marked")
	opened.value.close()
	assert site.db.get_value("KIM Legacy Import", name, "file_hash")
	assert case_worker.faults == []


def wait_for_check(site, name: str):
	"""Waits until the check that was asked for is done."""
	deadline = time.monotonic() + PATIENCE / 1000
	while True:
		site.db.rollback()
		if site.db.get_value("KIM Legacy Import", name, "status") == "Checked":
			return
		assert time.monotonic() < deadline
		time.sleep(0.5)


def checked(case_worker, path: Path, centre: str = CENTRE) -> tuple:
	"""A new import of `path`, uploaded and checked: its page and its name."""
	page = case_worker.open("/app/kim-legacy-import/new")
	expect(field(page, "centre").locator("input")).to_have_value(centre)
	upload(page, path)
	expect(page).to_have_url(re.compile(r"KIM-IMP-\d+"))
	press(page, "Check")
	expect(status(page, "Checked")).to_be_visible(timeout=PATIENCE)
	return page, page.url.rsplit("/", 1)[-1]


def confirmed(site, case_worker, path: Path, centre: str = CENTRE) -> tuple:
	"""The same with its matches confirmed."""
	page, name = checked(case_worker, path, centre)
	expect(page.locator(".kim-review-tab").first).to_be_visible()
	with page.expect_response("**/kim_app.legacy_import.api.check", timeout=PATIENCE):
		press(page, "Confirm matches")
	wait_for_check(site, name)
	expect(status(page, "Checked")).to_be_visible(timeout=PATIENCE)
	return page, name


def defects(sample: Path) -> int:
	"""How many mistakes are known in a sample."""
	expected = json.loads(sample.with_name(f"{sample.name}.expected.json").read_text())
	return sum(len(sheet.get("defects", ())) for sheet in expected.values())


def upload(page, path: Path):
	"""Attaches `path` in the field Workbook, as a person does; attaching saves the form."""
	page.locator("[data-fieldname=workbook] .btn-attach").click()
	with page.expect_file_chooser() as chooser:
		page.locator(".modal.show .btn-file-upload").first.click()
	chooser.value.set_files(str(path))
	page.locator(".modal.show").get_by_role("button", name="Upload").click()
