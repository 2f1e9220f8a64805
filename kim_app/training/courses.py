"""Courses: who owns them, what of them stays once they are used, and how they are published, retired and
made anew. May import frappe."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import today

from kim_app import permissions, roles
from kim_app.breach import Breach
from kim_app.comparison import comparable
from kim_app.training import messages, rules, texts, views, workflow

DOCTYPE = "KIM Training Course"
# What people signed up for, and what their certificates say: it stays once a session is planned.
SETTLED = ("modules", "competences", "attendance_threshold", "assessment_required", "valid_months")
# What can be put better at any time before it is retired.
TEXTS = ("title", "objectives", "description", "translations")
WRITTEN_BY_KIM = ("status", "based_on", "published_on")


def ownership(course: Document) -> list[Breach]:
	"""A course that somebody writes belongs to an organisation that they work for; the only one when they
	work for one."""
	scope = permissions.scope_of()
	if course.is_new() and not course.organisation and len(scope.own_organisations) == 1:
		course.organisation = next(iter(scope.own_organisations))
	if scope.everything or course.organisation in scope.own_organisations:
		return []
	return [Breach("owner-missing")]


def changes(course: Document, before: Document) -> list[Breach]:
	"""Whether `course` may be stored over `before`."""
	changed = {
		field
		for field in (*SETTLED, *WRITTEN_BY_KIM, *TEXTS, "required_for")
		if comparable(course, field) != comparable(before, field)
	}
	breaches = []
	if not course.flags.step_taken:
		breaches += [
			Breach("written-by-kim", {"field": field}) for field in WRITTEN_BY_KIM if field in changed
		]
	if before.status == workflow.RETIRED and changed - set(WRITTEN_BY_KIM):
		return [*breaches, Breach("course-retired")]
	settled = [field for field in SETTLED if field in changed]
	session = settled and used_by(course.name)
	if session:
		breaches += [Breach("course-in-use", {"session": session, "field": field}) for field in settled]
	if before.status == workflow.PUBLISHED:
		breaches += rules.publishing(views.course(course))
		scope = permissions.scope_of()
		if "required_for" in changed and not (scope.everything or roles.COORDINATOR in scope.roles):
			breaches.append(Breach("roles-by-coordinator"))
	return breaches


def used_by(course: str) -> str | None:
	"""The name of a session or certificate of the course, None when there is none."""
	return frappe.db.get_value("KIM Training Session", {"course": course}) or frappe.db.get_value(
		"KIM Certificate", {"course": course}
	)


def deletion(course: Document) -> list[Breach]:
	"""Only a draft that nobody used is deleted."""
	if session := used_by(course.name):
		return [Breach("course-used-by", {"course": course.name, "session": session})]
	if course.status != workflow.DRAFT:
		return [Breach("course-published-kept", {"course": course.name})]
	return []


def context(course: Document) -> dict:
	"""For the form: which steps the user can take, and whether they can make an own version."""
	user_roles = frappe.get_roles()
	may_write = frappe.has_permission(DOCTYPE, "write", doc=course)
	return {
		"steps": [
			row.action
			for row in workflow.COURSE_TRANSITIONS
			if row.source == course.status and may_write and set(row.roles) & set(user_roles)
		],
		"may_write": bool(may_write),
		"may_copy": bool(frappe.has_permission(DOCTYPE, "create")),
		"in_use": bool(used_by(course.name)),
		"in_your_language": None if course.is_new() else texts.in_another_language(course.name),
	}


@frappe.whitelist(methods=["POST"])
def take_step(course: str, action: str) -> str:
	"""Publishes or retires a course (its name); returns the state it is in then.

	Raises frappe.PermissionError for who may not change it, frappe.ValidationError when a rule forbids it.
	"""
	document = frappe.get_doc(DOCTYPE, course)
	document.check_permission("write")
	row, breaches = rules.step(workflow.COURSE_TRANSITIONS, document.status, action, frappe.get_roles(), None)
	if row and row.target == workflow.PUBLISHED:
		breaches += rules.publishing(views.course(document))
	messages.refuse(breaches, _("This step is not possible yet"))
	document.status = row.target
	if row.target == workflow.PUBLISHED:
		document.published_on = today()
	document.flags.step_taken = True
	document.save()
	return document.status


@frappe.whitelist(methods=["POST"])
def new_version(course: str, version: str, organisation: str | None = None) -> str:
	"""A draft with all that `course` (a name) says, owned by `organisation` (the user's own when left out);
	returns its name.

	It keeps the code, so that certificates of either version count for the same requirement. Raises
	frappe.PermissionError, or frappe.ValidationError when there is such a version already.
	"""
	frappe.new_doc(DOCTYPE).check_permission("create")
	source = frappe.get_doc(DOCTYPE, course)
	source.check_permission("read")
	version = (version or "").strip()
	name = f"{source.course_code}-{version}"
	if not version or frappe.db.exists(DOCTYPE, name):
		frappe.throw(
			_("There is a version {0} of this course already. Choose another.").format(version or "-"),
			frappe.DuplicateEntryError,
		)
	copy = frappe.copy_doc(source)
	copy.update({"version": version, "organisation": organisation or None})
	copy.flags.based_on = source.name
	return copy.insert().name
