"""A framework out of the fields of its form, as the document has them and a shipped file too. May import nothing of
Frappe."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kim_app.frameworks.exchange.model import PARTICIPANTS, Framework, Level, Text


def framework(
	form: Mapping, language: str, languages: list[str], texts_of: Callable[[str], dict[str, Text]]
) -> Framework:
	"""Everything but its competences. `form` answers `get` for the names of the form's fields, and so do its
	`levels`; `texts_of` gives the translations, {language: text}, of a level (its code) or of the framework ("")."""
	return Framework(
		code=form.get("framework_code"),
		version=form.get("version"),
		title=form.get("title"),
		description=form.get("description") or "",
		source=form.get("source") or "",
		language=language,
		languages=languages,
		based_on=form.get("based_on") or None,
		meant_for=form.get("meant_for") or PARTICIPANTS,
		translations=texts_of(""),
		levels=[
			Level(
				code=level.get("code"),
				title=level.get("title"),
				description=level.get("description") or "",
				counts_as_shown=bool(level.get("counts_as_shown")),
				pictogram=level.get("pictogram") or "",
				translations=texts_of(level.get("code")),
			)
			for level in form.get("levels")
		],
	)
