"""What a framework and the things in it are called in a file: an address that a person can read, and a
UUID made from it, the same at every export. May import nothing of Frappe.

`urn:kim:competence:KC-2018:LIT` is the competence LIT of the framework KC-2018.
"""

from __future__ import annotations

from urllib.parse import quote, unquote
from uuid import NAMESPACE_URL, uuid5

from kim_app.frameworks.rules import UNREADABLE

NAMESPACE = uuid5(NAMESPACE_URL, "urn:kim")
ESCO = "http://data.europa.eu/esco/"


def urn(thing: str, *names: str) -> str:
	"""The address of a `thing` (framework, competence, level, criterion ...) by its names."""
	return ":".join(["urn:kim", thing, *(quote(name, safe="") for name in names)])


def names(address: str, thing: str) -> tuple[str, ...] | None:
	"""The names that `urn` made the address of; None when it is no address of such a thing."""
	start = f"urn:kim:{thing}:"
	if not address.startswith(start):
		return None
	parts = tuple(unquote(part) for part in address[len(start) :].split(":"))
	return None if any(map(UNREADABLE.search, parts)) else parts


def uuid(address: str) -> str:
	"""The UUID (version 5) of an address."""
	return str(uuid5(NAMESPACE, address))


def is_esco(address: str) -> bool:
	"""Whether it is the address of a concept of ESCO."""
	return address.replace("https://", "http://", 1).startswith(ESCO)
