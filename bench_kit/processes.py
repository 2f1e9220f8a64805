"""Starts programs that stay, and ends them again by their pid files without ever hitting somebody else's.

A pid file holds the pid together with the moment that process began. Pids are reused; the pair is not.
"""

import os
import signal
import subprocess
import time
from pathlib import Path

from bench_kit.layout import read_json, write_json


def birth(pid: int) -> str | None:
	"""What sets this process apart from any other with its pid: boot and start time. None if there is no such
	process, or only its remains wait to be collected."""
	try:
		# The name in the second field may hold blanks and brackets: what follows its last bracket is regular.
		fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
		boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
	except (FileNotFoundError, ProcessLookupError):
		return None
	return None if fields[0] in "ZX" else f"{boot}:{fields[19]}"


def note(pid_file: Path, pid: int, **facts) -> None:
	"""Write a pid file for a running process, with any facts (a port, a fingerprint) to remember with it."""
	write_json(pid_file, {"pid": pid, "birth": birth(pid), **facts})


def running(pid_file: Path) -> dict | None:
	"""What `note` wrote, if that very process still runs; else None."""
	try:
		noted = read_json(pid_file)
	except ValueError:
		return None
	if noted.get("birth") and birth(noted["pid"]) == noted["birth"]:
		return noted
	return None


def start(pid_file: Path, command: list, log: Path, cwd: Path, env: dict | None = None, **facts) -> int:
	"""Start a program detached from this terminal, its output appended to the log; returns its pid."""
	log.parent.mkdir(parents=True, exist_ok=True)
	with log.open("ab") as output:
		process = subprocess.Popen(
			[str(word) for word in command],
			cwd=cwd,
			env={**os.environ, **(env or {})},
			stdin=subprocess.DEVNULL,
			stdout=output,
			stderr=subprocess.STDOUT,
			start_new_session=True,
		)
	note(pid_file, process.pid, **facts)
	_CHILDREN.append(process)
	return process.pid


# Kept so that Python neither warns of them nor collects them behind our back.
_CHILDREN: list[subprocess.Popen] = []


def end(pid_file: Path, patience: float = 20) -> bool:
	"""End the noted process and its children: asked first, killed when patience (seconds) is out.

	Returns whether there was one to end. The pid file is gone afterwards.
	"""
	noted = running(pid_file)
	if noted:
		for number, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 5)):
			try:
				# Each was started in a session of its own, so its pid is also its group's.
				os.killpg(noted["pid"], number)
			except ProcessLookupError:
				break
			if _gone(noted, seconds):
				break
	pid_file.unlink(missing_ok=True)
	return bool(noted)


def _gone(noted: dict, seconds: float) -> bool:
	until = time.monotonic() + seconds
	while time.monotonic() < until:
		if birth(noted["pid"]) != noted["birth"]:
			return True
		time.sleep(0.05)
	return False
