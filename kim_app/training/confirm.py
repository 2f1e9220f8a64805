"""What anybody may know of a certificate whose number they hold: whether it is valid, for what and until when,
and the holder's initials. May import frappe.

Asked by guests, so it says nothing that would help to find a number or a person: a number is 60 random
bits, both kinds of certificate are always looked up, and whoever asks too often is turned away.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.rate_limiter import rate_limit
from frappe.utils import getdate, today

from kim_app import certificate_numbers
from kim_app.frameworks import texts
from kim_app.training import texts as course_texts
from kim_app.training import workflow

# A centre checks a class of thirty at one go; nobody types so many a second.
LIMIT, SECONDS = 60, 10 * 60
VALID, EXPIRED, REVOKED = "valid", "expired", "revoked"


@rate_limit(limit=LIMIT, seconds=SECONDS)
def look_up(number: str | None = None) -> dict | None:
	"""The certificate with this number as it was typed: `number`, `initials`, `what` it certifies, `level`,
	`issued_on`, `valid_until` (None for no end) and `state` (valid, expired or revoked); None when there
	is none."""
	written = certificate_numbers.as_written(number) or ""
	course = frappe.db.get_value(
		"KIM Certificate",
		written,
		["holder_name", "course", "course_title", "issued_on", "valid_until", "status"],
		as_dict=True,
	)
	validation = frappe.db.get_value(
		"KIM Validation",
		{"certificate_number": written or "-"},
		[
			"participant_name",
			"competence",
			"validated_level",
			"decided_on",
			"valid_until",
			"validity",
			"docstatus",
		],
		as_dict=True,
	)
	if course:
		return _answer(
			written, course.holder_name, course_texts.title(course.course, course.course_title), None, course.issued_on, course.valid_until,
			revoked=course.status == workflow.REVOKED, expired=course.status == workflow.EXPIRED,
		)  # fmt: skip
	if validation:
		level = texts.level(texts.framework_of(validation.competence), validation.validated_level)
		return _answer(
			written, validation.participant_name, texts.title(validation.competence),
			level["title"] if level else validation.validated_level,
			validation.decided_on and getdate(validation.decided_on), validation.valid_until,
			revoked=validation.docstatus != 1, expired=validation.validity == workflow.EXPIRED,
		)  # fmt: skip
	return None


def _answer(number, name, what, level, issued_on, valid_until, revoked: bool, expired: bool) -> dict:
	# The day counts as well as the mark, which a nightly job sets.
	over = bool(valid_until and getdate(valid_until) < getdate(today()))
	return {
		"number": number,
		"initials": initials(name),
		"what": what,
		"level": level,
		"issued_on": issued_on,
		"valid_until": valid_until,
		"state": REVOKED if revoked else EXPIRED if expired or over else VALID,
	}


def initials(name: str | None) -> str:
	"""The first letter of each part of a name: `A. O.` for Ada Okafor."""
	return " ".join(f"{part[0].upper()}." for part in (name or "").split() if part[0].isalnum())


def states() -> dict[str, str]:
	"""What the page says of each state, in the language that is spoken."""
	return {
		VALID: _("This certificate is valid."),
		EXPIRED: _("This certificate has expired."),
		REVOKED: _("This certificate was revoked and is not valid."),
	}
