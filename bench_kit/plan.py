"""Which steps bring up the trial bench, what each depends on, and what each must come after."""

import sys

from bench_kit import bench_config, desk, engine, python_env, services, sites, system, upstream, web
from bench_kit.layout import APP, KIT, REPOSITORY, TEST_SITE, Layout, password
from bench_kit.steps import Step, fingerprint


def bench_steps(layout: Layout, source: str, with_tests: bool) -> list[Step]:
	"""The steps that make the bench itself, without a site. `source` is what `upstream.choose` returned."""
	pinned = source == upstream.PINNED
	needs = system.NEEDS + (system.TEST_NEEDS if with_tests else ()) + (() if pinned else upstream.NEEDS)

	def step(name, work, inputs=None, after=(), proof=None, title=""):
		return Step(name, lambda run: work(run, layout), inputs, after, proof, title)

	def stamp(name):
		return layout.stamps / name

	steps = [
		Step("packages", lambda run: system.install_missing(run, needs), title="Debian packages"),
		step("data", services.start_data_services, None, ("packages",), title="MariaDB and Redis"),
		step("configuration", bench_config.write_configuration, None, ("data",), title="Configuration"),
	]
	steps += _pinned_steps(layout, step, stamp) if pinned else _upstream_steps(layout, source, step, stamp)
	if bench_config.app_is_there():
		steps += [
			step(
				"app",
				python_env.link_app if pinned else upstream.install_app,
				lambda: (stamp("frappe"), *python_env.app_metadata()),
				("frappe",),
				title="KIM's Python package",
			),
			step(
				"app-desk",
				desk.build_app if pinned else upstream.build_app,
				lambda: (stamp("desk"), REPOSITORY / APP / "public"),
				("desk",),
				title="KIM's bundles",
			),
		]
	if with_tests:
		steps.append(
			step(
				"tests",
				python_env.install_test_requirements,
				lambda: (stamp("frappe"), python_env.TESTS),
				("app", "frappe"),
				title="Test packages",
			)
		)
	return steps


def _pinned_steps(layout: Layout, step, stamp) -> list[Step]:
	return [
		step(
			"environment",
			python_env.make_environment,
			lambda: (system.bench_python(), str(layout.env), python_env.BUILD),
			("packages",),
			layout.python,
			"Python environment",
		),
		step(
			"requirements",
			python_env.install_requirements,
			lambda: (stamp("environment"), python_env.REQUIREMENTS),
			("environment",),
			title="Python packages",
		),
		step(
			"engine",
			engine.make,
			lambda: (engine.SHA256, str(engine.NAMES)),
			("environment",),
			layout.frappe / "pyproject.toml",
			"Frappe's sources",
		),
		step(
			"frappe",
			python_env.link_frappe,
			lambda: (stamp("requirements"), stamp("engine")),
			("requirements", "engine", "configuration"),
			title="Frappe",
		),
		step(
			"npm",
			desk.install_packages,
			lambda: desk.MANIFESTS,
			("packages",),
			layout.root / "desk" / "node_modules",
			"Desk packages",
		),
		step(
			"desk",
			desk.build_frappe,
			lambda: (stamp("npm"), stamp("engine"), *sorted(desk.ASSETS.glob("*.mjs"))),
			("npm", "engine", "configuration"),
			layout.assets / "assets.json",
			"Desk bundles",
		),
	]


def _upstream_steps(layout: Layout, source: str, step, stamp) -> list[Step]:
	return [
		step(
			"environment",
			upstream.make_environment,
			lambda: ("upstream", sys.executable, str(layout.env)),
			("packages",),
			layout.python,
			"Python environment",
		),
		step(
			"engine",
			lambda run, layout: upstream.fetch(run, layout, source),
			lambda: (upstream.commit(source),),
			("packages",),
			layout.frappe / "pyproject.toml",
			f"Frappe {source}",
		),
		step(
			"frappe",
			upstream.install,
			lambda: (stamp("environment"), stamp("engine")),
			("environment", "engine", "configuration"),
			title="Python packages",
		),
		step(
			"npm",
			upstream.install_packages,
			lambda: (stamp("engine"),),
			("engine",),
			layout.frappe / "node_modules",
			"Desk packages",
		),
		step(
			"desk",
			upstream.build_frappe,
			lambda: (stamp("npm"),),
			("npm", "configuration", "data"),
			layout.assets / "assets.json",
			"Desk bundles",
		),
	]


def site_steps(layout: Layout, site: str, with_demo: bool) -> list[Step]:
	"""The steps that make a site and bring it up to date with the app."""
	steps = [
		Step(
			f"site-{site}",
			lambda run: sites.make_site(run, layout, site, for_tests=site == TEST_SITE),
			# Not the engine's version: a site that holds data is migrated, never made anew.
			lambda: (site,),
			after=("frappe", "app", "data", "configuration"),
			proof=layout.sites / site / "site_config.json",
			title=f"Site {site}",
		),
		Step(
			f"settings-{site}",
			lambda run: sites.settle_site(run, layout, site),
			lambda: (layout.stamps / f"site-{site}", KIT / "first_settings.py"),
			after=(f"site-{site}",),
			title=f"Settings of {site}",
		),
		Step(
			f"app-{site}",
			lambda run: sites.update_app(run, layout, site),
			lambda: (layout.stamps / f"site-{site}", layout.stamps / "engine", sites.app_state()),
			after=(f"settings-{site}",),
			title=f"KIM on {site}",
		),
	]
	if with_demo and sites.DEMO.exists():
		steps.append(
			Step(
				f"demo-{site}",
				lambda run: sites.load_demo(run, layout, site, password(layout, "site")),
				lambda: (layout.stamps / f"site-{site}", *sites.demo_inputs()),
				after=(f"app-{site}",),
				title="Sample data",
			)
		)
	return steps


def code_state(layout: Layout) -> str:
	"""What the web server and workers were started with: they are restarted when it changes."""
	parts = [layout.stamps / name for name in ("engine", "requirements", "desk", "app-desk")]
	return fingerprint(*parts, sites.app_state(), layout.common_config, KIT / "wsgi.py", KIT / "web.py")


def serve_step(layout: Layout, site: str, after: list[Step]) -> Step:
	"""The last step: everything runs and the site answers."""
	return Step(
		"serve",
		lambda run: web.serve(run, bench_config.served(layout), site, code_state(layout)),
		after=tuple(step.name for step in after),
		title="Web server and workers",
	)
