"""The rules of a validation: what each step needs, and who may take it. May import nothing of Frappe.

Every function takes values and returns a list of breaches, empty when all is well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from kim_app import phases, roles
from kim_app.breach import Breach
from kim_app.evidence.rules import SUPERSEDED, Cited
from kim_app.validation import workflow
from kim_app.validation.workflow import Transition


@dataclass(frozen=True)
class Case:
	"""A validation as its rules see it.

	`evidence` is what it cites, gathered only for the step that asks how much of it there is. `scale` holds the framework's level codes from the lowest to the highest, `criteria` the codes of
	the competence's criteria, `ratings` a pair (criterion code, level code or empty) per row of the
	form, `involved` the users who opened, documented or assessed it, wrote in it, recorded its
	evidence, decided the case it appeals against or are its participant; `reason` counts only when the
	user who takes the step wrote it. `works_there` is whether a staff record places the user at `centre`,
	where the case is: overseeing its organisation is not enough to act on it.
	"""

	competence: str | None
	claimed_level: str | None
	proposed_level: str | None
	rationale: str | None
	reason: str | None
	competence_title: str
	evidence: tuple[Cited, ...]
	least_evidence: int
	criteria: tuple[str, ...]
	ratings: tuple[tuple[str, str | None], ...]
	scale: tuple[str, ...]
	involved: frozenset[str]
	centre: str | None
	works_there: bool
	assessed_on: date | None
	opened_on: date
	today: date


def opening(state: str, from_approved_import: bool) -> list[Breach]:
	"""A new validation starts at Identification; one from an approved import may come in decided."""
	allowed = [workflow.IDENTIFICATION]
	if from_approved_import:
		allowed += [workflow.VALIDATED, workflow.NOT_VALIDATED]
	return [] if state in allowed else [Breach("opens-elsewhere", {"state": state, "first": allowed[0]})]


def step(source: str, target: str, user: str, user_roles: Collection[str], case: Case) -> list[Breach]:
	"""Whether `user`, who holds `user_roles`, may lead `case` from state `source` to state `target`."""
	row = workflow.transition_between(source, target)
	if row is None:
		ways = workflow.ways_out_of(source)
		return [Breach("no-such-step", {"source": source, "target": target, "ways": ways})]
	if breaches := _not_theirs(row, user_roles, case):
		return breaches
	breaches = list(_separation_of_duties(row, user, case))
	if row.needs_reason and not (case.reason or "").strip():
		breaches.append(Breach("reason-missing", {"action": row.action}))
	return breaches + list(_needs(row, case))


def open_to(source: str, user: str, user_roles: Collection[str], case: Case) -> list[Transition]:
	"""The steps that lead out of `source` and that `user` may take with `case`, once it has what they need."""
	return [
		row
		for row in workflow.TRANSITIONS
		if row.source == source
		and not _not_theirs(row, user_roles, case)
		and not list(_separation_of_duties(row, user, case))
	]


def _not_theirs(row: Transition, user_roles: Collection[str], case: Case) -> list[Breach]:
	if row.role not in user_roles:
		return [Breach("not-your-step", {"action": row.action, "role": row.role})]
	if not acts_there(row.role, case):
		return [Breach("not-your-centre", {"action": row.action, "centre": case.centre})]
	return []


def acts_there(role: str, case: Case) -> bool:
	"""Whether `role` lets the user act on `case`: a coordinator's reaches over the whole organisation, every
	other one over the centres where its holder works."""
	return role == roles.COORDINATOR or case.works_there


def _separation_of_duties(row: Transition, user: str, case: Case) -> Iterable[Breach]:
	# Council Recommendation 2012/C 398/01: assessment and certification are separate acts. Only
	# approving and rejecting decide, so only these two are closed to those who prepared the case.
	if row.target in (workflow.VALIDATED, workflow.NOT_VALIDATED) and user in case.involved:
		yield Breach("own-case", {"action": row.action, "user": user})


def _needs(row: Transition, case: Case) -> Iterable[Breach]:
	if row.action == "Document":
		if not case.competence:
			yield Breach("competence-missing")
		if not case.claimed_level:
			yield Breach("claimed-level-missing")
	elif row.action == "Submit for Assessment":
		apart = weightless(case.evidence, case.competence, case.competence_title)
		count = len(case.evidence) - len(apart)
		if count < case.least_evidence:
			yield Breach("too-little-evidence", {"count": count, "least": case.least_evidence})
			yield from apart
	elif row.action == "Propose":
		# Asked of the competence and not of the rows, which somebody may have taken away.
		rated = {criterion for criterion, level in case.ratings if level}
		unrated = [criterion for criterion in case.criteria if criterion not in rated]
		if unrated:
			yield Breach("criteria-unrated", {"criteria": unrated})
		if not case.proposed_level:
			yield Breach("proposed-level-missing")
		if not (case.rationale or "").strip():
			yield Breach("rationale-missing")


def weightless(evidence: Iterable[Cited], competence: str | None, title: str) -> list[Breach]:
	"""Why some of `evidence` does not count for `competence` (a name; `title` is what people call it): one
	breach for each piece that was superseded, bears on something else, or was rated No.

	Evidence answers for what it shows. What was rated Partly, or is not rated yet, counts: whether it is enough
	is for the assessor to judge.
	"""
	found = []
	for cited in evidence:
		values = {"evidence": cited.name, "title": cited.title}
		if cited.status == SUPERSEDED:
			found.append(Breach("evidence-replaced", values))
		elif competence not in cited.competences:
			found.append(Breach("evidence-elsewhere", {**values, "competence": title}))
		elif cited.denied:
			found.append(Breach("evidence-denied", {**values, "questions": cited.denied}))
	return found


def levels(case: Case) -> list[Breach]:
	"""Every level that is filled in is a code of the framework's scale."""
	named = [("claimed_level", case.claimed_level), ("proposed_level", case.proposed_level)]
	named += [(f"ratings {criterion}", level) for criterion, level in case.ratings]
	return [
		Breach("level-off-scale", {"field": field, "level": level, "scale": case.scale})
		for field, level in named
		if level and level not in case.scale
	]


def dates(case: Case) -> list[Breach]:
	"""An assessment takes place after the case was opened, and not in the future."""
	if not case.assessed_on:
		return []
	if case.assessed_on > case.today:
		return [Breach("assessed-in-future", {"date": case.assessed_on})]
	if case.assessed_on < case.opened_on:
		return [Breach("assessed-before-opened", {"date": case.assessed_on, "opened": case.opened_on})]
	return []


def appeal(state: str, appealed_by: str | None) -> list[Breach]:
	"""Whether a validation in `state` can be appealed against; `appealed_by` is the appeal there is."""
	if state != workflow.NOT_VALIDATED:
		return [Breach("nothing-to-appeal", {"state": state, "target": workflow.NOT_VALIDATED})]
	return [Breach("appealed-already", {"appeal": appealed_by})] if appealed_by else []


def criteria(case: Case) -> list[Breach]:
	"""Only criteria of the competence are rated, and each once."""
	named = [criterion for criterion, _level in case.ratings]
	foreign = sorted({criterion for criterion in named if criterion not in case.criteria})
	twice = sorted({criterion for criterion in named if named.count(criterion) > 1})
	breaches = [Breach("criteria-foreign", {"criteria": foreign})] if foreign else []
	return breaches + ([Breach("criteria-twice", {"criteria": twice})] if twice else [])


def document_status(state: str, docstatus: int) -> list[Breach]:
	"""A state and the document's status say the same: nothing is submitted or cancelled past the workflow."""
	if workflow.DOCSTATUS.get(state) == docstatus:
		return []
	return [Breach("status-past-workflow", {"state": state, "ways": workflow.ways_out_of(state)})]


def changes(state: str, changed: Collection[str], user_roles: Collection[str], case: Case) -> list[Breach]:
	"""Whether the fields `changed` of `case` may be changed in `state` by someone who holds `user_roles`."""
	breaches = phases.changes(
		state,
		changed,
		user_roles,
		controlled=workflow.CONTROLLED,
		writable=workflow.WRITABLE,
		writers={state: (role,) for state, role in workflow.WRITER.items()},
	)
	open_now = set(changed).intersection(workflow.WRITABLE.get(state, ()))
	if open_now and not breaches and not acts_there(workflow.WRITER[state], case):
		breaches.append(Breach("not-your-centre-to-write", {"centre": case.centre}))
	return breaches
