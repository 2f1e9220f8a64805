"""What fields, kinds and readings are called in the form, in the reader's language. Imports frappe and `kinds`."""

import frappe
from frappe import _

from .kinds import KINDS
from .vocabulary import LEVEL_LANGUAGES, option_names


def fields_of(kind: str) -> list[dict]:
	"""Return {key, title, required, options of a closed list} of each field of a kind that a column can be."""
	own = _own_titles()
	meta = frappe.get_meta(KINDS[kind].doctype)
	listed = []
	for field in KINDS[kind].fields:
		if not field.column:
			continue
		title = own.get((kind, field.name)) or own.get(field.name) or _(meta.get_label(field.name))
		listed.append({"key": field.name, "title": title, "required": int(field.required)})
		if field.type == "option":
			listed[-1]["options"] = [
				{"value": option, "label": _(option)} for option in option_names(field.options)
			]
		if field.name == "language_level":
			listed += [
				{"key": f"language_level:{code}", "title": _("{0} in {1}").format(title, name), "required": 0}
				for code, name in _languages()
			]
	return listed


def _languages() -> list[tuple[str, str]]:
	names = dict(
		frappe.get_all(
			"KIM Language",
			filters={"name": ["in", LEVEL_LANGUAGES]},
			fields=["name", "language_name"],
			as_list=True,
		)
	)
	return [(code, _(names.get(code, code))) for code in LEVEL_LANGUAGES]


def _own_titles() -> dict:
	"""Titles of what no form has a field for, by field, or by kind and field."""
	return {
		"legacy_key": _("Register number"),
		"mother_tongue": _("Mother tongue"),
		"language_level": _("CEFR level"),
		"competence": _("Competence"),
		"outcome": _("Outcome"),
		"email": _("E-mail"),
		"role": _("Position"),
		"given_name": _("Given name"),
		"family_name": _("Family name"),
		"phone": _("Phone"),
		("staff", "full_name"): _("Given and family name"),
		"goal": _("Goal"),
		"action": _("Action"),
		"responsible": _("Who is responsible"),
		("plan", "area"): _("Area of life"),
		("plan", "due"): _("Due"),
		("plan", "status"): _("Status of the goal"),
		("plan", "progress"): _("Progress"),
		"session": _("Session or course"),
		"course": _("Training course"),
		("attendance", "email"): _("Colleague"),
		("attendance", "date"): _("Day"),
		"present": _("Was there"),
		("attendance", "hours"): _("Hours"),
		"place": _("Room or address"),
	}


def readings() -> dict[str, str]:
	"""Return how an ambiguous column can be read, as a person says it."""
	return {
		"day-first": _("03/04/2013 is 3 April"),
		"month-first": _("03/04/2013 is 4 March"),
		"m-is-male": _("M is a man"),
		"m-is-female": _("M is a woman"),
		"ratio": _("0.5 is 50 per cent"),
		"percent": _("50 is 50 per cent"),
	}


def actions() -> dict[str, str]:
	"""Return what becomes of a row, as a person says it."""
	return {
		"new": _("New"),
		"update": _("Changed"),
		"unchanged": _("Already there"),
		"refused": _("Refused"),
	}
