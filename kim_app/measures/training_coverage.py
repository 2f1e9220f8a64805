"""Who holds, lacks or soon loses a certificate that their role requires, and how many hours were taught. May import
frappe.

Told are only colleagues of whose certificates the person who asks sees all: otherwise one held would look like
one that is lacking. Any version of a course counts, as versions share a code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce, Count, Sum
from frappe.utils import add_days, getdate, to_timedelta, today
from pypika import Case

from kim_app import permissions, roles
from kim_app.measures import rows
from kim_app.training import requirement, workflow

STAFF, CERTIFICATE, SESSION = "KIM Staff Member", "KIM Certificate", "KIM Training Session"
ATTENDEE = "KIM Session Attendee"
HOLDS, ENDS_SOON, EXPIRED, REVOKED, LACKS = "holds", "ends soon", "expired", "revoked", "lacks"
STATES = (HOLDS, ENDS_SOON, EXPIRED, REVOKED, LACKS)


@dataclass(frozen=True)
class Holding:
	"""One colleague and one course that one of their roles requires: how it stands, and the certificate if there is one."""

	user: str
	full_name: str
	centre: str
	role: str
	course_code: str
	course: str
	state: str
	certificate: str | None = None
	valid_until: date | None = None


def holdings(filters: Mapping) -> list[Holding]:
	"""Every required certificate of every colleague; of several that one has of a course the best counts."""
	members = _members(filters)
	users = {row.user for row in members}
	held, user_roles = _certificates(users), _roles(users)
	required: dict[tuple, dict[str, str]] = {}
	found = []
	for member in members:
		for role in sorted(user_roles[member.user]):
			key = (role, member.organisation)
			if key not in required:
				required[key] = requirement.required_courses(role, frozenset((member.organisation,)))
			for code, title in sorted(required[key].items()):
				state, certificate = held.get((member.user, code), (LACKS, None))
				found.append(
					Holding(
						member.user,
						member.full_name or member.user,
						member.centre,
						role,
						code,
						title,
						state,
						certificate and certificate.name,
						certificate and certificate.valid_until and getdate(certificate.valid_until),
					)
				)
	return [row for row in found if not filters.get("state") or row.state == filters["state"]]


def _members(filters: Mapping) -> list[frappe._dict]:
	table, query = rows.of(STAFF)
	query = rows.placed(query, table, filters).where(table.disabled == 0)
	scope = permissions.scope_of()
	if not scope.everything:
		own = table.user == scope.user
		if scope.whole_organisations:
			own |= table.organisation.isin(sorted(scope.whole_organisations))
		if roles.SUPERVISOR in scope.roles and scope.centres:
			own |= table.centre.isin(sorted(scope.centres))
		query = query.where(own)
	query = query.select(table.user, table.full_name, table.centre, table.organisation)
	return query.orderby(table.full_name).orderby(table.centre).run(as_dict=True)


def _roles(users) -> dict[str, set[str]]:
	found = defaultdict(set)
	for row in frappe.get_all(
		"Has Role",
		filters={"parenttype": "User", "parent": ["in", list(users) or [""]], "role": ["in", roles.STAFF]},
		fields=["parent", "role"],
	):
		found[row.parent].add(row.role)
	return found


def _certificates(users) -> dict[tuple[str, str], tuple[str, frappe._dict]]:
	"""{(user, course code): (state, certificate)}, of several the best."""
	soon = getdate(add_days(today(), frappe.db.get_single_value("KIM Settings", "expiry_notice_days") or 0))
	best = {}
	for row in frappe.get_all(
		CERTIFICATE,
		filters={"user": ["in", list(users) or [""]]},
		fields=["name", "user", "course_code", "status", "valid_until"],
	):
		state = state_of(row.status, row.valid_until and getdate(row.valid_until), getdate(today()), soon)
		rank = (-STATES.index(state), row.valid_until is None, str(row.valid_until or ""))
		key = (row.user, row.course_code)
		if key not in best or rank > best[key][0]:
			best[key] = (rank, state, row)
	return {key: (state, row) for key, (_rank, state, row) in best.items()}


def state_of(status: str, valid_until: date | None, day: date, soon: date) -> str:
	"""How a certificate stands on `day`; from `soon` on it is one that does not end soon."""
	if status == workflow.REVOKED:
		return REVOKED
	if status == workflow.EXPIRED or (valid_until and valid_until < day):
		return EXPIRED
	return ENDS_SOON if valid_until and valid_until <= soon else HOLDS


@dataclass
class Taught:
	"""A course at a centre: `sessions` held (and their `names`), `hours` taught in them, `places` taken, `hours_attended` by all together."""

	course: str
	centre: str
	sessions: int = 0
	hours: float = 0.0
	places: int = 0
	hours_attended: float = 0.0
	names: list[str] = field(default_factory=list)


def taught(filters: Mapping) -> list[Taught]:
	"""What was taught in sessions that ended within the filters' days and were held."""
	days = DocType("KIM Session Day")
	table, query = rows.of(SESSION)
	query = rows.placed(query, table, filters)
	query = rows.within(query, table.ends, filters)
	query = query.where(table.status.isin([workflow.HELD, workflow.CLOSED]))
	query = query.left_join(days).on((days.parent == table.name) & (days.parenttype == SESSION))
	query = query.select(
		table.name, table.course_title, table.centre, days.name.as_("day"), days.from_time, days.to_time
	)
	found: dict[tuple[str, str], Taught] = {}
	of_session, length, counted = {}, {}, set()
	for row in query.run(as_dict=True):
		line = found.setdefault((row.course_title, row.centre), Taught(row.course_title or "", row.centre))
		of_session[row.name] = line
		if row.name not in counted:
			counted.add(row.name)
			line.sessions += 1
			line.names.append(row.name)
		if row.day:
			length[row.day] = hours_between(row.from_time, row.to_time)
			line.hours += length[row.day]
	for session, day, present, attendees in _marks(list(of_session)):
		if day is None:
			of_session[session].places += attendees
		else:
			of_session[session].hours_attended += length.get(day, 0) * present
	return sorted(found.values(), key=lambda line: (line.course, line.centre))


def _marks(sessions: list[str]):
	"""(session, None, 0, places taken) and (session, day, how many were there, how many marks), of the attendees
	that the person who asks may see."""
	if not sessions or not rows.readable(ATTENDEE):
		return []
	mark = DocType("KIM Session Attendance")
	table, query = rows.of(ATTENDEE)
	query = query.where(table.session.isin(sessions) & (table.status == workflow.ENROLLED))
	places = query.groupby(table.session).select(table.session, Count("*")).run()
	query = query.join(mark).on((mark.parent == table.name) & (mark.parenttype == ATTENDEE))
	present = Sum(Case().when(Coalesce(mark.present, 0) == 1, 1).else_(0))
	marks = query.groupby(table.session, mark.day).select(table.session, mark.day, present, Count("*")).run()
	return [*((session, None, 0, number) for session, number in places), *marks]


def hours_between(begins, ends) -> float:
	"""Hours between two times of day, however the database hands them over."""
	if begins is None or ends is None:
		return 0.0
	return max(0.0, (to_timedelta(str(ends)) - to_timedelta(str(begins))).total_seconds() / 3600)
