"""What comes in with a request is what a method says it takes, or is refused in words. May import frappe.

Frappe hands a whitelisted method whatever the caller sent: a list for a name, a number of forty digits, nothing
at all. `checked` stands under `@frappe.whitelist()` and reads the method's annotations:

- `str`: a text; a plain number is taken for one, as a web address cannot tell them apart
- `int`: a whole number, or a text that is one
- `list` or `dict`: JSON or what it stands for, handed on as a list or dict
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from functools import wraps
from types import NoneType
from typing import get_args, get_type_hints

import frappe
from frappe import _

from kim_app import lengths

LONGEST_JSON = 16_000_000
LARGEST_NUMBER = 1_000_000


def checked(method: Callable) -> Callable:
	"""`method`, but called only with what its annotations allow. Raises frappe.ValidationError."""
	signature, hints = inspect.signature(method), {}

	@wraps(method)
	def with_checked_arguments(*args, **kwargs):
		if not hints:
			hints.update({name: _kinds(hint) for name, hint in get_type_hints(method).items()})
		given = dict(zip(signature.parameters, args, strict=False)) | kwargs
		taken = {}
		for name, parameter in signature.parameters.items():
			if name in given:
				taken[name] = _taken(name, given[name], hints.get(name, ()), parameter.default)
			elif parameter.default is parameter.empty:
				_refuse(_("“{0}” is missing.").format(name))
		return method(**taken)

	return with_checked_arguments


def _kinds(hint) -> tuple[type, ...]:
	return get_args(hint) or (hint,)


def _taken(name: str, value, kinds: tuple[type, ...], default):
	if value is None or value == "":
		# A form sends an empty text for what was left out.
		if NoneType in kinds:
			return None
		if default is not inspect.Parameter.empty:
			return default
	if list in kinds or dict in kinds:
		return _structure(name, value, kinds)
	if int in kinds:
		return _number(name, value)
	if str in kinds:
		return text(name, value)
	return value


def text(name: str, value) -> str:
	"""`value` as a text that a database can hold; `name` says in the refusal what it was to be."""
	if isinstance(value, int | float) and not isinstance(value, bool):
		value = str(value)
	if not isinstance(value, str):
		_refuse(_("“{0}” has to be a text.").format(name))
	if len(value) > lengths.MOST_CHARACTERS:
		lengths.refuse(_(name.replace("_", " ").capitalize()), len(value))
	try:
		value.encode()
		writable = "\0" not in value
	except UnicodeEncodeError:
		writable = False
	if not writable:
		_refuse(_("“{0}” has characters that no script knows.").format(name))
	return value


def _number(name: str, value) -> int:
	if isinstance(value, str) and len(value) < 20:
		try:
			value = int(value)
		except ValueError:
			pass
	if not isinstance(value, int) or abs(value) > LARGEST_NUMBER:
		_refuse(_("“{0}” has to be a whole number of at most {1}.").format(name, LARGEST_NUMBER))
	return value


def _structure(name: str, value, kinds: tuple[type, ...]) -> list | dict:
	if isinstance(value, str):
		if len(value) > LONGEST_JSON:
			_refuse(_("“{0}” is too long.").format(name))
		try:
			value = json.loads(value)
		except (ValueError, RecursionError):
			_refuse(_("“{0}” could not be read.").format(name))
	if not isinstance(value, tuple(kind for kind in kinds if kind in (list, dict))):
		_refuse(_("“{0}” could not be read.").format(name))
	return value


def _refuse(what: str):
	frappe.throw(
		_("{0} Load the page again; if that does not help, tell whoever looks after this site.").format(what),
		title=_("This request cannot be answered"),
	)
