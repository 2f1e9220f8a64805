"""Which steps bring up the trial bench, what each depends on, and what each must come after."""

import functools

from bench_kit import bench_config, desk, engine, python_env, services, sites, system, web
from bench_kit.layout import APP, KIT, REPOSITORY, TEST_SITE, TRIAL_SITE, Layout, password
from bench_kit.steps import Run, Step, fingerprint


def bench_steps(layout: Layout, with_tests: bool) -> list[Step]:
	"""The steps that make the bench itself, without a site."""

	def on_bench(work):
		return functools.partial(_with_layout, work, layout)

	needs = system.NEEDS + (system.TEST_NEEDS if with_tests else ())
	return [
		Step("packages", lambda run: system.install_missing(run, needs), title="Debian packages"),
		Step(
			"environment",
			on_bench(python_env.make_environment),
			lambda: (system.bench_python(), str(layout.env), python_env.BUILD),
			after=("packages",),
			proof=layout.python,
			title="Python environment",
		),
		Step(
			"requirements",
			on_bench(python_env.install_requirements),
			lambda: (layout.stamps / "environment", python_env.REQUIREMENTS),
			after=("environment",),
			title="Python packages",
		),
		Step(
			"engine",
			on_bench(engine.make),
			lambda: (engine.SHA256, KIT / "engine.py"),
			after=("environment",),
			proof=layout.frappe / "pyproject.toml",
			title="Frappe's sources",
		),
		Step(
			"frappe",
			on_bench(python_env.link_frappe),
			lambda: (layout.stamps / "requirements", layout.stamps / "engine"),
			after=("requirements", "engine", "configuration"),
			title="Frappe",
		),
		Step("data", on_bench(services.start_data_services), after=("packages",), title="MariaDB and Redis"),
		Step("configuration", on_bench(bench_config.write_configuration), after=("data",), title="Configuration"),
		Step(
			"npm",
			on_bench(desk.install_packages),
			lambda: desk.MANIFESTS,
			after=("packages",),
			proof=layout.root / "desk" / "node_modules",
			title="Desk packages",
		),
		Step(
			"desk",
			on_bench(desk.build_frappe),
			lambda: (layout.stamps / "npm", layout.stamps / "engine", *sorted(desk.ASSETS.glob("*.mjs"))),
			after=("npm", "engine", "configuration"),
			proof=layout.assets / "assets.json",
			title="Desk bundles",
		),
		*(_app_on_bench(layout, on_bench) if bench_config.app_is_there() else []),
		*(
			[
				Step(
					"tests",
					on_bench(python_env.install_test_requirements),
					lambda: (layout.stamps / "requirements", python_env.TESTS),
					after=("requirements",),
					title="Test packages",
				)
			]
			if with_tests
			else []
		),
	]


def _app_on_bench(layout: Layout, on_bench) -> list[Step]:
	return [
		Step(
			"app",
			on_bench(python_env.link_app),
			lambda: (layout.stamps / "requirements", *python_env.app_metadata()),
			after=("requirements", "frappe"),
			title="KIM's Python package",
		),
		Step(
			"app-desk",
			on_bench(desk.build_app),
			lambda: (layout.stamps / "desk", REPOSITORY / APP / "public"),
			after=("desk",),
			title="KIM's bundles",
		),
	]


def _with_layout(work, layout: Layout, run: Run) -> None:
	work(run, layout)


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
			f"app-{site}",
			lambda run: sites.update_app(run, layout, site),
			lambda: (layout.stamps / f"site-{site}", layout.stamps / "engine", sites.app_state()),
			after=(f"site-{site}",),
			title=f"KIM on {site}",
		),
	]
	if with_demo and sites.DEMO.exists():
		steps.append(
			Step(
				f"demo-{site}",
				lambda run: sites.load_demo(run, layout, site),
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
		lambda run: web.serve(run, layout, site, TRIAL_SITE, code_state(layout)),
		after=tuple(step.name for step in after),
		title="Web server and workers",
	)


def site_password(layout: Layout) -> str:
	"""The password of every login on the trial bench's sites."""
	return password(layout, "site")
