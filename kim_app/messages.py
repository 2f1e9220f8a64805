"""The sentence a person reads when a rule is broken, for the rules of every procedure. May import frappe."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import frappe
from frappe import _

from kim_app.breach import Breach

# The values of a breach that are texts of KIM's own and so are translated, one by one or as a list.
TRANSLATED = ("role", "state", "source", "target", "action", "first")
TRANSLATED_LISTS = ("ways", "scale", "criteria", "courses", "questions")
DATES = ("date", "opened", "begins", "ends")


def text(breach: Breach, templates: Mapping[str, str], label_of: Callable[[str], str]) -> str:
	"""The message of `breach` in the user's language: what is wrong and what to do next.

	`templates` {kind: sentence} are the procedure's own; `label_of` turns a field's name into the label
	that the form shows.
	"""
	values = dict(breach.values)
	if "field" in values:
		field, _space, rest = values["field"].partition(" ")
		values["field"] = " ".join(filter(None, [_(label_of(field)), rest]))
	for name in TRANSLATED:
		if name in values:
			values[name] = _(values[name])
	if "questions" in values:
		values["questions"] = [frappe.unscrub(question) for question in values["questions"]]
	for name in TRANSLATED_LISTS:
		if name in values:
			values[name] = ", ".join(_(entry) for entry in values[name]) or _("none")
	for name in DATES:
		if name in values:
			values[name] = frappe.format(values[name], "Date")
	sentence = templates[breach.kind] if breach.kind in templates else _common()[breach.kind]
	return sentence.format(**values)


def _common() -> dict[str, str]:
	return {
		"not-your-step": _("Only someone with the role {role} can take the step {action}."),
		"reason-missing": _(
			"The step {action} needs a reason. Write it in the field Reason for the next step."
		),
		"written-by-kim": _(
			"{field} is filled in by KIM when a step is taken and cannot be changed by hand."
		),
		"closed-in-state": _("{field} can no longer be changed in the state {state}."),
		"not-your-phase": _("In the state {state} only someone with the role {role} can change {field}."),
	}
