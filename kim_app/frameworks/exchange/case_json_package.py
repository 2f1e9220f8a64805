"""A CASE package while it is read: what each of its parts has to know of the others. May import nothing of
Frappe."""

from __future__ import annotations

from collections import Counter

from kim_app.frameworks.exchange.json_node import Node
from kim_app.frameworks.exchange.model import Competence, Framework
from kim_app.frameworks.exchange.problems import Reading


class Package:
	"""`written`: whether KIM wrote the file, which then has to be whole; of files by others is told what is
	left out. `known` are the competences by their identifiers and addresses."""

	def __init__(self, reading: Reading, node: Node):
		self.reading = reading
		self.framework: Framework = reading.framework
		self.node = node
		self.document = node.object("CFDocument")
		self.items = node.entries("CFItems")
		self.associations = node.entries("CFAssociations")
		self.written = bool(self.document.kim().value)
		self.known: dict[str, Competence] = {}
		self.left_out: Counter = Counter()

	def competence(self, holder: Node, key: str) -> Competence | None:
		"""The competence of this package that the link under `key` names."""
		found = [self.known[each] for each in holder.object(key).keys() if each in self.known]
		return found[0] if found else None

	def pictogram(self, node: Node) -> str:
		return self.reading.pictogram(node.line("pictogram"), node.at("pictogram"))
