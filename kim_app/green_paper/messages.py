"""The sentence a person reads when a rule of a recommendation is broken. May import frappe."""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe import _

from kim_app import refusal
from kim_app.breach import Breach


def refuse(breaches: Iterable[Breach], title: str, label_of=lambda field: field):
	"""Says every breach in one message titled `title`; raises frappe.ValidationError when there is one."""
	refusal.refuse((text(breach, label_of) for breach in breaches), title)


def text(breach: Breach, label_of=lambda field: field) -> str:
	"""The message of `breach` in the user's language: what is wrong and what to do next."""
	values = dict(breach.values)
	if "field" in values:
		values["field"] = _(label_of(values["field"]))
	for name in ("state", "source", "action"):
		if name in values:
			values[name] = _(values[name])
	if "report" in values:
		values["report"] = _(values["report"])
	for name in ("ways", "choices"):
		if name in values:
			values[name] = ", ".join(_(way) for way in values[name]) or _("none")
	if "audiences" in values:
		meta = frappe.get_meta("KIM Recommendation")
		values["audiences"] = ", ".join(_(meta.get_label(field)) for field in values["audiences"])
	return _templates()[breach.kind].format(**values)


def _templates() -> dict[str, str]:
	return {
		"no-such-step": _(
			"A recommendation that is {source} cannot take the step {action}. It can take: {ways}."
		),
		"not-the-author": _("Only its author can take the step {action}."),
		"not-a-coordinator": _("Only a coordinator can take the step {action}."),
		"not-its-coordinator": _(
			"Only a coordinator of the organisation that it comes from can take the step {action}."
		),
		"own-recommendation": _(
			"You wrote this recommendation, so somebody else takes the step {action}. Ask another coordinator."
		),
		"reason-missing": _("The step {action} needs a reason. Write why."),
		"text-too-short": _("Write in a sentence or two what you recommend."),
		"audience-missing": _("Say for whom it is: policy, organisations or practitioners."),
		"evidence-missing": _("Name what stands behind it: a report, a count of validations, or a source."),
		"reference-missing": _("Row {row} of the evidence: say where it is found, an address or a title."),
		"report-missing": _(
			"Row {row} of the evidence: choose one of these reports: {choices}. Another one is a source."
		),
		"measure-missing": _("Row {row} of the evidence: choose what {report} tells: {choices}."),
		"period-reversed": _(
			"Row {row} of the evidence: the period ends before it begins. Correct one of the dates."
		),
		"nothing-to-count": _("Row {row} of the evidence: choose the framework or competence to count."),
		"no-such-kind": _("Row {row} of the evidence: {kind} is no kind of evidence. Choose {choices}."),
		"no-such-topic": _("{topic} is no topic of recommendations. Choose {choices}."),
		"no-such-audience": _("Nobody is addressed as {audience}. Choose {audiences}."),
		"no-such-country": _("There is no country {country}. Choose one from the list."),
		"written-by-kim": _(
			"{field} is filled in by KIM when a step is taken and cannot be changed by hand. Use the buttons."
		),
		"closed-in-state": _("{field} can no longer be changed in the state {state}."),
		"recommendation-kept": _(
			"The recommendation {name} is {state} and is kept. Only a draft is deleted."
		),
		"endorsed-already": _("You have endorsed this recommendation already."),
		"own-endorsement": _("You wrote this recommendation; others endorse it."),
		"not-published": _("Only a published recommendation is endorsed; this one is {state}."),
	}
