"""Texts in Python: what stands in `_()`, and what a user would read without it. May import ast."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .text import Fault, Text

# A word of a sentence, not an ending such as ".xlsx" or a tag.
WORD = re.compile(r"[^\W\d_]\s|\s[^\W\d_]")

MARKS = ("_", "_lt")
# Functions of Frappe whose first argument a person reads.
SHOWN = ("throw", "msgprint")


def read(file: str, code: str) -> Iterator[Text | Fault]:
	"""Take a file's name and its code, give its texts and faults."""
	for node in ast.walk(ast.parse(code)):
		if isinstance(node, ast.Call):
			if _name(node) in MARKS and node.args:
				yield from _marked(file, node)
			elif _name(node) in SHOWN and node.args and _is_words(node.args[0]):
				yield Fault(file, node.lineno, f"what {_name(node)} says does not stand in _()")
		elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
			if any(_is_sentence_part(side) for side in (node.left, node.right)):
				yield Fault(
					file, node.lineno, "a sentence is put together from parts; write it whole, with places"
				)
		elif isinstance(node, ast.JoinedStr):
			places = [value.value for value in node.values if isinstance(value, ast.FormattedValue)]
			words = any(WORD.search(value.value) for value in node.values if isinstance(value, ast.Constant))
			if words and any(_is_sentence_part(place) for place in places):
				yield Fault(
					file, node.lineno, "a sentence is put together from parts; write it whole, with places"
				)


def _marked(file: str, call: ast.Call) -> Iterator[Text | Fault]:
	said = call.args[0]
	if isinstance(said, ast.Constant) and isinstance(said.value, str):
		context = next((each.value for each in call.keywords if each.arg == "context"), None)
		yield Text(file, said.lineno, said.value, context.value if isinstance(context, ast.Constant) else "")
		if said.value.startswith("<") and ">" in said.value:
			yield Fault(
				file,
				said.lineno,
				"Frappe looks a text with markup up without it; leave the markup out of _()",
			)
	elif isinstance(said, ast.JoinedStr):
		yield Fault(file, call.lineno, "_() cannot hold an f-string; write places and .format() behind it")
	elif isinstance(said, ast.BinOp):
		yield Fault(
			file, call.lineno, "_() cannot hold a text that is put together; write it whole, with places"
		)
	elif isinstance(said, ast.IfExp) and (_is_words(said.body) or _is_words(said.orelse)):
		yield Fault(file, call.lineno, "_() cannot hold a choice of texts; put _() around each of them")
	elif isinstance(said, ast.Call) and _name(said) == "format" and _is_words(said.func.value):
		yield Fault(
			file, call.lineno, "the text is filled in before it is translated; .format() comes behind _()"
		)


def _name(call: ast.Call) -> str:
	function = call.func
	if isinstance(function, ast.Name):
		return function.id
	return function.attr if isinstance(function, ast.Attribute) else ""


def _is_words(node: ast.expr) -> bool:
	if isinstance(node, ast.JoinedStr):
		return any(_is_words(value) for value in node.values)
	return (
		isinstance(node, ast.Constant) and isinstance(node.value, str) and any(map(str.isalpha, node.value))
	)


def _is_sentence_part(node: ast.expr) -> bool:
	"""Whether `node` is _("..."), with or without .format() behind it."""
	if isinstance(node, ast.Call) and _name(node) == "format" and isinstance(node.func, ast.Attribute):
		node = node.func.value
	return isinstance(node, ast.Call) and _name(node) in MARKS and bool(node.args) and _is_words(node.args[0])
