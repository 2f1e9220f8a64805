"""Competence profiles and the quality of records, counted with pandas. For tests and measurements only."""

from __future__ import annotations

import frappe
import pandas

from kim_app.testing_reports.raw import DECIDED, days, run, table


def profile(organisation: str, framework: str, required: dict[str, int]) -> dict:
	"""`required` is {competence: position}, counted from 0 as KIM's scale does."""
	people = len(table("KIM Participant", organisation, "name"))
	held = table("KIM Profile Competence", organisation)
	held = held[held.framework == framework]
	found = {}
	for competence, position in required.items():
		rows = held[held.competence == competence]
		shown = rows.validated_position
		title = frappe.db.get_value("KIM Competence", competence, "title")
		found[title, "claimed"] = int((rows.claimed_position >= 0).sum())
		found[title, "validated"] = int((shown >= 0).sum())
		found[title, "none"] = people - int((shown >= 0).sum())
		for level in range(5):
			found[title, f"level_{level}"] = int((shown == level).sum())
		found[title, "meet"] = int((shown >= position).sum())
		found[title, "only_claim"] = int(((shown < position) & (rows.claimed_position >= position)).sum())
		missing = (position - shown.clip(lower=0)).clip(lower=0).sum() + (people - len(rows)) * position
		found[title, "gap"] = round(float(missing) / people, 2)
	return found


def profile_said(target: str) -> dict:
	names = ("claimed", "validated", "none", "meet", "only_claim", "gap", *[f"level_{n}" for n in range(5)])
	rows = run("kim_competence_profile", target_profile=target)[1]
	return {(row["competence"], name): row[name] for row in rows for name in names}


def quality(organisation: str) -> dict:
	people, cases = table("KIM Participant", organisation), table("KIM Validation", organisation)
	evidence = table("KIM Evidence", organisation)
	empty = {name: int((people[name].isna() | (people[name] == "")).sum()) for name in people}
	born, arrived = pandas.to_datetime(people.date_of_birth), pandas.to_datetime(people.arrival_date)
	return {
		"no-gender": empty["gender"],
		"no-birth": empty["date_of_birth"],
		"no-nationality": empty["nationality"],
		"no-education": empty["education"],
		"no-case-worker": empty["case_worker"],
		"no-consent": int((people.consent != 1).sum()),
		"consent-undated": int(((people.consent == 1) & people.consent_date.isna()).sum()),
		"arrived-before-birth": int((arrived < born).sum()),
		"evidence-undated": int((evidence.from_date.isna() & evidence.to_date.isna()).sum()),
		"decided-undated": int((cases.workflow_state.isin(DECIDED) & cases.decided_on.isna()).sum()),
		"decided-before-opened": int(
			((cases.imported == 0) & (days(cases.decided_on, cases.creation) < 0)).sum()
		),
	}


def quality_said() -> dict:
	rows = run("kim_data_quality")[1]
	return {row["key"]: row["records"] for row in rows}


def same_people(organisation: str) -> int:
	"""How many pairs of neighbours have the same name and the same birth: those that are sure to be found."""
	people = table("KIM Participant", organisation, "name, given_name, family_name, full_name, date_of_birth")
	people = people[people.date_of_birth.notna()]
	sizes = people.groupby(["given_name", "family_name", "date_of_birth"]).size()
	return int((sizes - 1).sum())
