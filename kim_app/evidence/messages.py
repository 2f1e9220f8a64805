"""The sentence a person reads when a rule of evidence is broken. May import frappe and the rules' kinds."""

from __future__ import annotations

import frappe
from frappe import _

from kim_app.breach import Breach


def text(breach: Breach, label_of=lambda field: field) -> str:
	"""The message of `breach` in the user's language: what is wrong and what to do next.

	`label_of` turns a field's name into the label that the form shows.
	"""
	values = dict(breach.values)
	if "field" in values:
		values["field"] = _(label_of(values["field"]))
	for name in ("role", "status"):
		if name in values:
			values[name] = _(values[name])
	for name in ("date", "from", "to"):
		if name in values:
			values[name] = frappe.format(values[name], "Date")
	if "questions" in values:
		values["questions"] = ", ".join(_(label_of(question)) for question in values["questions"])
	if "answers" in values:
		values["answers"] = ", ".join(_(answer) for answer in values["answers"])
	if "validations" in values:
		values["validations"] = ", ".join(values["validations"])
	return _templates()[breach.kind].format(**values)


def _templates() -> dict[str, str]:
	return {
		"date-in-future": _("{field} {date} lies in the future. Correct the date."),
		"dates-reversed": _("To {to} lies before From {from}. Correct one of the two dates."),
		"hours-negative": _("Hours {hours}: write how many hours it was, or leave it empty."),
		"hours-too-many": _(
			"{hours} hours are more than the days from From to To have, which is {most}. Correct the hours or the dates."
		),
		"competence-of-staff": _(
			"{competence} is a competence of staff. Choose a competence of a framework for participants."
		),
		"written-by-kim": _(
			"{field} is filled in by KIM when evidence is rated or superseded and cannot be changed by hand."
		),
		"verified": _("This evidence was verified and is not changed any more. Record newer evidence."),
		"superseded": _(
			"This evidence was superseded and is kept as it was. Change the newer evidence instead."
		),
		"judged": _(
			"This evidence was submitted with validation {validations} and is not changed any more. Record new evidence."
		),
		"supersedes-later": _(
			"Which evidence this one supersedes is said when it is recorded. Record newer evidence from the older one."
		),
		"not-assessor": _("Only someone with the role {role} can rate evidence."),
		"other-centre": _("Evidence is rated by an assessor of the centre that keeps it. Ask one there."),
		"own-evidence": _("Nobody rates evidence of their own. Ask another assessor."),
		"own-record": _("{user} recorded this evidence and so cannot rate it. Ask another assessor."),
		"not-all-answered": _("Answer each of the four questions with one of {answers}. Open: {questions}."),
		"comment-missing": _(
			"Write what is missing, so that whoever recorded the evidence knows what to add."
		),
		"supersedes-nothing": _("The evidence to supersede is not there. Choose another."),
		"supersedes-itself": _("Evidence cannot supersede itself. Choose the older evidence."),
		"supersedes-anothers": _(
			"Evidence {older} belongs to another participant. Only evidence of the same participant can be superseded."
		),
		"superseded-twice": _(
			"Evidence {older} was already superseded by {newer}. Supersede that one instead."
		),
		"nothing-handed-in": _("Choose a photo or a file, or say it in your own words."),
		"too-many-files": _("Send at most {most} files at once."),
		"not-handed-in": _("Your centre recorded this. Talk to your case worker."),
		"in-use": _("Your centre works with this already, so it stays. Talk to your case worker."),
		"kept": _("Evidence that is {status} is kept and cannot be deleted."),
	}
