"""Walks the line up to the check for one import: read, match, normalise, check. Imports frappe and the steps."""

import re
from collections.abc import Sequence

import frappe

from . import templates
from .check import check
from .match import match
from .more_files import more_files
from .normalise import normalise
from .read import read
from .reference import site_reference
from .tables import Reference, Sheet, Workbook, column_index


def walk(name: str, files: Sequence[tuple[bytes, str]]) -> tuple[Workbook, Reference]:
	"""Take import `name` and its file as (content, file name), return the checked workbook of its sheets, and of
	those of the other workbooks attached to it, and what it was held against. Writes nothing. Raises
	UnreadableFile."""
	importing = frappe.get_doc("KIM Legacy Import", name)
	country = frappe.db.get_value("KIM Centre", importing.centre, "country")
	region = frappe.db.get_value("Country", country, "code") or ""
	uploader = importing.uploaded_by or importing.owner
	reference = site_reference(importing.centre, importing.framework, uploader, importing.training_course)
	choices = templates.choices_of(importing)
	files = [*files, *more_files(importing)]
	sheets = [sheet for content, file_name in files for sheet in read(content, file_name).sheets]
	_put_in(sheets, templates.corrections_of(importing)["cells"])
	workbook = Workbook(file=files[0][1], sheets=sheets)
	return check(normalise(match(workbook, choices), region, choices), reference), reference


def _put_in(sheets: list[Sheet], corrections: dict[str, dict[str, str]]) -> None:
	"""Put corrected texts into their cells, before anything looks at them."""
	for sheet in sheets:
		for place, text in corrections.get(sheet.name, {}).items():
			letters, number = re.fullmatch(r"([A-Z]+)(\d+)", place).groups()
			index, row = column_index(letters), int(number) - 1
			if row < len(sheet.grid):
				cells = sheet.grid[row]
				cells += [""] * (index + 1 - len(cells))
				cells[index] = text
