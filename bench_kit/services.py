"""MariaDB and Redis of the trial bench: its own data, passwords and ports, on the loopback address only."""

import os
import shutil
import socket
import time
from pathlib import Path

from bench_kit import processes
from bench_kit.layout import Layout, password, write_text
from bench_kit.ports import answers, port
from bench_kit.steps import Run, StepFailed, last_lines
from bench_kit.system import program

MARIADB = "mariadb"
CACHE = "redis_cache"
QUEUE = "redis_queue"
DATA_SERVICES = (MARIADB, CACHE, QUEUE)


def pid_file(layout: Layout, name: str) -> Path:
	"""Where the pid of a service is noted."""
	return layout.run / f"{name}.pid"


def service_port(layout: Layout, name: str) -> int:
	"""The port of a service: kept while it runs or stays free, else chosen anew."""
	return port(layout, name, ours=bool(processes.running(pid_file(layout, name))))


def start_data_services(run: Run, layout: Layout) -> None:
	"""Step: MariaDB and both Redis servers run and answer."""
	if not processes.running(pid_file(layout, MARIADB)):
		_make_data_folder(run, layout)
		_start(run, layout, MARIADB, _mariadb_command(layout))
	for name in (CACHE, QUEUE):
		if not processes.running(pid_file(layout, name)):
			_start(run, layout, name, _redis_command(layout, name))
	for name in DATA_SERVICES:
		wait_until(
			run,
			lambda name=name: answers(service_port(layout, name)),
			name,
			pid_file(layout, name),
			layout.logs / f"{name}.log",
			60,
		)


def _start(run: Run, layout: Layout, name: str, command: list) -> None:
	run.say(f"starting {name} on port {service_port(layout, name)}")
	folder = layout.root / name
	folder.mkdir(parents=True, exist_ok=True)
	processes.start(pid_file(layout, name), command, layout.logs / f"{name}.log", folder)


def wait_until(run: Run, ready, name: str, pid_file: Path, log: Path, seconds: float) -> None:
	"""Wait until `ready()` is true; raise StepFailed when the program has ended or the time is out."""
	until = time.monotonic() + seconds
	while not ready():
		if run.stopping.is_set():
			raise StepFailed("stopped")
		if not processes.running(pid_file) or time.monotonic() > until:
			for line in last_lines(log):
				run.say(line)
			raise StepFailed(f"{name} did not start; its log is {log}")
		time.sleep(0.1)


def _make_data_folder(run: Run, layout: Layout) -> None:
	"""The tables of a new MariaDB: made aside, then moved, so that a folder that is there is whole."""
	target = layout.root / MARIADB
	if (target / "mysql").exists():
		return
	unfinished = layout.root / f".{MARIADB}.unfinished"
	shutil.rmtree(unfinished, ignore_errors=True)
	shutil.rmtree(target, ignore_errors=True)
	run.command(
		program("mariadb-install-db"), "--no-defaults", f"--datadir={unfinished}", "--skip-test-db",
		"--auth-root-authentication-method=normal", *_as_root(),
	)  # fmt: skip
	os.replace(unfinished, target)


def _as_root() -> list[str]:
	# MariaDB wants to be told that being root is meant; a root of a container has no other user to be.
	return ["--user=root"] if os.geteuid() == 0 else []


def _mariadb_command(layout: Layout) -> list:
	"""mariadbd without the machine's own options; root's password is set each time it starts."""
	secret = password(layout, "mariadb")
	first_orders = layout.config / "mariadb-init.sql"
	accounts = [f"'root'@'{host}'" for host in ("localhost", "127.0.0.1")]
	orders = [f"CREATE USER IF NOT EXISTS {account};" for account in accounts]
	orders += [f"ALTER USER {account} IDENTIFIED BY '{secret}';" for account in accounts]
	orders += [f"GRANT ALL ON *.* TO {account} WITH GRANT OPTION;" for account in accounts]
	write_text(first_orders, "\n".join(orders) + "\n", mode=0o600)
	return [
		program("mariadbd"), "--no-defaults", f"--datadir={layout.root / MARIADB}", f"--init-file={first_orders}",
		"--bind-address=127.0.0.1", f"--port={service_port(layout, MARIADB)}", "--skip-name-resolve",
		# Relative to the data folder: the whole path may be longer than a socket's name can be.
		"--socket=mariadb.sock",
		"--character-set-server=utf8mb4", "--collation-server=utf8mb4_unicode_ci",
		"--innodb-buffer-pool-size=512M", "--innodb-flush-log-at-trx-commit=2", "--max-allowed-packet=256M",
		*_as_root(),
	]  # fmt: skip


def _redis_command(layout: Layout, name: str) -> list:
	"""A Redis without persistence for the cache; the queue keeps waiting jobs over `down` and `up`."""
	options = ["--save", "60 1"] if name == QUEUE else ["--save", "", "--maxmemory-policy", "allkeys-lru"]
	limit = [] if name == QUEUE else ["--maxmemory", "256mb"]
	return [
		redis_server(layout), "--bind", "127.0.0.1", "--port", str(service_port(layout, name)),
		"--dir", str(layout.root / name), "--appendonly", "no", *options, *limit,
	]  # fmt: skip


def redis_server(layout: Layout) -> str:
	"""The Redis server. Debian's redis-tools has it as redis-check-rdb: one program that goes by its name."""
	if found := program("redis-server"):
		return found
	link = layout.config / "bin" / "redis-server"
	link.parent.mkdir(parents=True, exist_ok=True)
	if not link.exists():
		link.unlink(missing_ok=True)
		link.symlink_to(program("redis-check-rdb"))
	return str(link)


def empty_cache(layout: Layout) -> None:
	"""Forget what Frappe keeps in the cache, such as the names of Desk bundles; it is read anew when asked for."""
	with socket.create_connection(("127.0.0.1", service_port(layout, CACHE)), timeout=10) as redis:
		redis.sendall(b"FLUSHALL\r\n")
		if not redis.recv(64).startswith(b"+OK"):
			raise StepFailed("the Redis cache could not be emptied")
