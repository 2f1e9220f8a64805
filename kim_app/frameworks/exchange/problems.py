"""What is wrong with a file, and where: plain data, so that the same list feeds a page, a test and a log.

May import nothing of Frappe. The sentences are in `frameworks/messages.py`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kim_app.breach import Breach
from kim_app.frameworks.exchange.model import AUDIENCES, PARTICIPANTS, PICTOGRAMS, Framework, Place
from kim_app.frameworks.rules import UNREADABLE

# Of a file that is wrong throughout so many problems are kept, and so many of those shown.
MOST_KEPT, MOST_TOLD = 2000, 500
# More than people can overlook, and more than one request can store.
MOST_COMPETENCES = 500
# Of what a problem quotes from the file: letters of a text, entries of a list.
LONGEST_QUOTED, MOST_QUOTED = 120, 12


@dataclass(frozen=True)
class Problem:
	"""`blocking` ones keep the whole file out; the others say what a file holds and KIM does not take."""

	breach: Breach
	at: Place | None = None
	blocking: bool = True


@dataclass
class Reading:
	"""What came of reading a file: the framework as far as it could be read, and every problem, each once.
	`untold` counts those beyond MOST_KEPT. `tree` is the file's text when places in it are paths, whose
	lines have to be looked up."""

	framework: Framework | None = None
	problems: list[Problem] = field(default_factory=list)
	untold: int = 0
	tree: str = ""
	_seen: set = field(default_factory=set, repr=False, compare=False)
	_kept: Counter = field(default_factory=Counter, repr=False, compare=False)

	def add(self, kind: str, at: Place | None = None, /, blocking: bool = True, **values):
		if self._kept[blocking] >= MOST_KEPT:
			self.untold += 1
			return
		values = {name: quotable(value) for name, value in values.items()}
		entry = (kind, at, str(values))
		if entry in self._seen:
			return
		self._seen.add(entry)
		self._kept[blocking] += 1
		self.problems.append(Problem(Breach(kind, values), at, blocking))

	def note(self, kind: str, at: Place | None = None, /, **values):
		self.add(kind, at, blocking=False, **values)

	def add_all(self, breaches: list[Breach], at: Place | None = None):
		"""Broken rules, all at the same place."""
		for breach in breaches:
			self.add(breach.kind, at, **breach.values)

	def audience(self, value: str, at: Place) -> str:
		"""Whom a framework is meant for; participants when the file does not say."""
		if value and value not in AUDIENCES:
			self.add("audience-unknown", at, audience=value, audiences=AUDIENCES)
			return PARTICIPANTS
		return value or PARTICIPANTS

	def pictogram(self, value: str, at: Place) -> str:
		"""The pictogram of a level, if there is one of that name."""
		if value and value not in PICTOGRAMS:
			self.add("pictogram-unknown", at, pictogram=value, pictograms=PICTOGRAMS)
			return ""
		return value

	@property
	def errors(self) -> list[Problem]:
		return [problem for problem in self.problems if problem.blocking]


def quotable(value):
	"""What a message can quote of a file: short, and without characters that no page takes."""
	if isinstance(value, str):
		text = value if len(value) <= LONGEST_QUOTED else value[: LONGEST_QUOTED - 1] + "…"
		return UNREADABLE.sub("\ufffd", text)
	if isinstance(value, (list, tuple)):
		more = ("…",) if len(value) > MOST_QUOTED else ()
		return (*map(quotable, value[:MOST_QUOTED]), *more)
	return value
