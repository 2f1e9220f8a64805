"""What the page of a self assessment calls, on the website and in the Desk. May import frappe.

The participant does it for themself, a case worker for a participant of their own centre. Nobody else writes.
"""

from __future__ import annotations

import frappe
from frappe import _

from kim_app.arguments import checked
from kim_app.frameworks import texts
from kim_app.frameworks.exchange.model import PARTICIPANTS
from kim_app.self_assessment import sheet as sheets

# The answer "I don't know yet".
UNKNOWN = "?"


@frappe.whitelist()
def frameworks() -> list[dict]:
	"""The published frameworks that participants rate themselves by: `name`, `title`, `is_default`, `languages` (see `sheet.languages_of`)."""
	frappe.new_doc("KIM Self Assessment").check_permission("create")
	default = frappe.db.get_single_value("KIM Settings", "default_framework")
	published = frappe.get_list(
		"KIM Competence Framework",
		filters={"status": "Published", "meant_for": PARTICIPANTS},
		pluck="name",
		limit=0,
	)
	found = [
		{
			"name": name,
			"title": texts.framework_title(name),
			"is_default": name == default,
			"languages": sheets.languages_of(name),
		}
		for name in published
	]
	return sorted(found, key=lambda framework: (not framework["is_default"], framework["title"]))


@frappe.whitelist(methods=["POST"])
@checked
def open_sheet(
	participant: str | None = None, framework: str | None = None, second_language: str | None = None
) -> dict:
	"""The participant's open sheet for `framework`, started when there is none; see `sheet.as_sheet`.

	Left out, the participant is the one whose login this is and the framework that of KIM Settings.
	Raises frappe.PermissionError or frappe.ValidationError.
	"""
	new = frappe.new_doc("KIM Self Assessment")
	new.check_permission("create")
	participant = participant or own_participant()
	framework = framework or frappe.db.get_single_value("KIM Settings", "default_framework")
	drafts = frappe.get_list(
		"KIM Self Assessment",
		filters={"participant": participant, "framework": framework, "status": "Draft"},
		pluck="name",
	)
	if drafts:
		assessment = frappe.get_doc("KIM Self Assessment", drafts[0])
		if second_language and second_language != assessment.second_language:
			assessment.second_language = second_language
			assessment.save()
	else:
		new.update({"participant": participant, "framework": framework, "second_language": second_language})
		assessment = new.insert()
	return sheets.as_sheet(assessment)


@frappe.whitelist()
@checked
def read_sheet(sheet: str) -> dict:
	"""The sheet of this name, finished ones too; see `sheet.as_sheet`."""
	return sheets.as_sheet(_readable(sheet))


@frappe.whitelist(methods=["POST"])
@checked
def answer(sheet: str, competence: str, level: str | None = None, note: str | None = None) -> dict:
	"""Stores one answer: a level's code, `?` for "I don't know yet", nothing to take the answer back.

	`note` is stored when given. Returns `answered`, `total`, `saved_on`. Raises frappe.ValidationError.
	"""
	assessment = _readable(sheet, for_update=True)
	assessment.check_permission("write")
	assessment.take_answer(competence, None if level == UNKNOWN else level, level == UNKNOWN, note)
	return {**sheets.progress(assessment), "saved_on": assessment.modified}


@frappe.whitelist(methods=["POST"])
@checked
def choose_language(sheet: str, second_language: str | None = None) -> dict:
	"""Shows another language beside the first, or none; returns the sheet."""
	assessment = _readable(sheet)
	assessment.second_language = second_language or None
	assessment.save()
	return sheets.as_sheet(assessment)


@frappe.whitelist(methods=["POST"])
@checked
def finish(sheet: str) -> dict:
	"""Closes the sheet for good; returns it. Raises frappe.ValidationError when nothing was answered."""
	assessment = _readable(sheet, for_update=True)
	assessment.check_permission("write")
	assessment.finish()
	return sheets.as_sheet(assessment)


@frappe.whitelist(methods=["POST"])
@checked
def withdraw(sheet: str):
	"""Deletes a draft."""
	frappe.delete_doc("KIM Self Assessment", _readable(sheet).name)


def own_participant() -> str:
	"""The participant whose login this is. Raises frappe.PermissionError when there is none."""
	own = frappe.get_list("KIM Participant", filters={"user": frappe.session.user}, limit=1, pluck="name")
	if not own:
		frappe.throw(
			_("No participant is linked to this login. Choose a participant."), frappe.PermissionError
		)
	return own[0]


def _readable(name: str, for_update: bool = False):
	assessment = frappe.get_doc("KIM Self Assessment", name, for_update=for_update)
	assessment.check_permission("read")
	return assessment
