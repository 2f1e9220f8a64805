"""What papers say beside their record, once for either language. May import nothing of Frappe.

Each text is looked up in both languages by the reader of a paper (see `inclusion.reading.Reader.label`).
"""

from __future__ import annotations

from kim_app.translating import marked as _
from kim_app.validation import workflow

# At the foot of every numbered paper.
CONFIRMATION = {
	"number": _("Number"),
	"issued_on": _("Issued on"),
	"ask": _("Whether this document is genuine and valid is said at:"),
}
PASSPORT = {
	"title": _("Competence passport"),
	"holder": _("This passport belongs to"),
	"centre": _("Issued by"),
	"says": _(
		"The competences below were assessed against the criteria of the framework named with each, and approved by a second person. Only what is valid on the day of issue is listed."
	),
	"level": _("Level"),
	"validated_on": _("Validated on"),
	"valid_until": _("Valid until"),
	"endless": _("without end"),
	"certificate": _("Certificate"),
	"at": _("Validated at"),
	"shown_by": _("Shown by"),
	"framework": _("Framework"),
	"revoked": _("This document was revoked and is not valid."),
	"superseded": _("This document is genuine, but a newer one took its place."),
}
LETTER = {
	"title": _("Decision on your validation"),
	"to": _("To"),
	"from": _("From"),
	"case": _("Case"),
	"decided_on": _("Decided on"),
	"decided_by": _("Decided by"),
	"level": _("Level"),
	"reasons": _("Reasons"),
	"evidence": _("What was looked at"),
	"no_evidence": _("No evidence is named in the case."),
	"method": _("How it was assessed"),
	"assessed_on": _("Assessed on"),
	"certificate": _("Certificate"),
	"valid_until": _("Valid until"),
	"appeal": _("If you do not agree"),
	"signature": _("Signature"),
}
# What was decided, with the competence in its place.
DECISION = {
	workflow.VALIDATED: _("Your competence “{0}” was validated."),
	workflow.NOT_VALIDATED: _("Your competence “{0}” was not validated."),
	workflow.REVOKED: _("The validation of your competence “{0}” was revoked. It is no longer valid."),
}
APPEAL = _(
	"You can appeal until {0}. Tell your case worker, or anybody at the centre, that you appeal, and why. Other people than before then assess your competence anew and decide. You can bring more evidence. An appeal costs nothing and has no bad consequences for you."
)
ASK_AGAIN = _(
	"Talk to your case worker. You can ask for a new validation at any time, and bring more evidence."
)
