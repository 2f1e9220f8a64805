"""A value of a JSON file and where it stands: asked for what should be in it, it tells what is not as it
should be. May import nothing of Frappe."""

from __future__ import annotations

from kim_app.frameworks import rules
from kim_app.frameworks.exchange import texts
from kim_app.frameworks.exchange.case_json import KIM
from kim_app.frameworks.exchange.model import Place, Text
from kim_app.frameworks.exchange.problems import Reading


class Node:
	"""`value` at `path` (keys and indices) of the file; what is wrong with it goes to `reading`."""

	def __init__(self, value, path: tuple, reading: Reading):
		self.value, self.path, self.reading = value, path, reading

	def at(self, *steps) -> Place:
		return Place(path=(*self.path, *steps))

	def under(self, value, *steps) -> Node:
		return Node(value, (*self.path, *steps), self.reading)

	def get(self, key: str, kind: type, wanted: str):
		"""The value under `key` when it is of `kind`; otherwise an empty one, and a problem unless it is absent."""
		value = self.value.get(key) if isinstance(self.value, dict) else None
		if value is None:
			return kind()
		if not isinstance(value, kind):
			self.reading.add("json-wrong-type", self.at(key), wanted=wanted)
			return kind()
		return value

	def object(self, key: str) -> Node:
		return self.under(self.get(key, dict, "{ }"), key)

	def entries(self, key: str) -> list[Node]:
		"""The objects of the list under `key`."""
		return [self.under(value, key, number) for number, value in self._listed(key, dict, "{ }")]

	def lines(self, key: str) -> list[str]:
		"""The texts of the list under `key`."""
		return [texts.one_line(value) for _number, value in self._listed(key, str, '" "')]

	def _listed(self, key: str, kind: type, wanted: str):
		for number, value in enumerate(self.get(key, list, "[ ]")):
			if isinstance(value, kind):
				yield number, value
			else:
				self.reading.add("json-wrong-type", self.at(key, number), wanted=wanted)

	def flag(self, key: str) -> bool:
		return self.get(key, bool, "true / false")

	def number(self, key: str) -> float:
		"""A whole number, by which others give an order; what has none comes last."""
		value = self.value.get(key)
		return value if isinstance(value, int) else float("inf")

	def text(self, key: str, required: bool = False) -> str:
		value = self.value.get(key) if isinstance(self.value, dict) else None
		if isinstance(value, int) and not isinstance(value, bool):
			text = str(value)
		else:
			text = texts.tidy(self.get(key, str, '" "'))
		self.reading.add_all(rules.signs(text), self.at(key))
		if required and not text and (value is None or isinstance(value, str)):
			self.reading.add("json-missing", self.at(), name=key)
		return text

	def line(self, key: str, required: bool = False) -> str:
		return texts.one_line(self.text(key, required))

	def language(self) -> str:
		"""The language that it says it is in, without a region; empty when it says none."""
		return self.line("language").split("-")[0].lower()

	def kim(self) -> Node:
		"""What KIM itself wrote beside what CASE knows; nothing in a file by others."""
		return self.object("extensions").object(KIM)

	def translations(self) -> dict[str, Text]:
		"""{language: text} under `translations`."""
		found = {}
		node = self.object("translations")
		for language in node.value:
			entry = node.object(language)
			found[language] = Text(entry.line("title", required=True), entry.text("description"))
		return found

	def key(self) -> str:
		"""What the thing is called in the file; empty when it has no name."""
		return (self.line("identifier") or self.line("uri")).lower()

	def keys(self) -> list[str]:
		return [key for key in (self.line("identifier").lower(), self.line("uri").lower()) if key]
