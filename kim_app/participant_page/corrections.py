"""A participant asks to have something corrected that is kept about them, and the case worker answers.
May import frappe.

What is asked for is written into the record only when it is accepted, and by the record's own rules. The right to it:
GDPR, article 16.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, today

from kim_app import post
from kim_app.arguments import checked
from kim_app.breach import Breach
from kim_app.participant_page import case_workers, held
from kim_app.participant_page import correction_rules as rules
from kim_app.refusal import refuse
from kim_app.self_assessment.api import own_participant
from kim_app.session import in_language_of

DOCTYPE = "KIM Correction Request"
MOST_OPEN = 20


@frappe.whitelist(methods=["POST"])
@checked
def ask(field: str, value: str | None = None, words: str | None = None) -> dict:
	"""Asks that `value` is kept in `field` of the participant's own record (see `correction_rules.FIELDS`), with what
	they say about it. Raises frappe.PermissionError without a record, frappe.ValidationError."""
	participant = frappe.get_doc(held.RECORD, own_participant())
	value, words = (value or "").strip(), (words or "").strip()
	current = "" if field == rules.OTHER else str(participant.get(field) or "")
	breaches = rules.asked(field, current, value, words, _choices(participant, field), getdate(today()))
	refuse(map(_text, breaches), _("This was not sent"))
	mine = {"participant": participant.name, "status": rules.OPEN}
	if frappe.db.exists(DOCTYPE, {**mine, "field": field}) and field != rules.OTHER:
		frappe.throw(_("You have asked for this already. Your case worker answers you."))
	if frappe.db.count(DOCTYPE, mine) >= MOST_OPEN:
		frappe.throw(_("Many of your questions still wait for an answer. Talk to your case worker."))
	request = frappe.new_doc(DOCTYPE)
	request.update(
		{
			"participant": participant.name,
			"field": field,
			"field_label": _label(field),
			"current_value": current,
			"new_value": value,
			"words": words[: rules.LONGEST[rules.OTHER]],
			"status": rules.OPEN,
			"asked_on": now_datetime(),
		}
	)
	request.flags.by_kim = True
	request.insert(ignore_permissions=True)
	case_workers.tell(
		case_workers.of(participant.name),
		lambda: _("A participant asks for a correction: {0}.").format(request.name),
		DOCTYPE,
		request.name,
	)
	return {"name": request.name, "said": _("Your case worker reads it and answers you.")}


@frappe.whitelist(methods=["POST"])
@checked
def answer(request: str, accept: int, reason: str | None = None) -> dict:
	"""Accepts or declines `request` (a name). What is accepted is written into the participant's record.

	Raises frappe.PermissionError for who may not change that record, frappe.ValidationError when a reason is missing,
	somebody answered before, or the record's rules do not allow the value.
	"""
	document = frappe.get_doc(DOCTYPE, request, for_update=True)
	document.check_permission("read")
	participant = frappe.get_doc(held.RECORD, document.participant, for_update=True)
	participant.check_permission("write")
	_refuse_own(participant)
	reason = (reason or "").strip()[:2000]
	refuse(map(_text, rules.answering(document.status, bool(accept), reason)), _("This cannot be answered"))
	if accept and document.field != rules.OTHER:
		participant.set(document.field, document.new_value or None)
		participant.save()
	document.update(
		{
			"status": rules.ACCEPTED if accept else rules.DECLINED,
			"reason": reason,
			"answered_by": frappe.session.user,
			"answered_on": now_datetime(),
		}
	)
	document.flags.by_kim = True
	document.save(ignore_permissions=True)
	_tell_participant(participant.user, document)
	return {"status": document.status}


def may_answer(document: Document) -> bool:
	"""Whether the user may answer this request now: it is open, and they may change the participant's record."""
	if document.status != rules.OPEN or document.is_new():
		return False
	participant = frappe.get_doc(held.RECORD, document.participant)
	return bool(participant.has_permission("write")) and participant.user != frappe.session.user


def shown(document: Document) -> dict[str, str]:
	"""What the form shows in the user's language: the field's label, and both values as a person reads them."""
	if document.field == rules.OTHER:
		return {"field_label": _label(document.field)}
	return {
		"field_label": _label(document.field),
		"current_value": held.value(held.RECORD, document.field, document.current_value),
		"new_value": held.value(held.RECORD, document.field, document.new_value),
	}


def of(participant: str) -> list[dict]:
	"""The requests of `participant` (a name), the latest first, as the page tells of them."""
	rows = frappe.get_list(
		DOCTYPE,
		filters={"participant": participant},
		fields=[
			"name",
			"field",
			"current_value",
			"new_value",
			"words",
			"status",
			"reason",
			"asked_on",
			"answered_on",
			"seen_on",
		],
		order_by="creation desc",
		limit=50,
	)
	for row in rows:
		row.label = _label(row.field)
		if row.field != rules.OTHER:
			row.new_value = held.value(held.RECORD, row.field, row.new_value)
	return rows


def has_unread_answer(participant: str) -> bool:
	"""Whether `participant` has an answer that they have not opened yet."""
	filters = {"participant": participant, "status": ["!=", rules.OPEN], "seen_on": ["is", "not set"]}
	return bool(frappe.get_list(DOCTYPE, filters=filters, limit=1))


@frappe.whitelist(methods=["POST"])
def read_answers() -> None:
	"""The participant who is signed in has the answers before them. Raises frappe.PermissionError."""
	filters = {"participant": own_participant(), "status": ["!=", rules.OPEN], "seen_on": ["is", "not set"]}
	for name in frappe.get_all(DOCTYPE, filters=filters, pluck="name"):
		frappe.db.set_value(DOCTYPE, name, "seen_on", now_datetime(), update_modified=False)


def _refuse_own(participant: Document):
	if participant.user == frappe.session.user:
		frappe.throw(_("Nobody answers a request of their own. Ask a colleague."), frappe.PermissionError)


def _choices(participant: Document, field: str) -> list[str]:
	docfield = participant.meta.get_field(field) if field in rules.CHOICES else None
	if not docfield:
		return []
	if docfield.fieldtype == "Link":
		return frappe.get_all(docfield.options, pluck="name")
	return [option for option in docfield.options.split("\n") if option]


def _label(field: str) -> str:
	return _("Something else") if field == rules.OTHER else held.labels(held.RECORD).get(field, field)


def _tell_participant(user: str | None, document: Document):
	"""Tells the participant by e-mail, where they have one and want it; their page shows it in any case."""
	if not user or not frappe.db.get_value("User", user, "enabled"):
		return
	try:
		with in_language_of(user):
			post.deliver(
				user,
				_("Your case worker has answered you."),
				elsewhere=("/kim/data", _("Read the answer")),
				from_user=frappe.session.user,
			)
	except Exception:
		frappe.log_error(title=f"No notice of {document.name} could be sent")


def _text(breach: Breach) -> str:
	return {
		"words-missing": _("Write what is wrong, and how it is right."),
		"too-long": _("This text is too long. Write at most {most} letters."),
		"field-unknown": _("This cannot be corrected here. Talk to your case worker."),
		"unchanged": _("This is what is kept already. Write how it is right."),
		"needed": _("This cannot be empty. Write how it is right."),
		"no-choice": _("Choose one from the list."),
		"no-day": _("Write a day, with month and year."),
		"in-future": _("This day lies in the future. Correct the date."),
		"answered": _("Somebody has answered this already. Load the page again."),
		"reason-missing": _("Write the reason. The participant reads it."),
	}[breach.kind].format(**breach.values)
