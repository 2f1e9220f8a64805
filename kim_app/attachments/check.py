"""Asks the rules of attachments about a file that comes in or lies on the disk. May import frappe."""

from __future__ import annotations

import os

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.attachments import messages, rules
from kim_app.refusal import harmless


def limits() -> rules.Limits:
	"""What this site's KIM Settings allow, and never more than its web server takes."""
	from frappe.core.api.file import get_max_file_size

	settings = frappe.get_cached_doc("KIM Settings")
	stated = rules.limits(settings.get("file_types"), settings.get("largest_file_mb"))
	return rules.Limits(stated.endings, min(stated.largest, get_max_file_size()))


@frappe.whitelist()
def for_upload() -> dict:
	"""What a form tells before it sends a file: `endings`, and `largest` in bytes. For every user; it is a setting."""
	allowed = limits()
	return {"endings": rules.taken(allowed), "largest": allowed.largest}


def check_content(name: str, content: bytes | str):
	"""Refuses a file called `name` for its size or type.

	Raises frappe.ValidationError.
	"""
	raw = content.encode() if isinstance(content, str) else content
	_refuse(rules.file(name, raw, limits()))


def check_on_disk(file: Document):
	"""The same for a File whose content is stored already; a link to another site can't be checked or kept private.

	Raises frappe.ValidationError.
	"""
	if file.is_remote_file:
		frappe.throw(
			_("{0} is a link to another site. Attach the file itself, so that it is kept private.").format(
				frappe.bold(file.file_url)
			),
			title=_("Not attached"),
		)
	path = file.get_full_path()
	if not os.path.exists(path):
		frappe.throw(_("The file {0} is not there any more. Attach it again.").format(file.file_name))
	allowed = limits()
	_refuse(rules.size(file.file_name, os.path.getsize(path), allowed))
	with open(path, "rb") as stored:
		_refuse(rules.file(file.file_name or os.path.basename(path), stored.read(), allowed))


def _refuse(breaches: list):
	if breaches:
		frappe.throw(
			"<br>".join(harmless(messages.text(breach)) for breach in breaches), title=_("Not attached")
		)
