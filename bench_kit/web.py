"""The programs that serve a bench: web server, background workers, scheduler."""

import http.client
from dataclasses import dataclass
from pathlib import Path

from bench_kit import processes
from bench_kit.frappe_commands import frappe_command
from bench_kit.layout import REPOSITORY, Layout
from bench_kit.ports import port
from bench_kit.services import wait_until
from bench_kit.steps import Run

WEB = "web"
SECOND = "web_second"
WORKERS = {"worker_short": "short,default", "worker_long": "long,default"}
SCHEDULER = "scheduler"


@dataclass(frozen=True)
class Served:
	"""A bench that is served, and where the pid files and logs of what serves it lie.

	`default` is the site that answers to a bare IP address, and `second` one that does so on a port of its own: not
	every program finds a name under localhost, as browsers do. `prefix` sets the pid files and the port apart from
	those of other benches that are served from the same folder.
	"""

	bench: Layout
	default: str
	keep: Layout
	prefix: str = ""
	scheduler: bool = True
	second: str | None = None

	@property
	def names(self) -> list[str]:
		"""The programs, in the order in which they are started."""
		return [WEB, *WORKERS, *([SCHEDULER] if self.scheduler else [])]

	def pid_file(self, name: str) -> Path:
		"""Where a program's pid is noted."""
		return self.keep.run / f"{self.prefix}{name}.pid"

	def log(self, name: str) -> Path:
		"""Where a program writes what it has to say."""
		return self.keep.logs / f"{self.prefix}{name}.log"

	@property
	def port(self) -> int:
		"""The port of the web server."""
		return port(self.keep, f"{self.prefix}{WEB}", ours=bool(processes.running(self.pid_file(WEB))))

	@property
	def second_port(self) -> int:
		"""The port on which the second site answers to a bare IP address."""
		return port(self.keep, f"{self.prefix}{SECOND}", ours=bool(processes.running(self.pid_file(WEB))))

	@property
	def environment(self) -> dict:
		"""What the programs are told, beside what they find in the sites folder."""
		told = {"PYTHONPATH": str(REPOSITORY), "KIM_DEFAULT_SITE": self.default, "CI": ""}
		if self.second:
			told["KIM_SECOND_SITE"] = f"{self.second_port}={self.second}"
		return told

	def command(self, name: str) -> list:
		"""A program's command line, to be run in the sites folder."""
		if name == WEB:
			return [
				self.bench.python, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}",
				*(["--bind", f"127.0.0.1:{self.second_port}"] if self.second else []), "--workers", "2",
				"--worker-class", "gthread", "--threads", "8", "--timeout", "120", "--graceful-timeout", "2",
				# Its sign of life is a file; on a disk that is busy with an import it would come too late.
				"--worker-tmp-dir", "/dev/shm" if Path("/dev/shm").is_dir() else "/tmp",
				"bench_kit.wsgi:application",
			]  # fmt: skip
		if name == SCHEDULER:
			return frappe_command(self.bench, "schedule")
		return frappe_command(self.bench, "worker", "--queue", WORKERS[name])


def serve(run: Run, served: Served, site: str, code: str) -> None:
	"""Step: all programs run with the code of now, and the site answers.

	`code` is a fingerprint of the sources: programs that were started with another one are started anew.
	"""
	for name in served.names:
		noted = processes.running(served.pid_file(name))
		if noted and noted.get("code") == code:
			continue
		processes.end(served.pid_file(name))
		run.say(f"starting {name}")
		processes.start(
			served.pid_file(name),
			served.command(name),
			served.log(name),
			served.bench.sites,
			served.environment,
			code=code,
		)
	wait_until(run, lambda: pings(served.port, site), WEB, served.pid_file(WEB), served.log(WEB), 90)


def pings(port: int, site: str) -> bool:
	"""Whether the site answers through the web server on that port."""
	try:
		connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
		connection.request("GET", "/api/method/ping", headers={"Host": f"{site}:{port}"})
		return connection.getresponse().status == 200
	except (OSError, http.client.HTTPException):
		return False
