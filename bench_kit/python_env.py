"""The bench's virtual environment: pinned packages, Frappe and the app."""

import shutil
from pathlib import Path

from bench_kit.layout import APP, KIT, REPOSITORY, Layout
from bench_kit.steps import Run
from bench_kit.system import bench_python

LOCKS = KIT / "locks"
BUILD, REQUIREMENTS, TESTS = (LOCKS / f"{name}.txt" for name in ("build", "requirements", "tests"))


def pip(run: Run, python: Path, *arguments, env: dict | None = None) -> None:
	"""Run an environment's pip with its output in the step's log."""
	run.command(
		python, "-m", "pip", arguments[0], "--disable-pip-version-check", "--no-input", "--progress-bar", "off",
		*arguments[1:], env={"PIP_ROOT_USER_ACTION": "ignore", **(env or {})},
	)  # fmt: skip


def install_locked(run: Run, python: Path, lock: Path) -> None:
	"""Install exactly what a lock file names, each package checked by its hash.

	By the environment this holds for a pip that a package's own build starts as well: cairocffi's would fetch a
	package that no lock names, and goes on without it.
	"""
	pip(
		run, python, "install", "--no-deps", "--no-build-isolation", "-r", lock, env={"PIP_REQUIRE_HASHES": "1"}
	)  # fmt: skip


def make_environment(run: Run, layout: Layout) -> None:
	"""Step: a new environment with the build back ends in it. One that is there is half-made or outdated."""
	shutil.rmtree(layout.env, ignore_errors=True)
	run.command(bench_python(), "-m", "venv", layout.env)
	install_locked(run, layout.python, BUILD)


def install_requirements(run: Run, layout: Layout) -> None:
	"""Step: what Frappe and the app import."""
	install_locked(run, layout.python, REQUIREMENTS)


def install_test_requirements(run: Run, layout: Layout) -> None:
	"""Step: pytest, the browser's driver, and what Frappe's own test runner imports."""
	install_locked(run, layout.python, TESTS)


def install_editable(run: Run, python: Path, folder: Path) -> None:
	"""Make a source folder importable, its dependencies left as the locks have them."""
	pip(run, python, "install", "--no-deps", "--no-build-isolation", "-e", folder)


def link_frappe(run: Run, layout: Layout) -> None:
	"""Step: Frappe importable from apps/frappe."""
	install_editable(run, layout.python, layout.frappe)


def link_app(run: Run, layout: Layout) -> None:
	"""Step: the app importable from the repository."""
	install_editable(run, layout.python, REPOSITORY)


def app_metadata() -> list[Path]:
	"""The files that say how the app is installed."""
	return [path for path in (REPOSITORY / "pyproject.toml", REPOSITORY / "setup.py") if path.exists()] + [
		REPOSITORY / APP / "__init__.py"
	]
