"""The rules of a recommendation: its way from draft to published, and what it needs on it. May import nothing of
Frappe.

Every function takes values and returns a list of breaches, empty when all is well.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kim_app.breach import Breach

DRAFT, UNDER_REVIEW, PUBLISHED, RETIRED = "Draft", "Under Review", "Published", "Retired"
TOPICS = (
	"Recognition and validation",
	"Inclusion planning",
	"Language and education",
	"Work",
	"Housing and health",
	"Active citizenship",
	"Gender equity",
	"Staff and quality of service",
	"Cooperation among countries",
)
AUDIENCES = ("for_policy", "for_organisations", "for_practitioners")
# What its author says; closed once it is under review, so that what was reviewed is what is published.
CONTENT = ("title", "topic", "text", "countries", "evidence", *AUDIENCES)
WRITTEN_BY_KIM = (
	"status",
	"organisation",
	"author_name",
	"submitted_on",
	"published_on",
	"reviewed_by",
	"reason",
	"endorsements",
)
REPORT, COUNT, SOURCE = "Report", "Count of Validations", "Source"
KINDS = (REPORT, COUNT, SOURCE)
# What KIM counts itself, at each step and for each Green Paper.
COUNTED = (REPORT, COUNT)
_OF_EQUITY = (
	"Participants",
	"Participation in recognition",
	"Validation success",
	"Plan completion",
	"Training attendance",
)
# KIM's reports that stand behind recommendations -> the figures that each of them tells.
REPORTS = {
	"KIM Gender Equity": _OF_EQUITY,
	"KIM Country Comparison": _OF_EQUITY,
	"KIM Validation Pipeline": ("Validations under way", "Competences validated", "Validation success"),
	"KIM Inclusion Plan Progress": ("Plan completion",),
	"KIM Training Coverage": ("Training attendance",),
}
LEAST_TEXT = 40
AUTHOR, ANY_COORDINATOR, ITS_COORDINATOR = "author", "any coordinator", "its coordinator"


@dataclass(frozen=True)
class Step:
	"""A row of the table: who leads a recommendation from `source` to `target`, by which action."""

	source: str
	action: str
	target: str
	by: str
	needs_reason: bool = False


# An organisation with one coordinator could publish nothing that this coordinator wrote, so that the coordinators
# of partners review too. What is published is taken back by the organisation it comes from alone.
STEPS = (
	Step(DRAFT, "Submit for Review", UNDER_REVIEW, AUTHOR),
	Step(UNDER_REVIEW, "Take Back", DRAFT, AUTHOR),
	Step(UNDER_REVIEW, "Return to Author", DRAFT, ANY_COORDINATOR, needs_reason=True),
	Step(UNDER_REVIEW, "Publish", PUBLISHED, ANY_COORDINATOR),
	Step(PUBLISHED, "Retire", RETIRED, ITS_COORDINATOR, needs_reason=True),
)


@dataclass(frozen=True)
class Actor:
	"""Who takes a step: whether they wrote the recommendation, are a coordinator, and one of its organisation."""

	author: bool
	coordinator: bool
	of_its_organisation: bool


@dataclass(frozen=True)
class Evidence:
	"""A row of the evidence behind a recommendation: `about` is whether a competence or framework is named, `reversed_period`
	whether it ends before it begins."""

	row: int
	kind: str
	what: str
	reference: str
	about: bool
	report: str = ""
	measure: str = ""
	reversed_period: bool = False


@dataclass(frozen=True)
class Recommendation:
	"""A recommendation as its rules see it; `audiences` is how many it addresses."""

	text: str
	audiences: int
	evidence: tuple[Evidence, ...]


def step(source: str, action: str, actor: Actor, reason: str | None) -> tuple[Step | None, list[Breach]]:
	"""The step that `action` takes in the state `source`, and what forbids it to `actor`: an author submits, and a
	coordinator who is not the author decides."""
	row = next((row for row in STEPS if (row.source, row.action) == (source, action)), None)
	if row is None:
		ways = tuple(row.action for row in STEPS if row.source == source)
		return None, [Breach("no-such-step", {"action": action, "source": source, "ways": ways})]
	if refused := _not_theirs(row, actor):
		return row, [Breach(refused, {"action": action})]
	if row.needs_reason and not (reason or "").strip():
		return row, [Breach("reason-missing", {"action": action})]
	return row, []


def _not_theirs(row: Step, actor: Actor) -> str | None:
	if row.by == AUTHOR:
		return None if actor.author else "not-the-author"
	if not actor.coordinator:
		return "not-a-coordinator"
	if row.by == ITS_COORDINATOR:
		return None if actor.of_its_organisation else "not-its-coordinator"
	return "own-recommendation" if actor.author else None


def ways(source: str, actor: Actor) -> list[Step]:
	"""The steps that `actor` could take now, reasons apart."""
	return [row for row in STEPS if row.source == source and not _not_theirs(row, actor)]


def submitting(recommendation: Recommendation) -> list[Breach]:
	"""Whether there is enough to review: a text, somebody it is for, and something behind it."""
	breaches = []
	if len(recommendation.text.strip()) < LEAST_TEXT:
		breaches.append(Breach("text-too-short"))
	if not recommendation.audiences:
		breaches.append(Breach("audience-missing"))
	if not recommendation.evidence:
		breaches.append(Breach("evidence-missing"))
	return breaches


def evidence(rows: Collection[Evidence]) -> list[Breach]:
	"""A source can be found, a count says of what, and a report of KIM tells the figure that is named."""
	breaches = []
	for row in rows:
		if row.kind not in KINDS:
			breaches.append(
				Breach("no-such-kind", {"row": row.row, "kind": row.kind or "", "choices": KINDS})
			)
		elif row.kind == COUNT and not row.about:
			breaches.append(Breach("nothing-to-count", {"row": row.row}))
		elif row.kind == REPORT:
			breaches += _report(row)
		elif row.kind == SOURCE and not row.reference.strip():
			breaches.append(Breach("reference-missing", {"row": row.row}))
	return breaches


def _report(row: Evidence) -> list[Breach]:
	if row.report not in REPORTS:
		return [Breach("report-missing", {"row": row.row, "choices": tuple(REPORTS)})]
	if row.measure not in REPORTS[row.report]:
		return [
			Breach("measure-missing", {"row": row.row, "report": row.report, "choices": REPORTS[row.report]})
		]
	return [Breach("period-reversed", {"row": row.row})] if row.reversed_period else []


def changes(state: str, changed: Collection[str]) -> list[Breach]:
	"""Whether the fields `changed` of a recommendation may be changed in `state` by hand."""
	breaches = [Breach("written-by-kim", {"field": field}) for field in WRITTEN_BY_KIM if field in changed]
	if state != DRAFT:
		breaches += [
			Breach("closed-in-state", {"field": field, "state": state})
			for field in CONTENT
			if field in changed
		]
	return breaches


def filters(topic: str | None, audience: str | None) -> list[Breach]:
	"""Whether a Green Paper can be made for such a topic and audience; None lets all through."""
	breaches = []
	if topic and topic not in TOPICS:
		breaches.append(Breach("no-such-topic", {"topic": topic, "choices": TOPICS}))
	if audience and audience not in AUDIENCES:
		breaches.append(Breach("no-such-audience", {"audience": audience, "audiences": AUDIENCES}))
	return breaches
