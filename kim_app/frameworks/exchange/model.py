"""A whole framework as plain values: what files are read into, and what the site is read into.

May import nothing of Frappe. Texts keep their line breaks as "\\n"; `language` is an ISO 639 code;
`translations` are {language: text}. `at` says where in a file a thing stood and is no part of what it
is, so two frameworks are equal whatever files they came from.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

DRAFT, PUBLISHED, RETIRED = STATUSES = ("Draft", "Published", "Retired")
AREA, COMPETENCE, INDICATOR = KINDS = ("Area", "Competence", "Indicator")
SAME, BROADER, NARROWER, RELATED = RELATIONS = ("Same", "Broader", "Narrower", "Related")
# The relation read from the other side.
REVERSED = {SAME: SAME, BROADER: NARROWER, NARROWER: BROADER, RELATED: RELATED}
# Whose competences a framework is of.
PARTICIPANTS, STAFF = AUDIENCES = ("Participants", "Staff")
PICTOGRAMS = ("Not yet", "With help", "Alone", "New place", "Guides others", "Steps")


@dataclass(frozen=True)
class Place:
	"""Where in a file something stands: its line and column as an editor counts them (from 1), and the name
	of a table's column or the steps through a tree, keys and indices."""

	line: int | None = None
	column: int | None = None
	path: str | tuple = ""


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
	what is part of it, `based_on` is the name of the earlier version, `meant_for` one of AUDIENCES. A status is not exchanged: what
	comes in from a file is a draft."""

	code: str
	version: str
	title: str
	description: str = ""
	source: str = ""
	language: str = "en"
	languages: list[str] = field(default_factory=list)
	based_on: str | None = None
	meant_for: str = PARTICIPANTS
	levels: list[Level] = field(default_factory=list)
	translations: dict[str, Text] = field(default_factory=dict)
	competences: list[Competence] = field(default_factory=list)
	at: Place | None = field(default=None, compare=False, repr=False)

	@property
	def name(self) -> str:
		"""As the site names it."""
		return f"{self.code}-{self.version}"


def spoken(framework: Framework) -> set[str]:
	"""Every language that anything in the framework is translated into."""
	criteria = [each for competence in framework.competences for each in competence.criteria]
	things = [framework, *framework.levels, *framework.competences, *criteria]
	return {language for thing in things for language in thing.translations}


def in_relation_order(crosswalk: list[Crosswalk]) -> list[Crosswalk]:
	"""The order of a crosswalk says nothing, so every reader takes it in the same: by relation, then name."""
	order = {relation: number for number, relation in enumerate(RELATIONS)}
	return sorted(crosswalk, key=lambda row: (order.get(row.relation, 9), row.framework, row.competence))


def in_tree_order(competences: list[Competence]) -> list[Competence]:
	"""The same competences as the tree shows them: each followed by what is part of it, siblings in their
	order. What hangs in a circle comes last."""
	known = {competence.code for competence in competences}
	parts: dict[str | None, list[Competence]] = {}
	for competence in competences:
		parts.setdefault(competence.parent if competence.parent in known else None, []).append(competence)
	ordered, waiting = [], list(reversed(parts.pop(None, [])))
	while waiting:
		competence = waiting.pop()
		ordered.append(competence)
		waiting += reversed(parts.pop(competence.code, []))
	return ordered + [competence for rest in parts.values() for competence in rest]


def named(framework: Framework, code: str | None = None, version: str | None = None) -> Framework:
	"""The same framework under another code or version; crosswalks within it stay within it."""
	other = replace(framework, code=code or framework.code, version=version or framework.version)
	other.competences = [
		replace(
			competence,
			crosswalk=[
				replace(row, framework=other.name) if row.framework == framework.name else row
				for row in competence.crosswalk
			],
		)
		for competence in framework.competences
	]
	return other


def next_version(framework: Framework, version: str) -> Framework:
	"""The framework as its version `version` begins: based on this one, each competence the same as its
	earlier self, and compared with others as that was."""
	other = replace(named(framework, version=version), based_on=framework.name)
	for competence in other.competences:
		earlier = Crosswalk(SAME, framework.name, competence.code)
		competence.crosswalk = in_relation_order([earlier, *competence.crosswalk])
	return other
