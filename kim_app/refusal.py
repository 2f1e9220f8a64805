"""Refusing in words: one way for all forms to say which rules were broken. May import frappe."""

from __future__ import annotations

from collections.abc import Iterable

import frappe


def refuse(sentences: Iterable[str], title: str):
	"""Shows `sentences` in one message under `title`; raises frappe.ValidationError when there is one.

	A sentence quotes what people wrote, and Frappe writes messages into the page as they are.
	"""
	told = [harmless(sentence) for sentence in sentences]
	if told:
		frappe.throw(told, title=title, as_list=True)


def harmless(sentence: str) -> str:
	"""`sentence` without anything that a browser takes for markup."""
	return sentence.replace("<", "&lt;").replace(">", "&gt;")
