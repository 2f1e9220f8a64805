"""What the site knows, gathered into the `Reference` that `check` asks for. Imports frappe, `kinds`, `tables`."""

from collections import defaultdict

import frappe
from frappe.utils import getdate

from kim_app import permissions

from . import kinds
from .kinds import KINDS
from .loading.log import last_written
from .persons import folded_name
from .tables import Keys, Known, Like, Reference
from .vocabulary import fold

PLACED = ("legacy_import", "creation", "modified")


def site_reference(centre: str, framework: str, uploader: str = "", course: str = "") -> Reference:
	"""Take an import's centre, competence framework, uploader and training course, all by name; return what
	its rows are held against. Without an uploader it is the session's user."""
	uploader = uploader or frappe.session.user
	competences = frappe.get_all(
		"KIM Competence", filters={"framework": framework, "kind": "Competence"}, fields=["name", "code"]
	)
	scale = frappe.get_all(
		"KIM Competence Level",
		filters={"parent": framework, "parenttype": "KIM Competence Framework"},
		pluck="code",
		order_by="idx asc",
	)
	courses = _courses()
	staff = _staff(centre)
	names = [row for row in staff if [other.full_name for other in staff].count(row.full_name) == 1]
	return Reference(
		countries={
			country.code.lower(): country.name
			for country in frappe.get_all("Country", fields=["name", "code"])
			if country.code
		},
		languages={name: name for name in frappe.get_all("KIM Language", pluck="name")},
		genders=frozenset(frappe.get_all("Gender", pluck="name")),
		competences={competence.code.upper(): competence.name for competence in competences},
		levels=tuple(scale),
		today=getdate(),
		courses=courses,
		course=course or (next(iter(courses.values())) if len(set(courses.values())) == 1 else ""),
		known={
			kinds.PARTICIPANT: Keys(_participants(centre)),
			kinds.STAFF: {row.user: Known(row.name) for row in staff},
			kinds.VALIDATION: _validations(centre),
			kinds.EVIDENCE: _evidence(centre),
			kinds.PLAN: _plans(centre),
			kinds.SESSION: _sessions(centre),
			kinds.ATTENDANCE: _attendance(centre),
		},
		persons=_persons(centre, uploader),
		staff_names={fold(row.full_name): row.user for row in names if row.full_name},
		may_bring_in=_may_bring_in(uploader),
	)


def _may_bring_in(user: str) -> frozenset[str]:
	return frozenset(
		kind.name
		for kind in KINDS.values()
		if frappe.db.exists("DocType", kind.doctype)
		and frappe.has_permission(kind.asked_for or kind.doctype, "create", user=user)
	)


def _courses() -> dict[str, str]:
	"""The published courses, under each of the words that a register may have for them."""
	courses = frappe.get_all(
		"KIM Training Course", filters={"status": "Published"}, fields=["name", "title", "course_code"]
	)
	return {
		fold(word): course.name
		for course in courses
		for word in (course.course_code, course.title, course.name)
		if word
	}


def _staff(centre: str) -> list:
	return frappe.get_all(
		"KIM Staff Member", filters={"centre": centre}, fields=["name", "user", "full_name"]
	)


def _participants(centre: str) -> dict[str, Known]:
	stored = [
		field.name for field in KINDS[kinds.PARTICIPANT].fields if field.stored and field.name != "languages"
	]
	rows = frappe.get_all(
		"KIM Participant",
		filters={"centre": centre, "legacy_key": ["is", "set"]},
		fields=["name", *stored, *PLACED],
	)
	spoken = _languages(centre) if rows else {}
	written = last_written("KIM Participant") if rows else {}
	known = {}
	for row in rows:
		values = {name: row[name] for name in stored}
		values["languages"] = spoken.get(row.name, [])
		# An import leaves the time at which it made or changed a record; a person leaves a later one.
		as_made = row.legacy_import and row.modified == row.creation
		changed_here = not as_made and str(row.modified) != str(written.get(row.name))
		known[row.legacy_key] = Known(row.name, values, changed_here)
	return known


def _languages(centre: str) -> dict[str, list[dict]]:
	participant, language = (
		frappe.qb.DocType("KIM Participant"),
		frappe.qb.DocType("KIM Participant Language"),
	)
	rows = (
		frappe.qb.from_(language)
		.join(participant)
		.on(participant.name == language.parent)
		.where(participant.centre == centre)
		.where(participant.legacy_key != "")
		.select(language.parent, language.language, language.level, language.mother_tongue)
	).run(as_dict=True)
	spoken = defaultdict(list)
	for row in rows:
		spoken[row.pop("parent")].append(dict(row))
	return spoken


def _validations(centre: str) -> dict[tuple, Known]:
	rows = frappe.get_all(
		"KIM Validation",
		filters={"centre": centre, "docstatus": ["<", 2]},
		fields=["name", "participant", "competence"],
	)
	return {(row.participant, row.competence): Known(row.name) for row in rows}


def _evidence(centre: str) -> dict[tuple, Known]:
	evidence, named = frappe.qb.DocType("KIM Evidence"), frappe.qb.DocType("KIM Evidence Competence")
	rows = (
		frappe.qb.from_(evidence)
		.join(named)
		.on(named.parent == evidence.name)
		.where(evidence.centre == centre)
		.select(
			evidence.name,
			evidence.participant,
			named.competence,
			evidence.kind,
			evidence.title,
			evidence.from_date,
			evidence.to_date,
		)
	).run()
	return {tuple(value or None for value in key): Known(name) for name, *key in rows}


def _plans(centre: str) -> dict[tuple, Known]:
	if not frappe.db.exists("DocType", "KIM Inclusion Plan"):
		return {}
	plan, goal = frappe.qb.DocType("KIM Inclusion Plan"), frappe.qb.DocType("KIM Plan Goal")
	action = frappe.qb.DocType("KIM Plan Action")
	rows = (
		frappe.qb.from_(plan)
		.join(goal)
		.on(goal.parent == plan.name)
		.left_join(action)
		.on((action.parent == plan.name) & (action.goal_key == goal.goal_key))
		.where(plan.centre == centre)
		.select(plan.name, plan.participant, goal.title, action.what)
	).run()
	return {tuple(value or None for value in key): Known(name) for name, *key in rows}


def _sessions(centre: str) -> dict[tuple, Known]:
	rows = frappe.get_all(
		"KIM Training Session",
		filters={"centre": centre, "status": ["!=", "Cancelled"]},
		fields=["name", "course", "starts"],
	)
	return {(row.course, row.starts.date()): Known(row.name) for row in rows if row.starts}


def _attendance(centre: str) -> dict[tuple, Known]:
	rows = frappe.get_all(
		"KIM Session Attendee",
		filters={"centre": centre, "status": ["!=", "Withdrawn"]},
		fields=["name", "session", "user"],
	)
	return {(row.session, row.user): Known(row.name) for row in rows}


def _persons(centre: str, uploader: str) -> dict:
	"""The participants of the organisation by day of birth. Of those whom the uploader may not read, nothing
	is told but that there is somebody."""
	organisation = frappe.db.get_value("KIM Centre", centre, "organisation")
	rows = frappe.get_all(
		"KIM Participant",
		filters={"organisation": organisation, "date_of_birth": ["is", "set"]},
		fields=["name", "family_name", "given_name", "date_of_birth", "legacy_key", "centre", "organisation"],
	)
	scope = permissions.scope_of(uploader)
	persons = defaultdict(list)
	for row in rows:
		if not row.given_name:
			continue
		like = Like()
		if permissions.covers(scope, "KIM Participant", row):
			# A register's number knows a person in its own centre only.
			like = Like(row.name, row.legacy_key or "" if row.centre == centre else "")
		persons[row.date_of_birth].append((folded_name(row.family_name, row.given_name), like))
	return dict(persons)
