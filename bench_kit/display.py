"""What ./kim shows while it works: one line per finished step and, on a terminal, one that ticks."""

import os
import shutil
import sys
import threading
import time
from pathlib import Path

SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class Display:
	"""Progress on a terminal, or plain lines without control characters anywhere else."""

	def __init__(self, stream=None):
		self.stream = stream or sys.stdout
		self.live = self.stream.isatty() and os.environ.get("TERM") != "dumb" and not os.environ.get("CI")
		encoding = (getattr(self.stream, "encoding", None) or "ascii").lower()
		self.marks = ("✓", "✗", "–") if "utf" in encoding else ("ok", "FAILED", "-")
		self.running: dict[str, float] = {}
		self._lock = threading.Lock()
		self._drawn = False

	def line(self, text: str = "") -> None:
		"""Print a line above the ticking one."""
		with self._lock:
			self._clear()
			self.stream.write(text + "\n")
			self.stream.flush()

	def started(self, title: str) -> None:
		"""A step began."""
		self.running[title] = time.monotonic()
		if not self.live:
			self.line(f"... {title}")

	def finished(self, title: str, seconds: float) -> None:
		"""A step is done."""
		self.running.pop(title, None)
		self.line(f"{self.marks[0]} {title}  {seconds:.1f} s")

	def skipped(self, title: str) -> None:
		"""A step was done by an earlier run; only a terminal is told, where it costs no line of a log."""
		if self.live:
			self.line(f"{self.marks[0]} {title}")

	def stopped(self, title: str) -> None:
		"""A step was ended before it was done."""
		self.running.pop(title, None)
		self.line(f"{self.marks[2]} {title}  stopped; it is done anew next time")

	def failed(self, title: str, reason: str, tail: list[str], log: Path) -> None:
		"""A step failed: its reason, the end of its log, and where all of the log is."""
		self.running.pop(title, None)
		lines = [f"{self.marks[1]} {title}: {reason}"]
		lines += [f"    {line}" for line in tail]
		lines += [f"  The whole log: {log}"]
		self.line("\n".join(lines))

	def tick(self) -> None:
		"""Draw the ticking line anew: which steps run, and for how long."""
		if not self.live or not self.running:
			return
		now = time.monotonic()
		steps = "   ".join(f"{title} {now - began:.0f} s" for title, began in list(self.running.items()))
		text = f"{SPINNER[int(now * 5) % len(SPINNER)]} {steps}"
		with self._lock:
			self._clear()
			self.stream.write(text[: shutil.get_terminal_size().columns - 1])
			self.stream.flush()
			self._drawn = True

	def _clear(self) -> None:
		if self._drawn:
			self.stream.write("\r\x1b[K")
			self._drawn = False
