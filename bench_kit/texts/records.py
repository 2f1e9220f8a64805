"""Texts in the records that the app brings as JSON: names and labels as Frappe's Desk shows them. Imports json.

Follows frappe.gettext.extractors of Frappe 16 (doctype, workspace, report) and adds what that leaves out and
the Desk translates all the same: workflows, roles, print formats, pages, charts and number cards.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import unescape

from .text import Text

# What stands in these is for machines. Frappe leaves them out too.
UNREAD_OPTIONS = ("naming_series", "number_format", "icon")
# Languages and CEFR levels by their codes read the same in every language.
CODE = re.compile(r"[a-z]{2}|[A-C][12]")
TAG = re.compile(r"<[^>]*>")


def read(file: str, code: str) -> Iterator[Text]:
	"""Take a file's name and its JSON, one record or a list of them, give its texts."""
	found = json.loads(code)
	for record in found if isinstance(found, list) else [found]:
		if isinstance(record, dict) and record.get("doctype") in READERS:
			form = record["name"] if record["doctype"] == "DocType" else ""
			for each in READERS[record["doctype"]](record):
				source, field = each if isinstance(each, tuple) else (each, "")
				if source and any(map(str.isalpha, source)):
					yield Text(file, _line(code, source), source, form=form, field=field)


def _line(code: str, source: str) -> int:
	written = json.dumps(source, ensure_ascii=False)[1:-1], json.dumps(source)[1:-1]
	at = max(code.find(each) for each in written)
	return code.count("\n", 0, at) + 1 if at >= 0 else 1


def _doctype(record: dict) -> Iterator[str | tuple[str, str]]:
	yield record["name"]
	yield record.get("module")
	yield record.get("description")
	for field in record.get("fields", []):
		yield from _field(field)
	for row in (*record.get("links", []), *record.get("actions", [])):
		yield row.get("group")
		yield row.get("label")
	for state in record.get("states", []):
		yield state.get("title")
	for right in record.get("permissions", []):
		if right.get("role", "").startswith("KIM"):
			yield right["role"]


def _field(field: dict) -> Iterator[str | tuple[str, str]]:
	yield field.get("label")
	yield field.get("description")
	options = field.get("options") or ""
	if field["fieldtype"] == "Select" and field["fieldname"] not in UNREAD_OPTIONS:
		for option in options.split("\n"):
			if not CODE.fullmatch(option):
				yield option, field["fieldname"]
	elif field["fieldtype"] in ("HTML", "Heading"):
		yield options


def _workspace(record: dict) -> Iterator[str]:
	yield record.get("label")
	yield record.get("title")
	for table in ("charts", "number_cards", "links", "shortcuts", "quick_lists", "custom_blocks"):
		for row in record.get(table, []):
			yield row.get("label")
			yield row.get("description")
			yield row.get("format")
	for block in json.loads(record.get("content") or "[]"):
		if block.get("type") in ("header", "paragraph"):
			# The Desk looks the words of a heading up without their markup.
			yield unescape(TAG.sub("", block["data"].get("text", ""))).strip()


def _report(record: dict) -> Iterator[str]:
	yield record.get("report_name") or record["name"]
	for table in ("columns", "filters"):
		for row in record.get(table, []):
			yield row.get("label")


def _workflow(record: dict) -> Iterator[str]:
	for state in record.get("states", []):
		yield state["state"]
		yield state.get("message")
	for step in record.get("transitions", []):
		yield step["action"]


def _named(*fields: str) -> Callable[[dict], Iterator[str]]:
	def names(record: dict) -> Iterator[str]:
		for field in fields:
			yield record.get(field)

	return names


READERS: dict[str, Callable[[dict], Iterator]] = {
	"DocType": _doctype,
	"Workspace": _workspace,
	"Report": _report,
	"Workflow": _workflow,
	"Workflow State": _named("workflow_state_name"),
	"Workflow Action Master": _named("workflow_action_name"),
	"Role": _named("role_name"),
	"Page": _named("title"),
	"Print Format": _named("name"),
	"Number Card": _named("label"),
	"Dashboard": _named("dashboard_name"),
	"Dashboard Chart": _named("chart_name"),
	"Module Onboarding": _named("title", "subtitle", "success_message"),
	"Onboarding Step": _named("title", "description", "action_label"),
	"Web Form": _named("title", "introduction_text", "button_label", "success_message"),
}
