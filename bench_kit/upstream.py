"""Frappe from its own repository, or from a clone of it, in place of the pinned package (`up --frappe`)."""

import json
import os
import re
import shutil
import sys
from pathlib import Path

from bench_kit import desk, services
from bench_kit.layout import APP, REPOSITORY, Layout, read_json, write_json, write_text
from bench_kit.ports import answers
from bench_kit.python_env import pip
from bench_kit.steps import Run, StepFailed
from bench_kit.system import Need, program

REPOSITORY_OF_FRAPPE = "https://github.com/frappe/frappe"
PINNED = "pinned"
NEEDS = (Need("git", ("git",)),)


def choose(layout: Layout, asked: str | None) -> str:
	"""The source that this bench uses: the one asked for, which is remembered, else the one of last time.

	Returns "pinned", a branch or tag, or the absolute path of a clone.
	"""
	path = layout.config / "engine.json"
	if asked:
		folder = Path(asked).expanduser()
		source = str(folder.resolve()) if folder.is_dir() else asked
		if source.startswith("/") and not (folder / "frappe" / "__init__.py").exists():
			raise StepFailed(f"{source} is not a clone of Frappe: it holds no frappe/__init__.py")
		write_json(path, {"frappe": source})
	return read_json(path).get("frappe", PINNED)


def commit(source: str) -> str:
	"""What a clone has checked out, so that the bench follows it; for a branch or tag, its name."""
	head = Path(source, ".git", "HEAD")
	if not source.startswith("/") or not head.exists():
		return source
	text = head.read_text().strip()
	reference = Path(source, ".git", text.removeprefix("ref: "))
	return f"{source} {text} {reference.read_text().strip() if reference.exists() else ''}"


def fetch(run: Run, layout: Layout, source: str) -> None:
	"""Step: apps/frappe as a shallow clone."""
	clone = source.startswith("/")
	address = f"file://{source}" if clone else REPOSITORY_OF_FRAPPE
	branch = [] if clone else ["--branch", source]
	unfinished = layout.apps / ".frappe.unfinished"
	shutil.rmtree(unfinished, ignore_errors=True)
	# Neither a question for a password nor a dead connection may hold it up.
	patience = {
		"GIT_TERMINAL_PROMPT": "0",
		"GIT_HTTP_LOW_SPEED_LIMIT": "1000",
		"GIT_HTTP_LOW_SPEED_TIME": "30",
	}
	try:
		run.command(program("git"), "clone", "--depth", "1", *branch, address, unfinished, env=patience)
	except StepFailed as error:
		if run.stopping.is_set():
			raise
		raise StepFailed(
			f"{source} of {address} cannot be fetched ({error}). Where GitHub is out of reach, give the path of a "
			"clone, or go back with --frappe pinned"
		) from None
	shutil.rmtree(layout.frappe, ignore_errors=True)
	os.replace(unfinished, layout.frappe)


def make_environment(run: Run, layout: Layout) -> None:
	"""Step: an environment of the Python that runs this."""
	shutil.rmtree(layout.env, ignore_errors=True)
	run.command(sys.executable, "-m", "venv", layout.env)
	pip(run, layout.python, "install", "setuptools<81", "wheel")


def install(run: Run, layout: Layout) -> None:
	"""Step: Frappe with the packages that its own pyproject.toml asks for."""
	if not answers(443, "github.com"):
		manifest = layout.frappe / "pyproject.toml"
		write_text(manifest, from_registry(manifest.read_text(encoding="utf-8")))
	pip(run, layout.python, "install", "-e", layout.frappe)


def from_registry(pyproject: str) -> str:
	"""A pyproject.toml that takes from the package index what it would take from GitHub.

	Frappe's forks of gunicorn and PyPika are the index's packages with small changes.
	"""
	return re.sub(r'"([\w.-]+)\s*@\s*git\+https://github\.com/[^"]+"', r'"\1"', pyproject)


def install_app(run: Run, layout: Layout) -> None:
	"""Step: the app with what it imports, beside the Frappe that is there."""
	pip(run, layout.python, "install", "-e", REPOSITORY)


def install_packages(run: Run, layout: Layout) -> None:
	"""Step: the npm packages of Frappe's own package.json."""
	manifest = layout.frappe / "package.json"
	packages = json.loads(manifest.read_text(encoding="utf-8"))
	if packages["dependencies"].get("air-datepicker", "").startswith("github:"):
		# The same version lies at npm, which is reached where GitHub is not.
		packages["dependencies"]["air-datepicker"] = "2.2.3"
		write_text(manifest, json.dumps(packages, indent=2) + "\n")
	# npm takes the versions from Frappe's yarn.lock, which names yarn's registry; the configured one has the same.
	run.command(
		program("npm"), "install", "--legacy-peer-deps", "--ignore-scripts", "--no-audit", "--no-fund",
		"--replace-registry-host=always", cwd=layout.frappe,
	)  # fmt: skip
	# The one script that has to run: it puts esbuild's program, which npm has brought already, into its place.
	run.command(program("node"), "node_modules/esbuild/install.js", cwd=layout.frappe)


def build(run: Run, layout: Layout, app: str) -> None:
	"""Step: the bundles of one app, by Frappe's own build."""
	link_assets(layout, app)
	environment = {"FRAPPE_BENCH_ROOT": str(layout.root), "CI": "1"}
	run.command(program("node"), "esbuild", "--production", "--apps", app, cwd=layout.frappe, env=environment)
	services.empty_cache(layout)


def link_assets(layout: Layout, app: str) -> None:
	"""sites/assets/APP is the app's public folder; Frappe's npm packages lie in its own folder."""
	desk.link(layout.assets / app, f"../../apps/{app}/{app}/public")
	if app == "frappe":
		desk.link(layout.frappe / "frappe" / "public" / "node_modules", "../../node_modules")


def build_frappe(run: Run, layout: Layout) -> None:
	"""Step: Frappe's bundles."""
	build(run, layout, "frappe")


def build_app(run: Run, layout: Layout) -> None:
	"""Step: the app's bundles, if it has any; its public files are linked either way."""
	link_assets(layout, APP)
	if has_bundles():
		build(run, layout, APP)


def has_bundles() -> bool:
	"""Whether the app has anything to build."""
	return any((REPOSITORY / APP / "public").rglob("*.bundle.*"))
