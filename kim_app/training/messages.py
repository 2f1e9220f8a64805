"""The sentence a person reads when a rule of the staff course is broken, and the reason why somebody gets no
certificate. May import frappe."""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe import _

from kim_app import refusal
from kim_app.breach import Breach
from kim_app.training.results import Outcome


def refuse(breaches: Iterable[Breach], title: str, label_of=lambda field: field):
	"""Says every breach in one message titled `title`; raises frappe.ValidationError when there is one."""
	refusal.refuse((text(breach, label_of) for breach in breaches), title)


def text(breach: Breach, label_of=lambda field: field) -> str:
	"""The message of `breach` in the user's language: what is wrong and what to do next.

	`label_of` turns a field's name into the label that the form shows.
	"""
	values = dict(breach.values)
	if "field" in values:
		values["field"] = _(label_of(values["field"]))
	for name in ("state", "source", "action"):
		if name in values:
			values[name] = _(values[name])
	for name in ("ways", "roles"):
		if name in values:
			values[name] = ", ".join(_(entry) for entry in values[name]) or _("none")
	for name in ("names", "modules", "competences", "scale"):
		if name in values:
			values[name] = ", ".join(str(entry) for entry in values[name])
	if "date" in values:
		values["date"] = frappe.format(values["date"], "Date")
	for name in ("start", "end"):
		if name in values:
			values[name] = f"{values[name]:%H:%M}"
	return _templates()[breach.kind].format(**values)


def outcome(settled: Outcome) -> str:
	"""Why an attendee gets a certificate or none, in the user's language."""
	return _outcomes()[settled.kind].format(**settled.values)


def _templates() -> dict[str, str]:
	return {**_of_courses(), **_of_sessions(), **_of_people(), **_of_certificates()}


def _of_courses() -> dict[str, str]:
	return {
		"modules-twice": _("These stand twice among the modules: {modules}. Give each module its own."),
		"module-without-hours": _("Write how many hours these modules take: {modules}."),
		"threshold-off": _(
			"The attendance needed is {threshold} %. It must lie between 1 and 100: nobody is certified who was never there."
		),
		"validity-negative": _("A certificate cannot be valid for {months} months. Use 0 for no end."),
		"competences-twice": _("These competences stand twice: {competences}. Remove one row of each."),
		"develops-other-kind": _("{competence} is no competence that is rated. Choose one that is."),
		"develops-off-scale": _(
			"{competence}: {level} is not a level of its framework. Choose one of {scale}."
		),
		"translation-of-no-module": _(
			"There are translations of modules that the course has not: {modules}. Remove these rows."
		),
		"translations-twice": _("These translations stand twice: {names}. Remove one row of each."),
		"no-modules": _("A course without modules cannot be published. Add its modules."),
		"module-without-objectives": _("Write the objectives of these modules: {modules}."),
		"course-in-use": _(
			"Sessions of this course have been planned ({session}), so its {field} stay. Make a new version of the course."
		),
		"course-retired": _("This course is retired and stays as it is. Make a new version of it."),
		"course-used-by": _(
			"The course {course} is in use by {session} and is kept. Retire it, so that no new session is held."
		),
		"course-published-kept": _(
			"The course {course} has been published and is kept. Retire it, so that no new session is held."
		),
		"owner-missing": _(
			"Choose the organisation that owns this course. It must be one that you work for."
		),
		"roles-by-coordinator": _(
			"Only a coordinator decides for which roles a published course is required."
		),
	}


def _of_sessions() -> dict[str, str]:
	return {
		"day-incomplete": _("Row {row} of the days: fill in date, from and to."),
		"ends-before-start": _(
			"Row {row} of the days ends at {end}, before it begins at {start}. Correct the times."
		),
		"day-in-past": _("Row {row} of the days lies in the past ({date}). Choose a date ahead."),
		"module-foreign": _(
			"Row {row} of the days: {module} is no module of this course. Choose one of the course's."
		),
		"days-overlap": _("Rows {row} and {other} of the days overlap. Correct the times of one of them."),
		"trainer-busy": _(
			"{who} already gives the session {session} at that time on {date}. Choose another time or another trainer."
		),
		"trainer-attends": _(
			"{who} attends the session {session} at that time on {date}. Choose another time or another trainer."
		),
		"attendees-busy": _(
			"{who} has a place in the session {session} at that time on {date}. Choose another time, or withdraw them first."
		),
		"not-a-trainer": _(
			"{who} is no trainer of {organisation}. Choose somebody with the role {role} who works there."
		),
		"no-places": _("A session needs at least one place."),
		"fewer-places-than-enrolled": _(
			"{enrolled} people are enrolled, so there cannot be {capacity} places. Withdraw somebody first."
		),
		"closed-in-state": _("{field} can no longer be changed in the state {state}."),
		"written-by-kim": _(
			"{field} is filled in by KIM when a step is taken and cannot be changed by hand. Use the buttons."
		),
		"course-with-attendees": _(
			"People are enrolled for this course, so it stays. Cancel this session and plan another."
		),
		"session-kept": _(
			"The session {session} is {state} and is kept. Only one that is still planned is deleted; one that is open is cancelled."
		),
		"course-not-published": _("The course is {state}. Only sessions of a published course are held."),
		"no-days": _("Fill in the days of the session first."),
		"begins-in-past": _("The session began on {date}. Enrolment is opened before it begins."),
		"place-missing": _("Write where the session takes place: a room or address, or an online link."),
		"not-over-yet": _("The last day of the session is {date}. Mark it as held then."),
		"no-such-step": _("A session that is {source} cannot take the step {action}. It can take: {ways}."),
		"not-your-step": _("Only someone with one of these roles can take the step {action}: {roles}."),
		"reason-missing": _("The step {action} needs a reason. Write why."),
	}


def _of_people() -> dict[str, str]:
	return {
		"not-open": _("People enrol in a session while it is open; this one is {state}."),
		"begun": _("This session has begun. Ask its trainer to enrol you."),
		"not-of-organisation": _("{who} does not belong to {organisation}, which holds this session."),
		"has-left": _("{who} no longer works here and cannot be enrolled."),
		"attends-already": _("{who} is already enrolled in this session or waits for a place in it."),
		"is-its-trainer": _("{who} gives this session and so does not attend it."),
		"busy": _("{who} is booked in the session {session} at that time on {date} and cannot be in both."),
		"withdrawn-already": _("{who} has withdrawn already."),
		"not-enrolled": _("{who} has no place in this session, so nothing is recorded of them."),
		"not-recorded-now": _(
			"Attendance and results are recorded while a session is open or held; this one is {state}."
		),
		"day-ahead": _("{date} lies ahead. Attendance is recorded from that day on."),
		"no-such-day": _("That day is no longer part of the session. Reload it."),
		"no-such-result": _("{result} is no result of an assessment. Choose Passed or Not Passed."),
		"no-assessment": _("This course has no assessment, so no result is recorded."),
		"never-there": _("{who} was never there and so cannot have passed."),
		"attendee-kept": _("Who attended stays on record. Withdraw {who} instead."),
		"feedback-not-yet": _("You can say what you think of the session once it has begun."),
		"feedback-not-attended": _("Only those who have a place in a session say what they think of it."),
		"feedback-twice": _("You have already said what you think of this session."),
		"score-off": _("Choose a number from 1 to 5 for: {field}."),
	}


def _of_certificates() -> dict[str, str]:
	return {
		"nobody-enrolled": _("Nobody is enrolled in this session, so it cannot be closed. Cancel it."),
		"attendance-missing": _(
			"Record for every day and module whether they were there, then close the session: {names}."
		),
		"results-missing": _("Record whether they passed the assessment, then close the session: {names}."),
		"not-issued-by-hand": _(
			"A certificate is issued by KIM when a session is closed, to those who attended it. It cannot be written by hand."
		),
		"certificate-stays": _(
			"The certificate {number} stays as it was issued. A coordinator can revoke it."
		),
		"not-current": _("The certificate {number} is {state}; only a current one is revoked."),
		"revoke-reason-missing": _("Write why the certificate is revoked."),
	}


def _outcomes() -> dict[str, str]:
	return {
		"certificate": _("Certificate issued"),
		"not-enrolled": _("Had no place in the session"),
		"absent": _("Was never there"),
		"attended-too-little": _("Attended {percent} %, {threshold} % are needed"),
		"assessment-not-passed": _("Did not pass the assessment"),
	}
