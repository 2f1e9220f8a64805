"""Validation Pipeline: lays out what `kim_app.measures.validation_pipeline` counts."""

from __future__ import annotations

from collections import Counter

from frappe import _

from kim_app.frameworks import texts
from kim_app.measures import durations, layout, rows
from kim_app.measures import validation_pipeline as pipeline
from kim_app.measures.layout import column
from kim_app.measures.tally import for_dashboards
from kim_app.validation import workflow

WAITING, DECIDED, RETURNED = "What waits", "Time to decision", "Returns and reasons"


@for_dashboards
def execute(filters=None):
	filters = layout.asked(filters)
	if filters.view == RETURNED:
		return returned(filters)
	by = filters.by if filters.by in pipeline.BY else "Centre"
	if filters.view == DECIDED:
		return timed(by, pipeline.to_decision(by, filters), filters, decided=True)
	return timed(by, pipeline.waiting(by, filters), filters, decided=False)


def timed(by: str, lines: list[pipeline.Line], filters, decided: bool):
	names = people(by, lines, decided)
	data = []
	for line in lines:
		row = {"who": names.get(line.who, line.who) or _("Nobody yet"), "state": _(line.state)}
		row |= figures(line.durations)
		layout.link(row, "cases", layout.records(pipeline.DOCTYPE, found_by(by, line, filters, decided)))
		layout.colour(row, "ninth", row["ninth"], max(other.durations.ninth for other in lines))
		data.append(row)
	everything = durations.durations(durations.add_up(pair for line in lines for pair in line.days.items()))
	if data:
		data.append(layout.total_row("who", state="", **figures(everything)))
	summary = [
		{"label": _("Decided") if decided else _("Waiting"), "value": everything.count, "datatype": "Int"},
		layout.told_figure(_("Median days"), everything.median),
		layout.told_figure(_("90th percentile, days"), everything.ninth),
	]
	return columns(by, decided), data, None, chart(lines, decided), summary, True


def people(by: str, lines, decided: bool) -> dict[str, str]:
	if by == "Centre":
		return {}
	if by == "Supervisor" and not decided:
		return {
			centre: _("{0}: {1}").format(centre, ", ".join(names))
			for centre, names in pipeline.supervisors({line.who for line in lines}).items()
		}
	return rows.title_of("User", {line.who for line in lines}, "full_name")


def figures(found: durations.Durations) -> dict:
	return {
		"cases": found.count,
		"median": found.median,
		"ninth": found.ninth and round(found.ninth, 1),
		"longest": found.longest,
	}


def found_by(by: str, line: pipeline.Line, filters, decided: bool) -> dict:
	"""The list's filters for the cases of a line."""
	field = "centre" if by == "Supervisor" and not decided else pipeline.BY[by]
	asked = layout.places(filters)
	asked |= {name: filters[name] for name in ("competence", "framework") if filters.get(name)}
	asked |= {"workflow_state": line.state, field: line.who or ["is", "not set"]}
	if decided:
		asked["imported"] = "0"
		if filters.from_date or filters.to_date:
			asked["decided_on"] = [
				"between",
				[filters.from_date or "1900-01-01", filters.to_date or "2999-12-31"],
			]
	return asked


def columns(by: str, decided: bool) -> list[dict]:
	who = {
		"Centre": _("Centre"),
		"Case worker": _("Case worker"),
		"Assessor": _("Assessor"),
		"Supervisor": _("Supervisor"),
	}
	return [
		column("who", who[by], width=260),
		column("state", _("Outcome") if decided else _("Waits in"), width=160),
		column("cases", _("Validations"), "Int"),
		column("median", _("Median days"), "Float", precision=1),
		column("ninth", _("90th percentile, days"), "Float", 170, precision=1),
		column("longest", _("Longest, days"), "Int", 130),
	]


def chart(lines, decided: bool):
	states = pipeline.DECIDED if decided else workflow.OPEN_STATES
	if decided:
		groups = durations.add_up((band(day), count) for line in lines for day, count in line.days.items())
		labels = [_("under a week"), _("1 to 2 weeks"), _("2 to 4 weeks"), _("1 to 3 months"), _("longer")]
		return layout.chart("bar", labels, {_("Validations"): [groups.get(place, 0) for place in range(5)]})
	counts = Counter()
	for line in lines:
		counts[line.state] += line.durations.count
	return layout.chart(
		"bar", [_(state) for state in states], {_("Validations"): [counts[state] for state in states]}
	)


def band(days: int) -> int:
	return sum(days >= limit for limit in (7, 14, 28, 90))


def returned(filters):
	found = pipeline.returns(filters)
	names = rows.title_of("User", {row.user for row in found}, "full_name")
	shown, note = layout.shortened(found, filters)
	data = []
	for step in shown:
		row = {
			"validation": step.validation,
			"participant": step.participant_name,
			"competence": texts.title(step.competence),
			"centre": step.centre,
			"action": _(step.action),
			"by": names.get(step.user, step.user),
			"taken_on": step.taken_on,
			"reason": step.reason,
		}
		layout.link(row, "validation", layout.record(pipeline.DOCTYPE, step.validation))
		layout.link(row, "participant", layout.record("KIM Participant", step.participant))
		data.append(row)
	actions = Counter(step.action for step in found)
	summary = [
		{"label": _(action), "value": actions[action], "datatype": "Int"} for action in pipeline.RETURNS
	]
	picture = layout.chart(
		"bar",
		[_(action) for action in pipeline.RETURNS],
		{_("Returns"): [actions[action] for action in pipeline.RETURNS]},
	)
	return (
		[
			column("validation", _("Validation"), width=130),
			column("participant", _("Participant"), width=180),
			column("competence", _("Competence"), width=200),
			column("centre", _("Centre"), width=160),
			column("action", _("Step"), width=170),
			column("by", _("Taken by"), width=150),
			column("taken_on", _("On"), "Datetime", 160),
			column("reason", _("Reason"), width=420),
		],
		data,
		note,
		picture,
		summary,
		True,
	)
