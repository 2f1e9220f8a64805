"""What a participant can ask to have corrected in their record, and with which value. May import nothing of Frappe."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from kim_app.breach import Breach

# Something that is no single field: told in words, corrected by hand.
OTHER = "other"
TEXTS = ("given_name", "family_name", "phone", "email")
DATES = ("date_of_birth", "arrival_date")
CHOICES = ("gender", "nationality", "education", "residence_status")
FIELDS = ("given_name", "family_name", "date_of_birth", "gender", "nationality", "arrival_date", "education", "residence_status", "phone", "email")  # fmt: skip
# Without these there is no record.
NEEDED = ("family_name",)
LONGEST = {**dict.fromkeys(TEXTS, 140), OTHER: 2000}

OPEN, ACCEPTED, DECLINED = "Open", "Accepted", "Declined"


def asked(
	field: str, held: str, wanted: str, words: str, choices: Collection[str], today: date
) -> list[Breach]:
	"""Whether `wanted` can be asked for in place of `held` in `field` (one of FIELDS, or OTHER with `words`).

	`choices` are the values that a field of choices allows.
	"""
	if field == OTHER:
		if not words:
			return [Breach("words-missing")]
		return [Breach("too-long", {"most": LONGEST[OTHER]})] if len(words) > LONGEST[OTHER] else []
	if field not in FIELDS:
		return [Breach("field-unknown")]
	if wanted == held:
		return [Breach("unchanged")]
	if not wanted:
		return [Breach("needed")] if field in NEEDED else []
	if field in TEXTS and len(wanted) > LONGEST[field]:
		return [Breach("too-long", {"most": LONGEST[field]})]
	if field in CHOICES and wanted not in choices:
		return [Breach("no-choice")]
	if field in DATES:
		try:
			day = date.fromisoformat(wanted)
		except ValueError:
			return [Breach("no-day")]
		return [Breach("in-future")] if day > today else []
	return []


def answering(status: str, accept: bool, reason: str) -> list[Breach]:
	"""Whether a request of this `status` can be answered so."""
	if status != OPEN:
		return [Breach("answered")]
	return [] if accept or reason else [Breach("reason-missing")]
