"""A competence passport as a file for other programs: KIM's own JSON, and a European digital credential. May import frappe.

The JSON is described by `schemas/competence-passport-1.json`; docs/printouts-and-exports.md tells what each part means.
"""

from __future__ import annotations

import json

import frappe
from frappe import _

from kim_app.arguments import checked
from kim_app.inclusion import languages
from kim_app.printing import addresses, europass, printouts, qr, two_languages, wording

FORMAT = "KIM competence passport"
VERSION = 1


@frappe.whitelist()
@checked
def passport_as_json(number: str):
	"""Downloads the passport with this number as JSON. Raises frappe.PermissionError."""
	_download(as_plain(_readable(number)), f"{number}.json", "application/json")


@frappe.whitelist()
@checked
def passport_as_europass(number: str):
	"""Downloads it as an unsealed European digital credential (JSON-LD). Raises frappe.PermissionError."""
	_download(as_europass(_readable(number)), f"{number}.europass.jsonld", "application/ld+json")


def _readable(number: str):
	"""Raises frappe.PermissionError, and frappe.ValidationError for what is no passport that holds."""
	printout = frappe.get_doc(printouts.DOCTYPE, number)
	printout.check_permission("print")
	if printout.kind != printouts.PASSPORT or printout.status == printouts.REVOKED:
		frappe.throw(_("{0} is no competence passport that is valid.").format(number))
	return printout


def as_plain(printout) -> dict:
	"""The passport as plain values: texts by language, days as ISO 8601 texts."""
	printed = printouts.read(printout)
	codes = [code for code in (printout.first_language, printout.second_language) if code]
	reader = two_languages.Reader(*codes)
	return {
		"format": FORMAT,
		"version": VERSION,
		"number": printout.number,
		"confirmation": addresses.confirmation_address(printout.number),
		"title": _by_language(reader.label(wording.PASSPORT["title"]), codes),
		"languages": codes,
		"issued_on": printed["issued_on"],
		"holder": printed["holder"],
		"centre": printed["centre"],
		"organisation": printed["organisation"],
		"country": _country(printed),
		"competences": [
			{
				"framework": {
					"id": line["framework"],
					"title": _by_language(line["framework_title"], codes),
				},
				"id": line["competence"],
				"title": _by_language(line["title"], codes),
				"description": _by_language(line["description"], codes),
				"level": {
					"code": line["level"],
					"title": _by_language(line["level_title"], codes),
					"description": _by_language(line["level_description"], codes),
					"scale": line["scale"],
				},
				"validated_on": line["validated_on"],
				"valid_until": line["valid_until"],
				"certificate_number": line["certificate_number"],
				"centre": line["centre"],
				"evidence_kinds": line["evidence_kinds"],
			}
			for line in printed["competences"]
		],
	}


def as_europass(printout) -> dict:
	"""The passport as a European digital credential; see `europass.credential`."""
	plain = as_plain(printout)
	picture = qr.image(plain["confirmation"]).partition("base64,")[2]
	return europass.credential(plain, printout.number, plain["country"], plain["confirmation"], picture)


def _country(printed: dict) -> str | None:
	code = frappe.db.get_value("Country", printed.get("country"), "code") if printed.get("country") else None
	return code and code.upper()


def _by_language(text: dict, codes: list[str]) -> dict[str, str]:
	"""A text in two languages, by their codes; without what is not translated into the second."""
	told = {}
	for side, code in zip(("first", "second"), codes, strict=False):
		if text.get(side) and languages.direction_of(text[side], code) == languages.direction(code):
			told[code] = text[side]
	# What is translated into neither stands in the language that KIM's texts are written in.
	return told or ({two_languages.WRITTEN_IN: text["first"]} if text.get("first") else {})


def _download(content: dict, filename: str, content_type: str):
	frappe.local.response.filename = filename
	frappe.local.response.filecontent = json.dumps(content, ensure_ascii=False, indent=2).encode()
	frappe.local.response.content_type = content_type
	frappe.local.response.type = "download"
