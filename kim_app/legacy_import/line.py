"""Walks the line up to the check for one import: read, match, normalise, check. Imports frappe and the steps."""

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import frappe

from . import templates
from .check import check
from .match import match
from .more_files import more_files
from .normalise import normalise
from .read import begin, read
from .reference import site_reference
from .tables import Reference, Sheet, Workbook, column_index
from .vocabulary import prepare


def walk(name: str, files: Sequence[tuple[bytes, str]]) -> tuple[Workbook, Reference]:
	"""Take import `name` and its file as (content, file name), return the checked workbook of its sheets, and of
	those of the other workbooks attached to it, and what it was held against. Writes nothing. Raises
	UnreadableFile."""
	importing = frappe.get_doc("KIM Legacy Import", name)
	first, *others = [*files, *more_files(importing)]
	with begin(*first) as rest, _collecting_later():
		country = frappe.db.get_value("KIM Centre", importing.centre, "country")
		region = frappe.db.get_value("Country", country, "code") or ""
		uploader = importing.uploaded_by or importing.owner
		reference = site_reference(importing.centre, importing.framework, uploader, importing.training_course)
		choices = templates.choices_of(importing)
		prepare()
		sheets = [*rest().sheets, *(sheet for file in others for sheet in read(*file).sheets)]
		_put_in(sheets, templates.corrections_of(importing)["cells"])
		workbook = Workbook(file=first[1], sheets=sheets)
		return check(normalise(match(workbook, choices), region, choices), reference), reference


@contextmanager
def _collecting_later() -> Iterator[None]:
	"""No looking for rings of dead objects meanwhile: among a million living cells it takes a tenth of the time,
	and the line makes none."""
	enabled = gc.isenabled()
	gc.disable()
	try:
		yield
	finally:
		if enabled:
			gc.enable()


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
