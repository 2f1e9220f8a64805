"""Texts in Jinja templates: what stands in `_()`, scripts in them, and words without it. May import jinja2."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import Environment, nodes

from . import script_source
from .text import Fault, Text

READABLE_ATTRIBUTE = re.compile(r'\b(?:alt|title|placeholder|aria-label)="([^"]*)"')
SCRIPT = re.compile(r"<script[^>]*>(.*?)</script>", re.DOTALL)
UNREAD = re.compile(r"<(style|script)\b.*?</\1>|<!--.*?-->", re.DOTALL)
CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
ENVIRONMENT = Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])


def read(file: str, code: str) -> Iterator[Text | Fault]:
	"""Take a file's name and its template, give its texts and faults."""
	for call in ENVIRONMENT.parse(code).find_all(nodes.Call):
		if isinstance(call.node, nodes.Name) and call.node.name == "_" and call.args:
			yield from _marked(file, call)
	plain = CODE.sub(_blank, code)
	for script in SCRIPT.finditer(plain):
		yield from script_source.read(file, script[1], 1 + plain.count("\n", 0, script.start(1)))
	seen = UNREAD.sub(_blank, plain)
	for found in (
		*READABLE_ATTRIBUTE.finditer(seen),
		*WORD.finditer(TAG.sub(_blank, re.sub(r"&\w+;", _blank, seen))),
	):
		words = found[1] if found.re is READABLE_ATTRIBUTE else found[0]
		if WORD.search(words) and "KIM" not in words:
			yield Fault(file, 1 + seen.count("\n", 0, found.start()), f"{words!r} does not stand in _()")


def _marked(file: str, call: nodes.Call) -> Iterator[Text | Fault]:
	said = call.args[0]
	if isinstance(said, nodes.Const) and isinstance(said.value, str):
		context = next((each.value for each in call.kwargs if each.key == "context"), None)
		yield Text(file, call.lineno, said.value, context.value if isinstance(context, nodes.Const) else "")
	elif isinstance(said, nodes.Concat | nodes.Add | nodes.CondExpr) and list(said.find_all(nodes.Const)):
		yield Fault(
			file, call.lineno, "_() cannot hold a text that is put together; write it whole, with places"
		)


def _blank(found: re.Match) -> str:
	"""As long as what was found, so that places stay where they are."""
	return re.sub(r"[^\n]", " ", found[0])
