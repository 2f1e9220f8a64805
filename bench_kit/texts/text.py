"""What the readers of sources give back: texts with their places, and sentences that nobody could translate."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Text:
	"""A text that a person can read, with the file (from the app's root) and the line where it stands.

	`context` tells two meanings of one word apart, as the third column of Frappe's CSV does. `form` is the DocType
	on whose form the text is a label or a choice: from Frappe 15.0 on, the Desk looks for a translation with that
	context before it takes the one without. `field` is the field that a choice can be chosen in.
	"""

	file: str
	line: int
	source: str
	context: str = ""
	form: str = ""
	field: str = ""

	@property
	def keys(self) -> tuple[tuple[str, str], ...]:
		"""What Frappe looks up, in this order: the first that has a translation is shown."""
		return ((self.source, self.form), (self.source, "")) if self.form else ((self.source, self.context),)

	def __str__(self) -> str:
		return f"{self.file}:{self.line}: {self.source!r}" + (f" ({self.context})" if self.context else "")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
	"""A text in the source that no translation can reach, and why."""

	file: str
	line: int
	why: str

	def __str__(self) -> str:
		return f"{self.file}:{self.line}: {self.why}"
