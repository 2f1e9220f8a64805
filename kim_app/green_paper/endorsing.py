"""Standing behind a published recommendation of somebody else, by name and once. May import frappe."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.breach import Breach
from kim_app.green_paper import messages, rules

RECOMMENDATION, ENDORSEMENT = "KIM Recommendation", "KIM Endorsement"


@frappe.whitelist(methods=["POST"])
def endorse(recommendation: str, remark: str | None = None) -> int:
	"""The user stands behind a published recommendation (its name), once; returns how many do.

	Raises frappe.PermissionError for who may not read it, frappe.ValidationError when a rule forbids it.
	"""
	frappe.get_doc(RECOMMENDATION, recommendation).check_permission("read")
	document = frappe.get_doc(RECOMMENDATION, recommendation, for_update=True)
	messages.refuse(_hindrances(document), _("Not endorsed"))
	frappe.get_doc(
		{"doctype": ENDORSEMENT, "recommendation": document.name, "remark": (remark or "").strip()}
	).insert(ignore_permissions=True)
	return _count(document.name)


@frappe.whitelist(methods=["POST"])
def withdraw(recommendation: str) -> int:
	"""Takes the user's own endorsement of a recommendation (its name) back; returns how many there are left.

	Raises frappe.PermissionError for who may not read it.
	"""
	frappe.get_doc(RECOMMENDATION, recommendation).check_permission("read")
	document = frappe.get_doc(RECOMMENDATION, recommendation, for_update=True)
	frappe.db.delete(ENDORSEMENT, {"given_once": key(document.name)})
	return _count(document.name)


def key(recommendation: str) -> str:
	"""What the database holds once: a recommendation (its name) and the user who endorses it."""
	return f"{recommendation}:{frappe.session.user}"


def context(document: Document) -> dict:
	"""For the form: `endorsed_by`, `may_endorse` and whether the user `has_endorsed` it."""
	given = not document.is_new() and bool(frappe.db.exists(ENDORSEMENT, {"given_once": key(document.name)}))
	return {
		"has_endorsed": given,
		"may_endorse": not document.is_new() and not _hindrances(document),
		"endorsed_by": []
		if document.is_new()
		else frappe.get_all(
			ENDORSEMENT,
			filters={"recommendation": document.name},
			fields=["user_name", "organisation", "remark"],
			order_by="creation",
		),
	}


def _hindrances(document: Document) -> list[Breach]:
	breaches = []
	if document.status != rules.PUBLISHED:
		breaches.append(Breach("not-published", {"state": document.status}))
	if document.owner == frappe.session.user:
		breaches.append(Breach("own-endorsement"))
	if frappe.db.exists(ENDORSEMENT, {"given_once": key(document.name)}):
		breaches.append(Breach("endorsed-already"))
	return breaches


def _count(recommendation: str) -> int:
	count = frappe.db.count(ENDORSEMENT, {"recommendation": recommendation})
	frappe.db.set_value(RECOMMENDATION, recommendation, "endorsements", count, update_modified=False)
	return count
