"""The commands of ./kim and what they print."""

import argparse
import fcntl
import importlib
import os
import sys
from contextlib import contextmanager

from bench_kit import plan, processes, services, sites, upstream, web
from bench_kit.bench_config import make_folders
from bench_kit.display import Display
from bench_kit.frappe_commands import become_frappe
from bench_kit.layout import KIT, REPOSITORY, TEST_SITE, TRIAL_BENCH, TRIAL_SITE, Layout
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
			"--frappe", metavar="VERSION_OR_PATH", help="Frappe by git: a branch or tag, or the path of a clone"
		)
		command.add_argument("--bench", metavar="PATH", help="use this bench, which is there and runs, instead")
		command.add_argument("--site", metavar="NAME", help="the site on that bench")
	commands.add_parser("down", help="stop everything that was started")
	commands.add_parser("status", help="say what runs where")
	reset = commands.add_parser("reset", help="drop the site; the next up makes it anew")
	reset.add_argument("--all", action="store_true", help="drop the site of the tests too")
	commands.add_parser("bench", help="run a bench command on the trial site: ./kim bench list-apps", add_help=False)
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
		print("\nkim: stopped. What was done stays done; the same command goes on from here.", file=sys.stderr)
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
		source = upstream.choose(layout, options.frappe)
		steps = plan.bench_steps(layout, source, with_tests=False) + plan.site_steps(layout, TRIAL_SITE, with_demo=True)
		if not options.no_serve:
			steps.append(plan.serve_step(layout, TRIAL_SITE, steps))
		Steps(layout, display).run(steps)
	print_logins(layout, display, TRIAL_SITE, served=not options.no_serve)
	return 0


def print_logins(layout: Layout, display: Display, site: str, served: bool) -> None:
	"""The address, who can log in, and the password."""
	display.line()
	if served:
		port = web.web_port(layout)
		display.line(f"KIM:  http://{site}:{port}  (also http://127.0.0.1:{port})")
		display.line()
	logins = [("System administrator", "Administrator")]
	if sites.DEMO.exists():
		logins = [*importlib.import_module("bench_kit.demo").LOGINS, *logins]
	width = max(len(role) for role, _login in logins)
	for role, login in logins:
		display.line(f"  {role:<{width}}  {login}")
	display.line(f"  {'Password of all':<{width}}  {plan.site_password(layout)}")
	display.line()
	display.line("./kim status says what runs, ./kim down stops it.")


def test(options, layout: Layout, display: Display) -> int:
	"""./kim test"""
	with alone(layout):
		make_folders(layout)
		source = upstream.choose(layout, options.frappe)
		steps = plan.bench_steps(layout, source, with_tests=True) + plan.site_steps(layout, TEST_SITE, with_demo=False)
		steps.append(plan.serve_step(layout, TEST_SITE, steps))
		Steps(layout, display).run(steps)
	environment = {
		**os.environ,
		"KIM_BENCH": str(layout.root),
		"KIM_SITE": TEST_SITE,
		"KIM_URL": web.web_address(layout, TEST_SITE),
		"KIM_ADMIN_PASSWORD": plan.site_password(layout),
	}
	return _pytest(layout, options.rest, environment)


def _pytest(layout: Layout, arguments: list[str], environment: dict) -> int:
	sys.stdout.flush()
	os.chdir(REPOSITORY)
	os.execve(layout.python, [str(layout.python), "-m", "pytest", *arguments], environment)


def down(options, layout: Layout, display: Display) -> int:
	"""./kim down"""
	with alone(layout):
		stopped = services.stop(layout, (*web.PROGRAMS, *services.DATA_SERVICES))
		for pid_file in sorted(layout.run.glob("*.pid")):
			if processes.end(pid_file):
				stopped.append(pid_file.stem)
	display.line("stopped " + ", ".join(stopped) if stopped else "nothing ran")
	return 0


def status(options, layout: Layout, display: Display) -> int:
	"""./kim status"""
	if not layout.root.exists():
		display.line("There is no bench yet: ./kim up makes one.")
		return 0
	ports = {web.WEB: web.web_port, **{name: None for name in services.DATA_SERVICES}}
	for name in (*web.PROGRAMS[::-1], *services.DATA_SERVICES):
		noted = processes.running(services.pid_file(layout, name))
		place = f"pid {noted['pid']}" if noted else "not running"
		if noted and name in ports:
			place += f", 127.0.0.1:{services.service_port(layout, name)}"
		display.line(f"  {name:<14}{place}")
	for site in (TRIAL_SITE, TEST_SITE):
		if (layout.sites / site / "site_config.json").exists():
			display.line(f"  site          {web.web_address(layout, site)}")
	display.line(f"  logs          {layout.logs}")
	return 0


def reset(options, layout: Layout, display: Display) -> int:
	"""./kim reset"""
	with alone(layout):
		if not layout.python.exists():
			display.line("There is no bench, so there is no site to drop.")
			return 0
		steps = [Step("data", lambda run: services.start_data_services(run, layout), title="MariaDB and Redis")]
		for site in (TRIAL_SITE, TEST_SITE) if options.all else (TRIAL_SITE,):
			work = lambda run, site=site: sites.drop_site(run, layout, site)  # noqa: E731
			steps.append(Step(f"drop-{site}", work, after=("data",), title=f"Drop {site}"))
		Steps(layout, display, width=1).run(steps)
	return 0


def bench(options, layout: Layout, display: Display) -> int:
	"""./kim bench ARGS"""
	if not (layout.stamps / "frappe").exists():
		raise StepFailed("there is no bench yet: ./kim up makes one")
	with alone(layout):
		Steps(layout, Display(sys.stderr)).run(
			[Step("data", lambda run: services.start_data_services(run, layout), title="MariaDB and Redis")]
		)
	become_frappe(layout, options.rest)


def measure(options, layout: Layout, display: Display) -> int:
	"""./kim measure"""
	if not (KIT / "measure.py").exists():
		print("kim: there are no benchmarks yet", file=sys.stderr)
		return 2
	return importlib.import_module("bench_kit.measure").main(options.rest)


COMMANDS = {
	"up": up,
	"test": test,
	"down": down,
	"status": status,
	"reset": reset,
	"bench": bench,
	"measure": measure,
}
