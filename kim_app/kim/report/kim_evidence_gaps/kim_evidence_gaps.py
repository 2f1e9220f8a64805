"""Evidence Gaps: lays out what `kim_app.measures.evidence_gaps` finds."""

from __future__ import annotations

from frappe import _
from frappe.utils import now_datetime

from kim_app.frameworks import texts
from kim_app.measures import evidence_gaps, layout, rows
from kim_app.measures.layout import column
from kim_app.measures.tally import for_a_picture, for_dashboards
from kim_app.validation import turns, workflow

STATES = {
	"Under way": workflow.OPEN_STATES,
	"Waiting for a decision": (workflow.PENDING_APPROVAL,),
	"Validated": (workflow.VALIDATED,),
}
SEVERITY = {evidence_gaps.WITHOUT: 4, evidence_gaps.NO: 3, evidence_gaps.UNRATED: 2, evidence_gaps.PARTLY: 1}


@for_dashboards
def execute(filters=None):
	filters = layout.asked(filters)
	filters.states = list(STATES.get(filters.show, workflow.OPEN_STATES))
	if filters.question:
		filters.question = filters.question.lower()
		if filters.question not in evidence_gaps.QUESTIONS:
			filters.question = None
	found = [] if for_a_picture() else evidence_gaps.gaps(filters)
	shown, note = layout.shortened(found, filters)
	names = rows.title_of("User", {gap.validation.case_worker for gap in shown}, "full_name")
	now = now_datetime()
	evidence = evidence_gaps.evidence_of([gap.validation.name for gap in shown])
	data = [row_of(gap, names, now, evidence.get(gap.validation.name)) for gap in shown]
	lacking = evidence_gaps.counted(filters) if for_a_picture() else [(gap.lacks, 1) for gap in found]
	counted = evidence_gaps.numbers(lacking)
	labels = questions()
	picture = layout.chart(
		"bar",
		[labels[question] for question in evidence_gaps.QUESTIONS],
		{
			kinds()[kind]: [counted[question][kind] for question in evidence_gaps.QUESTIONS]
			for kind in SEVERITY
		},
		barOptions={"stacked": 1},
	)
	summary = [
		{"label": _("Validations looked at"), "value": evidence_gaps.examined(filters), "datatype": "Int"},
		{
			"label": _("With a gap"),
			"value": sum(number for _lacks, number in lacking),
			"datatype": "Int",
			"indicator": "Orange" if lacking else "Green",
		},
		{
			"label": _("Without any evidence"),
			"value": sum(number for lacks, number in lacking if evidence_gaps.WITHOUT in lacks.values()),
			"datatype": "Int",
		},
	]
	return columns(), data, note, picture, summary, True


def row_of(gap: evidence_gaps.Gap, names, now, evidence: list[str] | None) -> dict:
	case, labels = gap.validation, kinds()
	row = {
		"validation": case.name,
		"participant": case.participant_name,
		"competence": texts.title(case.competence),
		"centre": case.centre,
		"state": _(case.workflow_state),
		"case_worker": names.get(case.case_worker, case.case_worker),
		"days": turns.days_waiting(case.waiting_since, now)
		if case.workflow_state in workflow.OPEN_STATES
		else None,
		"evidence": gap.evidence,
	}
	for question in evidence_gaps.QUESTIONS:
		kind = gap.lacks.get(question)
		row[question] = labels[kind] if kind else _("Yes")
		if kind:
			layout.colour(row, question, SEVERITY[kind], 6)
	layout.link(row, "validation", layout.record(evidence_gaps.DOCTYPE, case.name))
	layout.link(row, "participant", layout.record("KIM Participant", case.participant))
	if evidence:
		layout.link(row, "evidence", layout.records("KIM Evidence", {"name": ["in", evidence]}))
	return row


def kinds() -> dict[str, str]:
	return {
		evidence_gaps.WITHOUT: _("No evidence"),
		evidence_gaps.NO: _("No"),
		evidence_gaps.UNRATED: _("Not rated"),
		evidence_gaps.PARTLY: _("Partly"),
	}


def questions() -> dict[str, str]:
	return {
		"valid": _("Valid"),
		"authentic": _("Authentic"),
		"current": _("Current"),
		"sufficient": _("Sufficient"),
	}


def columns() -> list[dict]:
	return [
		column("validation", _("Validation"), width=120),
		column("participant", _("Participant"), width=150),
		column("competence", _("Competence"), width=190),
		column("state", _("State"), width=125),
		column("days", _("Days waiting"), "Int", 105),
		column("evidence", _("Evidence"), "Int", 85),
		*[column(key, label, width=100) for key, label in questions().items()],
		column("centre", _("Centre"), width=150),
		column("case_worker", _("Case worker"), width=150),
	]
