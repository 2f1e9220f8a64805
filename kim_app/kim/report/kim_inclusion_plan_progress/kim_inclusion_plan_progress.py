"""Inclusion Plan Progress: lays out what `kim_app.measures.plan_progress` counts."""

from __future__ import annotations

from frappe import _

from kim_app.measures import durations, layout, rows
from kim_app.measures import plan_progress as progress
from kim_app.measures.layout import column
from kim_app.measures.tally import for_dashboards

OVERDUE, RECORDS = "Overdue", "Records"
REPORT = "KIM Inclusion Plan Progress"


@for_dashboards
def execute(filters=None):
	filters = layout.asked(filters)
	if filters.view in (OVERDUE, RECORDS):
		return one_by_one(filters, late=filters.view == OVERDUE)
	return by_area(filters)


def by_area(filters):
	found = progress.areas(filters)
	data = [row_of(_(line.area) if line.area else _("No area"), line, filters) for line in found]
	everything = progress.Area("")
	for line in found:
		for state, number in line.goals.items():
			everything.goals[state] += number
		for state, number in line.actions.items():
			everything.actions[state] += number
		everything.goals_overdue += line.goals_overdue
		everything.actions_overdue += line.actions_overdue
	everything.days = durations.add_up(pair for line in found for pair in line.days.items())
	if data:
		data.append({**row_of(_("Total"), everything, filters), layout.TOTAL_ROW: 1, "bold": 1})
	plans = progress.plans(filters)
	summary = [{"label": _(state), "value": number, "datatype": "Int"} for state, number in plans.items()]
	late = everything.goals_overdue + everything.actions_overdue
	summary.append(
		{"label": _("Overdue"), "value": late, "datatype": "Int", "indicator": "Red" if late else "Green"}
	)
	picture = layout.chart(
		"bar",
		[_(line.area) for line in found],
		{_(state): [line.goals[state] for line in found] for state in progress.GOAL_STATES},
		barOptions={"stacked": 1},
	)
	return columns(), data, None, picture, summary, True


def row_of(name: str, line: progress.Area, filters) -> dict:
	goals = sum(line.goals.values())
	dropped = line.goals["Dropped"]
	first = line.to_first
	row = {
		"area": name,
		"goals": goals,
		**{f"goal_{number}": line.goals[state] for number, state in enumerate(progress.GOAL_STATES)},
		"achieved": layout.percent(line.goals["Achieved"] / (goals - dropped) if goals > dropped else None),
		"goals_overdue": line.goals_overdue,
		"actions": sum(line.actions.values()),
		"done": line.actions["Done"],
		"actions_overdue": line.actions_overdue,
		"first_median": first.median,
		"first_ninth": first.ninth and round(first.ninth, 1),
	}
	names = ("centre", "organisation", "country", "case_worker", "state")
	asked = {name: filters[name] for name in names if filters.get(name)}
	asked |= {"area": line.area} if line.area else {}

	def records(view: str, kind: str, status: str | None = None) -> str:
		return layout.report(
			REPORT, {**asked, "view": view, "kind": kind, **({"status": status} if status else {})}
		)

	layout.link(row, "goals", records(RECORDS, "goal"))
	for number, state in enumerate(progress.GOAL_STATES):
		layout.link(row, f"goal_{number}", records(RECORDS, "goal", state))
	layout.link(row, "actions", records(RECORDS, "action"))
	layout.link(row, "done", records(RECORDS, "action", "Done"))
	layout.link(row, "goals_overdue", records(OVERDUE, "goal"))
	layout.link(row, "actions_overdue", records(OVERDUE, "action"))
	return row


def columns() -> list[dict]:
	return [
		column("area", _("Area", context="KIM Plan Goal"), width=140),
		column("goals", _("Goals"), "Int", 80),
		*[
			column(f"goal_{number}", _(state), "Int", 100)
			for number, state in enumerate(progress.GOAL_STATES)
		],
		column("achieved", _("Achieved of those kept"), "Percent", 160),
		column("goals_overdue", _("Goals overdue"), "Int", 120),
		column("actions", _("Actions", context="KIM Inclusion Plan"), "Int", 90),
		column("done", _("Actions done"), "Int", 110),
		column("actions_overdue", _("Actions overdue"), "Int", 130),
		column("first_median", _("Median days to first achievement"), "Float", 220, precision=1),
		column("first_ninth", _("90th percentile of these"), "Float", 180, precision=1),
	]


def one_by_one(filters, late: bool):
	"""The goals and actions that a figure counts, or all that are overdue."""
	found = progress.entries(filters, late)
	shown, note = layout.shortened(found, filters)
	names = rows.title_of("User", {row["case_worker"] for row in shown}, "full_name")
	data = []
	for entry in shown:
		row = {
			"plan": entry["plan"],
			"participant": entry["participant_name"],
			"centre": entry["centre"],
			"case_worker": names.get(entry["case_worker"], entry["case_worker"]),
			"kind": _("Goal") if entry["kind"] == "goal" else _("Action"),
			"what": entry["what"],
			"area": _(entry["area"]) if entry["area"] else None,
			"status": _(entry["status"]) if entry["status"] else None,
			"due": entry["due"],
			"days": entry["days"] if late else None,
		}
		layout.link(row, "plan", layout.record(progress.DOCTYPE, entry["plan"]))
		layout.link(row, "participant", layout.record("KIM Participant", entry["participant"]))
		data.append(row)
	summary = [
		{
			"label": label,
			"value": sum(entry["kind"] == kind for entry in found),
			"datatype": "Int",
		}
		for kind, label in (
			("goal", _("Goals overdue") if late else _("Goals")),
			("action", _("Actions overdue") if late else _("Actions", context="KIM Inclusion Plan")),
		)
	]
	heads = [
		column("plan", _("Plan"), width=130),
		column("participant", _("Participant"), width=180),
		column("centre", _("Centre"), width=160),
		column("case_worker", _("Case worker"), width=150),
		column("kind", _("Kind"), width=90),
		column("what", _("What"), width=300),
		column("area", _("Area", context="KIM Plan Goal"), width=120),
		column("status", _("Status"), width=110),
		column("due", _("Due"), "Date", 110),
		*([column("days", _("Days overdue"), "Int", 120)] if late else []),
	]
	return heads, data, note, None, summary, True
