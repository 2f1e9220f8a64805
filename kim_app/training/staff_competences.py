"""What a staff member can do by the certificates that they hold. Derived anew, never written by hand. May
import frappe."""

from __future__ import annotations

import frappe
from frappe.utils import getdate, today

from kim_app.frameworks import texts
from kim_app.training import workflow


def refresh(user: str | None):
	"""Writes to every KIM Staff Member record of `user` the competences that their current certificates give:
	of each the highest level, and of equal ones what holds longest."""
	if not user:
		return
	best: dict[str, dict] = {}
	for certificate in current_certificates(user):
		course = frappe.get_cached_doc("KIM Training Course", certificate.course)
		for row in course.competences:
			level = texts.level(texts.framework_of(row.competence), row.level)
			gained = {
				"competence": row.competence,
				"competence_title": row.competence_title,
				"level": row.level,
				"certificate": certificate.name,
				"valid_until": certificate.valid_until,
				"rank": (level["position"] if level else -1, str(certificate.valid_until or "9999")),
			}
			if row.competence not in best or gained["rank"] > best[row.competence]["rank"]:
				best[row.competence] = gained
	rows = [{key: value for key, value in row.items() if key != "rank"} for row in best.values()]
	for name in frappe.get_all("KIM Staff Member", filters={"user": user}, pluck="name"):
		member = frappe.get_doc("KIM Staff Member", name)
		if _of(member.competences) == _of(rows):
			continue
		member.set("competences", rows)
		member.flags.competences_by_kim = True
		member.save(ignore_permissions=True)


def current_certificates(user: str) -> list:
	"""The certificates of `user` that hold today: `name`, `course`, `course_code`, `valid_until`."""
	return [
		row
		for row in frappe.get_all(
			"KIM Certificate",
			filters={"user": user, "status": workflow.CURRENT},
			fields=["name", "course", "course_code", "valid_until"],
			order_by="issued_on",
		)
		if not row.valid_until or getdate(row.valid_until) >= getdate(today())
	]


def _of(rows) -> list[tuple]:
	return [
		(row.get("competence"), row.get("level"), row.get("certificate"), str(row.get("valid_until") or ""))
		for row in rows
	]
