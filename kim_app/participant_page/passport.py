"""The participant's competence passport on their page: what is validated and holds today. May import frappe."""

from __future__ import annotations

import frappe
from frappe.utils import getdate, today

from kim_app.frameworks import texts
from kim_app.profile.overview import notice_days


def validated(participant: str) -> list[dict]:
	"""The competences of `participant` (a name) that are validated today, in the language of the page: `title`,
	`framework`, `level` and `scale` (see `frameworks.texts.scale`), `validated_on`, `until` and `ends_soon`.

	Read with the user's own rights; the titles in the order of their frameworks.
	"""
	rows = frappe.get_list(
		"KIM Profile Competence",
		filters={"participant": participant, "validated_level": ["is", "set"]},
		fields=["competence", "framework", "validated_level", "validated_on", "valid_until"],
		order_by="framework asc, competence asc",
		limit=0,
	)
	day, notice = getdate(today()), notice_days()
	return [_told(row, day, notice) for row in rows if not row.valid_until or getdate(row.valid_until) >= day]


def _told(row, day, notice: int) -> dict:
	until = row.valid_until and getdate(row.valid_until)
	return {
		"title": texts.title(row.competence),
		"framework": texts.framework_title(row.framework),
		"level": texts.level(row.framework, row.validated_level),
		"scale": texts.scale(row.framework),
		"validated_on": row.validated_on,
		"until": until,
		"ends_soon": bool(until and (until - day).days <= notice),
	}
