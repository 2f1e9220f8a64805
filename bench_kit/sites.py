"""The sites of a bench: made, brought up to date with the app, dropped."""

import shutil
from pathlib import Path

from bench_kit.bench_config import app_is_there
from bench_kit.frappe_commands import ask_frappe, run_frappe
from bench_kit.layout import APP, KIT, REPOSITORY, Layout, password, write_text
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
	"""Step: the app installed on the site, or the site migrated to the app's sources of now."""
	if not app_is_there():
		return run.say("there is no app in the repository yet")
	# Frappe lists an app as installed before its after_install has run: only this file tells a killed installation.
	unfinished = layout.stamps / f"installing-{site}"
	if not unfinished.exists() and APP in ask_frappe(layout, "--site", site, "list-apps").split():
		return run_frappe(run, layout, "--site", site, "migrate")
	write_text(unfinished, "")
	run_frappe(run, layout, "--site", site, "install-app", "--force", APP)
	unfinished.unlink()


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
