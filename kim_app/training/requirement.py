"""Whether somebody has the certificates that their role requires. May import frappe."""

from __future__ import annotations

import frappe

from kim_app.training import staff_competences, workflow

OFF, WARN, ENFORCE = "Off", "Warn", "Enforce"


def assessor_setting() -> str:
	"""What happens to an assessor without a valid certificate: OFF, WARN or ENFORCE."""
	return frappe.db.get_single_value("KIM Settings", "assessor_certificate") or OFF


def missing_courses(user: str, role: str) -> list[str]:
	"""The titles of the published courses required for `role` of which `user` has no valid certificate.

	Courses of the user's own organisations count and those shipped with KIM. A certificate of any version
	of a course counts: they share a code.
	"""
	required = required_courses(role, organisations_of(user))
	held = {row.course_code for row in staff_competences.current_certificates(user)}
	return [title for code, title in sorted(required.items()) if code not in held]


def required_courses(role: str, organisations: frozenset[str]) -> dict[str, str]:
	"""{code: title} of the published courses that `role` requires in these organisations."""
	names = frappe.get_all(
		"KIM Course Role",
		filters={"role": role, "parenttype": "KIM Training Course"},
		pluck="parent",
	)
	courses = frappe.get_all(
		"KIM Training Course",
		filters={"name": ["in", names or [""]], "status": workflow.PUBLISHED},
		fields=["course_code", "title", "organisation"],
		order_by="published_on, name",
	)
	return {
		row.course_code: row.title
		for row in courses
		if not row.organisation or row.organisation in organisations
	}


def organisations_of(user: str) -> frozenset[str]:
	return frozenset(
		frappe.get_all("KIM Staff Member", filters={"user": user, "disabled": 0}, pluck="organisation")
	)
