"""The sentence a person reads when a rule of validation is broken. May import frappe and the rules' kinds."""

from __future__ import annotations

from collections.abc import Callable

from frappe import _

from kim_app import messages
from kim_app.breach import Breach


def text(breach: Breach, label_of: Callable[[str], str] = lambda field: field) -> str:
	"""The message of `breach` in the user's language: what is wrong and what to do next.

	`label_of` turns a field's name into the label that the form shows.
	"""
	return messages.text(breach, _templates(), label_of)


def _templates() -> dict[str, str]:
	return {
		"opens-elsewhere": _(
			"A new validation starts in the state {first}, not in {state}. Leave the state empty."
		),
		"no-such-step": _(
			"A validation cannot go from {source} to {target}. From {source} it can take: {ways}."
		),
		"own-case": _(
			"{user} opened, documented or assessed this validation and so cannot take the step {action}. Ask another supervisor."
		),
		"competence-missing": _("Choose the competence before this validation goes on to Documentation."),
		"claimed-level-missing": _(
			"Choose the level that the participant claims before this validation goes on to Documentation."
		),
		"too-little-evidence": _(
			"This validation has {count} pieces of evidence that count and needs at least {least}. Add evidence, then submit it for assessment."
		),
		"evidence-elsewhere": _(
			"“{title}” ({evidence}) does not count: it does not bear on {competence}. Add the competence to this evidence, or choose other evidence."
		),
		"evidence-denied": _(
			"“{title}” ({evidence}) does not count: an assessor rated it No for {questions}. Record better evidence."
		),
		"evidence-replaced": _(
			"“{title}” ({evidence}) does not count: newer evidence superseded it. Choose the newer evidence instead."
		),
		"not-your-centre": _(
			"You do not work for {centre}, so you cannot take the step {action}. A colleague of that centre has to."
		),
		"not-your-centre-to-write": _(
			"You do not work for {centre}, so you cannot change this validation. A colleague of that centre has to."
		),
		"criteria-unrated": _("Rate every criterion before you propose a level. Not rated yet: {criteria}."),
		"criteria-foreign": _(
			"These criteria do not belong to the competence: {criteria}. Remove their rows."
		),
		"criteria-twice": _("These criteria are rated twice: {criteria}. Remove one row of each."),
		"proposed-level-missing": _("Choose the level that you propose."),
		"rationale-missing": _("Write the rationale: what the evidence and the ratings show."),
		"level-off-scale": _("{field}: {level} is not a level of this framework. Choose one of {scale}."),
		"status-past-workflow": _(
			"A validation in the state {state} cannot be submitted or cancelled by itself. It can take: {ways}."
		),
		"evidence-of-another": _(
			"Evidence {evidence} belongs to another participant. Remove it, or choose evidence of {participant}."
		),
		"evidence-superseded": _("Evidence {evidence} was superseded. Choose the newer evidence instead."),
		"competence-of-other-kind": _(
			"{competence} is an area or an indicator. Choose the competence it belongs with."
		),
		"open-case-exists": _(
			"Validation {other} of {participant} for {competence} is still open. Go on with that one."
		),
		"assessed-in-future": _("Assessed on {date} lies in the future. Correct the date."),
		"assessed-before-opened": _(
			"Assessed on {date} lies before {opened}, when this validation was opened. Correct the date."
		),
		"nothing-to-appeal": _(
			"An appeal is made against a validation in the state {target}; this one is in the state {state}."
		),
		"appealed-already": _("There is an appeal already: {appeal}. Go on with that one."),
		"certificate-missing": _(
			"You have no valid certificate of this course, which the role {role} requires: {courses}. Enrol in one of its sessions, or ask a colleague who has one."
		),
		"framework-of-staff": _(
			"The framework {framework} is meant for staff. Choose a competence of a framework for participants."
		),
		"framework-not-published": _(
			"The framework {framework} is not published. Only competences of published frameworks can be validated."
		),
	}
