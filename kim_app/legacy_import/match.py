"""Second step: find in each sheet its layout, its kind, its language and the field of every column.

Imports `columns`, `layouts`, `choices`, `kinds` and `tables`; no frappe.
"""

from dataclasses import replace

from . import layouts
from .choices import Choices
from .columns import language_of
from .tables import Workbook
from .vocabulary import LANGUAGES


def match(workbook: Workbook, choices: Choices | None = None) -> Workbook:
	"""Take a workbook as read, return it with kind, layout, header row, columns and row numbers per table.

	What a person chose (`choices`) goes before what is found. A sheet that holds several tables becomes
	several `Sheet`s of one name. Columns that match no field keep an empty `field`; a sheet with no
	table that is known is of kind "unknown".
	"""
	choices = choices or Choices()
	language = choices.language if choices.language in LANGUAGES else language_of(workbook.sheets)
	sheets = [
		table
		for sheet in workbook.sheets
		for table in layouts.find(replace(sheet, language=language), language, choices)
	]
	return replace(workbook, sheets=sheets, language=language)
