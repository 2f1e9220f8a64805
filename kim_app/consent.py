"""A participant's consent to the use of their data: given, withdrawn, and what follows from it. May import frappe.

Withdrawing is as easy as giving (GDPR, article 7(3)). From then on nothing new is begun: no self assessment, no
validation, no evidence. What was validated before stays valid and is kept as long as the law asks for.
Consent that is only missing warns and stops nobody: what an earlier register brought in rests on a consent that it may
not tell of.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import today

from kim_app import participant_rules
from kim_app.arguments import checked
from kim_app.participant_page import case_workers
from kim_app.self_assessment.api import own_participant

DOCTYPE = "KIM Participant"


@frappe.whitelist()
@checked
def warning_of(participant: str) -> str | None:
	"""For forms, when a participant is chosen: what `warning` says. Raises frappe.PermissionError."""
	frappe.get_doc("KIM Participant", participant).check_permission("read")
	return warning(participant)


def warning(participant: str | None) -> str | None:
	"""A sentence when the consent of `participant` (a name) is missing or withdrawn, None when it is given."""
	record = participant and frappe.db.get_value(
		"KIM Participant",
		participant,
		["consent", "consent_date", "consent_withdrawn_on", "full_name"],
		as_dict=True,
	)
	if not record:
		return None
	standing = participant_rules.consent(
		bool(record.consent), record.consent_date or record.consent_withdrawn_on
	)
	if standing == participant_rules.WITHDRAWN:
		return _(
			"{0} withdrew the consent to the use of personal data. Write nothing more down until it is given again."
		).format(record.full_name)
	if standing == participant_rules.MISSING:
		return _(
			"The consent of {0} to the use of personal data is not recorded. Ask for it, and tick it in the participant's form, before you write more down."
		).format(record.full_name)
	return None


@frappe.whitelist(methods=["POST"])
def withdraw() -> dict:
	"""The participant who is signed in withdraws their consent. Raises frappe.PermissionError without a record."""
	_write(0)
	return {"said": _("You have withdrawn your consent.")}


@frappe.whitelist(methods=["POST"])
def give() -> dict:
	"""The participant who is signed in agrees to the use of their data. Raises frappe.PermissionError."""
	_write(1)
	return {"said": _("You agree that the centre uses your data.")}


def _write(consents: int):
	document = frappe.get_doc(DOCTYPE, own_participant(), for_update=True)
	if bool(document.consent) == bool(consents) and (consents or document.consent_withdrawn_on):
		return
	document.consent = consents
	document.flags.withdrawn_by_participant = not consents
	document.load_doc_before_save()
	date(document)
	# Nobody is kept from withdrawing by a mistake elsewhere in their record.
	document.flags.ignore_validate = document.flags.ignore_mandatory = True
	document.save(ignore_permissions=True)


def date(document: Document):
	"""Dates what was given or withdrawn just now; called by the participant's record whenever it is saved.

	Consent is dated when it is given here, and anew when it is given again. What an earlier register holds is kept as
	it is: of some the day is not known, of some only the day.
	"""
	before = document.get_doc_before_save()
	was_given = bool(before and before.consent)
	if document.consent and not was_given:
		same_day_as_before = before and str(before.consent_date or "") == str(document.consent_date or "")
		if (not document.consent_date or same_day_as_before) and not document.flags.approved_import:
			document.consent_date = today()
		document.consent_withdrawn_on = None
	elif not document.consent and (was_given or document.flags.withdrawn_by_participant):
		document.consent_withdrawn_on = today()
	else:
		document.consent_withdrawn_on = before.consent_withdrawn_on if before else None
	if not before and not document.consent and not document.flags.approved_import:
		document.consent_date = None


def tell(document: Document):
	"""Tells the case worker and the supervisors of the centre of a withdrawal, or that consent was given again; called
	when a participant's record was saved."""
	before = document.get_doc_before_save()
	if not before or before.consent_withdrawn_on == document.consent_withdrawn_on:
		return
	audience = case_workers.of(document.name) | case_workers.supervisors_of(document.name)
	case_workers.tell(audience, lambda: _sentence(document), DOCTYPE, document.name)


def _sentence(document: Document) -> str:
	if document.consent_withdrawn_on:
		return _("Participant {0} withdrew their consent. Begin nothing new, and talk with them.").format(
			document.name
		)
	return _("Participant {0} agrees again to the use of their data.").format(document.name)


def check_given(participant: str):
	"""Asked before something new is begun for `participant` (a name). Raises frappe.ValidationError when they withdrew
	their consent."""
	withdrawn_on = frappe.db.get_value(DOCTYPE, participant, "consent_withdrawn_on")
	if withdrawn_on:
		frappe.throw(
			_(
				"Consent to the use of personal data was withdrawn on {0}, so nothing new can be begun. It can be given again."
			).format(frappe.format(withdrawn_on, "Date")),
			title=_("No consent"),
		)
