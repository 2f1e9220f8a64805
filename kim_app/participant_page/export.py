"""Everything that is kept about a participant as one file to take along: JSON for programs, a page to read, and the
files themselves. May import frappe. The right to it: GDPR, articles 15 and 20.
"""

from __future__ import annotations

import io
import json
import re
import zipfile

import frappe
from frappe import _
from frappe.model import default_fields
from frappe.model.document import Document
from frappe.utils import now_datetime, today

from kim_app.participant_page import held, languages
from kim_app.self_assessment.api import own_participant

TEMPLATE = "kim_app/templates/participant/my_data.html"
# What KIM keeps for its own work says nothing of the person.
LEFT_OUT = {
	*default_fields,
	"parent",
	"parentfield",
	"parenttype",
	"contributors",
	"open_key",
	"digest",
	"left_out",
	"waiting_since",
	"reminded_on",
	"escalated_on",
	"reviews_before",
	"seen_on",
} - {"name", "creation", "modified"}
# More than this is given on another way than through a browser.
MOST_BYTES = 200 * 1024 * 1024


@frappe.whitelist()
def download():
	"""Sends the zip of the participant who is signed in. Raises frappe.PermissionError without a record of their own."""
	participant = own_participant()
	languages.speak_as_asked()
	frappe.response.filename = f"KIM-{participant}-{today()}.zip"
	frappe.response.filecontent = archive(participant)
	frappe.response.type = "binary"


def archive(participant: str) -> bytes:
	"""The zip of everything kept about `participant` (a name): `my-data.html` in the language of the page,
	`my-data.json`, and the folder `files`."""
	records = held.records(participant)
	files, too_large = _files(records)
	target = io.BytesIO()
	with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
		archive.writestr("my-data.html", _page(participant, records, files, too_large))
		content = json.dumps(
			as_values(participant, records, files), ensure_ascii=False, indent=1, default=str
		)
		archive.writestr("my-data.json", content)
		for path, file in files.items():
			with open(file.get_full_path(), "rb") as stored:
				archive.writestr(path, stored.read())
	return target.getvalue()


def as_values(participant: str, records: dict[str, list[Document]], files: dict[str, Document]) -> dict:
	"""The content of the JSON: `participant`, `made_on`, `records` {form: [fields]} and `files`."""
	return {
		"participant": participant,
		"made_on": str(now_datetime()),
		"records": {doctype: [_values(document) for document in found] for doctype, found in records.items()},
		"files": [
			{"path": path, "name": file.file_name, "of": file.attached_to_name}
			for path, file in files.items()
		],
	}


def _values(document: Document) -> dict:
	values = {}
	if not document.meta.istable:
		values = {"name": document.name, "creation": document.creation, "modified": document.modified}
	for field in document.meta.fields:
		held_value = document.get(field.fieldname)
		if field.fieldname in LEFT_OUT or held_value in (None, "", []):
			continue
		if field.fieldtype in ("Table", "Table MultiSelect"):
			values[field.fieldname] = [_values(row) for row in held_value]
		elif field.fieldtype == "Link" and field.options == "User":
			# Colleagues are told by their names; their addresses are theirs.
			values[field.fieldname] = frappe.db.get_value("User", held_value, "full_name")
		else:
			values[field.fieldname] = held_value
	return values


def _files(records: dict[str, list[Document]]) -> tuple[dict[str, Document], list[str]]:
	"""{path in the archive: File} of what hangs on `records`, and the names of those that were too much."""
	files, too_large, size = {}, [], 0
	for doctype, found in records.items():
		for document in found:
			for name in frappe.get_all(
				"File",
				filters={"attached_to_doctype": doctype, "attached_to_name": document.name, "is_folder": 0},
				order_by="creation asc",
				pluck="name",
			):
				file = frappe.get_doc("File", name)
				larger = size + (file.file_size or 0)
				if larger > MOST_BYTES or not file.exists_on_disk():
					too_large.append(file.file_name)
					continue
				size = larger
				files[_path(document.name, file.file_name, files)] = file
	return files, too_large


def _path(record: str, name: str, taken: dict) -> str:
	"""A path that every computer can unpack and that is not taken yet."""
	plain = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name or "file").strip(". ") or "file"
	path, number = f"files/{record}/{plain}", 1
	while path in taken:
		number += 1
		path = f"files/{record}/{number}-{plain}"
	return path


def _page(participant: str, records, files: dict[str, Document], too_large: list[str]) -> str:
	by_record: dict[str, list[tuple[str, str]]] = {}
	for path, file in files.items():
		by_record.setdefault(file.attached_to_name, []).append((path, file.file_name))
	language = languages.users_language()
	return frappe.render_template(
		TEMPLATE,
		{
			"title": _("My data"),
			"language": language,
			"direction": languages.direction(language),
			"name": records[held.RECORD][0].full_name,
			"participant": participant,
			"made_on": languages.day(today()),
			"sections": [
				(title, [(document.name, held.told(document)) for document in records[doctype]])
				for doctype, title in held.titles().items()
				if records[doctype]
			],
			"files": by_record,
			"too_large": too_large,
		},
	)
