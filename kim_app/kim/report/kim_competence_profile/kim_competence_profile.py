"""Competence Profile: lays out what `kim_app.measures.competence_profile` counts, as a heat map."""

from __future__ import annotations

import frappe
from frappe import _

from kim_app.frameworks import listing, texts
from kim_app.measures import competence_profile as profile
from kim_app.measures import layout
from kim_app.measures.layout import column
from kim_app.measures.tally import for_dashboards

PERSONS, REPORT = "Participants", "KIM Competence Profile"
# Who of the people is asked for by a figure's link: those without a validated level, those who only claim enough.
NOT_VALIDATED, ONLY_CLAIM = "not validated", "only claim"
# Wider than this a table of people by competences is not read any more.
MOST_COMPETENCES = 60


@for_dashboards
def execute(filters=None):
	filters = layout.asked(filters)
	target = profile.requirements(filters.target_profile) if filters.target_profile else {}
	competences = listing.named(list(target)) if target else of_framework(filters)
	if not competences:
		return (
			[],
			[],
			_("Choose a framework of at most {0} competences, or a target profile.").format(MOST_COMPETENCES),
		)
	if filters.view == PERSONS:
		competences = [row for row in competences if filters.competence in (None, row["name"])] or competences
		return by_person(competences, target, filters)
	return by_competence(competences, target, filters)


def of_framework(filters) -> list[dict]:
	framework = filters.framework or frappe.db.get_single_value("KIM Settings", "default_framework")
	return listing.of_framework(framework) if framework else []


def by_competence(competences: list[dict], target, filters):
	found = profile.spread([row["name"] for row in competences], filters, target)
	scales = {row["framework"]: texts.scale(row["framework"]) for row in competences}
	longest = max(scales.values(), key=len)
	largest = max(
		(count for line in found for place, count in line.validated.items() if place >= 0), default=0
	)
	data = []
	for competence, line in zip(competences, found, strict=True):
		everybody = sum(line.validated.values())
		shown = everybody - line.validated[-1]
		claimed = everybody - line.claimed[-1]
		row = {"competence": competence["title"], "claimed": claimed, "validated": shown}
		for place in range(len(longest)):
			if place < len(scales[competence["framework"]]):
				row[f"level_{place}"] = line.validated[place]
				layout.colour(row, f"level_{place}", line.validated[place], largest)
		row["none"] = line.validated[-1]
		asked = {"competence": competence["name"], **layout.places(filters)}
		people_of = {**chosen(filters), "view": PERSONS, "competence": competence["name"]}
		layout.link(row, "none", layout.report(REPORT, {**people_of, "who": NOT_VALIDATED}))
		layout.link(
			row, "validated", layout.records(profile.DOCTYPE, {**asked, "validated_position": [">=", 0]})
		)
		layout.link(row, "claimed", layout.records(profile.DOCTYPE, {**asked, "claimed_position": [">=", 0]}))
		for place, level in enumerate(scales[competence["framework"]]):
			layout.link(
				row,
				f"level_{place}",
				layout.records(profile.DOCTYPE, {**asked, "validated_level": level["code"]}),
			)
		if line.required is not None:
			required = texts.level(competence["framework"], line.required)
			row |= {
				"required": _("{0} {1}").format(line.required, required["title"]),
				"meet": line.meet,
				"share": layout.percent(line.meet / everybody if everybody else None),
				"only_claim": line.only_claim,
				"gap": round(line.steps / everybody, 2) if everybody else None,
			}
			layout.link(
				row,
				"meet",
				layout.records(
					profile.DOCTYPE, {**asked, "validated_position": [">=", required["position"]]}
				),
			)
			layout.link(row, "only_claim", layout.report(REPORT, {**people_of, "who": ONLY_CLAIM}))
		data.append(row)
	people = profile.people(filters)
	summary = [
		{"label": _("Participants"), "value": people, "datatype": "Int"},
		{"label": _("Claims"), "value": sum(row["claimed"] for row in data), "datatype": "Int"},
		{
			"label": _("Validated competences"),
			"value": sum(row["validated"] for row in data),
			"datatype": "Int",
		},
	]
	series = {
		_("Claimed"): [row["claimed"] for row in data],
		_("Validated"): [row["validated"] for row in data],
	}
	if target:
		series = {**series, _("Meets the target"): [row["meet"] for row in data]}
	picture = layout.chart("bar", [row["code"] for row in competences], series)
	return columns(longest, bool(target)), data, None, picture, summary, True


def columns(scale: list[dict], with_target: bool) -> list[dict]:
	found = [
		column("competence", _("Competence"), width=280),
		column("claimed", _("Claimed"), "Int", 90),
		column("validated", _("Validated"), "Int", 100),
		*[
			column(f"level_{place}", _("{0} {1}").format(level["code"], level["title"]), "Int", 120)
			for place, level in enumerate(scale)
		],
		column("none", _("Not validated"), "Int", 120),
	]
	if with_target:
		found += [
			column("required", _("Required"), width=150),
			column("meet", _("Meet it"), "Int", 90),
			column("share", _("Share that meets it"), "Percent", 140),
			column("only_claim", _("Only claim it"), "Int", 110),
			column("gap", _("Mean gap, levels"), "Float", 130, precision=2),
		]
	return found


def by_person(competences: list[dict], target, filters):
	names = [row["name"] for row in competences]
	most = None if filters.get(layout.ALL_ROWS) else layout.MOST_ROWS
	who = filters.who if filters.competence in names else None
	people, held = profile.persons(names, filters, None if who else most)
	everybody = profile.people(filters)
	if who:
		people = [
			row for row in people if belongs(who, held.get((row.name, filters.competence)), target, filters)
		]
		everybody = len(people)
		people = people[:most]
	data = []
	for person in people:
		row = {"participant": person.full_name, "record": person.name, "centre": person.centre}
		layout.link(row, "participant", layout.record("KIM Participant", person.name))
		steps = 0
		for number, competence in enumerate(competences):
			entry = held.get((person.name, competence["name"]))
			fill_in(row, f"c{number}", entry, len(texts.scale(competence["framework"])))
			if competence["name"] in target:
				shown, claim = (entry.validated_position, entry.claimed_position) if entry else (None, None)
				steps += profile.gap_of(
					target[competence["name"]],
					-1 if shown is None else shown,
					-1 if claim is None else claim,
				).steps
		if target:
			row["gap"] = steps
			layout.colour(row, "gap", steps, sum(need.position for need in target.values()))
		data.append(row)
	note = None
	if everybody > len(data):
		note = _("The first {0} of {1} participants are shown. Choose a centre to see fewer.").format(
			len(data), everybody
		)
	heads = [
		column("participant", _("Participant"), width=200),
		column("record", _("Number"), width=110),
		column("centre", _("Centre"), width=150),
		*([column("gap", _("Gap, levels"), "Int", 100)] if target else []),
		*[
			column(f"c{number}", row["title"], width=130, align="left")
			for number, row in enumerate(competences)
		],
	]
	key = _("A level alone is validated; one in brackets is claimed and not validated.")
	return heads, data, layout.told(key, note), None, None, True


def fill_in(row: dict, fieldname: str, entry, levels: int):
	"""A validated level is coloured by its place on the scale, a mere claim stands in brackets."""
	if not entry:
		return
	if entry.validated_level:
		row[fieldname] = entry.validated_level
		layout.colour(row, fieldname, entry.validated_position + 1, levels)
	elif entry.claimed_level:
		row[fieldname] = _("({0})").format(entry.claimed_level)


def belongs(who: str, entry, target, filters) -> bool:
	"""Whether somebody with this row of the profile (None for none) is among those a figure counts."""
	shown = entry.validated_position if entry and entry.validated_position is not None else -1
	claim = entry.claimed_position if entry and entry.claimed_position is not None else -1
	if who == ONLY_CLAIM and filters.competence in target:
		return bool(profile.gap_of(target[filters.competence], shown, claim).only_claimed)
	return shown < 0


def chosen(filters) -> dict:
	names = ("centre", "organisation", "country", "framework", "target_profile")
	return {name: filters[name] for name in names if filters.get(name)}
