"""The programs that serve a bench: web server, background workers, scheduler."""

import http.client
from pathlib import Path

from bench_kit import processes
from bench_kit.frappe_commands import frappe_command
from bench_kit.layout import REPOSITORY, Layout
from bench_kit.ports import port
from bench_kit.services import pid_file, wait_until
from bench_kit.steps import Run

WEB = "web"
WORKERS = {"worker_short": "short,default", "worker_long": "long,default"}
SCHEDULER = "scheduler"
PROGRAMS = (SCHEDULER, *WORKERS, WEB)


def web_port(layout: Layout) -> int:
	"""The port of the bench's web server."""
	return port(layout, WEB, ours=bool(processes.running(pid_file(layout, WEB))))


def web_address(layout: Layout, site: str) -> str:
	"""The address of a site. Browsers resolve every name under localhost to this machine by themselves."""
	return f"http://{site}:{web_port(layout)}"


def commands(layout: Layout) -> dict[str, list]:
	"""Each program's command line, to be run in the sites folder."""
	gunicorn = [
		layout.python, "-m", "gunicorn", "--bind", f"127.0.0.1:{web_port(layout)}", "--workers", "2",
		"--worker-class", "gthread", "--threads", "4", "--timeout", "120", "--graceful-timeout", "5",
		# Its sign of life is a file; on a disk that is busy with an import it would come too late.
		"--worker-tmp-dir", "/dev/shm" if Path("/dev/shm").is_dir() else "/tmp",
		"bench_kit.wsgi:application",
	]  # fmt: skip
	workers = {name: frappe_command(layout, "worker", "--queue", queues) for name, queues in WORKERS.items()}
	return {WEB: gunicorn, **workers, SCHEDULER: frappe_command(layout, "schedule")}


def serve(run: Run, layout: Layout, site: str, default: str, code: str, keep: Layout | None = None) -> None:
	"""Step: all programs run with the code of now, and the site answers.

	`default` is the site that answers to a bare IP address. `code` is a fingerprint of the sources: programs that were started with another one are started anew. `keep` is
	the bench whose folders get the pid files and logs, where that is not the one served.
	"""
	keep = keep or layout
	for name, command in commands(layout).items():
		noted = processes.running(pid_file(keep, name))
		if noted and noted.get("code") == code:
			continue
		processes.end(pid_file(keep, name))
		run.say(f"starting {name}")
		environment = {"PYTHONPATH": str(REPOSITORY), "KIM_DEFAULT_SITE": default, "CI": ""}
		log = keep.logs / f"{name}.log"
		processes.start(pid_file(keep, name), command, log, layout.sites, environment, code=code)
	wait_until(run, lambda: pings(web_port(layout), site), WEB, pid_file(keep, WEB), 90)


def pings(port: int, site: str) -> bool:
	"""Whether the site answers through the web server on that port."""
	try:
		connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
		connection.request("GET", "/api/method/ping", headers={"Host": f"{site}:{port}"})
		return connection.getresponse().status == 200
	except OSError:
		return False
