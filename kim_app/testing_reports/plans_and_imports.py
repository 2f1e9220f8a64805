"""Inclusion plans and registers, counted with pandas. For tests and measurements only."""

from __future__ import annotations

import pandas
from frappe.utils import getdate, today

from kim_app.testing_reports.raw import days, run, table


def plans(organisation: str) -> dict:
	"""{(area, what): figure}."""
	held = table("KIM Inclusion Plan", organisation)[["name", "workflow_state"]].rename(
		columns={"name": "plan"}
	)
	goals = table("KIM Plan Goal").merge(held, left_on="parent", right_on="plan")
	actions = table("KIM Plan Action").merge(held, left_on="parent", right_on="plan")
	areas = goals.set_index(["plan", "goal_key"]).area
	actions["area"] = [areas.get((row.plan, row.goal_key)) for row in actions.itertuples()]
	steps = table("KIM Plan Step", fields="parent, action, taken_on")
	approved = steps[steps.action == "Approve"].groupby("parent").taken_on.min()
	under_way = ["Draft", "Proposed", "Agreed", "Active", "Under Review"]
	day, found = pandas.Timestamp(getdate(today())), {}
	firsts = []
	for area, rows in goals.groupby("area"):
		for place, state in enumerate(("Open", "In Progress", "Achieved", "Dropped")):
			found[area, f"goal_{place}"] = int((rows.status == state).sum())
		late = rows.status.isin(["Open", "In Progress"]) & rows.workflow_state.isin(under_way)
		found[area, "goals_overdue"] = int((late & (pandas.to_datetime(rows.due) < day)).sum())
		done = actions[actions.area == area]
		late = done.status.isin(["Planned", "In Progress"]) & done.workflow_state.isin(under_way)
		found[area, "actions"], found[area, "done"] = len(done), int((done.status == "Done").sum())
		found[area, "actions_overdue"] = int((late & (pandas.to_datetime(done.due) < day)).sum())
		achieved = (
			rows[(rows.status == "Achieved") & rows.achieved_on.notna()].groupby("plan").achieved_on.min()
		)
		first = days(achieved, achieved.index.to_series().map(approved)).dropna().clip(lower=0)
		firsts.append(first)
		found[area, "first_median"] = float(first.median()) if len(first) else None
		found[area, "first_ninth"] = round(float(first.quantile(0.9)), 1) if len(first) else None
	together = pandas.concat(firsts)
	found["Total", "first_median"] = float(together.median())
	return found


def plans_said() -> dict:
	names = ["goals_overdue", "actions", "done", "actions_overdue", "first_median", "first_ninth"]
	names += [f"goal_{place}" for place in range(4)]
	rows = run("kim_inclusion_plan_progress")[1]
	found = {(row["area"], name): row[name] for row in rows if not row.get("kim_total") for name in names}
	return found | {("Total", "first_median"): rows[-1]["first_median"]}


def reconciled(organisation: str) -> dict:
	imports = table("KIM Legacy Import", organisation)
	outcomes = ["rows_created", "rows_updated", "rows_skipped", "rows_rejected"]
	ended = imports[imports.status == "Completed"]
	return {
		"rows_read": int(imports.rows_read.sum()),
		"became": int((imports.rows_created + imports.rows_updated).sum()),
		"skipped": int(imports.rows_skipped.sum()),
		"rejected": int(imports.rows_rejected.sum()),
		"open": int((ended.rows_read - ended[outcomes].sum(axis=1)).sum()),
		"issues": len(table("KIM Import Issue", organisation, "name")),
	}


def reconciled_said() -> dict:
	_columns, rows, _note, _chart, summary, _skip = run("kim_import_reconciliation")
	names = ("rows_read", "became", "skipped", "rejected", "open")
	found = {name: entry["value"] for name, entry in zip(names, summary, strict=True)}
	return {**found, "issues": sum(row.get("issues") or 0 for row in rows)}
