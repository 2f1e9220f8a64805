"""The warning where work on a participant begins whose consent to the use of their data is missing or withdrawn. May
import frappe.

It warns and stops nobody: what an earlier register brought in rests on a consent that it may not tell of.
"""

from __future__ import annotations

import frappe
from frappe import _

from kim_app import participant_rules
from kim_app.arguments import checked


@frappe.whitelist()
@checked
def warning_of(participant: str) -> str | None:
	"""For forms, when a participant is chosen: what `warning` says. Raises frappe.PermissionError."""
	frappe.get_doc("KIM Participant", participant).check_permission("read")
	return warning(participant)


def warning(participant: str | None) -> str | None:
	"""A sentence when the consent of `participant` (a name) is missing or withdrawn, None when it is given."""
	record = participant and frappe.db.get_value(
		"KIM Participant", participant, ["consent", "consent_date", "full_name"], as_dict=True
	)
	if not record:
		return None
	standing = participant_rules.consent(bool(record.consent), record.consent_date)
	if standing == participant_rules.WITHDRAWN:
		return _(
			"{0} withdrew the consent to the use of personal data. Write nothing more down until it is given again."
		).format(record.full_name)
	if standing == participant_rules.MISSING:
		return _(
			"The consent of {0} to the use of personal data is not recorded. Ask for it, and tick it in the participant's form, before you write more down."
		).format(record.full_name)
	return None
