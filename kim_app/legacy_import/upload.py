"""Makes a legacy import of files on this machine, as its form makes one of what is attached. Imports frappe.

For the command line and the benchmarks; the session's user is who uploads.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import frappe

DOCTYPE = "KIM Legacy Import"


def make_import(files: Sequence[Path], fields: Mapping[str, str | None]) -> str:
	"""Make an import with the first of `files` as its workbook and the others beside it, and commit; return its name.

	`fields` are the form's: centre, and template or framework where they are chosen.
	"""
	given = {field: value for field, value in fields.items() if value}
	importing = frappe.get_doc({"doctype": DOCTYPE, **given}).insert()
	workbook, *others = files
	importing.workbook = _attach(importing.name, workbook, field="workbook")
	importing.save()
	for file in others:
		_attach(importing.name, file)
	frappe.db.commit()
	return importing.name


def _attach(name: str, file: Path, field: str | None = None) -> str:
	attached = {"attached_to_doctype": DOCTYPE, "attached_to_name": name, "attached_to_field": field}
	content = {"file_name": file.name, "content": file.read_bytes(), "is_private": 1}
	return frappe.get_doc({"doctype": "File", **content, **attached}).insert().file_url
