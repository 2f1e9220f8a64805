"""Why a workbook cannot be read or loaded, as a sentence in the reader's language.

Imports frappe and `read`. The sentences stand here and not in `read`, which knows no Frappe and
therefore no language; whoever raises UnreadableFile names the kind.
"""

from frappe import _

from .read import UnreadableFile


def sentence(error: UnreadableFile) -> str:
	"""Return what is wrong with the file and what to do about it."""
	return templates()[error.kind].format(**error.words)


def templates() -> dict[str, str]:
	"""Return a translated template per kind; a function, since the language differs per request."""
	return {
		"no-spreadsheet": _("{file_name} is not a spreadsheet. Attach a file that ends in {endings}."),
		"password": _(
			"The file is protected by a password. Open it in a spreadsheet program, save it without a password, and attach the new copy."
		),
		"broken-spreadsheet": _(
			"The file cannot be read as a spreadsheet: {reason}. Open it in a spreadsheet program, save it again, and attach the new copy."
		),
		"sheet-too-large": _(
			"Sheet {sheet} claims {rows} rows and {columns} columns. Delete the empty rows and columns behind the table, save the file and attach it again."
		),
		"claims-too-much": _(
			"The workbook claims more cells than can be read. Delete the empty rows and columns behind its tables, save the file and attach it again."
		),
		"takes-too-long": _(
			"Reading the workbook takes too long, so it was stopped. Split it into several files and attach them one by one."
		),
		"damaged": _(
			"The file is damaged: its end is missing or it is not a spreadsheet. Attach a complete copy."
		),
		"unpacks-too-large": _(
			"The file would unpack to {megabytes} megabytes and is not opened. Attach a workbook with less in it."
		),
		"binary-code": _("The file holds binary code, not text. Save it again as CSV and attach it."),
		"broken-csv": _("The file cannot be read as CSV: {reason}. Save it again as CSV and attach it."),
		"unknown-encoding": _(
			"The encoding of the file is not known. Save it as CSV in UTF-8 and attach it."
		),
		"not-attached": _("Attach a workbook first."),
		"no-longer-attached": _("The workbook is no longer attached to the import. Attach it again."),
		"missing-on-disk": _("The workbook's file is missing on the server. Attach it again."),
		"not-approved": _("The import is not approved. Ask a supervisor to approve it."),
	}
