"""The catalogue of what can be wrong in a legacy workbook, and what to do about each.

Imports `tables` only. Templates are marked with `_` so that translators find them; the translating
itself is done by who knows the reader's language (see `message`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from .tables import Issue

ERROR = "Error"
WARNING = "Warning"


def _(text: str) -> str:
	return text


@dataclass(frozen=True, slots=True)
class Kind:
	"""A kind of defect. An error refuses the row; a warning lets it in."""

	name: str
	title: str
	template: str
	severity: str = ERROR


KINDS = {
	kind.name: kind
	for kind in (
		Kind(
			"missing-required",
			_("Value missing"),
			_("{column} is empty. Fill it in: without it the row cannot be brought in."),
		),
		Kind(
			"missing-column",
			_("Column missing"),
			_("The sheet has no column for {field}. Add it, or rename the column that holds it."),
		),
		Kind(
			"unmatched-column",
			_("Column not recognised"),
			_("The column {column} was not recognised and is not brought in. Rename it if it is needed."),
			WARNING,
		),
		Kind(
			"invalid-date",
			_("Not a date"),
			_("{value} is not a date of the calendar. Write day, month and year, such as {example}."),
		),
		Kind(
			"date-in-future",
			_("Date in the future"),
			_("{value} in {column} is after today. Correct the date."),
		),
		Kind(
			"date-order",
			_("Dates in the wrong order"),
			_("{value} in {column} is before {earlier_column} ({earlier}). Correct one of the two dates."),
		),
		Kind(
			"out-of-range",
			_("Level outside the scale"),
			_("{value} is not a level of the scale. Use one of: {allowed}."),
		),
		Kind(
			"unknown-option",
			_("Value not recognised"),
			_("{value} is not a value that {column} can have. Use one of: {allowed}."),
		),
		Kind(
			"unknown-link",
			_("Not found"),
			_("{value} in {column} was not found. Correct it, or add it to the site first."),
		),
		Kind(
			"invalid-email",
			_("Not an e-mail address"),
			_("{value} is not an e-mail address. Correct it or leave the cell empty."),
		),
		Kind(
			"invalid-phone",
			_("Not a phone number"),
			_("{value} is not a phone number. Leave only the number, and move other words to the notes."),
		),
		Kind(
			"too-long",
			_("Text too long"),
			_("{column} holds {length} characters, and {most} fit. Shorten it or move a part to the notes."),
		),
		Kind(
			"duplicate-key",
			_("Number used twice"),
			_("{value} stands already in row {row} of sheet {sheet}. Give one of the two another number."),
		),
		Kind(
			"duplicate-validation",
			_("Competence listed twice"),
			_("{value} stands already for the same person in row {row}. Delete the row that is out of date."),
		),
		Kind(
			"held-back",
			_("Waits for another row"),
			_("{value} is the person in row {row} of sheet {sheet}, which was refused. Correct it first."),
		),
		Kind(
			"refused-by-form",
			_("Refused by the form"),
			_("The form refused this row: {reason}"),
		),
	)
}


def message(issue: Issue, translate: Callable[[str], str] = str) -> str:
	"""Take an issue and a translating function, return the sentence that says what to do."""
	template = translate(KINDS[issue.kind].template)
	return template.format(value=issue.value, column=issue.column, **issue.words)
