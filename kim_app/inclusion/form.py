"""What the form of a plan shows beside its fields: names, texts in the user's language, who has to do what
next. May import frappe."""

from __future__ import annotations

import frappe
from frappe.model.document import Document

from kim_app import roles
from kim_app.arguments import checked
from kim_app.frameworks import texts
from kim_app.inclusion import languages, plan, workflow


def context(document: Document) -> dict:
	"""For the form of a plan, whose reader was asked for permission:

	`people` {user: full name}, `competences` (see `competences_of`), `second_language` and its name,
	`planning` whether what is planned may be written now and `carrying_out` whether progress may,
	`participant_has_login`, `colleagues` who can do something at the centre, `review_days`.
	"""
	writes = roles.CASE_WORKER in frappe.get_roles()
	state = document.workflow_state or workflow.DRAFT
	language = languages.second(document)
	return {
		"people": people(document),
		"competences": competences_of({goal.competence for goal in document.goals if goal.competence}),
		"second_language": language,
		"second_language_name": languages.name(language),
		"planning": writes and state in workflow.PLANNING,
		"carrying_out": writes and state in workflow.OPEN_STATES,
		"participant_has_login": bool(
			document.participant and frappe.db.get_value("KIM Participant", document.participant, "user")
		),
		"review_days": frappe.db.get_single_value("KIM Settings", "review_days") or 90,
	}


@frappe.whitelist()
@checked
def begin(participant: str) -> dict:
	"""For the form of a new plan, when its participant is chosen: `fields` to fill in, and `context` as for a
	stored one.

	Raises frappe.PermissionError.
	"""
	person = frappe.get_doc("KIM Participant", participant)
	person.check_permission("read")
	document = frappe.new_doc(plan.DOCTYPE)
	fields = {
		"participant_name": person.full_name,
		"centre": person.centre,
		"organisation": person.organisation,
	}
	document.update({"participant": participant, **fields})
	return {"fields": fields, "context": context(document)}


def people(document: Document) -> dict[str, str]:
	"""The full names of everybody whom the plan names."""
	users = {step.user for step in document.steps} | {action.staff for action in document.actions}
	users |= {document.case_worker, document.approver, document.signed_by, frappe.session.user}
	users |= {review.recorded_by for review in document.reviews}
	return dict(
		frappe.get_all(
			"User",
			filters={"name": ["in", list(filter(None, users))]},
			fields=["name", "full_name"],
			as_list=True,
		)
	)


def competences_of(names: set[str]) -> dict[str, dict]:
	"""{name: {`title`, `scale`}} of competences, in the user's language; those that are gone are left out."""
	return {
		name: {"title": texts.title(name), "scale": plan.scale_of(name)}
		for name in names
		if frappe.db.exists("KIM Competence", name)
	}


@frappe.whitelist()
@checked
def competence(name: str, participant: str | None = None) -> dict:
	"""For the dialog of a goal, when a competence is chosen: its `title` and `scale`, the `area` it probably
	belongs to, and the `standing` of the participant (the code of the validated level, or None).

	Raises frappe.PermissionError.
	"""
	from kim_app.inclusion import build

	frappe.get_doc("KIM Competence", name).check_permission("read")
	standing = None
	if participant:
		frappe.get_doc("KIM Participant", participant).check_permission("read")
		standing = plan.standings(participant, [name]).get(name)
	return {
		**competences_of({name})[name],
		"area": build.area_of(name),
		"standing": standing.level if standing else None,
	}


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def colleagues(doctype, txt, searchfield, start, page_len, filters):
	"""For link fields: who works at the centre of `filters` now, found by name or address.

	Raises frappe.PermissionError.
	"""
	centre = (filters or {}).get("centre")
	frappe.get_doc("KIM Centre", centre).check_permission("read")
	member, user, has_role = (frappe.qb.DocType(name) for name in ("KIM Staff Member", "User", "Has Role"))
	query = (
		frappe.qb.from_(member)
		.join(user)
		.on(user.name == member.user)
		.where((member.centre == centre) & (member.disabled == 0) & (user.enabled == 1))
		.where(user.full_name.like(f"%{txt}%") | user.name.like(f"%{txt}%"))
		.select(user.name, user.full_name)
		.orderby(user.full_name)
		.offset(start)
		.limit(page_len)
	)
	if role := (filters or {}).get("role"):
		query = query.join(has_role).on(
			(has_role.parent == user.name) & (has_role.parenttype == "User") & (has_role.role == role)
		)
	return query.run()
