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
	"inclusion/document.py",
	"inclusion/reading.py",
	"public/js/competence_profile/*",
	"public/js/self_assessment/*",
	"self_assessment/*.py",
	"training/confirm.py",
	"arguments.py",
	"inclusion/participant.py",
	"transfer/*.py",
	"fixtures/workflow_state.json",
)
# What rules that mostly speak to staff say to a participant.
PARTICIPANTS_TEXTS = ("Type your name to sign.",)
# Choices and states of records that their pages show.
PARTICIPANTS_FIELDS = {
	("KIM Competence Level", "pictogram"),
	("KIM Evidence", "kind"),
	("KIM Evidence", "status"),
	("KIM Plan Action", "status"),
	("KIM Plan Goal", "area"),
	("KIM Plan Goal", "status"),
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
