"""The sentence a person reads when a rule of frameworks is broken. May import frappe and the rules' kinds."""

from __future__ import annotations

import frappe
from frappe import _

from kim_app.breach import Breach
from kim_app.frameworks import file_messages
from kim_app.refusal import harmless

# Values that are words of KIM and so are translated; the others are the user's own.
WORDS = ("status", "target", "kind", "parent_kind", "relation")
LISTS = ("codes", "kinds", "relations", "languages", "ways", "fields", "pictograms", "others")


def text(breach: Breach, label_of=lambda field: field) -> str:
	"""The message of `breach` in the user's language: what is wrong and what to do next.

	`label_of` turns a field's name into the label that the form shows.
	"""
	values = dict(breach.values)
	for name in WORDS:
		if name in values:
			values[name] = _(str(values[name]))
	for name in LISTS:
		if name in values:
			words = [label_of(each) if name == "fields" else each for each in values[name]]
			if name not in ("codes", "languages", "others"):
				words = [_(word) for word in words]
			values[name] = ", ".join(words) or _("none")
	sentence = all_templates()[breach.kind].format(**values)
	return _("{0}: {1}").format(values["where"], sentence) if "where" in values else sentence


def refuse(breaches: list[Breach], title: str, label_of=lambda field: field):
	"""Raises frappe.ValidationError with every sentence, when there is any breach."""
	if breaches:
		frappe.throw([harmless(text(each, label_of)) for each in breaches], title=title, as_list=True)


def all_templates() -> dict[str, str]:
	"""{kind of breach: sentence with places}."""
	return {**_templates(), **file_messages.templates()}


def _templates() -> dict[str, str]:
	return {
		"code-unusable": _(
			"The code {code} cannot be used. Take at most {longest} letters, digits, spaces and . _ - : + / & ( )."
		),
		"levels-twice": _("These levels stand twice: {codes}. Give each its own code."),
		"too-many-levels": _("The scale has {count} levels and may have {most}. Remove some."),
		"too-many-criteria": _(
			"A competence has {count} criteria and may have {most}. Remove some, or make two competences of it."
		),
		"markup": _(
			"Here stands {markup}, which a browser takes for a command and not for text. Write it in words, or put a space after <."
		),
		"character-unreadable": _("The character {character} is no text. Remove it."),
		"text-too-long": _("The text has {length} characters and may have {longest}. Shorten it."),
		"shown-below": _(
			"Level {lower} counts as shown, so level {code} above it must count too. Tick it, or put the levels in order from the lowest to the highest."
		),
		"criteria-of-other-kind": _(
			"Only a competence is rated by criteria, not an entry of the kind {kind}. Remove the criteria, or choose the kind Competence."
		),
		"criteria-twice": _("These criteria stand twice: {codes}. Give each its own code."),
		"kind-unknown": _("{code}: there is no kind {kind}. Choose one of {kinds}."),
		"indicator-at-root": _("{code} is an indicator. Choose the competence that it is part of."),
		"wrong-parent": _(
			"{code} is of the kind {kind} and cannot be part of {parent}, which is of the kind {parent_kind}. Areas and competences stand in areas, indicators in competences."
		),
		"parent-elsewhere": _(
			"{code} cannot be part of {parent}: that belongs to the framework {other}. Choose an area or competence of {framework}."
		),
		"holds-others": _(
			"{code} cannot become an entry of the kind {kind}, because {child} is part of it. Move that first."
		),
		"competence-twice": _(
			"The framework {framework} has a competence {code} already. Choose another code."
		),
		"framework-twice": _("There is a framework {framework} already. Choose another code or version."),
		"translation-of-nothing": _(
			"Translations, row {row}: there is no {of}. Choose a code from the table above."
		),
		"translation-into-own": _(
			"Translations, row {row}: {of} is written in {language} itself. Remove the row, or choose another language."
		),
		"translation-twice": _(
			"Translations, row {row}: {of} is already translated into {language}. Remove one of the two rows."
		),
		"relation-unknown": _(
			"Crosswalk, row {row}: there is no relation {relation}. Choose one of {relations}."
		),
		"crosswalk-to-itself": _(
			"Crosswalk, row {row}: a competence is not compared with itself. Choose a competence of another framework."
		),
		"crosswalk-twice": _(
			"Crosswalk, row {row}: {other} stands here already. Remove one of the two rows."
		),
		"crosswalk-on-other-side": _(
			"Crosswalk, row {row}: {other} already says that this competence is {relation} in regard to it. A crosswalk is read from both sides, so remove the row."
		),
		"crosswalk-to-draft": _(
			"The crosswalk leads to {other}, which is still a draft. Compare it when that is published, or begin the crosswalk there."
		),
		"crosswalk-stays": _(
			"The framework {framework} is {status}, so its crosswalks to {others} stay as they are: results may have been counted by them. Further ones can be added; to change one, make a new version."
		),
		"esco-stays": _(
			"The framework {framework} is {status}, so the ESCO address stays: {address}. To change it, make a new version."
		),
		"too-few-levels": _(
			"The scale has {count} levels. Give it at least two before you publish the framework."
		),
		"no-level-counts": _(
			"No level counts as shown. Tick the lowest level at which a competence counts as shown, and those above it."
		),
		"no-competence": _("The framework has no competence yet. Add one before you publish the framework."),
		"no-criterion": _(
			"These competences have no criterion, so nobody could rate them: {codes}. Add a criterion to each before you publish the framework."
		),
		"begins-as-draft": _(
			"A new framework begins as a draft, not as {status}. Publish it when it is complete."
		),
		"no-such-step": _(
			"A framework cannot go from {status} to {target}. From {status} it can go on to: {ways}."
		),
		"framework-closed": _(
			"The framework {framework} is {status}, so what people were assessed by stays: {fields}. Make a new version of the framework and change that."
		),
		"translations-stay": _(
			"The framework {framework} is {status}, so the translations people were assessed with stay ({languages}). Further languages can be added; to change a translation, make a new version."
		),
		"no-new-competence": _(
			"The framework {framework} is {status}, so no competence is added to it. Make a new version of the framework and add it there."
		),
		"not-deleted": _(
			"{name} is {status} and is kept, because others may refer to it. A published framework is retired instead."
		),
		"in-use": _("{name} is used and cannot be deleted: {uses}."),
		"no-esco-address": _(
			"{address} is no address of ESCO. It begins with http://data.europa.eu/esco/; copy it from ESCO's page of the skill."
		),
		"not-renamed": _(
			"{name} keeps its name: others refer to it by its code. Make another with the right code, or a new version."
		),
	}
