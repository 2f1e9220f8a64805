"""Measures by gender and the comparison of organisations, counted with pandas. For tests and measurements only."""

from __future__ import annotations

from math import sqrt

import pandas
from frappe.utils import getdate, today

from kim_app.testing_reports.raw import DECIDED, GENDER, OPEN, VACS, run, table


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


def further(organisation: str | None) -> dict[str, pandas.DataFrame]:
	"""The measures that only the comparison of organisations tells, as `genders` gives the others."""
	people = table("KIM Participant", organisation)
	people["moment"] = people.creation
	cases = table("KIM Validation", organisation)
	users = table("User", fields="name, gender")
	of_person = people.set_index("name").gender
	decided = cases[cases.workflow_state.isin(DECIDED)].copy()
	decided["moment"], decided["gender"] = decided.decided_on, decided.participant.map(of_person)
	ends = table("KIM Plan Step", fields="parent, to_state, taken_on")
	ends = ends[ends.to_state.isin(["Completed", "Discontinued"])].set_index("parent").taken_on
	plans = table("KIM Inclusion Plan", organisation)
	plans = plans[plans.workflow_state.isin(["Completed", "Discontinued"])].copy()
	plans["moment"], plans["gender"] = plans.name.map(ends), plans.participant.map(of_person)
	held = table("KIM Profile Competence", organisation)
	day = pandas.Timestamp(getdate(today()))
	until = pandas.to_datetime(held.valid_until)
	holders = held[(held.validated_position >= 0) & (until.isna() | (until >= day))].participant
	recorded = people[["date_of_birth", "gender", "nationality", "education"]].replace("", None).notna()
	open_cases = cases[cases.workflow_state.isin(OPEN)].copy()
	open_cases["gender"] = open_cases.participant.map(of_person)
	since = pandas.to_datetime(open_cases.waiting_since.fillna(open_cases.creation))
	open_cases["part"], open_cases["moment"] = since < day - pandas.Timedelta(days=90), open_cases.creation
	cited = table("KIM Validation Evidence", fields="parent, evidence").merge(
		table("KIM Evidence", organisation), left_on="evidence", right_on="name"
	)
	cited = (
		cited[cited.status != "Superseded"]
		.groupby("parent")[list(VACS)]
		.agg(lambda answers: (answers == "Yes").any())
	)
	sound = set(cited[cited.all(axis=1)].index)
	achieved = table("KIM Plan Goal", fields="parent, status")
	achieved = set(achieved[achieved.status == "Achieved"].parent)
	papers = table("KIM Certificate", organisation)
	until = pandas.to_datetime(papers.valid_until)
	papers["part"] = (papers.status == "Current") & (until.isna() | (until >= day))
	papers["moment"] = papers.issued_on
	papers["gender"] = papers.user.map(users.set_index("name").gender)
	frames = {
		"Holding a validated competence": people.assign(part=people.name.isin(holders)),
		"Complete records": people.assign(part=recorded.all(axis=1)),
		"Sound evidence": decided.assign(part=decided.name.isin(sound)),
		"Waiting for more than 90 days": open_cases,
		"Plans with a goal achieved": plans.assign(part=plans.name.isin(achieved)),
		"Certificates that are valid": papers,
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


def compared(year: int) -> dict:
	"""{(measure, organisation, gender): count} of the whole site, nothing hidden, and under (…, "share") the percentage
	with a success."""
	found = {}
	for measure, frame in {**genders(None), **further(None)}.items():
		rows = frame[pandas.to_datetime(frame.moment).dt.year == year]
		for (organisation, gender), group in rows.groupby(["organisation", "gender"]):
			found[measure, organisation, gender] = len(group)
			found[measure, organisation, gender, "share"] = round(100 * float(group.part.mean()), 1)
	return found


def compared_said(year: int) -> dict:
	"""The same as it is told: a dash where the count is hidden, no share where that is."""
	found = {}
	for row in run("kim_country_comparison", year=str(year))[1]:
		if row.get("kim_total"):
			continue
		for gender in ("women", "men", "others"):
			told = (row["measure"], row["organisation"], gender)
			found[told] = row[gender]
			if row.get(f"{gender}_share") is not None:
				found[(*told, "share")] = row[f"{gender}_share"]
	return found
