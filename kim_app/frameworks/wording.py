"""The texts of the form of a framework, a competence or a target profile, tables included: put in order, and held against the rules.
May import frappe.

A file gives and takes texts in order: a title in one line, no space at either end. So a form keeps them like
that too, and what is exported comes in again equal.
"""

from __future__ import annotations

from collections.abc import Iterator

from frappe import _

from kim_app.breach import Breach
from kim_app.frameworks import rules
from kim_app.frameworks.exchange import texts


def put_in_order(document):
	"""Every title in one line and nothing but text at the ends of a text."""
	for row, field in _texts(document):
		text = row.get(field.fieldname)
		row.set(field.fieldname, texts.one_line(text) if _is_title(row, field) else texts.tidy(text))


def breaches(document, before=None) -> list[Breach]:
	"""What is wrong with the texts that are not in `before`, the document as it is stored."""
	kept = {(field.fieldname, row.get(field.fieldname)) for row, field in _texts(before)} if before else set()
	found = []
	for row, field in _texts(document):
		text = row.get(field.fieldname)
		if (field.fieldname, text) not in kept:
			longest = rules.LONGEST_TITLE if _is_title(row, field) else rules.LONGEST_TEXT
			for breach in rules.signs(text) + rules.length(text, longest):
				found.append(Breach(breach.kind, {**breach.values, "where": _where(document, row, field)}))
	return found


def _texts(document) -> Iterator[tuple]:
	"""(row, field) of every text in the document itself and in its tables."""
	for row in (document, *document.get_all_children()):
		for field in row.meta.fields:
			if field.fieldtype in ("Data", "Small Text") and isinstance(row.get(field.fieldname), str):
				yield row, field


def _is_title(row, field) -> bool:
	# A translation is of the competence's title or of a criterion, which may be long.
	of_competence = row.doctype == "KIM Competence Translation" and not row.criterion
	return field.fieldtype == "Data" or (of_competence and field.fieldname == "title")


def _where(document, row, field) -> str:
	if row is document:
		return _(field.label)
	table = document.meta.get_label(row.parentfield)
	return _("{0}, row {1}, {2}").format(_(table), row.idx, _(field.label))
