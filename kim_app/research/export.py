"""A centre's anonymous data set as a zip of CSV files with a codebook and a statement of what was held back. May import
frappe.

By a coordinator of the organisation that runs the centre alone, each time on record in KIM Data Set Export; the file
itself is kept nowhere.
"""

from __future__ import annotations

import io
import zipfile

import frappe
from frappe import _
from frappe.utils import now_datetime

from kim_app import permissions
from kim_app.arguments import checked
from kim_app.measures import comparison, spreadsheet
from kim_app.research import anonymous, tables

LOG = "KIM Data Set Export"
CODEBOOK, STATEMENT = "codebook.csv", "README.txt"


@frappe.whitelist(methods=["POST"])
@checked
def download(centre: str):
	"""Downloads the anonymous data set of `centre` (a name) as a zip.

	Raises frappe.PermissionError for whoever is no coordinator of it, frappe.ValidationError when its people are too few.
	"""
	document = frappe.get_doc("KIM Centre", centre)
	document.check_permission("read")
	if not may_export(document):
		frappe.throw(
			_("Only a coordinator of {0} can take its data set.").format(document.organisation),
			frappe.PermissionError,
		)
	smallest = comparison.smallest_group()
	found = tables.of_centre(centre, smallest)
	participants = found.tables["participants.csv"]
	if not participants:
		frappe.throw(
			_(
				"At {0} there are too few people who consented to the use of their data: with fewer than {1} that are alike, anybody could be found."
			).format(centre, smallest),
			title=_("No data set"),
		)
	if anonymous.too_small(participants, tables.KNOWN_BY_OTHERS, smallest):
		raise AssertionError("A group is smaller than the setting after it was protected.")
	statement = statement_of(found, centre, smallest)
	_record(document, found, smallest, statement)
	frappe.local.response.filename = f"{frappe.scrub(centre)}-{now_datetime():%Y-%m-%d}.zip"
	frappe.local.response.filecontent = zipped(found, statement)
	frappe.local.response.type = "download"


def may_export(centre) -> bool:
	return permissions.coordinates(centre.organisation)


def zipped(found: tables.DataSet, statement: str) -> bytes:
	"""The tables, the codebook and the statement as one zip."""
	stored = io.BytesIO()
	with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
		codebook = tables.codebook()
		for file, rows in found.tables.items():
			columns = list(codebook[file])
			_add(archive, file, columns, [[row[column] for column in columns] for row in rows])
		_add(
			archive,
			CODEBOOK,
			["file", "column", "meaning", "treatment"],
			[[file, column, *told] for file, columns in codebook.items() for column, told in columns.items()],
		)
		archive.writestr(STATEMENT, statement)
	return stored.getvalue()


def _add(archive: zipfile.ZipFile, file: str, columns: list[str], rows: list[list]):
	text = spreadsheet.comma_separated([spreadsheet.Column(column) for column in columns], rows)
	archive.writestr(file, text.encode("utf-8-sig"))


def statement_of(found: tables.DataSet, centre: str, smallest: int) -> str:
	"""What the data set is, how it was made anonymous, and what was held back."""

	def about(number: int) -> str:
		return anonymous.about(number, smallest)

	rows = {file: len(table) for file, table in found.tables.items()}
	blanked = [
		_("- Left blank in the column {0}: {1} people").format(column, about(found.blanked[column]))
		for column in tables.KNOWN_BY_OTHERS
		if found.blanked[column]
	]
	return "\n".join(
		[
			_("Anonymous data set of {0}, made on {1}").format(
				centre, frappe.format(now_datetime(), "Datetime")
			),
			"",
			*[_("- {0}: {1} rows").format(file, number) for file, number in rows.items()],
			_("- {0}: what each column holds, and what was done to it").format(CODEBOOK),
			"",
			_("How it was made anonymous"),
			_(
				"- Keys are drawn by lot for each file and stored nowhere: nobody can lead one back to a person, nor join two files."
			),
			_("- It holds no names, no texts that anybody wrote, no days and no numbers of records."),
			_(
				"- Every combination of gender, decade of birth, nationality, schooling, year of arrival, mother tongue and quarter of registration is shared by at least {0} people."
			).format(smallest),
			"",
			_("What was held back"),
			_("- People who did not consent to the use of their data: {0}").format(
				about(found.without_consent)
			),
			_("- People left out because too few are like them: {0}").format(about(found.left_out)),
			_("- Countries and languages given as Other: {0}").format(found.rolled_up),
			*blanked,
			"",
			_(
				"Whoever knows somebody's cases well might still recognise them in the other tables. Use the files for research only, and do not pass them on."
			),
			"",
		]
	)


def _record(centre, found: tables.DataSet, smallest: int, statement: str):
	log = frappe.get_doc(
		{
			"doctype": LOG,
			"centre": centre.name,
			"organisation": centre.organisation,
			"exported_by": frappe.session.user,
			"exported_on": now_datetime(),
			"smallest_group": smallest,
			"people": len(found.tables["participants.csv"]),
			"without_consent": found.without_consent,
			"left_out": found.left_out,
			"statement": statement,
		}
	)
	log.flags.exported = True
	log.insert(ignore_permissions=True)
