"""A course's texts as a person reads them: in their language where the course has it, in the one it was written in
otherwise. One way to them for forms, notices, calendar files and certificates. May import frappe.

`language` is an ISO 639 code; left out, it is the one that is being spoken. Courses are read by everybody on the
staff, so no permission is asked for.
"""

from __future__ import annotations

import frappe

from kim_app.frameworks.texts import users_language

OF_COURSE = ("title", "objectives", "description")
OF_MODULE = ("title", "objectives", "methods", "materials")


def title(course: str | None, otherwise: str | None = None, language: str | None = None) -> str:
	"""The title of a course (its name). `otherwise` takes the place of the title it was written with, such as the one
	that a certificate was issued with."""
	if not course:
		return otherwise or ""
	document = frappe.get_cached_doc("KIM Training Course", course)
	row = _translation(document, None, language)
	return (row and row.title) or otherwise or document.title


def course(name: str, language: str | None = None) -> dict:
	"""All that is taught: `title`, `objectives`, `description`, and `modules` as `modules` gives them."""
	document = frappe.get_cached_doc("KIM Training Course", name)
	row = _translation(document, None, language)
	texts = {field: (row and row.get(field)) or document.get(field) or "" for field in OF_COURSE}
	return {**texts, "modules": modules(name, language)}


def modules(course: str | None, language: str | None = None) -> list[dict]:
	"""The modules of a course (its name) in their order: `code`, `hours`, `title`, `objectives`, `methods`,
	`materials`."""
	if not course:
		return []
	document = frappe.get_cached_doc("KIM Training Course", course)
	found = []
	for module in document.modules:
		row = _translation(document, module.module_code, language)
		texts = {field: (row and row.get(field)) or module.get(field) or "" for field in OF_MODULE}
		found.append({"code": module.module_code, "hours": module.hours, **texts})
	return found


def module_titles(course: str | None, language: str | None = None) -> dict[str, str]:
	"""{code: title} of the modules of a course (its name), in their order."""
	return {module["code"]: module["title"] for module in modules(course, language)}


def in_another_language(name: str) -> dict | None:
	"""The course as `course` gives it, when the user's language has a translation of it; None otherwise."""
	document = frappe.get_cached_doc("KIM Training Course", name)
	return course(name) if _translation(document, None, None) else None


def _translation(document, module: str | None, language: str | None):
	language = language or users_language()
	return next(
		(
			row
			for row in document.get("translations") or ()
			if row.language == language and (row.module_code or None) == module
		),
		None,
	)
