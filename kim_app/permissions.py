"""Who sees which rows: the one place that lists, links, reports, files and the API all obey.

Roles (in the DocTypes) say what a person may do; this module says with whose records. A staff
member acts for the centres where a KIM Staff Member record places them; a coordinator and a KIM
administrator for the whole organisation of those centres; a participant for themself. Frappe asks
here through the hooks `permission_query_conditions` (lists, links, counts, exports, reports made
with `frappe.get_list`) and `has_permission` (one document, its files, its print), and `check_row`
runs at every save, so that nothing can be written into a place where its writer could not read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import frappe
from frappe import _

from kim_app import roles
from kim_app.frameworks import access as frameworks_access
from kim_app.green_paper import access as green_paper_access
from kim_app.training import access as training_access

# DocType -> the fields that place its rows: (centre, organisation, participant).
PLACES = {
	"KIM Organisation": (None, "name", None),
	"KIM Centre": ("name", "organisation", None),
	"KIM Staff Member": ("centre", "organisation", None),
	"KIM Participant": ("centre", "organisation", "name"),
	"KIM Evidence": ("centre", "organisation", "participant"),
	"KIM Validation": ("centre", "organisation", "participant"),
	"KIM Self Assessment": ("centre", "organisation", "participant"),
	"KIM Profile Competence": ("centre", "organisation", "participant"),
	"KIM Inclusion Plan": ("centre", "organisation", "participant"),
	"KIM Plan Version": ("centre", "organisation", "participant"),
	"KIM Printout": ("centre", "organisation", "participant"),
	"KIM Transfer": ("centre", "organisation", "participant"),
	"KIM Correction Request": ("centre", "organisation", "participant"),
	"KIM Legacy Import": ("centre", "organisation", None),
	"KIM Import Issue": ("centre", "organisation", None),
	"KIM Import Preview": ("centre", "organisation", None),
	"KIM Import Template": ("centre", "organisation", None),
	"KIM Training Session": ("centre", "organisation", None),
	"KIM Session Attendee": ("centre", "organisation", None),
	"KIM Session Feedback": ("centre", "organisation", None),
	"KIM Certificate": ("centre", "organisation", None),
	"KIM Data Set Export": ("centre", "organisation", None),
	"KIM Recommendation": (None, "organisation", None),
	"KIM Endorsement": (None, "organisation", None),
}
# Rows that more or fewer people see than those who work at their centre: DocType -> (whether a scope holds a
# row, the conditions that leave those it holds).
SEEN_OTHERWISE = {**training_access.RULES, **frameworks_access.RULES, **green_paper_access.RULES}
# The forms that hold what is known of one participant.
PERSONAL = tuple(doctype for doctype, (_centre, _organisation, participant) in PLACES.items() if participant)
# DocType -> further fields that place its rows for reading: (centre, organisation). A transfer is shown to
# the centre that shall take the case over.
SHOWN_TO = {"KIM Transfer": ("shown_to_centre", "shown_to_organisation")}
# Child table -> the DocType whose rows hold it. Frappe checks only the parent's role for these.
PARENTS = {
	"KIM Participant Language": "KIM Participant",
	"KIM Evidence Competence": "KIM Evidence",
	"KIM Evidence File": "KIM Evidence",
	"KIM Self Rating": "KIM Self Assessment",
	"KIM Validation Evidence": "KIM Validation",
	"KIM Criterion Rating": "KIM Validation",
	"KIM Validation Step": "KIM Validation",
	"KIM Plan Goal": "KIM Inclusion Plan",
	"KIM Plan Action": "KIM Inclusion Plan",
	"KIM Plan Review": "KIM Inclusion Plan",
	"KIM Plan Step": "KIM Inclusion Plan",
	"KIM Legacy Import Sheet": "KIM Legacy Import",
	"KIM Import Template Sheet": "KIM Import Template",
	"KIM Import Template Column": "KIM Import Template",
	"KIM Import Template Value": "KIM Import Template",
	"KIM Session Day": "KIM Training Session",
	"KIM Session Attendance": "KIM Session Attendee",
	"KIM Staff Competence": "KIM Staff Member",
	"KIM Recommendation Country": "KIM Recommendation",
	"KIM Recommendation Evidence": "KIM Recommendation",
}
# What only its owner sees -> its child table.
OWN = {"KIM Bulk Decision": "KIM Bulk Decision Result"}
PARENT_OF = {**PARENTS, **frameworks_access.TABLES, **{table: parent for parent, table in OWN.items()}}
# Set up by the site's System Manager, before any centre exists.
SET_UP = ("KIM Organisation", "KIM Centre", "KIM Staff Member", *frameworks_access.RULES)
# Every form that some read and some do not.
GUARDED = (*PLACES, *frameworks_access.RULES)


# The roles that reach over the whole organisation of their holder's centres.
OVERSEEING = (roles.COORDINATOR, roles.ADMINISTRATOR)
READING = ("read", "select", "report", "export", "print", "email")


@dataclass(frozen=True)
class Scope:
	"""What one user may see. `everything` is the site's own Administrator."""

	user: str = ""
	roles: frozenset[str] = frozenset()
	everything: bool = False
	sets_up: bool = False
	centres: frozenset[str] = frozenset()
	whole_organisations: frozenset[str] = frozenset()
	own_organisations: frozenset[str] = frozenset()
	participants: frozenset[str] = frozenset()


def scope_of(user: str | None = None) -> Scope:
	"""The scope of `user` (the session's user when not given)."""
	user = user or frappe.session.user
	remembered = frappe.flags.kim_scopes
	if remembered is None:
		return _scope_of(user)
	if user not in remembered:
		remembered[user] = _scope_of(user)
	return remembered[user]


@contextmanager
def remembering_scopes() -> Iterator[None]:
	"""Inside, what a user may see is looked up once. For work of a few seconds that asks it of hundreds of
	records: who loses a place meanwhile, loses it when the work is done."""
	before, frappe.flags.kim_scopes = frappe.flags.kim_scopes, {}
	try:
		yield
	finally:
		frappe.flags.kim_scopes = before


def _scope_of(user: str) -> Scope:
	if user == "Administrator":
		return Scope(user=user, everything=True)
	user_roles = set(frappe.get_roles(user))
	places = []
	if user_roles & set(roles.STAFF):
		places = frappe.get_all(
			"KIM Staff Member", filters={"user": user, "disabled": 0}, fields=["centre", "organisation"]
		)
	organisations = frozenset(place.organisation for place in places if place.organisation)
	oversees = user_roles & set(OVERSEEING)
	participants = []
	if roles.PARTICIPANT in user_roles:
		participants = frappe.get_all("KIM Participant", filters={"user": user}, pluck="name")
	return Scope(
		user=user,
		roles=frozenset(user_roles),
		sets_up="System Manager" in user_roles,
		centres=frozenset(place.centre for place in places),
		whole_organisations=organisations if oversees else frozenset(),
		own_organisations=organisations,
		participants=frozenset(participants),
	)


def coordinates(organisation: str) -> bool:
	"""Whether the session's user is a coordinator of `organisation` (a name), or the site's own Administrator."""
	scope = scope_of()
	return scope.everything or (
		roles.COORDINATOR in scope.roles and organisation in scope.whole_organisations
	)


def to_write(scope: Scope, doctype: str, ptype: str) -> Scope:
	"""`scope` as far as it reaches for `ptype` on `doctype`: what a role gives, it gives in the places of that role.

	A coordinator's role reaches over the organisation and gives mostly reading; that the same person is a
	supervisor at one centre must not let them write in another one of that organisation.
	"""
	if scope.everything or ptype in READING or doctype in SEEN_OTHERWISE:
		return scope
	giving = {
		row.role for row in frappe.get_meta(doctype).permissions if row.get(ptype) and not row.permlevel
	}
	giving &= scope.roles
	return replace(
		scope,
		centres=scope.centres if giving - {roles.PARTICIPANT} else frozenset(),
		whole_organisations=scope.whole_organisations if giving & set(OVERSEEING) else frozenset(),
		participants=scope.participants if roles.PARTICIPANT in giving else frozenset(),
	)


def covers(scope: Scope, doctype: str, row) -> bool:
	"""Whether `scope` holds `row` (a document or dict) of `doctype`."""
	if scope.everything or (scope.sets_up and doctype in SET_UP):
		return True
	if doctype in SEEN_OTHERWISE:
		return SEEN_OTHERWISE[doctype][0](scope, row)
	centre, organisation, participant = PLACES[doctype]
	if doctype == "KIM Organisation":
		return row.get(organisation) in scope.own_organisations
	places = [(centre, organisation), *filter(None, [SHOWN_TO.get(doctype)])]
	return any(
		row.get(centre) in scope.centres or row.get(organisation) in scope.whole_organisations
		for centre, organisation in places
	) or bool(participant and row.get(participant) in scope.participants)


def demand(doctype: str, ptype: str = "read"):
	"""Raises frappe.PermissionError when no role of the session's user gives `ptype` on `doctype`.

	`frappe.has_permission(..., throw=True)` raises a ValidationError on early Frappe 15, which a browser is told
	as a mistake of its own.
	"""
	if not frappe.has_permission(doctype, ptype):
		frappe.throw(_("You have no permission for {0}.").format(_(doctype)), frappe.PermissionError)


def row_condition(doctype: str, user: str | None = None) -> str:
	"""The SQL condition that leaves the rows of `doctype` which `user` may see; empty for all rows.

	For reports that read tables themselves, too: join it with `and`.
	"""
	if parent := PARENT_OF.get(doctype):
		condition = row_condition(parent, user)
		if not condition:
			return ""
		return (
			f"`tab{doctype}`.`parent` in (select `tab{parent}`.`name` from `tab{parent}` where {condition})"
		)
	if doctype in OWN:
		user = user or frappe.session.user
		return (
			""
			if user == "Administrator"
			else f"`tab{doctype}`.`owner` = {frappe.db.escape(user, percent=False)}"
		)
	scope = scope_of(user)
	if scope.everything or (scope.sets_up and doctype in SET_UP):
		return ""
	if doctype in SEEN_OTHERWISE:
		parts = [f"`tab{doctype}`.{part}" for part in SEEN_OTHERWISE[doctype][1](scope) if part]
		return f"({' or '.join(parts)})" if parts else "1 = 0"
	centre, organisation, participant = PLACES[doctype]
	organisations = scope.own_organisations if doctype == "KIM Organisation" else scope.whole_organisations
	allowed = [(centre, scope.centres), (organisation, organisations), (participant, scope.participants)]
	if doctype in SHOWN_TO:
		allowed += zip(SHOWN_TO[doctype], (scope.centres, organisations), strict=True)
	parts = [
		f"`tab{doctype}`.`{field}` in ({', '.join(frappe.db.escape(name, percent=False) for name in sorted(names))})"
		for field, names in allowed
		if field and names
	]
	return f"({' or '.join(parts)})" if parts else "1 = 0"


def _condition_of(doctype: str):
	def condition(user: str | None = None) -> str:
		return row_condition(doctype, user)

	return condition


# Frappe before 15.10 tells a condition hook the user but not the DocType, so each has its own name:
# condition_of_kim_participant and so on.
QUERY_CONDITIONS = {}
for _doctype in (*GUARDED, *OWN, *PARENT_OF):
	_name = f"condition_of_{frappe.scrub(_doctype)}"
	globals()[_name] = _condition_of(_doctype)
	QUERY_CONDITIONS[_doctype] = f"kim_app.permissions.{_name}"


def has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""Frappe's hook for one document: False takes away what a role would give."""
	scope = to_write(scope_of(user), doc.doctype, ptype or "read")
	if covers(scope, doc.doctype, doc):
		return True
	# A document not yet stored has its place filled in at validation, and check_row looks then.
	return bool(doc.get("__islocal") or doc.is_new()) and not doc.get(PLACES[doc.doctype][0] or "name")


def take_place_of_participant(doc):
	"""Fills in centre, organisation and name from the document's participant.

	Raises frappe.PermissionError for somebody else's participant, before anything of them is told.
	"""
	place = frappe.db.get_value(
		"KIM Participant", doc.participant, ["name", "centre", "organisation", "full_name"], as_dict=True
	)
	if not place:
		return
	if not doc.flags.ignore_permissions and not covers(scope_of(), "KIM Participant", place):
		frappe.throw(
			_("You do not work with participant {0}. Choose one of your own centres.").format(
				doc.participant
			),
			frappe.PermissionError,
		)
	doc.centre, doc.organisation, doc.participant_name = place.centre, place.organisation, place.full_name


def check_row(doc, method: str | None = None):
	"""Document event at every save: nobody writes a record into a place they cannot read, nor takes
	one out of it. What is stored is asked as well as what came in, because Frappe asks for the right
	to write with the values that came in.

	Raises frappe.PermissionError. Not asked when KIM itself writes (`ignore_permissions`).
	"""
	if doc.flags.ignore_permissions:
		return
	ptype = "create" if doc.is_new() else "cancel" if int(doc.docstatus) == 2 else "write"
	scope = to_write(scope_of(), doc.doctype, ptype)
	for row in filter(None, (doc.get_doc_before_save(), doc)):
		if not covers(scope, doc.doctype, row):
			place = row.get(PLACES[doc.doctype][0] or "name") or row.get("participant")
			frappe.throw(
				_(
					"You do not work for {0}, so you cannot save this {1}. Choose one of your own centres."
				).format(frappe.bold(place or _("no centre")), _(doc.doctype)),
				frappe.PermissionError,
			)
