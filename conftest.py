"""Connects pytest to the site on which KIM's forms are tested.

`./kim test` sets KIM_BENCH, KIM_SITE, KIM_URL and KIM_ADMIN_PASSWORD. The rules (tests/rules) and the
trial bench (tests/kit) need none of them: `pytest tests/rules` runs anywhere.
"""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
# Forms import Frappe already when they are collected; without a bench there is nothing to import.
collect_ignore_glob = [] if os.environ.get("KIM_BENCH") else ["kim_app/*", "tests/browser/*"]


@pytest.fixture(scope="session")
def site():
	"""Connected to the test site as Administrator, with the bench's `sites` as working folder."""
	import frappe

	sites = Path(os.environ["KIM_BENCH"]) / "sites"
	os.chdir(sites)
	frappe.init(site=os.environ["KIM_SITE"], sites_path=str(sites))
	frappe.connect()
	frappe.set_user("Administrator")
	yield frappe
	frappe.destroy()


@pytest.fixture(autouse=True, scope="class")
def _on_site(request):
	"""Tests that stand beside a form run as `bench run-tests` runs them."""
	if ROOT / "kim_app" not in Path(str(request.fspath)).parents:
		yield
		return
	frappe = request.getfixturevalue("site")
	frappe.flags.in_test = True
	yield
	frappe.db.rollback()
	frappe.flags.in_test = False
