"""The Desk's bundles of Frappe and the app: pinned npm packages, one esbuild call, links for the web server."""

import os
import shutil
from pathlib import Path

from bench_kit import services
from bench_kit.layout import APP, KIT, Layout
from bench_kit.steps import Run
from bench_kit.system import program

ASSETS = KIT / "assets"
MANIFESTS = (ASSETS / "package.json", ASSETS / "package-lock.json")


def install_packages(run: Run, layout: Layout) -> None:
	"""Step: BENCH/desk/node_modules exactly as package-lock.json has it; nothing of the packages is run."""
	folder = layout.root / "desk"
	folder.mkdir(parents=True, exist_ok=True)
	for manifest in MANIFESTS:
		shutil.copy(manifest, folder / manifest.name)
	run.command(
		program("npm"), "ci", "--legacy-peer-deps", "--ignore-scripts", "--no-audit", "--no-fund", cwd=folder
	)  # fmt: skip


def link(path: Path, target: str) -> None:
	"""Make `path` a link to `target`, whatever link it was before."""
	if path.is_symlink() and os.readlink(path) == target:
		return
	path.unlink(missing_ok=True)
	path.parent.mkdir(parents=True, exist_ok=True)
	path.symlink_to(target)


def link_assets(layout: Layout, app: str) -> None:
	"""sites/assets/APP is the app's public folder; Frappe's also holds the npm packages that pages load alone."""
	link(layout.assets / app, f"../../apps/{app}/{app}/public")
	if app == "frappe":
		link(layout.frappe / "node_modules", "../../desk/node_modules")
		link(layout.frappe / "frappe" / "public" / "node_modules", "../../node_modules")


def build(run: Run, layout: Layout, app: str) -> None:
	"""Step: the bundles of one app, and their names in sites/assets/assets.json."""
	link_assets(layout, app)
	run.command(program("node"), ASSETS / "build.mjs", layout.root, app)
	services.empty_cache(layout)


def build_frappe(run: Run, layout: Layout) -> None:
	"""Step: Frappe's bundles."""
	build(run, layout, "frappe")


def build_app(run: Run, layout: Layout) -> None:
	"""Step: the app's bundles; without any, its public files are linked all the same."""
	build(run, layout, APP)
