"""Walks the line up to the check for one import: read, match, normalise, check. Imports frappe and the steps."""

from collections.abc import Sequence

import frappe

from .check import check
from .choices import Choices
from .match import match
from .normalise import normalise
from .read import read
from .reference import site_reference
from .tables import Reference, Workbook


def walk(name: str, files: Sequence[tuple[bytes, str]]) -> tuple[Workbook, Reference]:
	"""Take import `name` and its files as (content, file name), return the checked workbook of all their
	sheets and what it was held against. Writes nothing. Raises UnreadableFile."""
	importing = frappe.get_doc("KIM Legacy Import", name)
	country = frappe.db.get_value("KIM Centre", importing.centre, "country")
	region = frappe.db.get_value("Country", country, "code") or ""
	uploader = importing.uploaded_by or importing.owner
	reference = site_reference(importing.centre, importing.framework, uploader)
	choices = Choices(language=importing.language or "")
	read_files = [read(content, file_name) for content, file_name in files]
	workbook = Workbook(file=files[0][1], sheets=[sheet for book in read_files for sheet in book.sheets])
	return check(normalise(match(workbook, choices), region, choices), reference), reference
