"""The reports whose figures stand behind recommendations: what each of them tells, counted now. May import frappe.

They count the whole site, whoever asks, as `figures` does; `disclosure` keeps small groups out of them.
"""

from __future__ import annotations

from frappe.model.document import Document
from frappe.utils import get_url

from kim_app import disclosure
from kim_app.measures import catalogue, counting, layout

# What `rules.REPORTS` calls a figure -> how it is counted.
MEASURES = {
	"Participants": catalogue.PARTICIPANTS,
	"Participation in recognition": catalogue.PARTICIPATION,
	"Validation success": catalogue.VALIDATION_SUCCESS,
	"Plan completion": catalogue.PLAN_COMPLETION,
	"Training attendance": catalogue.TRAINING_ATTENDANCE,
	"Validations under way": catalogue.VALIDATIONS_WAITING,
	"Competences validated": catalogue.COMPETENCES_VALIDATED,
}
# The reports that have a filter of their own for what is told.
WITH_MEASURE = ("KIM Gender Equity", "KIM Country Comparison")


def figure(row: Document, smallest: int) -> str:
	"""What the report of a row of evidence tells today with its filters: a number, or a share with the number it is of;
	both rounded to a multiple of `smallest`, and nothing told of fewer people."""
	measure, filters = MEASURES[row.measure], filters_of(row)
	counted = sum(counting.count(measure, filters=filters, everybody=True).values(), counting.Counted())
	people = counting.people(measure, filters)
	if measure.part:
		return disclosure.share(counted.part, counted.whole, people, smallest)
	return disclosure.shown(counted.whole, people, smallest)


def filters_of(row: Document) -> dict[str, str]:
	"""The filters of a row of evidence, as measures and reports take them."""
	asked = {"country": row.counted_in, "from_date": row.from_date, "to_date": row.to_date}
	return {field: str(value) for field, value in asked.items() if value}


def address(row: Document) -> str:
	"""Where the report of a row of evidence is opened with its filters."""
	asked = filters_of(row)
	if row.report in WITH_MEASURE:
		asked["measure"] = MEASURES[row.measure].key
	return get_url(layout.report(row.report, asked))
