"""The measures of KIM: what each of them counts, said once. May import frappe.

Reports, dashboards, the country comparison and the API all count by these; docs/reports.md says the same in
words for whoever reads the figures.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce, Max
from frappe.utils import add_days, today
from pypika import Case

from kim_app.evidence.rules import QUESTIONS, SUPERSEDED
from kim_app.measures.counting import Measure
from kim_app.training import workflow as training
from kim_app.validation import workflow

DECIDED = (workflow.VALIDATED, workflow.NOT_VALIDATED, workflow.REVOKED)
PLAN_OPEN = ("Draft", "Proposed", "Agreed", "Active", "Under Review")
PLAN_ENDED = ("Completed", "Discontinued")


def _gender_of_participant(query, table):
	person = DocType("KIM Participant")
	return query.left_join(person).on(person.name == table.participant), person.gender


def _gender_of(kind: str, name: str):
	"""Of rows about either kind of person, `kind` and `name` are the fields that name them: a participant's gender is
	in their record, a colleague's in their user."""

	def gender(query, table):
		person, user = DocType("KIM Participant"), DocType("User")
		query = query.left_join(person).on(
			(table[kind] == training.PARTICIPANT) & (person.name == table[name])
		)
		query = query.left_join(user).on((table[kind] == training.STAFF_MEMBER) & (user.name == table.user))
		return query, Case().when(table[kind] == training.PARTICIPANT, person.gender).else_(user.gender)

	return gender


def _took_part(table):
	validation = DocType("KIM Validation")
	return table.name.isin(frappe.qb.from_(validation).select(validation.participant))


def _in_closed_sessions(table):
	session = DocType("KIM Training Session")
	closed = frappe.qb.from_(session).select(session.name).where(session.status == training.CLOSED)
	return (table.status == training.ENROLLED) & table.session.isin(closed)


def _with_session_and_course(query, table):
	session, course = DocType("KIM Training Session"), DocType("KIM Training Course")
	return (
		query.left_join(session)
		.on(session.name == table.session)
		.left_join(course)
		.on(course.name == session.course)
	)


def _attended_enough(table):
	course = DocType("KIM Training Course")
	return table.percent >= course.attendance_threshold


def _with_last_step(query, table):
	step = DocType("KIM Plan Step")
	return query.left_join(step).on((step.parent == table.name) & step.to_state.isin(PLAN_ENDED))


def _holds_a_competence(table):
	held = DocType("KIM Profile Competence")
	valid = held.valid_until.isnull() | (held.valid_until >= today())
	return table.name.isin(
		frappe.qb.from_(held).select(held.participant).where((held.validated_position >= 0) & valid)
	)


def _complete(table):
	found = table.date_of_birth.isnotnull()
	for fieldname in ("gender", "nationality", "education"):
		found &= Coalesce(table[fieldname], "") != ""
	return found


def _soundly_evidenced(table):
	"""As the report of evidence gaps sees it: each question has a Yes of some piece that was not superseded."""
	link, evidence = DocType("KIM Validation Evidence"), DocType("KIM Evidence")
	query = (
		frappe.qb.from_(link)
		.join(evidence)
		.on((evidence.name == link.evidence) & (evidence.status != SUPERSEDED))
		.where(link.parenttype == "KIM Validation")
		.groupby(link.parent)
		.select(link.parent)
	)
	for question in QUESTIONS:
		query = query.having(Max(Case().when(evidence[question] == "Yes", 1).else_(0)) == 1)
	return table.name.isin(query)


def _achieved_a_goal(table):
	goal = DocType("KIM Plan Goal")
	return table.name.isin(frappe.qb.from_(goal).select(goal.parent).where(goal.status == "Achieved"))


# What measures of the same records share.
_PEOPLE = {
	"doctype": "KIM Participant",
	"moment": lambda table: table.creation,
	"gender": lambda query, table: (query, table.gender),
	"records": {},
	"person": "name",
}
_DECIDED_CASES = {
	"doctype": "KIM Validation",
	"whole": lambda table: table.workflow_state.isin(DECIDED),
	"moment": lambda table: table.decided_on,
	"gender": _gender_of_participant,
	"records": {"workflow_state": ["in", list(DECIDED)]},
}
_OPEN_CASES = {
	"doctype": "KIM Validation",
	"whole": lambda table: table.workflow_state.isin(workflow.OPEN_STATES),
	"moment": lambda table: table.creation,
	"gender": _gender_of_participant,
	"records": {"workflow_state": ["in", list(workflow.OPEN_STATES)]},
}
_ENDED_PLANS = {
	"doctype": "KIM Inclusion Plan",
	"whole": lambda table: table.workflow_state.isin(PLAN_ENDED),
	"join": _with_last_step,
	"moment": lambda table: DocType("KIM Plan Step").taken_on,
	"gender": _gender_of_participant,
	"records": {"workflow_state": ["in", list(PLAN_ENDED)]},
}

PARTICIPANTS = Measure(
	"participants",
	label=lambda: _("Participants"),
	meaning=lambda: _("People registered, by the day of their registration in KIM."),
	**_PEOPLE,
)
PARTICIPATION = Measure(
	"participation",
	label=lambda: _("Participation in recognition"),
	meaning=lambda: _("Of the people registered, those for whom at least one validation was opened."),
	part=_took_part,
	**_PEOPLE,
)
VALIDATION_SUCCESS = Measure(
	"validation_success",
	label=lambda: _("Validation success"),
	meaning=lambda: _(
		"Of the validations decided, those that ended as Validated. One that was revoked later is counted as decided, not as a success."
	),
	part=lambda table: table.workflow_state == workflow.VALIDATED,
	succeeded={"workflow_state": workflow.VALIDATED},
	**_DECIDED_CASES,
)
PLAN_COMPLETION = Measure(
	"plan_completion",
	label=lambda: _("Plan completion"),
	meaning=lambda: _("Of the inclusion plans that ended, those that were completed and not discontinued."),
	part=lambda table: table.workflow_state == "Completed",
	succeeded={"workflow_state": "Completed"},
	**_ENDED_PLANS,
)
TRAINING_ATTENDANCE = Measure(
	"training_attendance",
	"KIM Session Attendee",
	lambda: _("Training attendance"),
	lambda: _(
		"Of the places taken in sessions that were closed, those whose holder attended at least as much as the course asks for."
	),
	whole=_in_closed_sessions,
	part=_attended_enough,
	join=_with_session_and_course,
	moment=lambda table: DocType("KIM Training Session").ends,
	gender=_gender_of("attendee_type", "attendee"),
	records={"status": training.ENROLLED},
	person="attendee",
)
VALIDATIONS_WAITING = Measure(
	"validations_waiting",
	label=lambda: _("Validations under way"),
	meaning=lambda: _("Validations that nobody has decided yet."),
	**_OPEN_CASES,
)
COMPETENCES_VALIDATED = Measure(
	"competences_validated",
	"KIM Validation",
	lambda: _("Competences validated"),
	lambda: _("Validations that ended as Validated, by the day of the decision."),
	whole=lambda table: table.workflow_state == workflow.VALIDATED,
	moment=lambda table: table.decided_on,
	gender=_gender_of_participant,
	records={"workflow_state": workflow.VALIDATED},
)
HOLDING = Measure(
	"holding",
	label=lambda: _("Holding a validated competence"),
	meaning=lambda: _(
		"Of the people registered, those with at least one competence that is validated today."
	),
	part=_holds_a_competence,
	**_PEOPLE,
)
COMPLETE_RECORDS = Measure(
	"complete_records",
	label=lambda: _("Complete records"),
	meaning=lambda: _(
		"Of the people registered, those whose gender, date of birth, nationality and schooling are recorded."
	),
	part=_complete,
	**_PEOPLE,
)
SOUND_EVIDENCE = Measure(
	"sound_evidence",
	label=lambda: _("Sound evidence"),
	meaning=lambda: _(
		"Of the validations decided, those whose evidence is valid, authentic, current and sufficient."
	),
	part=_soundly_evidenced,
	**_DECIDED_CASES,
)
LONG_WAITING = Measure(
	"long_waiting",
	label=lambda: _("Waiting for more than 90 days"),
	meaning=lambda: _(
		"Of the validations opened that nobody has decided yet, those that wait for more than 90 days."
	),
	part=lambda table: Coalesce(table.waiting_since, table.creation) < str(add_days(today(), -90)),
	**_OPEN_CASES,
)
PLAN_ACHIEVEMENT = Measure(
	"plan_achievement",
	label=lambda: _("Plans with a goal achieved"),
	meaning=lambda: _("Of the inclusion plans that ended, those with at least one goal that was achieved."),
	part=_achieved_a_goal,
	**_ENDED_PLANS,
)
CERTIFICATES = Measure(
	"certificates",
	"KIM Certificate",
	lambda: _("Certificates that are valid"),
	lambda: _("Of the certificates of courses issued, those that are valid today."),
	part=lambda table: (
		(table.status == training.CURRENT) & (table.valid_until.isnull() | (table.valid_until >= today()))
	),
	moment=lambda table: table.issued_on,
	gender=_gender_of("holder_type", "holder"),
	records={},
	person="holder",
)


# In the order of the reports.
EQUITY = (PARTICIPANTS, PARTICIPATION, VALIDATION_SUCCESS, PLAN_COMPLETION, TRAINING_ATTENDANCE)
ALL = (
	*EQUITY,
	VALIDATIONS_WAITING,
	COMPETENCES_VALIDATED,
	HOLDING,
	COMPLETE_RECORDS,
	SOUND_EVIDENCE,
	LONG_WAITING,
	PLAN_ACHIEVEMENT,
	CERTIFICATES,
)
# One or more of each report. Those of one form count the same whole, or wholes that have nothing in common: else a
# small group could be worked out by subtracting one measure from another.
COMPARED = (
	PARTICIPANTS,
	PARTICIPATION,
	HOLDING,
	COMPLETE_RECORDS,
	VALIDATION_SUCCESS,
	SOUND_EVIDENCE,
	LONG_WAITING,
	PLAN_COMPLETION,
	PLAN_ACHIEVEMENT,
	TRAINING_ATTENDANCE,
	CERTIFICATES,
)
BY_KEY = {measure.key: measure for measure in ALL}
