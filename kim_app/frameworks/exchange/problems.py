"""What is wrong with a file, and where: plain data, so that the same list feeds a page, a test and a log.

May import nothing of Frappe. The sentences are in `frameworks/messages.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kim_app.breach import Breach
from kim_app.frameworks.exchange.model import Framework, Place

# Of a file that is wrong throughout so many problems are told.
MOST_TOLD = 500


@dataclass(frozen=True)
class Problem:
	"""`blocking` ones keep the whole file out; the others say what a file holds and KIM does not take."""

	breach: Breach
	at: Place | None = None
	blocking: bool = True


@dataclass
class Reading:
	"""What came of reading a file: the framework as far as it could be read, and every problem. `tree` is the
	file's text when places in it are paths, whose lines have to be looked up."""

	framework: Framework | None = None
	problems: list[Problem] = field(default_factory=list)
	tree: str = ""

	def add(self, kind: str, at: Place | None = None, /, blocking: bool = True, **values):
		self.problems.append(Problem(Breach(kind, values), at, blocking))

	def note(self, kind: str, at: Place | None = None, /, **values):
		self.add(kind, at, blocking=False, **values)

	@property
	def errors(self) -> list[Problem]:
		return [problem for problem in self.problems if problem.blocking]
