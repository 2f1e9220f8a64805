"""One supervisor's decision on one validation, taken through the form's own controller. May import frappe.

What the user saw is compared with what is stored, under a lock, so that of two people who decide at
once one wins and the other is told who decided what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime, strip_html

from kim_app import permissions, roles, steps
from kim_app.validation import involvement, turns, workflow

DOCTYPE = "KIM Validation"


def check(action: str, reason: str | None):
	"""Whether the session's user may decide at all, and `action` is a decision that has its reason.

	Raises frappe.PermissionError or frappe.ValidationError.
	"""
	if roles.SUPERVISOR not in frappe.get_roles() or not frappe.has_permission(DOCTYPE, "write"):
		frappe.throw(
			_("Only a supervisor decides on validations."), frappe.PermissionError, title=_("Not decided")
		)
	row = _row(action)
	if row.needs_reason and not (reason or "").strip():
		frappe.throw(
			_("Write the reason: whoever goes on with these validations reads it."), title=_("Not decided")
		)


def decide(name: str, action: str, reason: str | None = None, seen: str | None = None):
	"""Takes the decision `action` on the validation `name`, as the session's user.

	`seen` is the document's `modified` as the user saw it; left out, only the state is compared. Raises
	frappe.TimestampMismatchError when somebody was faster, frappe.PermissionError, or
	frappe.ValidationError with what the rules say.
	"""
	take(name, locked([name]).get(name), action, reason, seen)
	note_in_activity([name], action)


def why_not(centre: str, involved: Mapping[str, str], scope: permissions.Scope) -> str | None:
	"""Why the user whose `scope` it is decides no case at `centre` in which `involved` ({user: how}) had a
	hand: a sentence for them, None when they may."""
	if how := involved.get(scope.user):
		return involvement.sentence(how)
	if not (scope.everything or centre in scope.centres):
		return _("You do not work for {0}.").format(centre)
	return None


def take(name: str, stored: Document | None, action: str, reason: str | None, seen: str | None):
	"""The same for the validation `name` as `locked` gave it, None when there is none; without the line in
	the document's activity."""
	row = _row(action)
	if not stored or not stored.has_permission("read"):
		frappe.throw(
			_("There is no validation {0} among those that you may decide.").format(name),
			frappe.PermissionError,
		)
	if stored.workflow_state != row.source or (seen and str(stored.modified) != seen):
		steps.refuse_as_overtaken(DOCTYPE, name, stored.workflow_state, stored.steps)
	validation = frappe.get_doc(stored.as_dict())
	validation.flags.stored = stored
	# Nothing but the state changes, so the links are as they were when they were checked.
	validation.flags.ignore_links = True
	validation.reason = (reason or "").strip() or None
	validation.workflow_state = row.target
	if workflow.DOCSTATUS[row.target] == 1:
		validation.submit()
	else:
		validation.save()


def locked(names: Collection[str]) -> dict[str, Document]:
	"""The stored validations `names` by name, locked until the transaction ends; with who had a hand in each
	(`flags.involvement`). A fixed number of queries, however many they are."""
	rows = _locked_rows(DOCTYPE, "name", names)
	tables = {field.fieldname: defaultdict(list) for field in frappe.get_meta(DOCTYPE).get_table_fields()}
	for field in frappe.get_meta(DOCTYPE).get_table_fields():
		for row in _locked_rows(field.options, "parent", names, parentfield=field.fieldname):
			tables[field.fieldname][row.parent].append(row)
	documents = {}
	for row in rows:
		children = {field: found[row.name] for field, found in tables.items()}
		documents[row.name] = frappe.get_doc({"doctype": DOCTYPE, **row, **children})
	for name, hands in involvement.of_stored(documents.values()).items():
		documents[name].flags.involvement = hands
	return documents


def _locked_rows(doctype: str, field: str, names: Collection[str], **filters) -> list:
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select("*").where(table[field].isin(sorted(names)))
	for name, value in filters.items():
		query = query.where(table[name] == value)
	if filters:
		query = query.where(table.parenttype == DOCTYPE).orderby(table.idx)
	if frappe.db.db_type != "sqlite":
		query = query.for_update()
	return query.run(as_dict=True)


def note_in_activity(names: Collection[str], action: str):
	"""A line in the activity of each validation, as Frappe's own workflow action leaves it."""
	user, now = frappe.session.user, now_datetime()
	values = {
		"owner": user,
		"modified_by": user,
		"creation": now,
		"modified": now,
		"comment_type": "Workflow",
		"comment_email": user,
		"reference_doctype": DOCTYPE,
		"content": _(_row(action).target),
	}
	frappe.db.bulk_insert(
		"Comment",
		["name", "reference_name", *values],
		[(frappe.generate_hash(length=10), name, *values.values()) for name in names],
	)


def _row(action: str) -> workflow.Transition:
	for row in workflow.TRANSITIONS:
		if row.action == action and row.source == workflow.PENDING_APPROVAL:
			return row
	frappe.throw(
		_("{0} is no decision on a validation. A decision is one of: {1}.").format(
			frappe.bold(action), ", ".join(_(decision) for decision in turns.DECISIONS)
		)
	)


def said(error: Exception) -> str:
	"""What Frappe told the user when it raised `error`, as plain sentences; takes it from the messages."""
	texts = []
	for message in frappe.get_message_log():
		content = message.get("message") if isinstance(message, dict) else message
		for text in content if isinstance(content, list | tuple) else [content]:
			text = " ".join(strip_html(str(text or "")).split())
			if text and text not in texts:
				texts.append(text)
	frappe.clear_messages()
	return "\n".join(texts) or strip_html(str(error)) or type(error).__name__
