"""What is kept about a participant, in their own words and language: the labels of its fields, its values as a person
reads them, and the records themselves. May import frappe.

Labels are plainer than those of the staff's forms. What has no label here is in the JSON of the download, not on a page.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.frameworks import texts
from kim_app.participant_page import languages, places

RECORD = "KIM Participant"
# Forms of which a participant is told, in this order -> the field that holds the participant.
FORMS = {
	RECORD: "name",
	"KIM Evidence": "participant",
	"KIM Self Assessment": "participant",
	"KIM Validation": "participant",
	"KIM Profile Competence": "participant",
	"KIM Inclusion Plan": "participant",
	"KIM Plan Version": "participant",
	"KIM Transfer": "participant",
	"KIM Correction Request": "participant",
	"KIM Session Attendee": "attendee",
	"KIM Certificate": "holder",
	"KIM Printout": "participant",
}
# The record itself on the page; the rest of it follows in the download.
ON_PAGE = (
	"given_name", "family_name", "date_of_birth", "gender", "nationality", "languages", "arrival_date",
	"education", "residence_status", "phone", "email", "centre", "case_worker", "notes",
)  # fmt: skip
LEVELS = ("level", "claimed_level", "proposed_level", "validated_level", "baseline_level", "target_level")


def records(participant: str) -> dict[str, list[Document]]:
	"""{form: records} of everything kept about `participant` (a name), the oldest first. Asks no permission: whoever
	calls has made sure whose it is."""
	found = {}
	for doctype, field in FORMS.items():
		names = frappe.get_all(doctype, filters={field: participant}, order_by="creation asc", pluck="name")
		found[doctype] = [frappe.get_doc(doctype, name) for name in names]
	return found


def titles() -> dict[str, str]:
	"""What the records of each form are called."""
	return {
		RECORD: _("About me"),
		"KIM Evidence": _("What I show"),
		"KIM Self Assessment": _("How I see myself"),
		"KIM Validation": _("What is being checked, or was checked"),
		"KIM Profile Competence": _("My competences in short"),
		"KIM Inclusion Plan": _("My plan"),
		"KIM Plan Version": _("Earlier versions of my plan"),
		"KIM Transfer": _("Change of centre"),
		"KIM Correction Request": _("What I asked to correct"),
		"KIM Session Attendee": _("Courses"),
		"KIM Certificate": _("Certificates of courses"),
		"KIM Printout": _("Printed documents"),
	}


def labels(doctype: str) -> dict[str, str]:
	"""{field: label} of what a person is told of a record of this form, or of a row of its tables, in its order."""
	return _labels().get(doctype, {})


def told(document: Document, framework: str | None = None) -> list[tuple[str, str, list]]:
	"""(label, value, rows) of each field of `document` that holds something; `rows` are those of a table, each a list of
	(label, value). `framework` has the levels of a row that names none."""
	lines = []
	framework = _framework(document) or framework
	for field, label in labels(document.doctype).items():
		docfield = document.meta.get_field(field)
		held = document.get(field)
		if docfield and docfield.fieldtype in ("Table", "Table MultiSelect"):
			rows = [[(label, text) for label, text, _rows in told(row, framework)] for row in held]
			if rows := [row for row in rows if row]:
				lines.append((label, "", rows))
		elif text := value(document.doctype, field, held, framework):
			lines.append((label, text, []))
	return lines


def value(doctype: str, field: str, held, framework: str | None = None) -> str:
	"""What a field holds, as a person reads it in the language of the page; empty for nothing. `framework` is that of a
	level."""
	if held in (None, "", 0):
		return ""
	docfield = frappe.get_meta(doctype).get_field(field)
	kind, options = (docfield.fieldtype, docfield.options) if docfield else ("Data", None)
	if field in LEVELS and framework:
		level = texts.level(framework, str(held))
		return level["title"] if level else str(held)
	if kind in ("Date", "Datetime"):
		return languages.day(held)
	if kind == "Check":
		return _("Yes")
	if kind in ("Int", "Float", "Percent"):
		return languages.number(held)
	if kind == "Select":
		return _(held, context=doctype)
	if kind == "Link":
		return _linked(options, held)
	return str(held)


def _linked(doctype: str, name: str) -> str:
	if doctype == "Country":
		return places.country(name)
	if doctype == "KIM Language":
		return places.spoken_language(name)
	if doctype == "KIM Competence":
		return texts.title(name) if frappe.db.exists(doctype, name) else name
	if doctype == "KIM Competence Framework":
		return texts.framework_title(name) if frappe.db.exists(doctype, name) else name
	if doctype == "User":
		return frappe.db.get_value("User", name, "full_name") or ""
	if doctype == "Gender":
		return genders().get(name, name)
	if doctype == "Workflow State":
		return _(name)
	return name


def genders() -> dict[str, str]:
	"""{name: what it is called} of Frappe's genders, whose own translations lack some languages."""
	known = {
		"Female": _("Female"),
		"Male": _("Male"),
		"Other": _("Other"),
		"Transgender": _("Transgender"),
		"Genderqueer": _("Genderqueer"),
		"Non-Conforming": _("Non-conforming"),
		"Prefer not to say": _("Prefer not to say"),
	}
	return {name: known.get(name, _(name)) for name in frappe.get_all("Gender", pluck="name")}


def _framework(document: Document) -> str | None:
	competence = document.get("competence")
	return document.get("framework") or (texts.framework_of(competence) if competence else None)


def _labels() -> dict[str, dict[str, str]]:
	return {
		RECORD: {
			"given_name": _("Given name"),
			"family_name": _("Family name"),
			"date_of_birth": _("Date of birth"),
			"gender": _("Gender"),
			"nationality": _("Nationality"),
			"languages": _("Languages"),
			"arrival_date": _("Arrived in this country on"),
			"education": _("School"),
			"residence_status": _("Residence status"),
			"phone": _("Phone"),
			"email": _("E-mail"),
			"centre": _("Centre"),
			"case_worker": _("Case worker"),
			"notes": _("Notes of the centre"),
			"consent_date": _("Consent given on"),
			"consent_withdrawn_on": _("Consent withdrawn on"),
			"legacy_source": _("Taken from"),
		},
		"KIM Participant Language": {
			"language": _("Language"),
			"level": _("Level"),
			"mother_tongue": _("Mother tongue"),
		},
		"KIM Evidence": {
			"title": _("Title"),
			"kind": _("What it is"),
			"learning_context": _("Where it was learned"),
			"learned_in": _("Country"),
			"from_date": _("Begun on"),
			"to_date": _("Until"),
			"hours": _("Hours"),
			"competences": _("What it shows"),
			"description": _("Description"),
			"status": _("Where it stands"),
			"rated_by": _("Looked at by"),
			"rated_on": _("Looked at on"),
			"rating_comment": _("What was said about it"),
		},
		"KIM Evidence Competence": {"competence": _("Competence")},
		"KIM Self Assessment": {
			"framework": _("Framework"),
			"status": _("Where it stands"),
			"finished_on": _("Finished on"),
			"ratings": _("My answers"),
		},
		"KIM Self Rating": {"competence": _("Competence"), "level": _("Level"), "note": _("In my own words")},
		"KIM Validation": {
			"competence": _("Competence"),
			"workflow_state": _("Where it stands"),
			"claimed_level": _("I say"),
			"validated_level": _("Confirmed"),
			"valid_until": _("Valid until"),
			"certificate_number": _("Number"),
			"case_worker": _("Case worker"),
			"assessor": _("Assessed by"),
			"rationale": _("Why"),
			"approver": _("Decided by"),
			"decided_on": _("Decided on"),
			"ratings": _("What was looked at"),
		},
		"KIM Criterion Rating": {"statement": _("Question"), "level": _("Level"), "comment": _("Comment")},
		"KIM Profile Competence": {
			"competence": _("Competence"),
			"claimed_level": _("I say"),
			"validated_level": _("Confirmed"),
			"valid_until": _("Valid until"),
		},
		"KIM Inclusion Plan": {
			"workflow_state": _("Where it stands"),
			"from_date": _("Begun on"),
			"to_date": _("Until"),
			"wishes": _("What I want"),
			"goals": _("My goals"),
			"actions": _("What is to be done"),
			"reviews": _("When we looked at it again"),
			"case_worker": _("Case worker"),
			"signed_on": _("Signed on"),
			"approver": _("Approved by"),
		},
		"KIM Plan Goal": {"title": _("Goal"), "target": _("It is reached when"), "due": _("Until"), "status": _("Where it stands")},
		"KIM Plan Action": {"what": _("What"), "person": _("Who"), "provider": _("With whom"), "due": _("Until"), "status": _("Where it stands"), "result": _("What came of it")},
		"KIM Plan Review": {"held_on": _("On"), "took_part": _("Who was there"), "outcome": _("What was said")},
		"KIM Plan Version": {"number": _("Version"), "kept_on": _("Kept on"), "signed_name": _("Signed by")},
		"KIM Transfer": {
			"from_centre": _("Old centre"),
			"to_centre": _("New centre"),
			"reason": _("Why"),
			"handover": _("What the old centre tells the new one"),
			"consent_on": _("I agreed on"),
			"status": _("Where it stands"),
		},
		"KIM Certificate": {
			"course_title": _("Course"),
			"number": _("Number"),
			"issued_on": _("Issued on"),
			"valid_until": _("Valid until"),
		},
		"KIM Printout": {"number": _("Number"), "issued_on": _("Issued on")},
		"KIM Correction Request": {
			"new_value": _("What I asked for"),
			"words": _("In my own words"),
			"asked_on": _("Asked on"),
			"status": _("Where it stands"),
			"reason": _("Answer"),
		},
		"KIM Session Attendee": {
			"course": _("Course"),
			"enrolled_on": _("Enrolled on"),
			"status": _("Where it stands"),
			"percent": _("Present, in per cent"),
			"result": _("Result"),
		},
	}  # fmt: skip
