"""The sentence a person reads when a rule of transfers is broken. May import frappe and the rules' kinds."""

from __future__ import annotations

from collections.abc import Callable

from frappe import _

from kim_app import messages
from kim_app.breach import Breach


def text(breach: Breach, label_of: Callable[[str], str] = lambda field: field) -> str:
	"""The message of `breach` in the user's language; `label_of` turns a field's name into its label."""
	return messages.text(breach, _templates(), label_of)


def _templates() -> dict[str, str]:
	return {
		"same-centre": _("The participant is at {centre} already. Choose another centre."),
		"centre-closed": _("{centre} is closed. Choose another centre."),
		"consent-in-future": _("Consented on {date} lies in the future. Correct the date."),
		"consent-before": _(
			"Consented on {date} lies before {opened}, when the transfer was requested. Correct the date, or ask again."
		),
		"consent-on-missing": _("Fill in when the participant consented, and save."),
		"scan-missing": _("Attach the scan of the consent that the participant signed, and save."),
		"name-missing": _("Type your name to sign."),
		"not-giving": _(
			"Only a case worker or supervisor of the centre that hands over can take the step {action}."
		),
		"not-receiving": _(
			"Only a case worker or supervisor of the receiving centre can take the step {action}."
		),
		"not-participant": _("Only the participant can consent to this transfer."),
		"not-open": _("This transfer is in the state {state}; the step {action} is not possible any more."),
		"case-worker-elsewhere": _(
			"{person} is not a case worker of {centre}. Choose somebody who works there."
		),
		"open-transfer-exists": _("Transfer {other} of this participant is still open. Go on with that one."),
		"closed": _("This transfer is in the state {state} and is kept as it is."),
		"written-by-kim": _("{field} is filled in by KIM and cannot be changed by hand."),
	}
