"""The pipeline and the gaps of evidence, counted with pandas. For tests and measurements only."""

from __future__ import annotations

import pandas
from frappe.utils import now_datetime

from kim_app.testing_reports.raw import DECIDED, OPEN, days, run, table


def _durations(series: pandas.Series) -> dict:
	return {
		"cases": int(series.size),
		"median": float(series.median()),
		"ninth": round(float(series.quantile(0.9)), 1),
		"longest": int(series.max()),
	}


def waiting(organisation: str) -> dict:
	cases = table("KIM Validation", organisation)
	cases = cases[cases.workflow_state.isin(OPEN)].copy()
	cases["days"] = days(
		pandas.Series(pandas.Timestamp(now_datetime()), index=cases.index), cases.waiting_since
	)
	groups = cases.groupby(["centre", "workflow_state"]).days
	found = {(*key, name): value for key, series in groups for name, value in _durations(series).items()}
	return found | {("Total", name): value for name, value in _durations(cases.days).items()}


def deciding(organisation: str) -> dict:
	cases = table("KIM Validation", organisation)
	cases = cases[cases.workflow_state.isin(DECIDED) & (cases.imported == 0)].copy()
	cases["days"] = days(cases.decided_on, cases.creation)
	groups = cases.groupby(["centre", "workflow_state"]).days
	found = {(*key, name): value for key, series in groups for name, value in _durations(series).items()}
	return found | {("Total", name): value for name, value in _durations(cases.days).items()}


def pipeline_said(view: str) -> dict:
	found = {}
	for row in run("kim_validation_pipeline", view=view, by="Centre")[1]:
		key = ("Total",) if row.get("kim_total") else (row["who"], row["state"])
		found |= {(*key, name): row[name] for name in ("cases", "median", "ninth", "longest")}
	return found


def returns(organisation: str) -> dict:
	cases = table("KIM Validation", organisation, "name")
	steps = table("KIM Validation Step", fields="parent, action")
	steps = steps[steps.parent.isin(cases.name)]
	return {
		action: int((steps.action == action).sum())
		for action in ("Return for Evidence", "Return to Assessor")
	}


def returns_said() -> dict:
	summary = run("kim_validation_pipeline", view="Returns and reasons")[4]
	actions = ("Return for Evidence", "Return to Assessor")
	return {action: entry["value"] for action, entry in zip(actions, summary, strict=True)}


def gaps(organisation: str) -> dict:
	cases = table("KIM Validation", organisation)
	cases = cases[cases.workflow_state.isin(OPEN)]
	links = table("KIM Validation Evidence", fields="parent, evidence")
	pieces = table("KIM Evidence", organisation)
	pieces = pieces[pieces.status != "Superseded"]
	linked = links.merge(pieces, left_on="evidence", right_on="name")
	linked = (
		linked[linked.parent_x.isin(cases.name)]
		if "parent_x" in linked
		else linked[linked.parent.isin(cases.name)]
	)
	parent = "parent_x" if "parent_x" in linked else "parent"
	rank = {"Yes": 3, "Partly": 2, "No": 1}
	lacking, told = {}, {}
	for question in ("valid", "authentic", "current", "sufficient"):
		best = linked[question].map(rank).fillna(0).groupby(linked[parent]).max()
		best = best.reindex(cases.name)
		lacking[question] = ~(best >= 3)
		for number, name in ((0, "Not rated"), (1, "No"), (2, "Partly")):
			told[question, name] = int((best == number).sum())
		told[question, "No evidence"] = int(best.isna().sum())
	any_gap = lacking["valid"] | lacking["authentic"] | lacking["current"] | lacking["sufficient"]
	return {**told, "examined": len(cases), "with a gap": int(any_gap.sum())}


def gaps_said() -> dict:
	columns, rows, _note, picture, summary, _skip = run("kim_evidence_gaps", kim_all_rows=1)
	found = {"examined": summary[0]["value"], "with a gap": summary[1]["value"]}
	for question in ("valid", "authentic", "current", "sufficient"):
		for name in ("No evidence", "Not rated", "No", "Partly"):
			found[question, name] = sum(row[question] == name for row in rows)
	for series in picture["data"]["datasets"]:
		for place, question in enumerate(("valid", "authentic", "current", "sufficient")):
			assert series["values"][place] == found[question, series["name"]], (series["name"], question)
	return found
