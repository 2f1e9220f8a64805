"""The sentence a person reads when a file is refused. May import frappe."""

from __future__ import annotations

from frappe import _

from kim_app.breach import Breach


def text(breach: Breach) -> str:
	"""The message of `breach` in the user's language: what is wrong and what to do next."""
	values = dict(breach.values)
	if "types" in values:
		values["types"] = ", ".join(values["types"])
	if "kind" in values:
		values["kind"] = _kinds().get(values["kind"]) or values["kind"] or _("something else")
	return _templates()[breach.kind].format(**values)


def _templates() -> dict[str, str]:
	return {
		"empty": _("The file {name} is empty. Attach it again."),
		"too-large": _(
			"The file {name} has {size} MB; the most is {largest} MB. Save it smaller, for instance as a scan of lower resolution, or attach it in parts."
		),
		"type-not-taken": _(
			"The file {name} is of a type that is not taken here. Save it as one of these and attach that: {types}."
		),
		"not-what-it-says": _(
			"The file {name} is called .{ending} but is {kind}. Open it in the program it comes from, save it as .{ending} and attach that."
		),
		"macros": _("The file {name} carries macros, which are programs. Save it without them, or as PDF."),
	}


def _kinds() -> dict[str, str]:
	return {
		"exe": _("a program"),
		"elf": _("a program"),
		"markup": _("a web page or drawing that can carry scripts"),
		"zip": _("an archive"),
		"text": _("plain text"),
	}
