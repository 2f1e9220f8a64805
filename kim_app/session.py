"""Doing something as another user or in another language, and back again whatever happens. May import frappe."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe.translate import get_user_lang


@contextmanager
def acting_as(user: str) -> Iterator[None]:
	"""Everything inside is done by `user`."""
	before = frappe.session.user
	frappe.set_user(user)
	try:
		yield
	finally:
		frappe.set_user(before)


@contextmanager
def in_language_of(user: str) -> Iterator[None]:
	"""Every text inside is said in the language of `user`."""
	language, templates = frappe.local.lang, frappe.local.jenv
	frappe.local.lang, frappe.local.jenv = get_user_lang(user), None
	try:
		yield
	finally:
		frappe.local.lang, frappe.local.jenv = language, templates
