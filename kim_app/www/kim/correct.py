"""Where a participant asks to have one thing corrected. Reached as /kim/correct?field=..."""

import frappe
from frappe import _

from kim_app.participant_page import correction_rules, held, page, places

no_cache = 1


def get_context(context):
	field = frappe.form_dict.get("field")
	if field not in correction_rules.FIELDS:
		field = correction_rules.OTHER
	participant = page.begin(context, f"/kim/correct?field={field}", "My data")
	if participant:
		record = frappe.get_doc(held.RECORD, participant.name)
		record.check_permission("read")
		context.field = field
		context.is_other = field == correction_rules.OTHER
		context.label = context.title = (
			_("Something else") if context.is_other else held.labels(held.RECORD)[field]
		)
		context.held = "" if context.is_other else held.value(held.RECORD, field, record.get(field))
		context.raw = "" if context.is_other else str(record.get(field) or "")
		context.kind = kind(field)
		context.choices = choices(record, field) if context.kind == "choice" else []
	return context


def kind(field: str) -> str:
	"""How the new value is given: `date`, `choice`, or the type of a text's input."""
	if field in correction_rules.DATES:
		return "date"
	if field in correction_rules.CHOICES:
		return "choice"
	return {"phone": "tel", "email": "email"}.get(field, "text")


def choices(record, field: str) -> list[tuple[str, str]]:
	"""(value, what it is called) of what can be chosen."""
	if field == "nationality":
		return places.countries()
	if field == "gender":
		return sorted(held.genders().items())
	options = record.meta.get_field(field).options.split("\n")
	return [(option, _(option, context=held.RECORD)) for option in options if option]
