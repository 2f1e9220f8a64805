"""Making the sample data's records once, however often that is tried, and as whom. May import frappe."""

from __future__ import annotations

from contextlib import contextmanager

import frappe


@contextmanager
def acting_as(user: str):
	frappe.set_user(user)
	try:
		yield
	finally:
		frappe.set_user("Administrator")


def insert(doctype: str, key: dict, **fields):
	"""The document that `key` finds, made with `fields` when there is none."""
	if name := frappe.db.exists(doctype, key):
		return frappe.get_doc(doctype, name)
	return frappe.get_doc({"doctype": doctype, **key, **fields}).insert()


def country(code: str) -> str:
	return frappe.db.get_value("Country", {"code": code})
