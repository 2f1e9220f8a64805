"""On which line of a JSON text each value begins. May import nothing of Frappe."""

from __future__ import annotations

import json
import re

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def lines(text: str) -> dict[tuple, int]:
	"""{path: line} of every value in a JSON text that is sound; a path is of keys and indices, () the whole."""
	found: dict[tuple, int] = {}
	path: list = []  # of the value that is read now
	inside: list[str] = []  # { or [ for every container that is open
	line, end = 1, 0
	key_next = False
	for token in _TOKEN.finditer(text):
		line += text.count("\n", end, token.start())
		end = token.start()
		sign = token[0]
		if sign in "]}":
			inside.pop()
			path = path[: len(inside)]
			key_next = False
		elif sign == ",":
			if inside[-1] == "[":
				path[-1] += 1
			else:
				path = path[: len(inside) - 1]
				key_next = True
		elif sign == ":":
			key_next = False
		elif key_next:
			path = [*path[: len(inside) - 1], json.loads(sign)]
		else:
			found[tuple(path)] = line
			if sign == "[":
				inside.append(sign)
				path = [*path, 0]
			elif sign == "{":
				inside.append(sign)
				key_next = True
	return found


def shown(path: tuple) -> str:
	"""A path as people write it: CFItems[3].fullStatement, the first entry being 0."""
	text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
	return text.lstrip(".")
