"""The other workbooks of an import: spreadsheets that were attached beside its own. Imports frappe and `read`."""

from pathlib import PurePath

import frappe

from .read import SPREADSHEETS, TEXT_TABLES, UnreadableFile

DOCTYPE = "KIM Legacy Import"


def more_files(importing) -> list[tuple[bytes, str]]:
	"""Return (content, file name) of the spreadsheets attached to an import itself, the oldest first.

	Those attached in its field Workbook are no more of them: an earlier one there was replaced. Raises
	UnreadableFile when one is missing on the server.
	"""
	attached = frappe.get_all(
		"File",
		filters={
			"attached_to_doctype": DOCTYPE,
			"attached_to_name": importing.name,
			"attached_to_field": ["is", "not set"],
			"file_url": ["!=", importing.workbook],
		},
		fields=["name", "file_name"],
		order_by="creation asc",
	)
	found = []
	for row in attached:
		if PurePath(row.file_name).suffix.lower() not in (*SPREADSHEETS, *TEXT_TABLES):
			continue
		try:
			with open(frappe.get_doc("File", row.name).get_full_path(), "rb") as stream:
				found.append((stream.read(), row.file_name))
		except OSError as error:
			raise UnreadableFile("missing-on-disk") from error
	return found
