"""Texts in JavaScript: what stands in `__()`, and what a user would read without it. May import babel's lexer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.messages.jslexer import Token, tokenize, unquote_string

from .text import Fault, Text

OPENING = {"(": ")", "[": "]", "{": "}"}
CLOSING = set(OPENING.values())
COMMENTS = ("linecomment", "multilinecomment")
# Words between the tags of a template literal, as `<p>Nobody</p>`.
WORDS_IN_MARKUP = re.compile(r">([^<>`{]*)<|\b(?:alt|title|placeholder|aria-label)=\"([^\"]*)\"")
PLACES = re.compile(r"\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
# Keys of Frappe's dialogs and fields whose values a person reads.
SENTENCE = re.compile(r"[A-Z]")
SHOWN = (
	"label",
	"title",
	"description",
	"message",
	"primary_action_label",
	"secondary_action_label",
	"placeholder",
)


def read(file: str, code: str, line: int = 1) -> Iterator[Text | Fault]:
	"""Take a file's name and its code, which begins at `line`, give its texts and faults."""
	tokens = [token for token in tokenize(code, jsx=False, lineno=line) if token.type not in COMMENTS]
	for at, token in enumerate(tokens):
		if token.type == "template_string":
			yield from _template(file, token)
		elif (
			token.type == "name"
			and token.value == "__"
			and at + 1 < len(tokens)
			and tokens[at + 1].value == "("
		):
			yield from _call(file, token.lineno, _arguments(tokens, at + 2))
		elif (
			token.type == "name"
			and token.value in SHOWN
			and [each.value for each in tokens[at + 1 : at + 2]] == [":"]
		):
			value = tokens[at + 2] if at + 2 < len(tokens) else None
			if value and value.type == "string" and SENTENCE.match(unquote_string(value.value)):
				yield Fault(file, value.lineno, f"the {token.value} {value.value} does not stand in __()")


def _call(file: str, line: int, arguments: list[list[Token]]) -> Iterator[Text | Fault]:
	said = _outermost(arguments[0]) if arguments else []
	strings = [
		token for token in said if token.type in ("string", "template_string") and len(token.value) > 2
	]
	if not strings:
		return
	others = {token.value for token in said if token not in strings}
	if any(token.type == "template_string" and "${" in token.value for token in strings):
		yield Fault(
			file, line, "__() cannot hold a template with places; write {0} and an array behind the text"
		)
	elif {"||", "??"} & others and not {"+", "?"} & others:
		# Words that are looked up, and the one that stands where there are none.
		yield from (Text(file, token.lineno, unquote_string(token.value)) for token in strings)
	elif others:
		why = (
			"a choice of texts; put __() around each of them"
			if "?" in others
			else "a text that is put together"
		)
		yield Fault(file, line, f"__() cannot hold {why}")
	else:
		context = arguments[2] if len(arguments) > 2 else []
		about = unquote_string(context[0].value) if len(context) == 1 and context[0].type == "string" else ""
		yield Text(file, strings[0].lineno, unquote_string(strings[0].value), about)


def _arguments(tokens: list[Token], at: int) -> list[list[Token]]:
	"""The arguments of the call whose bracket was opened before `at`, each as its tokens."""
	arguments: list[list[Token]] = [[]]
	depth = 0
	for token in tokens[at:]:
		if token.type == "operator" and token.value in OPENING:
			depth += 1
		elif token.type == "operator" and token.value in CLOSING:
			if depth == 0:
				return arguments
			depth -= 1
		elif token.type == "operator" and token.value == "," and depth == 0:
			arguments.append([])
			continue
		arguments[-1].append(token)
	return arguments


def _outermost(tokens: list[Token]) -> list[Token]:
	"""Those that stand in no bracket: what is handed to another call is not what is said."""
	found, depth = [], 0
	for token in tokens:
		if token.type == "operator" and token.value in CLOSING:
			depth -= 1
		if depth == 0:
			found.append(token)
		if token.type == "operator" and token.value in OPENING:
			depth += 1
	return found


def _template(file: str, token: Token) -> Iterator[Text | Fault]:
	"""The code in the places of a template literal, and the words that stand in its markup."""
	literal = token.value[1:-1]
	for start, code in _places(literal):
		yield from read(file, code, token.lineno + literal.count("\n", 0, start))
	for words in map("".join, WORDS_IN_MARKUP.findall(PLACES.sub("", literal))):
		if any(map(str.isalpha, re.sub(r"&\w+;", "", words))):
			yield Fault(file, token.lineno, f"{words.strip()!r} in the markup does not stand in __()")


def _places(literal: str) -> Iterator[tuple[int, str]]:
	"""Where each `${` begins and the code in it; a place that is cut off by a nested template runs to the end."""
	at = literal.find("${")
	while at >= 0:
		start, depth, end = at + 2, 1, at + 2
		while end < len(literal) and depth:
			depth += {"{": 1, "}": -1}.get(literal[end], 0)
			end += 1
		yield start, literal[start : end - 1 if not depth else end]
		at = literal.find("${", end)
