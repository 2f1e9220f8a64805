"""The catalogue of what can be wrong in a legacy workbook, and what to do about each.

Imports `tables` and the mark for translators only. Templates are marked with `_` so that translators find them; the translating
itself is done by who knows the reader's language (see `message`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from kim_app.translating import marked as _

from .tables import Issue

ERROR = "Error"
WARNING = "Warning"


@dataclass(frozen=True, slots=True)
class Kind:
	"""A kind of defect. An error refuses the row; a warning lets it in. As in `Problem.warning`."""

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
			"partial-date",
			_("Part of a date"),
			_(
				"{value} is only a part of a date. The date stays empty and the words go into the notes. Complete it if you know the day."
			),
			WARNING,
		),
		Kind(
			"partial-date-taken",
			_("Part of a date"),
			_("{value} is only a part of a date and is read as {taken}. Complete it if you know the day."),
			WARNING,
		),
		Kind(
			"invalid-number",
			_("Not a number"),
			_("{value} is not a number. Write digits only, such as 12 or 12.5."),
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
			_("Outside the range"),
			_("{value} is outside what {column} can have. Use one of: {allowed}."),
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
			"duplicate-row",
			_("Row listed twice"),
			_("The same stands already in row {row} of sheet {sheet}. Delete one of the two rows."),
		),
		Kind(
			"duplicate-person",
			_("Perhaps the same person twice"),
			_(
				"{value} is likely the person in row {row} of sheet {sheet}: same day of birth, same names. If so, keep one number for both."
			),
			WARNING,
		),
		Kind(
			"duplicate-person-here",
			_("Perhaps here already"),
			_(
				"{value} is likely {document} of your centre (register number {number}): same day of birth, same names. If so, use that number."
			),
			WARNING,
		),
		Kind(
			"duplicate-person-elsewhere",
			_("Perhaps at another centre"),
			_(
				"A person with these names and this day of birth is known at another centre of your organisation. Ask your coordinator before {value} is brought in."
			),
			WARNING,
		),
		Kind(
			"conflict",
			_("Changed here since"),
			_(
				"{document} was changed in KIM after the last import and has “{here}” here. Write that into the workbook to keep it, or correct the record in KIM."
			),
		),
		Kind(
			"not-permitted",
			_("Not permitted"),
			_(
				"You may not create records of the form {form}, so the rows of this sheet stay out. Ask a colleague who may to upload the workbook, or leave the sheet out."
			),
		),
		Kind(
			"course-not-chosen",
			_("Course not chosen"),
			_("Choose in this form the training course whose attendance the sheet holds, and check again."),
		),
		Kind(
			"no-days",
			_("No days"),
			_("No day of the course was found in this sheet. Write the days as dates above the marks."),
		),
		Kind(
			"held-back",
			_("Waits for another row"),
			_("{value} stands in row {row} of sheet {sheet}, which was refused. Correct that row first."),
		),
		Kind(
			"refused-by-form",
			_("Refused by the form"),
			_("The form refused this row: {reason}"),
		),
		Kind(
			"one-by-one",
			_("Brought in one by one"),
			_("The rows of this sheet were brought in one by one, which takes longer: {reason}"),
			WARNING,
		),
		Kind(
			"kept-at-undo",
			_("Kept when the import was undone"),
			_("{value} was kept: {reason}"),
			WARNING,
		),
	)
}


def message(issue: Issue, translate: Callable[[str], str] = str) -> str:
	"""Take an issue and a translating function, return the sentence that says what to do."""
	template = translate(KINDS[issue.kind].template)
	words = {name: translate(word) if name == "form" else word for name, word in issue.words.items()}
	return template.format(value=issue.value, column=issue.column, **words)
