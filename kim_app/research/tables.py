"""The tables of a centre's anonymous data set, and the codebook that tells what each column holds. May import frappe.

Read past row permissions by whoever was found to be a coordinator of the centre (see `export`). No name, no number of a
record, no text that somebody wrote is read at all.
"""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import frappe
from frappe import _
from frappe.utils import getdate

from kim_app.evidence.rules import QUESTIONS
from kim_app.research import anonymous

# What others could know of a person; the least loss to a study first.
KNOWN_BY_OTHERS = (
	"mother_tongue",
	"arrived",
	"registered",
	"nationality",
	"education",
	"born",
	"gender",
)


@dataclass
class DataSet:
	"""`tables` {file: rows}, and what was held back."""

	tables: dict[str, list[dict]] = field(default_factory=dict)
	people: int = 0
	without_consent: int = 0
	left_out: int = 0
	blanked: Counter = field(default_factory=Counter)
	rolled_up: int = 0


def codebook() -> dict[str, dict[str, tuple[str, str]]]:
	"""{file: {column: (what it holds, what was done to it)}}, in the order of the columns."""
	as_it_is, to_quarter = _("As recorded"), _("The day is given by its quarter")
	blank, person = (
		_("Blank where too few people are alike"),
		_("Drawn by lot for this file; the same person in every table"),
	)
	rolled = _("Countries and languages of too few people are Other; blank where too few people are alike")
	return {
		"participants.csv": {
			"person": (_("Key of the person"), person),
			"gender": (_("Gender"), blank),
			"born": (_("Ten years in which the person was born"), blank),
			"nationality": (_("Country of nationality"), rolled),
			"education": (_("Schooling, level of ISCED 2011"), blank),
			"arrived": (_("Year of arrival in the host country"), blank),
			"mother_tongue": (_("Mother tongue, ISO 639 code"), rolled),
			"registered": (_("Quarter of the registration"), blank),
		},
		"validations.csv": {
			"person": (_("Key of the person"), person),
			"framework": (_("Competence framework"), as_it_is),
			"competence": (_("Competence"), as_it_is),
			"claimed_level": (_("Level that was claimed"), as_it_is),
			"validated_level": (_("Level that was validated"), as_it_is),
			"state": (_("State of the case"), as_it_is),
			"method": (_("Method of assessment"), as_it_is),
			"evidence": (_("Number of pieces of evidence"), as_it_is),
			"opened": (_("Quarter in which the case was opened"), to_quarter),
			"decided": (_("Quarter of the decision"), to_quarter),
		},
		"evidence.csv": {
			"person": (_("Key of the person"), person),
			"kind": (_("Kind of evidence"), as_it_is),
			"learning_context": (_("How it was learned"), as_it_is),
			"learned_in": (_("Country in which it was learned"), _("Countries of too few people are Other")),
			**{column: (_("Rating by VACS: {0}").format(column), as_it_is) for column in QUESTIONS},
			"recorded": (_("Quarter in which it was recorded"), to_quarter),
		},
		"goals.csv": {
			"person": (_("Key of the person"), person),
			"plan_state": (_("State of the inclusion plan"), as_it_is),
			"plan_from": (_("Quarter in which the plan begins"), to_quarter),
			"area": (_("Area of the goal"), as_it_is),
			"status": (_("Status of the goal"), as_it_is),
			"actions": (_("Number of actions"), as_it_is),
			"actions_done": (_("Number of actions that were done"), as_it_is),
		},
	}


def of_centre(centre: str, smallest: int) -> DataSet:
	"""The data set of `centre` (a name). People who did not consent to the use of their data are not in it."""
	found = DataSet()
	people = frappe.get_all(
		"KIM Participant",
		filters={"centre": centre},
		fields=[
			"name",
			"gender",
			"date_of_birth",
			"nationality",
			"education",
			"arrival_date",
			"creation",
			"consent",
		],
	)
	found.people = len(people)
	people = [row for row in people if row.consent]
	found.without_consent = found.people - len(people)
	tongues = _mother_tongues([row.name for row in people])
	countries = anonymous.rolled_up({row.name: [row.nationality] for row in people}, smallest)
	languages = anonymous.rolled_up({name: [tongue] for name, tongue in tongues.items()}, smallest)
	rows = [
		{
			"name": row.name,
			"gender": row.gender or "",
			"born": anonymous.decade(row.date_of_birth and getdate(row.date_of_birth)),
			"nationality": countries.get(row.nationality, ""),
			"education": (row.education or "")[:1],
			"arrived": str(getdate(row.arrival_date).year) if row.arrival_date else "",
			"mother_tongue": languages.get(tongues.get(row.name), ""),
			"registered": anonymous.quarter(getdate(row.creation)),
		}
		for row in people
	]
	protected = anonymous.protect(rows, KNOWN_BY_OTHERS, smallest)
	found.left_out, found.blanked = protected.left_out, protected.blanked
	keys = {row.pop("name"): secrets.token_hex(6) for row in protected.rows}
	for row, key in zip(protected.rows, keys.values(), strict=True):
		row["person"] = key
	learned, rolled = _evidence(keys, smallest)
	told = [*countries.values(), *languages.values(), *rolled.values()]
	found.rolled_up = told.count(anonymous.OTHER)
	found.tables = {
		"participants.csv": protected.rows,
		"validations.csv": _validations(keys),
		"evidence.csv": learned,
		"goals.csv": _goals(keys),
	}
	for table in found.tables.values():
		# The order in which they were registered would tell who is who.
		secrets.SystemRandom().shuffle(table)
	return found


def _mother_tongues(names: list[str]) -> dict[str, str]:
	rows = frappe.get_all(
		"KIM Participant Language",
		filters={"parent": ["in", names or [""]], "parenttype": "KIM Participant", "mother_tongue": 1},
		fields=["parent", "language"],
		order_by="idx desc",
	)
	return {row.parent: row.language for row in rows}


def _of(doctype: str, keys: dict[str, str], fields: list[str]) -> list:
	return frappe.get_all(
		doctype, filters={"participant": ["in", list(keys) or [""]]}, fields=["name", "participant", *fields]
	)


def _number_of_rows(table: str, parents: list, **filters) -> Counter:
	names = [row.name for row in parents]
	return Counter(
		frappe.get_all(table, filters={"parent": ["in", names or [""]], **filters}, pluck="parent")
	)


def _validations(keys: dict[str, str]) -> list[dict]:
	fields = ["framework", "competence", "claimed_level", "validated_level", "workflow_state", "method"]
	rows = _of("KIM Validation", keys, [*fields, "creation", "decided_on", "imported"])
	evidence = _number_of_rows("KIM Validation Evidence", rows)
	return [
		{
			"person": keys[row.participant],
			**{field: row[field] or "" for field in fields[:4]},
			"state": row.workflow_state,
			"method": row.method or "",
			"evidence": evidence[row.name],
			# Nobody knows when a register opened a case.
			"opened": "" if row.imported else anonymous.quarter(getdate(row.creation)),
			"decided": anonymous.quarter(row.decided_on and getdate(row.decided_on)),
		}
		for row in rows
	]


def _evidence(keys: dict[str, str], smallest: int) -> tuple[list[dict], dict[str, str]]:
	rows = _of("KIM Evidence", keys, ["kind", "learning_context", "learned_in", "creation", *QUESTIONS])
	theirs = defaultdict(list)
	for row in rows:
		theirs[row.participant].append(row.learned_in)
	countries = anonymous.rolled_up(theirs, smallest)
	told = [
		{
			"person": keys[row.participant],
			"kind": row.kind or "",
			"learning_context": row.learning_context or "",
			"learned_in": countries.get(row.learned_in, ""),
			**{column: row[column] or "" for column in QUESTIONS},
			"recorded": anonymous.quarter(getdate(row.creation)),
		}
		for row in rows
	]
	return told, countries


def _goals(keys: dict[str, str]) -> list[dict]:
	plans = {row.name: row for row in _of("KIM Inclusion Plan", keys, ["workflow_state", "from_date"])}
	within = {"parent": ["in", list(plans) or [""]], "parenttype": "KIM Inclusion Plan"}
	actions, done = Counter(), Counter()
	for row in frappe.get_all("KIM Plan Action", filters=within, fields=["parent", "goal_key", "status"]):
		actions[row.parent, row.goal_key] += 1
		done[row.parent, row.goal_key] += row.status == "Done"
	return [
		{
			"person": keys[plans[row.parent].participant],
			"plan_state": plans[row.parent].workflow_state,
			"plan_from": anonymous.quarter(
				plans[row.parent].from_date and getdate(plans[row.parent].from_date)
			),
			"area": row.area or "",
			"status": row.status or "",
			"actions": actions[row.parent, row.goal_key],
			"actions_done": done[row.parent, row.goal_key],
		}
		for row in frappe.get_all(
			"KIM Plan Goal", filters=within, fields=["parent", "goal_key", "area", "status"]
		)
	]
