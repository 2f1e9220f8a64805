"""What the form of evidence calls. May import frappe."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import now_datetime

from kim_app.arguments import checked
from kim_app.evidence import rating, rules


@frappe.whitelist(methods=["POST"])
@checked
def rate(
	evidence: str,
	valid: str | None = None,
	authentic: str | None = None,
	current: str | None = None,
	sufficient: str | None = None,
	comment: str | None = None,
	modified: str | None = None,
) -> dict:
	"""Stores an assessor's rating of `evidence` (a name): each question Yes, Partly or No.

	Four times Yes verifies it, and from then on it stays as it is. `modified` is the time stamp of what the
	assessor saw, so that nobody rates what was changed meanwhile. Returns `status`. Raises
	frappe.PermissionError, frappe.ValidationError or frappe.TimestampMismatchError.
	"""
	document = frappe.get_doc("KIM Evidence", evidence, for_update=True)
	document.check_permission("read")
	answers = {"valid": valid, "authentic": authentic, "current": current, "sufficient": sufficient}
	breaches = rules.rating(document.status, answers, comment, rating.rater_of(document))
	document.refuse(breaches, _("This evidence cannot be rated"))
	if modified:
		document.modified = modified
	document.update(answers)
	document.status = rules.status_after(answers)
	document.rating_comment = (comment or "").strip() or None
	document.rated_by, document.rated_on = frappe.session.user, now_datetime()
	document.save_by_kim()
	document.add_comment("Info", _as_sentence(document))
	return {"status": document.status}


def _as_sentence(document) -> str:
	"""What stays in the record's history when the rating is given anew."""
	answers = ", ".join(
		f"{_(document.meta.get_label(question))} {_(document.get(question))}" for question in rules.QUESTIONS
	)
	comment = frappe.utils.escape_html(document.rating_comment or "")
	return _("rated this evidence: {0}. {1}").format(answers, comment).strip()
