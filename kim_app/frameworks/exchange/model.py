"""A whole framework as plain values: what files are read into, and what the site is read into.

May import nothing of Frappe. Texts keep their line breaks as "\\n"; `language` is an ISO 639 code;
`translations` are {language: text}. `at` says where in a file a thing stood and is no part of what it
is, so two frameworks are equal whatever files they came from.
"""

from __future__ import annotations

from dataclasses import dataclass, field

DRAFT, PUBLISHED, RETIRED = STATUSES = ("Draft", "Published", "Retired")
AREA, COMPETENCE, INDICATOR = KINDS = ("Area", "Competence", "Indicator")
SAME, BROADER, NARROWER, RELATED = RELATIONS = ("Same", "Broader", "Narrower", "Related")
# The relation read from the other side.
REVERSED = {SAME: SAME, BROADER: NARROWER, NARROWER: BROADER, RELATED: RELATED}
PICTOGRAMS = ("Not yet", "With help", "Alone", "New place", "Guides others", "Steps")


@dataclass(frozen=True)
class Place:
	"""Where in a file something stands: its line and column as an editor counts them (from 1), the
	column of a table or the path in a tree."""

	line: int | None = None
	column: int | None = None
	path: str = ""


@dataclass(frozen=True)
class Text:
	title: str
	description: str = ""


@dataclass
class Level:
	code: str
	title: str
	description: str = ""
	counts_as_shown: bool = False
	pictogram: str = ""
	translations: dict[str, Text] = field(default_factory=dict)
	at: Place | None = field(default=None, compare=False, repr=False)


@dataclass
class Criterion:
	code: str
	statement: str
	translations: dict[str, str] = field(default_factory=dict)
	at: Place | None = field(default=None, compare=False, repr=False)


@dataclass
class Crosswalk:
	"""`relation` of the competence that holds it to the competence with the code `competence` in
	`framework` (its name, as KC-2018): Broader says that the holder is the broader of the two."""

	relation: str
	framework: str
	competence: str
	at: Place | None = field(default=None, compare=False, repr=False)


@dataclass
class Competence:
	"""`parent` is the code of the area or competence that it is part of, None at the root."""

	code: str
	title: str
	kind: str = COMPETENCE
	parent: str | None = None
	description: str = ""
	esco_uri: str = ""
	criteria: list[Criterion] = field(default_factory=list)
	translations: dict[str, Text] = field(default_factory=dict)
	crosswalk: list[Crosswalk] = field(default_factory=list)
	at: Place | None = field(default=None, compare=False, repr=False)


@dataclass
class Framework:
	"""`levels` go from the lowest to the highest, `competences` in their order with every parent before
	what is part of it, `based_on` is the name of the earlier version. A status is not exchanged: what
	comes in from a file is a draft."""

	code: str
	version: str
	title: str
	description: str = ""
	source: str = ""
	language: str = "en"
	languages: list[str] = field(default_factory=list)
	based_on: str | None = None
	levels: list[Level] = field(default_factory=list)
	translations: dict[str, Text] = field(default_factory=dict)
	competences: list[Competence] = field(default_factory=list)
	at: Place | None = field(default=None, compare=False, repr=False)

	@property
	def name(self) -> str:
		"""As the site names it."""
		return f"{self.code}-{self.version}"


def parents_first(competences: list[Competence]) -> list[Competence]:
	"""The same competences in their order, but none before what it is part of. Those in a circle come last."""
	known = {competence.code for competence in competences}
	placed, waiting = [], list(competences)
	while waiting:
		done = {competence.code for competence in placed}
		ready = [
			each for each in waiting if not each.parent or each.parent in done or each.parent not in known
		]
		if not ready:
			return placed + waiting
		placed += ready
		waiting = [each for each in waiting if each not in ready]
	return placed
