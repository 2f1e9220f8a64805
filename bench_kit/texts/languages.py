"""Into which languages the app is translated, and which part of it into which. Imports nothing of Frappe."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatch

from .text import Text

# Written in English, read by staff and participants in these.
WHOLE = ("de", "es", "fr", "it", "sv")
# Read by participants only.
PARTICIPANTS_ONLY = ("ar",)
CODES = (*WHOLE, *PARTICIPANTS_ONLY)

# What participants read: their pages, the scripts of these, and what the server says to them.
PARTICIPANTS_FILES = (
	"www/kim/*",
	"www/kim_confirm.*",
	"templates/participant/*",
	"participant_page/*.py",
	"consent.py",
	"attachments/messages.py",
	"inclusion/document.py",
	"inclusion/reading.py",
	"public/js/competence_profile/*",
	"public/js/participant_page/*",
	"public/js/self_assessment/*",
	"self_assessment/*.py",
	"printing/confirm.py",
	"printing/wording.py",
	"arguments.py",
	"lengths.py",
	"inclusion/participant.py",
	"transfer/*.py",
	"fixtures/workflow_state.json",
)
# What rules that mostly speak to staff say to a participant.
PARTICIPANTS_TEXTS = (
	"Type your name to sign.",
	"Choose a photo or a file, or say it in your own words.",
	"Send at most {most} files at once.",
	"Your centre recorded this. Talk to your case worker.",
	"Your centre works with this already, so it stays. Talk to your case worker.",
	"Not attached",
)
# Choices and states of records that their pages show.
PARTICIPANTS_FIELDS = {
	("KIM Competence Level", "pictogram"),
	("KIM Correction Request", "status"),
	("KIM Evidence", "kind"),
	("KIM Evidence", "learning_context"),
	("KIM Evidence", "status"),
	("KIM Participant", "education"),
	("KIM Participant", "residence_status"),
	("KIM Plan Action", "status"),
	("KIM Plan Goal", "area"),
	("KIM Plan Goal", "status"),
	("KIM Self Assessment", "status"),
	("KIM Session Attendee", "result"),
	("KIM Session Attendee", "status"),
	("KIM Transfer", "status"),
	("KIM Validation", "method"),
}


def texts_of(code: str, texts: Iterable[Text]) -> list[Text]:
	"""Those of `texts` that the language `code` has to have."""
	if code in WHOLE:
		return list(texts)
	return [text for text in texts if is_for_participants(text)]


def is_for_participants(text: Text) -> bool:
	"""Whether a participant can meet the text on the website."""
	if (text.form, text.field) in PARTICIPANTS_FIELDS or text.source in PARTICIPANTS_TEXTS:
		return True
	return any(fnmatch(text.file, pattern) for pattern in PARTICIPANTS_FILES)
