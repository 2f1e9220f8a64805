"""The rules of a recommendation: its way from draft to published, and what it needs on it. May import nothing of
Frappe.

Every function takes values and returns a list of breaches, empty when all is well.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kim_app import roles
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


@dataclass(frozen=True)
class Step:
	"""A row of the table: who leads a recommendation from `source` to `target`, by which action."""

	source: str
	action: str
	target: str
	by_author: bool
	needs_reason: bool = False


STEPS = (
	Step(DRAFT, "Submit for Review", UNDER_REVIEW, by_author=True),
	Step(UNDER_REVIEW, "Return to Author", DRAFT, by_author=False, needs_reason=True),
	Step(UNDER_REVIEW, "Publish", PUBLISHED, by_author=False),
	Step(PUBLISHED, "Retire", RETIRED, by_author=False, needs_reason=True),
)


@dataclass(frozen=True)
class Evidence:
	"""A row of the evidence behind a recommendation: `about` is a competence or a framework that is counted."""

	row: int
	kind: str
	what: str
	reference: str
	about: bool


@dataclass(frozen=True)
class Recommendation:
	text: str
	audiences: int
	evidence: tuple[Evidence, ...]


def step(
	source: str, action: str, user: str, author: str, user_roles: Collection[str], reason: str | None
) -> tuple[Step | None, list[Breach]]:
	"""The step that `action` takes in the state `source`, and what forbids it to `user`: an author submits, and a
	coordinator who is not the author decides."""
	row = next((row for row in STEPS if (row.source, row.action) == (source, action)), None)
	if row is None:
		ways = tuple(row.action for row in STEPS if row.source == source)
		return None, [Breach("no-such-step", {"action": action, "source": source, "ways": ways})]
	if row.by_author:
		return row, [] if user == author else [Breach("not-the-author")]
	if roles.COORDINATOR not in user_roles:
		return row, [Breach("not-a-coordinator", {"action": action})]
	if user == author and row.target != RETIRED:
		return row, [Breach("own-recommendation", {"action": action})]
	if row.needs_reason and not (reason or "").strip():
		return row, [Breach("reason-missing", {"action": action})]
	return row, []


def ways(source: str, user: str, author: str, user_roles: Collection[str]) -> list[Step]:
	"""The steps that `user` could take now, reasons apart."""
	return [
		row
		for row in STEPS
		if row.source == source and not step(source, row.action, user, author, user_roles, "given")[1]
	]


def submitting(recommendation: Recommendation) -> list[Breach]:
	"""Whether there is enough to review: a text, somebody it is for, and something behind it."""
	breaches = []
	if len(recommendation.text.strip()) < 40:
		breaches.append(Breach("text-too-short"))
	if not recommendation.audiences:
		breaches.append(Breach("audience-missing"))
	if not recommendation.evidence:
		breaches.append(Breach("evidence-missing"))
	return breaches


def evidence(rows: Collection[Evidence]) -> list[Breach]:
	"""A report or a source can be found, and a count says of what."""
	breaches = [
		Breach("reference-missing", {"row": row.row})
		for row in rows
		if row.kind in (REPORT, SOURCE) and not row.reference.strip()
	]
	return breaches + [
		Breach("nothing-to-count", {"row": row.row}) for row in rows if row.kind == COUNT and not row.about
	]


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
