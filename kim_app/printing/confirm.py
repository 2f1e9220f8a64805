"""What anybody may know of a paper whose number they hold: whether it holds, for what and until when, and the
holder's initials. May import frappe.

One answer for every kind of paper: certificates of a course and of a validated competence, competence passports,
decision letters and inclusion plans. Asked by guests, so it says nothing that would help to find a number or a
person: a number is 60 random bits, every kind is always looked up, an unknown number is answered in the same shape,
and whoever asks too often is turned away.
"""

from __future__ import annotations

import json

import frappe
from frappe import _
from frappe.rate_limiter import rate_limit
from frappe.utils import getdate, today

from kim_app import certificate_numbers
from kim_app.frameworks import texts
from kim_app.inclusion import workflow as plans
from kim_app.printing import printouts
from kim_app.training import texts as course_texts
from kim_app.training import workflow as training
from kim_app.validation import workflow

# A centre checks a class of thirty at one go; nobody types so many a second.
LIMIT, SECONDS = 60, 10 * 60
VALID, EXPIRED, REVOKED, SUPERSEDED = "valid", "expired", "revoked", "superseded"
# Of a passport: genuine, while something on it no longer holds. Of a plan: not approved as printed, or over.
PARTLY, NOT_YET, ENDED, UNKNOWN = "partly", "not_yet", "ended", "unknown"
# In no stored number: a lookup of it finds nothing.
NO_NUMBER = "-"


@rate_limit(limit=LIMIT, seconds=SECONDS)
def look_up(number: str | None = None) -> dict:
	"""The paper with this number as it was typed: `state` (of those above), `number`, `kind`, `initials`, `what` it is
	about, `level`, `issued_on`, `valid_until` (None for no end), `endless`, and of a passport its `lines`, each with
	`what`, `level`, `valid_until`, `state`. Of an unknown number the state is UNKNOWN and everything else empty."""
	written = certificate_numbers.as_written(number) or NO_NUMBER
	found = [ask(written) for ask in (_certificate, _validation, _printout)]
	return next(filter(None, found), None) or _answer(None, None, None, None, None, UNKNOWN)


def _answer(number, kind, name, what, issued_on, state: str, **more) -> dict:
	return {
		"state": state,
		"number": number,
		"kind": kind,
		"initials": initials(name),
		"what": what,
		"level": None,
		"issued_on": issued_on and getdate(issued_on),
		"valid_until": None,
		"endless": False,
		"lines": [],
		**more,
	}


def _until(valid_until) -> dict:
	return {"valid_until": valid_until and getdate(valid_until), "endless": not valid_until}


def state_of(revoked: bool, expired: bool, valid_until) -> str:
	"""The day counts as well as the mark `expired`, which a nightly job sets."""
	over = bool(valid_until and getdate(valid_until) < getdate(today()))
	return REVOKED if revoked else EXPIRED if expired or over else VALID


def _certificate(number: str) -> dict | None:
	row = frappe.db.get_value(
		"KIM Certificate",
		number,
		["holder_name", "course", "course_title", "issued_on", "valid_until", "status"],
		as_dict=True,
	)
	if not row:
		return None
	state = state_of(row.status == training.REVOKED, row.status == training.EXPIRED, row.valid_until)
	title = course_texts.title(row.course, row.course_title)
	return _answer(
		number, _("Certificate of a course"), row.holder_name, title, row.issued_on, state, **_until(row.valid_until)
	)  # fmt: skip


def _validation(number: str) -> dict | None:
	row = _decided({"certificate_number": number})
	if not row:
		return None
	return _answer(
		number,
		_("Certificate of a validated competence"),
		row.participant_name,
		texts.title(row.competence),
		row.decided_on,
		_holds(row),
		level=_level(row.competence, row.validated_level),
		**_until(row.valid_until),
	)


def _printout(number: str) -> dict | None:
	row = frappe.db.get_value(
		printouts.DOCTYPE,
		number,
		["kind", "status", "issued_on", "valid_until", "reference_name", "mark", "contents"],
		as_dict=True,
	)
	if not row:
		return None
	printed = json.loads(row.contents or "{}")
	asked = {printouts.PASSPORT: _passport, printouts.LETTER: _letter, printouts.PLAN: _plan}[row.kind]
	told = asked(row, printed)
	if row.status == printouts.REVOKED:
		told["state"] = REVOKED
	elif row.status == printouts.SUPERSEDED and told["state"] in (VALID, PARTLY):
		told["state"] = SUPERSEDED
	return _answer(number, name=printed.get("holder"), issued_on=row.issued_on, **told)


def _passport(row, printed: dict) -> dict:
	lines = []
	for line in printed["competences"]:
		now = _decided(line["validation"])
		lines.append(
			{
				"what": texts.title(line["competence"])
				if frappe.db.exists("KIM Competence", line["competence"])
				else line["title"]["first"],
				"level": _level(line["competence"], line["level"]) or line["level"],
				"valid_until": line["valid_until"] and getdate(line["valid_until"]),
				"state": _holds(now) if now else REVOKED,
			}
		)
	every = all(line["state"] == VALID for line in lines)
	return {
		"kind": _("Competence passport"),
		"what": _("Validated competences: {0}").format(len(lines)),
		"state": VALID if every else PARTLY,
		"lines": lines,
	}


def _letter(row, printed: dict) -> dict:
	now = _decided(row.reference_name)
	title = texts.title(now.competence) if now else printed["title"]
	kind = _("Letter on a decision")
	if row.mark == workflow.VALIDATED:
		state, level = (_holds(now), _level(now.competence, now.validated_level)) if now else (REVOKED, None)
		until = _until(now.valid_until) if now else {}
		return {"kind": kind, "what": title, "state": state, "level": level, **until}
	what = {
		workflow.NOT_VALIDATED: _("{0}: not validated"),
		workflow.REVOKED: _("{0}: the validation was revoked"),
	}[row.mark].format(title)
	return {"kind": kind, "what": what, "state": VALID if now else REVOKED}


def _plan(row, printed: dict) -> dict:
	now = frappe.db.get_value(
		"KIM Inclusion Plan", row.reference_name, ["workflow_state", "digest", "to_date"], as_dict=True
	)
	if not now or now.workflow_state in (plans.COMPLETED, plans.DISCONTINUED):
		state = ENDED
	elif now.digest and now.digest == row.mark:
		state = VALID
	else:
		# What was approved meanwhile was something else, or nothing was approved yet.
		state = SUPERSEDED if now.digest else NOT_YET
	return {
		"kind": _("Individual Social Inclusion Plan"),
		"what": _("Agreed goals and actions"),
		"state": state,
		"valid_until": row.valid_until,
	}


def _decided(which) -> frappe._dict | None:
	return frappe.db.get_value(
		"KIM Validation",
		which,
		[
			"participant_name",
			"competence",
			"validated_level",
			"decided_on",
			"valid_until",
			"validity",
			"workflow_state",
		],
		as_dict=True,
	)


def _holds(row) -> str:
	return state_of(
		row.workflow_state != workflow.VALIDATED, row.validity == workflow.EXPIRED, row.valid_until
	)


def _level(competence: str, code: str | None) -> str | None:
	if not frappe.db.exists("KIM Competence", competence):
		return None
	level = texts.level(texts.framework_of(competence), code)
	return level["title"] if level else code


def initials(name: str | None) -> str:
	"""The first letter of each part of a name: `A. O.` for Ada Okafor."""
	return " ".join(f"{part[0].upper()}." for part in (name or "").split() if part[0].isalnum())


def states() -> dict[str, str]:
	"""What the page says of each state, in the language that is spoken."""
	return {
		VALID: _("This document is genuine and valid."),
		EXPIRED: _("This document has expired."),
		REVOKED: _("This document was revoked and is not valid."),
		SUPERSEDED: _("This document is genuine, but a newer one took its place."),
		PARTLY: _("This document is genuine, but not everything on it is valid any more."),
		NOT_YET: _("This plan is genuine, but not in force yet."),
		ENDED: _("This plan is genuine, and has ended."),
		UNKNOWN: _("No document has this number."),
	}


def states_of_lines() -> dict[str, str]:
	"""What the page says of one competence on a passport."""
	return {VALID: _("valid"), EXPIRED: _("expired"), REVOKED: _("revoked")}
