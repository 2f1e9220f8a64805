"""Fourth step: typed rows are held against the rules, against each other and against what the site knows.

Imports `rules`, `persons`, `actions`, `issues`, `kinds` and `tables`; no frappe. After it a row is good, or
has problems, each of which is one issue of the workbook; and it says whether it is new.
"""

from dataclasses import replace

from . import actions, issues, persons, rules
from .kinds import KINDS, PARTICIPANT
from .tables import Problem, Reference, Workbook


def check(workbook: Workbook, reference: Reference) -> Workbook:
	"""Take a normalised workbook and what the site knows, return it with its issues.

	The rows given are completed in place (a register of 200,000 rows is not copied): they get the site's
	document names in place of codes, their `action` and their problems. A row with an error is refused; one
	whose participant, colleague or session was refused in the same file is held back.
	"""
	rows = rules.Rows(reference)
	for kind in KINDS.values():
		# In the order of the links: the later rows stand or fall with the earlier ones.
		for sheet in workbook.of_kind(kind.name):
			if kind.name not in reference.may_bring_in:
				for row in sheet.rows:
					row.problems = [Problem("not-permitted", "", {"form": kind.asked_for or kind.doctype})]
				continue
			rules.hold(sheet, kind, reference, rows)
			actions.decide(sheet, kind, reference, rows)
		if kind.name == PARTICIPANT:
			persons.find_twins(workbook.of_kind(PARTICIPANT), reference)
	sheets = [sheet for sheet in workbook.sheets if sheet.rows or not sheet.brought_in]
	return replace(workbook, sheets=sheets, issues=issues.of_workbook(sheets))
