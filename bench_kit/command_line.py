"""The commands of ./kim and what they print."""

import argparse
import fcntl
import importlib
import os
import subprocess
import sys
from contextlib import contextmanager

from bench_kit import existing, plan, processes, services, sites, upstream
from bench_kit.bench_config import make_folders, served
from bench_kit.display import Display
from bench_kit.frappe_commands import become_frappe
from bench_kit.layout import REPOSITORY, TEST_SITE, TRIAL_BENCH, TRIAL_SITE, Layout, password, read_json
from bench_kit.steps import Step, StepFailed, Steps


def parser() -> argparse.ArgumentParser:
	"""The command line."""
	main = argparse.ArgumentParser(prog="./kim", description="The trial and development bench of KIM.")
	commands = main.add_subparsers(dest="command", required=True, metavar="COMMAND")

	up = commands.add_parser("up", help="make the bench and a site with KIM and sample data, and serve it")
	up.add_argument("--no-serve", action="store_true", help="stop after the set-up")
	test = commands.add_parser(
		"test", help="make what is missing and run all tests; further arguments go to pytest"
	)
	for command in (up, test):
		command.add_argument(
			"--frappe",
			metavar="VERSION_OR_PATH",
			help="Frappe by git: a branch or tag, or the path of a clone",
		)
		command.add_argument(
			"--bench", metavar="PATH", help="use this bench, which is there and runs, instead"
		)
		command.add_argument("--site", metavar="NAME", help="the site on that bench")
	commands.add_parser("down", help="stop everything that was started")
	commands.add_parser("status", help="say what runs where")
	reset = commands.add_parser("reset", help="drop the site; the next up makes it anew")
	reset.add_argument("--all", action="store_true", help="drop the site of the tests too")
	commands.add_parser(
		"bench", help="run a bench command on the trial site: ./kim bench list-apps", add_help=False
	)
	commands.add_parser("measure", help="run the benchmarks", add_help=False)
	return main


def parse(arguments: list[str]) -> argparse.Namespace:
	"""The command and its options; `rest` holds what goes on to pytest, bench or the benchmarks.

	Raises SystemExit with argparse's message for what makes no sense.
	"""
	if arguments[:1] in (["bench"], ["measure"]):
		return argparse.Namespace(command=arguments[0], rest=arguments[1:])
	main = parser()
	options, rest = main.parse_known_args(arguments)
	options.rest = [word for word in rest if word != "--"]
	if options.rest and options.command != "test":
		main.error(f"unknown arguments: {' '.join(options.rest)}")
	if options.command in ("up", "test"):
		if bool(options.bench) != bool(options.site):
			main.error("--bench PATH and --site NAME belong together")
		if options.bench and options.frappe:
			main.error("--frappe is for the trial bench: the bench at --bench has its own")
	return options


def main(arguments: list[str]) -> int:
	"""Run a command; returns the exit code."""
	options = parse(arguments)
	try:
		return COMMANDS[options.command](options, TRIAL_BENCH, Display())
	except StepFailed as error:
		if not error.shown:
			print(f"kim: {error}", file=sys.stderr)
		return 1
	except KeyboardInterrupt:
		print(
			"\nkim: stopped. What was done stays done; the same command goes on from here.", file=sys.stderr
		)
		return 130


@contextmanager
def alone(layout: Layout):
	"""Only one command at a time changes the bench: the lock goes with the process that holds it."""
	layout.config.mkdir(parents=True, exist_ok=True)
	with (layout.config / "kim.lock").open("a+") as lock:
		try:
			fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
		except BlockingIOError:
			lock.seek(0)
			raise StepFailed(f"another ./kim works on this bench: {lock.read().strip()}") from None
		lock.truncate(0)
		lock.write(f"pid {os.getpid()}, ./kim {' '.join(sys.argv[1:])}\n")
		lock.flush()
		os.set_inheritable(lock.fileno(), False)
		yield


def up(options, layout: Layout, display: Display) -> int:
	"""./kim up"""
	with alone(layout):
		make_folders(layout)
		if options.bench:
			there = existing.open_bench(options.bench, options.site, layout)
			Steps(layout, display).run(
				existing.steps(there, for_tests=False)[: -1 if options.no_serve else None]
			)
			address = None if options.no_serve else existing.address(there)
			print_logins(display, address, password(layout, "site"), administrator=False)
			return 0
		source = upstream.choose(layout, options.frappe)
		steps = plan.bench_steps(layout, source, with_tests=False) + plan.site_steps(
			layout, TRIAL_SITE, with_demo=True
		)
		if not options.no_serve:
			steps.append(plan.serve_step(layout, TRIAL_SITE, steps))
		Steps(layout, display).run(steps)
	address = None if options.no_serve else f"http://{TRIAL_SITE}:{served(layout).port}"
	print_logins(display, address, password(layout, "site"), administrator=True)
	return 0


def print_logins(display: Display, address: str | None, secret: str, administrator: bool) -> None:
	"""The address, who can log in, and the password. An existing site's Administrator has one of its own."""
	display.line()
	if address:
		display.line(f"KIM:  {address}  (also http://127.0.0.1:{address.rpartition(':')[2]})")
		display.line()
	logins = [("System administrator", "Administrator")] if administrator else []
	if sites.DEMO.exists():
		logins = [*importlib.import_module("bench_kit.demo_data").LOGINS, *logins]
	width = max(len(role) for role, _login in [*logins, ("Password of all", "")])
	for role, login in logins:
		display.line(f"  {role:<{width}}  {login}")
	display.line(f"  {'Password of all':<{width}}  {secret}")
	display.line()
	display.line("./kim status says what runs, ./kim down stops it.")


def test(options, layout: Layout, display: Display) -> int:
	"""./kim test"""
	with alone(layout):
		make_folders(layout)
		if options.bench:
			there = existing.open_bench(options.bench, options.site, layout)
			Steps(layout, display).run(existing.steps(there, for_tests=True))
			return run_pytest(
				there.bench, there.site, existing.plain_address(there), there.admin_password, options.rest
			)
		source = upstream.choose(layout, options.frappe)
		steps = plan.bench_steps(layout, source, with_tests=True) + plan.site_steps(
			layout, TEST_SITE, with_demo=False
		)
		steps.append(plan.serve_step(layout, TEST_SITE, steps))
		Steps(layout, display).run(steps)
		address = f"http://127.0.0.1:{served(layout).second_port}"
		return run_pytest(layout, TEST_SITE, address, password(layout, "site"), options.rest)


def run_pytest(bench: Layout, site: str, address: str, secret: str, arguments: list[str]) -> int:
	"""Run pytest in the bench's environment from the repository's root; returns its exit code.

	The tests find the bench, the site, its address and the Administrator's password in the environment.
	"""
	environment = {
		**os.environ,
		"KIM_BENCH": str(bench.root),
		"KIM_SITE": site,
		"KIM_URL": address,
		"KIM_ADMIN_PASSWORD": secret,
	}
	sys.stdout.flush()
	return subprocess.run(
		[bench.python, "-m", "pytest", *arguments], cwd=REPOSITORY, env=environment
	).returncode


def down(options, layout: Layout, display: Display) -> int:
	"""./kim down"""
	with alone(layout):
		data = [services.pid_file(layout, name) for name in services.DATA_SERVICES]
		# What serves goes before the data that it serves.
		others = sorted(set(layout.run.glob("*.pid")) - set(data))
		stopped = [pid_file.stem for pid_file in [*others, *data] if processes.end(pid_file, patience=30)]
	display.line("stopped " + ", ".join(stopped) if stopped else "nothing ran")
	return 0


def status(options, layout: Layout, display: Display) -> int:
	"""./kim status"""
	if not layout.root.exists():
		display.line("There is no bench yet: ./kim up makes one.")
		return 0
	for pid_file in sorted(layout.run.glob("*.pid")):
		if noted := processes.running(pid_file):
			port = read_json(layout.config / "ports.json").get(pid_file.stem)
			place = f"   127.0.0.1:{port}" if port else ""
			display.line(f"  {pid_file.stem:<14} pid {noted['pid']}{place}")
	for name in (*services.DATA_SERVICES, *served(layout).names):
		if not processes.running(services.pid_file(layout, name)):
			display.line(f"  {name:<14} not running")
	for site in (TRIAL_SITE, TEST_SITE):
		if (layout.sites / site / "site_config.json").exists():
			display.line(f"  {'site':<14} http://{site}:{served(layout).port}")
	display.line(f"  {'logs':<14} {layout.logs}")
	return 0


def reset(options, layout: Layout, display: Display) -> int:
	"""./kim reset"""
	with alone(layout):
		if not layout.python.exists():
			display.line("There is no bench, so there is no site to drop.")
			return 0
		steps = [data_step(layout)]
		for site in (TRIAL_SITE, TEST_SITE) if options.all else (TRIAL_SITE,):
			work = lambda run, site=site: sites.drop_site(run, layout, site)  # noqa: E731
			steps.append(Step(f"drop-{site}", work, after=("data",), title=f"Drop {site}"))
		Steps(layout, display, width=1).run(steps)
	return 0


def data_step(layout: Layout) -> Step:
	"""The step that starts the database, for commands that need no more than that."""
	return Step("data", lambda run: services.start_data_services(run, layout), title="MariaDB and Redis")


def bench(options, layout: Layout, display: Display) -> int:
	"""./kim bench ARGS"""
	if not (layout.stamps / "frappe").exists():
		raise StepFailed("there is no bench yet: ./kim up makes one")
	if not all(processes.running(services.pid_file(layout, name)) for name in services.DATA_SERVICES):
		with alone(layout):
			Steps(layout, Display(sys.stderr)).run([data_step(layout)])
	become_frappe(layout, options.rest)


def measure(options, layout: Layout, display: Display) -> int:
	"""./kim measure: on the site of the tests, whatever the benchmarks make there is removed again."""
	with alone(layout):
		make_folders(layout)
		steps = plan.bench_steps(layout, upstream.choose(layout, None), with_tests=True)
		Steps(layout, display).run(steps + plan.site_steps(layout, TEST_SITE, with_demo=False))
		sys.stdout.flush()
		return subprocess.run(
			[layout.python, "-m", "bench_kit.measure", "--site", TEST_SITE, *options.rest],
			cwd=layout.sites,
			env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
		).returncode


COMMANDS = {
	"up": up,
	"test": test,
	"down": down,
	"status": status,
	"reset": reset,
	"bench": bench,
	"measure": measure,
}
