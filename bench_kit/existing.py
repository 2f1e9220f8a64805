"""KIM on a bench that is there already (`up` and `test` with `--bench PATH --site NAME`).

The app is linked into that bench and installed on that one site; its other sites, apps and settings stay as they
are. What serves it is ours, on free ports, with its pid files and logs in our own bench folder.
"""

import hashlib
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

from bench_kit import sites, upstream, web
from bench_kit.frappe_commands import run_frappe
from bench_kit.layout import APP, KIT, REPOSITORY, Layout, password, read_json, write_text
from bench_kit.ports import answers
from bench_kit.python_env import pip
from bench_kit.steps import Run, Step, StepFailed, fingerprint

MAJOR_VERSIONS = (15, 16)
# What the tests import, by package: only what is missing is installed, as the bench may pin its own.
TEST_IMPORTS = {
	"pytest": "pytest",
	"pytest-timeout": "pytest_timeout",
	"hypothesis": "hypothesis",
	"playwright": "playwright",
	"responses": "responses",
	"unittest-xml-reporting": "xmlrunner",
	"freezegun": "freezegun",
	"coverage": "coverage",
	"Faker": "faker",
	"pandas": "pandas",
}


@dataclass(frozen=True)
class Existing:
	"""A bench that is not ours, one site on it, and our own bench folder for pid files, logs and stamps."""

	bench: Layout
	site: str
	ours: Layout

	@property
	def name(self) -> str:
		"""Sets this bench's stamps, pid files and port apart from those of others."""
		return f"{self.bench.root.name}-{hashlib.sha256(str(self.bench.root).encode()).hexdigest()[:6]}"

	@property
	def config(self) -> dict:
		"""The settings that hold for the site."""
		return {
			**read_json(self.bench.common_config),
			**read_json(self.bench.sites / self.site / "site_config.json"),
		}

	@property
	def admin_password(self) -> str:
		"""The Administrator's password: told by the environment, else in the site's settings, else "admin"."""
		return os.environ.get("KIM_ADMIN_PASSWORD") or self.config.get("admin_password") or "admin"


def open_bench(path: str, site: str, ours: Layout) -> Existing:
	"""The bench at the path, looked over. Raises StepFailed with what is wrong and what to do about it."""
	bench = Layout(Path(path).expanduser().resolve())
	for part in (bench.python, bench.frappe / "frappe" / "__init__.py", bench.sites / "apps.txt"):
		if not part.exists():
			raise StepFailed(f"{bench.root} is no bench: there is no {part.relative_to(bench.root)}")
	if not (bench.sites / site / "site_config.json").exists():
		raise StepFailed(f"there is no site {site} on {bench.root}")
	version = frappe_version(bench)
	if int(version.partition(".")[0]) not in MAJOR_VERSIONS:
		raise StepFailed(f"KIM runs on Frappe 15 and 16; {bench.root} has {version}")
	existing = Existing(bench, site, ours)
	if silent := silent_services(existing.config):
		raise StepFailed(
			f"the site's own {', '.join(silent)} cannot be reached; start what belongs to that bench (`bench start`, or "
			"its system services) and run the same command again"
		)
	return existing


def frappe_version(bench: Layout) -> str:
	"""Frappe's version as its source says it."""
	text = (bench.frappe / "frappe" / "__init__.py").read_text(encoding="utf-8")
	found = re.search(r'^__version__\s*=\s*"([^"]+)"', text, re.MULTILINE)
	return found[1] if found else "0"


def silent_services(config: dict) -> list[str]:
	"""Which of the servers that a site's settings name do not answer, as "Redis queue (127.0.0.1:11000)"."""
	places = {}
	if config.get("db_type", "mariadb") != "sqlite" and not config.get("db_socket"):
		default = 5432 if config.get("db_type") == "postgres" else 3306
		places["database"] = (config.get("db_host") or "127.0.0.1", int(config.get("db_port") or default))
	for kind in ("cache", "queue"):
		address = urlparse(config.get(f"redis_{kind}") or "redis://127.0.0.1:6379")
		places[f"Redis {kind}"] = (address.hostname, address.port or 6379)
	return [f"{name} ({host}:{port})" for name, (host, port) in places.items() if not answers(port, host)]


def steps(existing: Existing, for_tests: bool) -> list[Step]:
	"""The steps that put KIM on the bench and serve it."""
	name = existing.name
	found = [
		Step(
			f"link-{name}",
			lambda run: link_app(run, existing),
			title=f"KIM on the bench {existing.bench.root}",
		),
		Step(
			f"assets-{name}",
			lambda run: build_assets(run, existing),
			lambda: (REPOSITORY / APP / "public", frappe_version(existing.bench)),
			after=(f"link-{name}",),
			proof=existing.bench.assets / APP,
			title="KIM's bundles",
		),
		Step(
			f"app-{name}-{existing.site}",
			lambda run: update_app(run, existing),
			after=(f"link-{name}",),
			title=f"KIM on {existing.site}",
		),
	]
	if for_tests:
		found.insert(
			0, Step(f"allowed-{name}", lambda run: check_tests_allowed(existing), title="Tests allowed")
		)
		found.append(
			Step(
				f"tests-{name}",
				lambda run: install_test_packages(run, existing),
				after=(f"link-{name}",),
				title="Test packages",
			)
		)
	elif sites.DEMO.exists():
		found.append(
			Step(
				f"demo-{name}-{existing.site}",
				lambda run: sites.load_demo(
					run, existing.bench, existing.site, password(existing.ours, "site")
				),
				after=(f"app-{name}-{existing.site}",),
				title="Sample data",
			)
		)
	found.append(
		Step(
			f"serve-{name}",
			lambda run: serve(run, existing),
			after=tuple(step.name for step in found),
			title="Web server and workers",
		)
	)
	return found


def check_tests_allowed(existing: Existing) -> None:
	"""Step: tests write and delete records, so the site has to say that it is for that."""
	if not existing.config.get("allow_tests"):
		raise StepFailed(
			f"{existing.site} does not allow tests, which write and delete records. If it holds nothing to keep:\n"
			f"    cd {existing.bench.root} && bench --site {existing.site} set-config allow_tests true"
		)


def link_app(run: Run, existing: Existing) -> None:
	"""Step: apps/kim_app, its line in apps.txt, and the app importable in the bench's environment."""
	bench = existing.bench
	place = bench.apps / APP
	if not place.exists():
		place.unlink(missing_ok=True)
		place.symlink_to(REPOSITORY)
	if place.resolve() != REPOSITORY:
		raise StepFailed(f"{place} is another copy of KIM ({place.resolve()}): run that copy's ./kim")
	if not imports(bench, APP) or not all(
		imports(bench, name) for name in ("openpyxl", "python_calamine", "rapidfuzz")
	):
		pip(run, bench.python, "install", "-e", place)
	listed = (bench.sites / "apps.txt").read_text(encoding="utf-8").split()
	if APP not in listed:
		write_text(bench.sites / "apps.txt", "\n".join([*listed, APP]) + "\n")


def imports(bench: Layout, module: str) -> bool:
	"""Whether the bench's Python finds a module."""
	question = f"import importlib.util, sys; sys.exit(not importlib.util.find_spec({module!r}))"
	return subprocess.run([bench.python, "-c", question], cwd="/", capture_output=True).returncode == 0


def build_assets(run: Run, existing: Existing) -> None:
	"""Step: the app's public folder linked and, if it has bundles, built by that bench's own Frappe."""
	upstream.link_assets(existing.bench, APP)
	if upstream.has_bundles():
		environment = {"FRAPPE_BENCH_ROOT": str(existing.bench.root), "CI": "1"}
		run.command(
			"node", "esbuild", "--production", "--apps", APP, cwd=existing.bench.frappe, env=environment
		)
		run_frappe(run, existing.bench, "--site", existing.site, "clear-cache")


def update_app(run: Run, existing: Existing) -> None:
	"""Step: the app installed on the site, or the site migrated if the app changed since we last did so.

	The site itself is asked each time: others work on that bench too.
	"""
	stamp = existing.ours.stamps / f"migrated-{existing.name}-{existing.site}"
	state = fingerprint(sites.app_state(), frappe_version(existing.bench))
	if stamp.exists() and stamp.read_text() == state and sites.is_installed(existing.bench, existing.site):
		return
	stamp.unlink(missing_ok=True)
	sites.update_app(run, existing.bench, existing.site)
	write_text(stamp, state)


def install_test_packages(run: Run, existing: Existing) -> None:
	"""Step: what the tests import and the bench has not."""
	missing = [package for package, module in TEST_IMPORTS.items() if not imports(existing.bench, module)]
	if missing:
		pip(run, existing.bench.python, "install", *missing)


def served(existing: Existing) -> web.Served:
	"""Our web server and workers for that bench. Its scheduler, if it runs one, stays the only one."""
	return web.Served(
		existing.bench, existing.site, existing.ours, prefix=f"{existing.name}-", scheduler=False
	)


def serve(run: Run, existing: Existing) -> None:
	"""Step: the site answers through our web server."""
	code = fingerprint(sites.app_state(), frappe_version(existing.bench), KIT / "wsgi.py", KIT / "web.py")
	web.serve(run, served(existing), existing.site, code)


def address(existing: Existing) -> str:
	"""Where our web server shows the site to a browser."""
	return f"http://{existing.site}:{served(existing).port}"


def plain_address(existing: Existing) -> str:
	"""The same for programs that do not find a name under localhost by themselves."""
	return f"http://127.0.0.1:{served(existing).port}"
