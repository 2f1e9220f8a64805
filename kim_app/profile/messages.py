"""The sentence a person reads when a rule of target profiles is broken. May import frappe."""

from __future__ import annotations

from frappe import _

from kim_app.breach import Breach


def text(breach: Breach) -> str:
	"""The message of `breach` in the user's language: what is wrong, where, and what to do next."""
	values = dict(breach.values)
	if "scale" in values:
		values["scale"] = ", ".join(values["scale"])
	if "what" in values:
		values["what"] = _(values["what"])
	return _templates()[breach.kind].format(**values)


def _templates() -> dict[str, str]:
	return {
		"target-empty": _("A target profile requires at least one competence. Add one."),
		"target-unknown": _("Row {row}: there is no competence {competence}. Choose another."),
		"target-twice": _("Row {row}: {competence} stands already in row {first}. Take one of the two away."),
		"target-no-competence": _(
			"Row {row}: {competence} is of the kind {what}, which nobody is validated for. Choose a competence."
		),
		"target-unsettled": _(
			"Row {row}: the framework {framework} of {competence} is still a draft. Publish it first, or choose a competence of a published framework."
		),
		"target-of-staff": _(
			"Row {row}: {competence} is a competence of staff. Choose a competence of a framework for participants."
		),
		"target-off-scale": _(
			"Row {row}: “{level}” is no level of the scale of {competence}. Choose one of these: {scale}."
		),
	}
