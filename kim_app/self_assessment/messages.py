"""The sentence a person reads when a rule of self assessment is broken. May import frappe."""

from __future__ import annotations

from frappe import _

from kim_app.breach import Breach


def text(breach: Breach, label_of=lambda field: field) -> str:
	"""The message of `breach` in the user's language: what is wrong and what to do next."""
	values = dict(breach.values)
	if "field" in values:
		values["field"] = _(label_of(values["field"]))
	for name in ("scale", "competences"):
		if name in values:
			values[name] = ", ".join(values[name])
	return _templates()[breach.kind].format(**values)


def _templates() -> dict[str, str]:
	return {
		"competence-foreign": _(
			"These competences cannot be rated in this framework: {competences}. Remove their rows."
		),
		"competence-twice": _("These competences are rated twice: {competences}. Remove one row of each."),
		"level-off-scale": _(
			"{competence}: {level} is not a level of this framework. Choose one of {scale}."
		),
		"level-and-unknown": _("{competence}: choose a level, or that it is not known yet, not both."),
		"draft-exists": _(
			"The self assessment {other} is still open for this framework. Go on with that one."
		),
		"framework-not-published": _(
			"This framework is not published. Choose a published one for a self assessment."
		),
		"framework-of-staff": _(
			"This framework is meant for staff. Choose one for participants for a self assessment."
		),
		"finished": _("This self assessment is finished and is not changed any more. Start a new one."),
		"written-by-kim": _("{field} is filled in by KIM and cannot be changed by hand."),
		"nothing-answered": _("Answer at least one competence before you finish."),
		"kept": _("A finished self assessment is kept and cannot be deleted."),
	}
