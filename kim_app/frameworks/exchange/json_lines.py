"""On which line of a JSON text values begin. May import nothing of Frappe."""

from __future__ import annotations

import json
import re
from collections.abc import Collection

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def lines(text: str, wanted: Collection[tuple] | None = None) -> dict[tuple, int]:
	"""{path: line} of the values at the paths `wanted`, or of every value, in a JSON text that is sound; a path
	is of keys and indices, () the whole.

	A hostile text holds millions of values, as deep as they can be: paths that nobody wants are not made.
	"""
	deepest = max(map(len, wanted), default=0) if wanted is not None else None
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
			del path[len(inside) :]
			key_next = False
		elif sign == ",":
			if inside[-1] == "[":
				path[-1] += 1
			else:
				del path[len(inside) - 1 :]
				key_next = True
		elif sign == ":":
			key_next = False
		elif key_next:
			del path[len(inside) - 1 :]
			path.append(json.loads(sign))
		else:
			if deepest is None or (len(path) <= deepest and tuple(path) in wanted):
				found[tuple(path)] = line
			if sign == "[":
				inside.append(sign)
				path.append(0)
			elif sign == "{":
				inside.append(sign)
				key_next = True
	return found


def shown(path: tuple) -> str:
	"""A path as people write it: CFItems[3].fullStatement, the first entry being 0."""
	text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
	return text.lstrip(".")
