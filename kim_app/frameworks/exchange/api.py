"""A framework as a file to and from a browser. May import frappe.

A file that comes in is read from the request and not kept: only the framework in it is.
"""

from __future__ import annotations

import dataclasses
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils import cint, get_datetime

from kim_app.frameworks import api, messages
from kim_app.frameworks.exchange import case_json, esco_csv, files, site_check, store, stored
from kim_app.frameworks.exchange.json_lines import shown
from kim_app.frameworks.exchange.problems import MOST_TOLD, Problem, Reading

LARGEST_MB = 10


@frappe.whitelist()
def export(framework: str, file_format: str):
	"""Answers with the framework as a file: `file_format` is `case` (CASE 1.1 JSON) or `csv` (ESCO's columns)."""
	document = frappe.get_doc(api.FRAMEWORK, framework)
	for right in ("read", "export"):
		document.check_permission(right)
	if file_format == "case":
		content = case_json.write(
			stored.read(framework), creator=document.organisation or "KIM", changed=_zoned(document.modified)
		)
		ending = "case.json"
	elif file_format == "csv":
		content, ending = esco_csv.write(stored.read(framework)), "csv"
	else:
		frappe.throw(_("There is no format {0}. Choose case or csv.").format(file_format))
	frappe.response.filename = f"{framework.replace('/', '-')}.{ending}"
	frappe.response.filecontent = content
	frappe.response.type = "download"


def _zoned(moment) -> str:
	zone = frappe.db.get_single_value("System Settings", "time_zone") or "UTC"
	return get_datetime(moment).replace(tzinfo=ZoneInfo(zone), microsecond=0).isoformat()


@frappe.whitelist(methods=["POST"])
def load(
	code: str | None = None,
	version: str | None = None,
	title: str | None = None,
	language: str | None = None,
	organisation: str | None = None,
	accept: int | str = 0,
) -> dict:
	"""Reads the request's `file` and puts the framework in it on the site as a draft.

	`code` and `version` take the place of the file's, `title` and `language` help where it gives none.
	Returns {framework, problems, count}: with a problem that blocks, nothing is stored; with others only
	when `accept` says that they were seen.
	"""
	api.check_maker()
	owner = api.owner_of_new(organisation)
	filename, content = _uploaded()
	chosen = {"code": code, "version": version, "title": title, "language": language}
	reading = files.read(
		content, filename, **{name: (text or "").strip() or None for name, text in chosen.items()}
	)
	name = store_reading(reading, owner, accept=bool(cint(accept)))
	return {
		"framework": name,
		"problems": [_told(problem) for problem in reading.problems[:MOST_TOLD]],
		"count": len(reading.problems) + reading.untold,
	}


def store_reading(reading: Reading, organisation: str | None, accept: bool) -> str | None:
	"""Stores what was read, whole or not at all; returns the draft's name, None when it was not stored."""
	if reading.framework and not reading.errors:
		site_check.check_site(reading)
		files.settle(reading)
	if reading.errors or not reading.framework or (reading.problems and not accept):
		return None
	frappe.db.savepoint("framework_from_file")
	try:
		return store.insert(reading.framework, organisation=organisation)
	except (frappe.ValidationError, frappe.NameError) as refusal:
		frappe.db.rollback(save_point="framework_from_file")
		frappe.clear_messages()
		reading.add("not-stored", None, reason=str(refusal))
		return None


def _uploaded() -> tuple[str, bytes]:
	"""Name and content of the request's file, refused when it is missing or too large."""
	uploaded = frappe.request.files.get("file") if frappe.request else None
	if not uploaded:
		frappe.throw(_("Choose a file to import."))
	largest = cint(frappe.db.get_single_value("KIM Settings", "largest_file_mb")) or LARGEST_MB
	content = uploaded.stream.read(largest * 1024 * 1024 + 1)
	if len(content) > largest * 1024 * 1024:
		frappe.throw(
			_("The file {0} is larger than {1} MB. Import an extract of it.").format(
				uploaded.filename, largest
			)
		)
	return uploaded.filename or "", content


def _told(problem: Problem) -> dict:
	"""The problem as a page shows it."""
	place = problem.at and dataclasses.asdict(problem.at)
	path = place["path"] if place else ""
	return {
		"line": place and place["line"],
		"column": place and place["column"],
		"place": path if isinstance(path, str) else shown(path),
		"message": messages.text(problem.breach),
		"blocking": problem.blocking,
	}
