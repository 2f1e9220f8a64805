"""Tells people of a recommendation's way: coordinators that one waits for review, its author what came of it. May
import frappe."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app import post
from kim_app.green_paper import rules
from kim_app.validation import staff


def step_taken(document: Document):
	"""After the step that led `document` into its state."""
	if document.status == rules.UNDER_REVIEW:
		for user in reviewers(document):
			_tell(user, _waits, document)
	elif document.owner != frappe.session.user:
		_tell(document.owner, _decided, document)


def reviewers(document: Document) -> list[str]:
	"""The coordinators of its organisation but its author; of the partners where there is no other."""
	own = staff.coordinators([document.organisation] if document.organisation else [])
	found = set().union(*own.values()) - {document.owner}
	return sorted(found or set().union(*staff.coordinators().values()) - {document.owner})


def _waits(document: Document) -> str:
	return _("{0} has submitted a recommendation for review: {1}").format(
		document.author_name, document.title
	)


def _decided(document: Document) -> str:
	told = {
		rules.DRAFT: _("Your recommendation was returned to you: {0}"),
		rules.PUBLISHED: _("Your recommendation is published: {0}"),
		rules.RETIRED: _("Your recommendation was retired: {0}"),
	}[document.status]
	return told.format(document.title)


def _tell(user: str, sentence, document: Document):
	post.tell(user, lambda: sentence(document), (document.doctype, document.name))
