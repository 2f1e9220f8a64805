"""The sentences about files of frameworks: what is wrong with one, and what KIM does not take from it. May
import frappe."""

from __future__ import annotations

from frappe import _


def templates() -> dict[str, str]:
	return {
		"file-empty": _("The file is empty. Choose another."),
		"file-no-text": _(
			"This is no text file, but perhaps a workbook. Save it as CSV (UTF-8), or export CASE JSON, and choose that file."
		),
		"file-without-rows": _("The file has a heading but no rows. Choose a file with competences."),
		"not-utf8": _(
			"The file is not in UTF-8: the byte {byte} stands for no character there. Save it as UTF-8 and choose it again."
		),
		"csv-syntax": _(
			"The table cannot be read from here on ({reason}). Look for a quotation mark that is not closed."
		),
		"column-missing": _(
			"The first line names no column {column}. This is neither a file of KIM nor one with ESCO's columns."
		),
		"column-twice": _("The column {column} stands twice. Remove one of the two."),
		"column-unknown": _("KIM does not know the column {column} and leaves it out."),
		"too-many-cells": _(
			"The row has {cells} cells, but there are {columns} columns. Put cells that hold a separator into quotation marks."
		),
		"too-many-rows": _(
			"The file has more than {most} rows; {competences} competences can be imported at once. Take an extract of those that you assess."
		),
		"cell-empty": _("The cell {column} is empty. Fill it in."),
		"neither-yes-nor-no": _("{value} is neither yes nor no. Write 1 or 0."),
		"address-twice": _("The address {address} stands in line {line} already. Each row has its own."),
		"address-unreadable": _(
			"{address} names no competence. Write urn:kim:competence:, the framework's name, a colon and the code."
		),
		"framework-row-twice": _(
			"The file describes a second framework; the first stands in line {line}. Put each into its own file."
		),
		"concept-type-left-out": _("{count} rows of the type {concept} are no competences and are left out."),
		"json-syntax": _(
			"The file is no JSON from here on ({reason}). Export it again, or mend it in an editor."
		),
		"no-case-package": _(
			"The file is no CASE package: it has no CFDocument. Export a whole framework (CFPackage) and choose that file."
		),
		"json-wrong-type": _("Here should stand {wanted}. Mend the file, or export it again."),
		"json-missing": _("{name} is missing or empty. Fill it in."),
		"identifier-twice": _("The identifier {identifier} is used twice. Every item has its own."),
		"association-leads-nowhere": _(
			"This {association} leads to nothing that is in the file or known to KIM."
		),
		"associations-left-out": _(
			"{association}: {count} of them lead out of this framework, or KIM has no place for them; they are left out."
		),
		"translation-without-title": _(
			"The description is translated, but the title is not. Fill in {column}."
		),
		"translation-into-written": _(
			"There is a translation into {language}, but the framework is written in that language. Remove one of the two texts."
		),
		"pictogram-unknown": _("There is no pictogram {pictogram}. Choose one of {pictograms}, or none."),
		"audience-unknown": _("A framework is not meant for {audience}. Choose one of {audiences}."),
		"code-of-framework-missing": _("The file gives the framework no code. Enter one under Code."),
		"version-of-framework-missing": _(
			"The file gives the framework no version. Enter one under Version."
		),
		"title-of-framework-missing": _("The file gives the framework no title. Enter one under Title."),
		"code-twice": _(
			"The code {code} is taken by {first} already; capitals and accents make no difference. Give each competence its own code."
		),
		"too-many-competences": _(
			"The file has {count} competences; {most} can be imported at once. Take an extract of those that you assess."
		),
		"parent-missing": _(
			"{reference}, of which this is a part, is not in the file. Add it, or empty the cell."
		),
		"parent-left-out": _(
			"{reference}, of which this is a part, is not in the file; it comes to the top of the tree."
		),
		"parents-left-out": _("{code} is part of more than one; it is kept in {parent}."),
		"moved-beside": _(
			"{code} is part of the competence {parent}. In KIM competences stand in areas, so it comes to the top of the tree."
		),
		"tree-in-circle": _("{code} is part of {parent}, and that in the end of {code}. Break the circle."),
		"criterion-of-nothing": _(
			"The criterion belongs to {reference}, which is not in the file. Add it, or remove the row."
		),
		"crosswalk-left-out": _("{address} is no competence that KIM knows; this comparison is left out."),
		"crosswalk-leads-nowhere": _(
			"The competence {competence} of the framework {framework} is not on this site; this comparison is left out. Import that framework first to keep it."
		),
		"based-on-left-out": _(
			"The earlier version {framework} is not on this site; the link to it is left out."
		),
		"no-competence-in-file": _("There is no competence in the file. Choose a file with competences."),
		"scale-of-kim": _(
			"The file has no scale of levels. The draft gets KIM's scale from 0 to 4; change it there."
		),
		"no-level-marked": _(
			"The file does not say from which level a competence counts as shown. Tick it in the draft before you publish it."
		),
		"language-unknown": _(
			"The site has no language {language}. Use a code of ISO 639, such as fr or ti."
		),
		"not-stored": _("The site refused the framework: {reason}"),
	}
