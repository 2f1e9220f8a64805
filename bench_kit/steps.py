"""Runs the steps that make a bench: in parallel where they may, each once, with its progress on the screen.

A step is done when its stamp begins with the fingerprint of what went into it. The stamp is written last, so a step
that was killed half-way has none and is done again; each step's work must therefore bear being started anew.
"""

import hashlib
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from bench_kit import processes
from bench_kit.display import Display
from bench_kit.layout import Layout, read_json, write_json, write_text


class StepFailed(Exception):
	"""A step could not be done. The message says why, in words for whoever ran ./kim."""

	shown = False  # whether the display has told it already


class Stopped(StepFailed):
	"""The step was ended because another one failed or the user pressed Ctrl-C."""


def fingerprint(*inputs) -> str:
	"""A short hash over strings and files. A Path stands for the file's content, a folder for all its files."""
	digest = hashlib.sha256()
	for item in inputs:
		if isinstance(item, Path):
			for path in sorted(files_below(item)) if item.is_dir() else [item]:
				digest.update(f"\0{path.relative_to(item.parent)}\0".encode())
				digest.update(path.read_bytes() if path.is_file() else b"")
		else:
			digest.update(f"\0{item}".encode())
	return digest.hexdigest()[:20]


def files_below(
	folder: Path, skip: Iterable[str] = ("__pycache__", "node_modules", "dist")
) -> Iterable[Path]:
	"""All files below a folder, without following links and without what is built from other files."""
	for parent, folders, names in os.walk(folder):
		folders[:] = [name for name in folders if name not in skip]
		for name in names:
			if not name.endswith(".pyc"):
				yield Path(parent, name)


class Run:
	"""What a step's work is given: its log, and the way to run a command that can be stopped."""

	def __init__(self, log: Path, stopping: threading.Event, pid_file: Path):
		self.log = log
		self.stopping = stopping
		self.pid_file = pid_file

	def say(self, text: str) -> None:
		"""Append a line to the step's log."""
		with self.log.open("a", encoding="utf-8") as file:
			file.write(text + "\n")

	def command(self, *command, cwd: Path | None = None, env: dict | None = None, input: str = "") -> None:
		"""Run a command, its output in the step's log; raise StepFailed unless it exits with 0.

		It runs in a session of its own, so that a Ctrl-C is handled here, once, and children go with it.
		"""
		words = [str(word) for word in command]
		self.say("$ " + " ".join(without_secrets(words)))
		with self.log.open("ab") as output:
			process = subprocess.Popen(
				words,
				cwd=cwd,
				env={**os.environ, **(env or {})},
				stdin=subprocess.PIPE,
				stdout=output,
				stderr=subprocess.STDOUT,
				start_new_session=True,
			)
			# Should ./kim itself be killed now, the next one finds and ends this command by its pid file.
			processes.note(self.pid_file, process.pid)
			try:
				process.stdin.write(input.encode())
				process.stdin.close()
			except BrokenPipeError:
				pass
			while True:
				try:
					code = process.wait(timeout=0.2)
					break
				except subprocess.TimeoutExpired:
					if self.stopping.is_set():
						processes.end(self.pid_file, patience=10)
						process.wait()
						raise Stopped("stopped") from None
		self.pid_file.unlink(missing_ok=True)
		if code:
			raise StepFailed(f"{Path(words[0]).name} ended with exit code {code}")


def without_secrets(words: list[str]) -> list[str]:
	"""A command line for a log: what follows an option that is named for a password is left out."""
	return [
		"***" if before.endswith("password") else word
		for before, word in zip(["", *words], words, strict=False)
	]


@dataclass
class Step:
	"""One thing to do.

	`inputs` returns what the step depends on (see `fingerprint`), or None for a step that looks by itself whether
	there is anything to do and so runs each time. `proof` is a path that must exist for the stamp to count.
	"""

	name: str
	work: Callable[[Run], None]
	inputs: Callable[[], tuple] | None = None
	after: tuple[str, ...] = ()
	proof: Path | None = None
	title: str = field(default="")


class Steps:
	"""A list of steps on a bench, run in order of their `after`, at most `width` at the same time."""

	def __init__(self, layout: Layout, display: Display, width: int = 3):
		self.layout = layout
		self.display = display
		self.width = width
		self.stopping = threading.Event()

	def run(self, steps: list[Step]) -> None:
		"""Do what is not done yet. Raises StepFailed after showing the failed step's last log lines."""
		for pid_file in self.layout.run.glob("step-*.pid"):
			processes.end(pid_file, patience=2)
		waiting = list(steps)
		names = {step.name for step in steps}
		done: set[str] = set()
		running = {}
		failure: StepFailed | None = None
		with ThreadPoolExecutor(self.width) as pool:
			try:
				while running or (waiting and not failure):
					for step in list(waiting):
						if (
							not failure
							and done.issuperset(set(step.after) & names)
							and len(running) < self.width
						):
							waiting.remove(step)
							running[pool.submit(self._do, step)] = step
					finished, _rest = wait(running, timeout=0.2, return_when=FIRST_COMPLETED)
					for future in finished:
						step = running.pop(future)
						try:
							future.result()
							done.add(step.name)
						except StepFailed as error:
							failure = failure or error
							self.stopping.set()
					self.display.tick()
			except BaseException:
				# Ctrl-C: what runs is ended, and its stamp stays unwritten.
				self.stopping.set()
				raise
		if failure:
			raise failure

	def _do(self, step: Step) -> None:
		stamp = self.layout.stamps / step.name
		if step.inputs is not None:
			wanted = fingerprint(*step.inputs())
			if (
				stamp.is_file()
				and stamp.read_text().split()[:1] == [wanted]
				and (not step.proof or step.proof.exists())
			):
				self.display.skipped(step.title or step.name)
				return
			stamp.unlink(missing_ok=True)
		log = self.layout.logs / f"{step.name}.log"
		log.parent.mkdir(parents=True, exist_ok=True)
		log.write_text("")
		title = step.title or step.name
		started = time.monotonic()
		self.display.started(title)
		try:
			step.work(Run(log, self.stopping, self.layout.run / f"step-{step.name}.pid"))
		except Stopped:
			self.display.stopped(title)
			raise
		except Exception as error:
			if not isinstance(error, StepFailed):
				error = StepFailed(f"{type(error).__name__}: {error}")
			self.display.failed(title, str(error), last_lines(log), log)
			error.shown = True
			raise error from None
		seconds = time.monotonic() - started
		if step.inputs is not None:
			# The moment makes the stamp new: steps that have this one among their inputs are done again after it.
			write_text(stamp, f"{wanted} {time.time_ns()}\n")
		self.display.finished(title, seconds)
		self._note_seconds(step.name, seconds)

	def _note_seconds(self, name: str, seconds: float) -> None:
		with _SECONDS_LOCK:
			path = self.layout.logs / "steps.json"
			write_json(path, {**read_json(path), name: round(seconds, 1)})


_SECONDS_LOCK = threading.Lock()


def last_lines(log: Path, count: int = 15) -> list[str]:
	"""The last lines of a log file that are not empty."""
	lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
	return [line.rstrip() for line in lines if line.strip()][-count:]
