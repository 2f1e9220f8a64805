"""The sites of a bench: made, brought up to date with the app, dropped."""

import json
import shutil
from pathlib import Path

from bench_kit.bench_config import app_is_there
from bench_kit.frappe_commands import ask_frappe, run_frappe
from bench_kit.layout import APP, KIT, REPOSITORY, Layout, password
from bench_kit.steps import Run, fingerprint

DEMO = KIT / "demo.py"


def app_state() -> str:
	"""A fingerprint of the app's sources: a site is migrated, and what serves it restarted, when this changes."""
	return fingerprint(REPOSITORY / APP, REPOSITORY / "pyproject.toml")


def make_site(run: Run, layout: Layout, site: str, for_tests: bool = False) -> None:
	"""Step: a new site with Frappe alone, over whatever a run that was killed left of it."""
	shutil.rmtree(layout.sites / site, ignore_errors=True)
	run_frappe(
		run, layout, "new-site", site, "--force", "--db-name", database_name(site),
		"--db-root-username", "root", "--db-root-password", password(layout, "mariadb"),
		"--admin-password", password(layout, "site"),
	)  # fmt: skip
	if for_tests:
		run_frappe(run, layout, "--site", site, "set-config", "allow_tests", "true")


def settle_site(run: Run, layout: Layout, site: str) -> None:
	"""Step: what the setup wizard would ask whoever logs in first."""
	run_python(run, layout, "bench_kit.first_settings", "--site", site)


def database_name(site: str) -> str:
	"""The name of a site's database and of its database user, the same each time the site is made."""
	return "_" + "".join(letter if letter.isalnum() else "_" for letter in site)


def run_python(run: Run, layout: Layout, module: str, *arguments) -> None:
	"""Run a module of this kit in the bench's environment and sites folder."""
	environment = {"PYTHONPATH": str(REPOSITORY)}
	run.command(layout.python, "-m", module, *arguments, cwd=layout.sites, env=environment)


def update_app(run: Run, layout: Layout, site: str) -> None:
	"""Step: the app installed on the site, or the site migrated to the app's sources of now.

	An installation that was killed is either not listed yet, and begun anew over what it left; or it is listed with
	all its forms, and a migration brings the rest, as the app's after_migrate does all that after_install does.
	"""
	if not app_is_there():
		return run.say("there is no app in the repository yet")
	if is_installed(layout, site):
		return run_frappe(run, layout, "--site", site, "migrate")
	run_frappe(run, layout, "--site", site, "install-app", "--force", APP)


def is_installed(layout: Layout, site: str) -> bool:
	"""Whether the site has the app. (`list-apps` would only know as of the last migration.)"""
	answer = ask_frappe(layout, "--site", site, "execute", "frappe.get_installed_apps")
	return APP in json.loads(answer.strip().splitlines()[-1])


def load_demo(run: Run, layout: Layout, site: str, secret: str) -> None:
	"""Step: the sample data, with this password for its logins."""
	run_python(run, layout, "bench_kit.demo", "--site", site, "--password", secret)


def demo_inputs() -> list[Path]:
	"""What the sample data is made from."""
	return [DEMO, *sorted(KIT.glob("demo_*")), REPOSITORY / "samples"]


def drop_site(run: Run, layout: Layout, site: str) -> None:
	"""Remove a site with its database and files, and forget that its steps were done."""
	for stamp in layout.stamps.glob(f"*-{site}"):
		stamp.unlink()
	if (layout.sites / site / "site_config.json").exists():
		run_frappe(
			run, layout, "drop-site", site, "--force", "--no-backup",
			"--archived-sites-path", layout.root / "dropped",
			"--db-root-username", "root", "--db-root-password", password(layout, "mariadb"),
		)  # fmt: skip
	shutil.rmtree(layout.root / "dropped", ignore_errors=True)
	shutil.rmtree(layout.sites / site, ignore_errors=True)
