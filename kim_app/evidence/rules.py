"""The rules of evidence: what it may say, who rates it, and when it stays as it is. May import nothing of Frappe.

Every function takes values and returns a list of breaches, empty when all is well. Source of the four questions
(valid, authentic, current, sufficient): European guidelines for validating non-formal and informal learning
(Cedefop, 2023).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kim_app import roles
from kim_app.breach import Breach
from kim_app.validation import workflow

RECORDED = "Recorded"
RATED = "Rated"
VERIFIED = "Verified"
SUPERSEDED = "Superseded"
STATUSES = (RECORDED, RATED, VERIFIED, SUPERSEDED)

QUESTIONS = ("valid", "authentic", "current", "sufficient")
ANSWERS = ("Yes", "Partly", "No")

# What a person writes. Once somebody has judged it, it stays as they saw it.
CONTENT = (
	"participant",
	"title",
	"kind",
	"learning_context",
	"learned_in",
	"from_date",
	"to_date",
	"hours",
	"competences",
	"description_language",
	"description",
	"files",
)
# What KIM alone writes, when evidence is rated or superseded.
RATING = (*QUESTIONS, "rating_comment", "rated_by", "rated_on")
CONTROLLED = (
	"status",
	*RATING,
	"superseded_by",
	"contributors",
	"from_participant",
	"legacy_import",
	"legacy_source",
)
# In these states of a validation its evidence may still be corrected; later, somebody has judged it as it is.
CORRECTABLE = (workflow.IDENTIFICATION, workflow.DOCUMENTATION)


@dataclass(frozen=True)
class Rater:
	"""Who rates: `recorders` are those who recorded the evidence or wrote in it, `participant` whose it is,
	`works_there` whether the user works for the centre that keeps it."""

	user: str
	roles: Collection[str]
	works_there: bool
	recorders: Collection[str]
	participant: str | None


@dataclass(frozen=True)
class Cited:
	"""Evidence as a validation cites it: `competences` it bears on (of an indicator, the one it belongs to),
	`answers` of its rating, {question: Yes, Partly, No or nothing}."""

	name: str
	title: str
	status: str
	competences: Collection[str]
	answers: Mapping[str, str | None]

	@property
	def denied(self) -> tuple[str, ...]:
		"""The questions that an assessor answered with No."""
		return tuple(question for question in QUESTIONS if self.answers.get(question) == "No")


def dates(from_date: date | None, to_date: date | None, today: date) -> list[Breach]:
	"""Both dates lie in the past or are today, and From is not after To."""
	breaches = [
		Breach("date-in-future", {"field": field, "date": day})
		for field, day in (("from_date", from_date), ("to_date", to_date))
		if day and day > today
	]
	if from_date and to_date and to_date < from_date:
		breaches.append(Breach("dates-reversed", {"from": from_date, "to": to_date}))
	return breaches


def hours(count: int | None, from_date: date | None, to_date: date | None) -> list[Breach]:
	"""Not less than none, and not more than the days from From to To have, both included."""
	if (count or 0) < 0:
		return [Breach("hours-negative", {"hours": count})]
	if count and from_date and to_date and to_date >= from_date:
		most = 24 * ((to_date - from_date).days + 1)
		if count > most:
			return [Breach("hours-too-many", {"hours": count, "most": most})]
	return []


def competences(of_staff: Iterable[str]) -> list[Breach]:
	"""Evidence of a participant bears on none of the competences `of_staff` (titles)."""
	return [Breach("competence-of-staff", {"competence": title}) for title in of_staff]


def changes(status: str, changed: Collection[str], judged_in: Collection[str]) -> list[Breach]:
	"""Whether the fields `changed` may be changed when the evidence has `status`.

	`judged_in` names the validations that went on to an assessor with this evidence.
	"""
	breaches = [Breach("written-by-kim", {"field": field}) for field in CONTROLLED if field in changed]
	if any(field in changed for field in CONTENT):
		breaches += frozen(status, judged_in)
	if "supersedes" in changed:
		breaches.append(Breach("supersedes-later"))
	return breaches


def frozen(status: str, judged_in: Collection[str]) -> list[Breach]:
	"""Why evidence stays as it is: it was verified or superseded, or somebody judged it with a validation."""
	if status == VERIFIED:
		return [Breach("verified")]
	if status == SUPERSEDED:
		return [Breach("superseded")]
	if judged_in:
		return [Breach("judged", {"validations": sorted(judged_in)})]
	return []


def rating(status: str, answers: Mapping[str, str | None], comment: str | None, rater: Rater) -> list[Breach]:
	"""Whether `rater` may give `answers` ({question: Yes, Partly or No}) to evidence that has `status`."""
	if roles.ASSESSOR not in rater.roles:
		return [Breach("not-assessor", {"role": roles.ASSESSOR})]
	if not rater.works_there:
		return [Breach("other-centre")]
	if rater.user == rater.participant:
		return [Breach("own-evidence")]
	if rater.user in rater.recorders:
		return [Breach("own-record", {"user": rater.user})]
	if status in (VERIFIED, SUPERSEDED):
		return frozen(status, ())
	wrong = [question for question in QUESTIONS if answers.get(question) not in ANSWERS]
	if wrong:
		return [Breach("not-all-answered", {"questions": wrong, "answers": ANSWERS})]
	if status_after(answers) != VERIFIED and not (comment or "").strip():
		return [Breach("comment-missing")]
	return []


def status_after(answers: Mapping[str, str | None]) -> str:
	"""The status that a complete rating gives: four times Yes verifies."""
	return VERIFIED if all(answers.get(question) == "Yes" for question in QUESTIONS) else RATED


def superseding(name: str | None, participant: str, older: Mapping | None) -> list[Breach]:
	"""Whether new evidence `name` of `participant` may take the place of `older`.

	`older` has name, participant, status, superseded_by; it is None when there is no such evidence.
	"""
	if older is None:
		return [Breach("supersedes-nothing")]
	if older["name"] == name:
		return [Breach("supersedes-itself")]
	if older["participant"] != participant:
		return [Breach("supersedes-anothers", {"older": older["name"]})]
	if older["status"] == SUPERSEDED or older["superseded_by"]:
		return [Breach("superseded-twice", {"older": older["name"], "newer": older["superseded_by"]})]
	return []


def deletion(status: str) -> list[Breach]:
	"""Verified and superseded evidence is kept."""
	return [Breach("kept", {"status": status})] if status in (VERIFIED, SUPERSEDED) else []


def handing_in(files: int, description: str | None, most_files: int) -> list[Breach]:
	"""Whether a participant may hand in so many `files` with this `description`: something to look at or to read."""
	if not files and not (description or "").strip():
		return [Breach("nothing-handed-in")]
	return [Breach("too-many-files", {"most": most_files})] if files > most_files else []


def taking_back(from_participant: bool, status: str, cited_in: Collection[str]) -> list[Breach]:
	"""Whether a participant may take back what they handed in: as long as nobody used it.

	`cited_in` names the validations that cite it.
	"""
	if not from_participant:
		return [Breach("not-handed-in")]
	return [Breach("in-use")] if status != RECORDED or cited_in else []


def not_to_be_cited(statuses: Mapping[str, str], cited_before: Iterable[str]) -> list[str]:
	"""The superseded evidence among what a validation newly cites.

	`statuses` is {evidence: status} of all it cites now. What it cited before stays, whatever became of it.
	"""
	kept = set(cited_before)
	return [name for name, status in statuses.items() if status == SUPERSEDED and name not in kept]
