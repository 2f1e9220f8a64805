"""Every report computed a second time, with pandas over the raw tables and nothing of `kim_app.measures`' queries,
to be compared with what the report says. For tests and measurements only.

Each function takes the organisation whose coordinator asks and gives {what: figure}, as `of_report` reads the
same figures out of the report. The raw tables are narrowed by organisation alone, which is what a coordinator sees.
"""

from __future__ import annotations

from importlib import import_module
from math import sqrt

import frappe
import pandas
from frappe.utils import add_days, getdate, now_datetime, today

OPEN = ["Identification", "Documentation", "Assessment", "Pending Approval"]
DECIDED = ["Validated", "Not Validated", "Revoked"]
GENDER = {"Female": "women", "Male": "men"}


def table(doctype: str, organisation: str | None = None, fields: str = "*") -> pandas.DataFrame:
	"""The raw rows of a form."""
	where = " where organisation = %s" if organisation else ""
	values = ([organisation],) if organisation else ()
	rows = frappe.db.sql(f"select {fields} from `tab{doctype}`{where}", *values, as_dict=True)
	if rows:
		return pandas.DataFrame([dict(row) for row in rows])
	columns = [field.fieldname for field in frappe.get_meta(doctype).fields]
	return pandas.DataFrame(columns=["name", "creation", "parent", *columns])


def days(later, earlier) -> pandas.Series:
	return (pandas.to_datetime(later).dt.normalize() - pandas.to_datetime(earlier).dt.normalize()).dt.days


def run(report: str, **filters) -> tuple:
	"""Columns, rows, message, chart and summary of a report (its scrubbed name), as its page gets them."""
	module = import_module(f"kim_app.kim.report.{report}.{report}")
	found = module.execute(filters)
	return tuple(found) + (None,) * (6 - len(found))


def differences(computed: dict, reported: dict) -> list[str]:
	"""What the two computations do not agree on; empty when they do."""
	found = []
	for key in sorted(set(computed) | set(reported), key=str):
		one, other = computed.get(key), reported.get(key)
		same = one == other or (
			isinstance(one, (int, float)) and isinstance(other, (int, float)) and abs(one - other) < 0.006
		)
		if not same and not (_nothing(one) and _nothing(other)):
			found.append(f"{key}: pandas {one}, report {other}")
	return found


def _nothing(value) -> bool:
	return value is None or value == 0 or (isinstance(value, float) and pandas.isna(value))


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


def wilson(part: int, whole: int) -> tuple[float, float]:
	"""The roots of the score equation (p - x)^2 = z^2 x (1 - x) / n, solved as a quadratic."""
	z2, p = 1.959963984540054**2, part / whole
	a, b, c = 1 + z2 / whole, -(2 * p + z2 / whole), p * p
	root = sqrt(b * b - 4 * a * c)
	return (-b - root) / (2 * a), (-b + root) / (2 * a)


def genders(organisation: str | None) -> dict[str, pandas.DataFrame]:
	"""{measure: frame with `gender`, `part`, `moment`, `centre`, `organisation`}."""
	people = table("KIM Participant", organisation)
	cases = table("KIM Validation", organisation)
	people["part"] = people.name.isin(cases.participant)
	people["moment"] = people.creation
	decided = cases[cases.workflow_state.isin(DECIDED)].merge(
		people[["name", "gender"]], left_on="participant", right_on="name", how="left"
	)
	decided["part"], decided["moment"] = decided.workflow_state == "Validated", decided.decided_on
	places = table("KIM Session Attendee", organisation)
	sessions = table("KIM Training Session", organisation, "name, status, course, ends")
	courses = table("KIM Training Course", fields="name, attendance_threshold")
	users = table("User", fields="name, gender")
	thresholds = courses.set_index("name").attendance_threshold
	closed = sessions[sessions.status == "Closed"].set_index("name")
	places = places[(places.status == "Enrolled") & places.session.isin(closed.index)].copy()
	places["attendance_threshold"] = places.session.map(closed.course).map(thresholds)
	places["ends"] = places.session.map(closed.ends)
	places["gender"] = places.user.map(users.set_index("name").gender)
	places["part"], places["moment"] = places.percent >= places.attendance_threshold, places.ends
	plans = table("KIM Inclusion Plan", organisation)
	ends = table("KIM Plan Step", fields="parent, to_state, taken_on")
	ends = ends[ends.to_state.isin(["Completed", "Discontinued"])].set_index("parent").taken_on
	plans = plans[plans.workflow_state.isin(["Completed", "Discontinued"])].copy()
	plans["part"], plans["moment"] = plans.workflow_state == "Completed", plans.name.map(ends)
	plans["gender"] = plans.participant.map(people.set_index("name").gender)
	frames = {
		"Participants": people.assign(part=True),
		"Participation in recognition": people,
		"Validation success": decided,
		"Plan completion": plans,
		"Training attendance": places,
	}
	for frame in frames.values():
		frame["gender"] = frame.gender.map(GENDER).fillna("others")
	return frames


def equity(organisation: str, by: str | None) -> dict:
	"""`by` is None, `centre` or `quarter`."""
	found = {}
	for measure, frame in genders(organisation).items():
		moments = pandas.to_datetime(frame.moment)
		group = {
			None: pandas.Series("Everybody", index=frame.index),
			"centre": frame.get("centre"),
			"quarter": moments.dt.year.astype(str) + "-Q" + moments.dt.quarter.astype(str),
		}[by]
		for name, rows in frame.groupby(group):
			wholes = {gender: int((rows.gender == gender).sum()) for gender in ("women", "men", "others")}
			found |= {(name, measure, gender): whole for gender, whole in wholes.items()}
			shares = {
				gender: rows[rows.gender == gender].part.mean() if wholes[gender] else None
				for gender in ("women", "men")
			}
			if measure == "Participants":
				index = wholes["women"] / wholes["men"] if wholes["men"] else None
				if wholes["women"] + wholes["men"]:
					low, high = wilson(wholes["women"], wholes["women"] + wholes["men"])
					found[name, measure, "low"] = round(low / (1 - low), 2) if wholes["women"] else 0
					if wholes["men"]:
						found[name, measure, "high"] = round(high / (1 - high), 2)
			else:
				index = (
					shares["women"] / shares["men"] if shares["men"] and shares["women"] is not None else None
				)
				for gender in ("women", "men"):
					share = shares[gender]
					found[name, measure, f"{gender}_share"] = (
						None if share is None else round(100 * float(share), 1)
					)
			found[name, measure, "parity"] = None if index is None else round(float(index), 2)
	return found


def equity_said(by: str) -> dict:
	names = ["women", "men", "others", "parity"]
	found = {}
	for row in run("kim_gender_equity", by=by)[1]:
		only_numbers = row["measure"] == "Participants"
		more = ["low", "high"] if only_numbers else ["women_share", "men_share"]
		found |= {(row["group"], row["measure"], name): row[name] for name in [*names, *more]}
	return found


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


def coverage(organisation: str, course_code: str, required: list[str]) -> dict:
	members = table("KIM Staff Member", organisation)
	members = members[members.disabled == 0]
	with_role = table("Has Role", fields="parent, role, parenttype")
	with_role = with_role[(with_role.parenttype == "User") & with_role.role.isin(required)]
	wanted = members.merge(with_role, left_on="user", right_on="parent", suffixes=("", "_role"))
	held = table("KIM Certificate")
	held = held[held.course_code == course_code]
	soon = getdate(add_days(today(), frappe.db.get_single_value("KIM Settings", "expiry_notice_days") or 0))

	def state(user: str) -> str:
		found = set()
		for row in held[held.user == user].itertuples():
			if row.status == "Revoked":
				found.add("Revoked")
			elif row.status == "Expired" or row.valid_until < getdate(today()):
				found.add("Expired")
			else:
				found.add("Ends soon" if row.valid_until <= soon else "Holds it")
		order = ["Holds it", "Ends soon", "Expired", "Revoked"]
		return next((name for name in order if name in found), "Lacks it")

	states = wanted.user.map(state)
	return {name: int(count) for name, count in states.value_counts().items()}


def coverage_said(course_title: str) -> dict:
	rows = run("kim_training_coverage", kim_all_rows=1)[1]
	states = pandas.Series([row["state"] for row in rows if row["course"] == course_title], dtype=object)
	return {name: int(count) for name, count in states.value_counts().items()}


def taught(organisation: str) -> dict:
	sessions = table("KIM Training Session", organisation)
	sessions = sessions[sessions.status.isin(["Held", "Closed"])]
	lengths = table("KIM Session Day", fields="name, parent, from_time, to_time")
	lengths = lengths[lengths.parent.isin(sessions.name)].copy()
	hours = pandas.to_timedelta(lengths.to_time.astype(str)) - pandas.to_timedelta(
		lengths.from_time.astype(str)
	)
	lengths["hours"] = hours.dt.total_seconds() / 3600
	places = table("KIM Session Attendee", organisation)
	places = places[(places.status == "Enrolled") & places.session.isin(sessions.name)]
	marks = table("KIM Session Attendance", fields="parent, day, present")
	marks = marks[marks.parent.isin(places.name) & (marks.present == 1)].merge(
		lengths, left_on="day", right_on="name"
	)
	return {
		"sessions": len(sessions),
		"hours": float(lengths.hours.sum()),
		"places": len(places),
		"attended": float(marks.hours.sum()),
	}


def taught_said() -> dict:
	total = run("kim_training_coverage", view="Hours delivered")[1][-1]
	return {name: total[name] for name in ("sessions", "hours", "places", "attended")}


def compared(year: int) -> dict:
	"""{(measure, organisation, gender): count} of the whole site, nothing hidden."""
	found = {}
	for measure, frame in genders(None).items():
		rows = frame[pandas.to_datetime(frame.moment).dt.year == year]
		for (organisation, gender), group in rows.groupby(["organisation", "gender"]):
			found[measure, organisation, gender] = len(group)
	return found


def compared_said(year: int) -> dict:
	rows = run("kim_country_comparison", year=str(year))[1]
	return {
		(row["measure"], row["organisation"], gender): row[gender]
		for row in rows
		if not row.get("kim_total")
		for gender in ("women", "men", "others")
	}


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
