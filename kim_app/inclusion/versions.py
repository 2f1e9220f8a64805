"""Each approved state of a plan is kept, and two of them are read side by side. May import frappe."""

from __future__ import annotations

import json
from dataclasses import asdict

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, now_datetime

from kim_app.arguments import checked
from kim_app.frameworks import texts
from kim_app.inclusion import agreement, plan, workflow

DOCTYPE = "KIM Plan Version"
PLAN = ("from_date", "to_date", "wishes", "case_worker", "next_review", "workflow_state", "plan_progress")
GOAL = (*agreement.GOAL, "status", "progress", "note", "validation", "achieved_on")
ACTION = (*agreement.ACTION, *agreement.ACTION_CARRIED_OUT)
REVIEW = ("held_on", "took_part", "outcome", "next_review")
SIGNED = ("signed_on", "signed_how", "signed_name", "scan", "approver", "approved_on")
# The word for the plan as it stands now, in place of a version's number.
CURRENT = "current"


def kept_at(row: workflow.PlanTransition) -> str | None:
	"""On which occasion the step `row` keeps a version, None when it keeps none."""
	return {
		"Approve": "Approved",
		"Continue": "Reviewed",
		"Complete": "Completed",
		"Discontinue": "Discontinued",
	}.get(row.action)


def keep(document: Document, occasion: str):
	"""Stores the plan as it is now as its version `document.version`."""
	frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"plan": document.name,
			"number": document.version,
			"occasion": occasion,
			"kept_on": now_datetime(),
			**{field: document.get(field) for field in ("participant", "participant_name")},
			**{field: document.get(field) for field in ("centre", "organisation", *SIGNED)},
			"digest": agreement.digest(document.as_dict()),
			"snapshot": json.dumps(snapshot(document), default=str, ensure_ascii=False),
		}
	).insert(ignore_permissions=True)


def snapshot(document: Document) -> dict:
	"""The plan as plain values: its fields, `goals`, `actions`, `reviews`."""
	tables = {"goals": GOAL, "actions": ACTION, "reviews": REVIEW}
	return {
		**{field: document.get(field) for field in PLAN},
		**{
			table: [{column: row.get(column) for column in columns} for row in document.get(table)]
			for table, columns in tables.items()
		},
	}


def in_force(document: Document) -> dict | None:
	"""What was approved last of the plan, None when it never was. Asks no permission."""
	if not document.version:
		return None
	stored = frappe.db.get_value(DOCTYPE, {"plan": document.name, "number": document.version}, "snapshot")
	return json.loads(stored) if stored else None


@frappe.whitelist()
@checked
def of_plan(name: str) -> list[dict]:
	"""The versions of the plan `name`, the latest first: `number`, `occasion`, `kept_on`, `approver`.

	Raises frappe.PermissionError.
	"""
	frappe.get_doc(plan.DOCTYPE, name).check_permission("read")
	return frappe.get_all(
		DOCTYPE,
		filters={"plan": name},
		fields=["name", "number", "occasion", "kept_on", "approver"],
		order_by="number desc",
	)


@frappe.whitelist()
@checked
def compare(name: str, left: str, right: str) -> dict:
	"""Two versions of the plan `name`, given by number or as CURRENT, side by side.

	Out: `dates` and `goals`, each with `state`, `left`, `right`, `columns` that differ and, for goals,
	`parts` (their actions) alike; `titles` {competence: title}, `scales` {competence: its levels},
	`people` {user: name}. Raises frappe.PermissionError, frappe.DoesNotExistError.
	"""
	frappe.get_doc(plan.DOCTYPE, name).check_permission("read")
	sides = [_side(name, which) for which in (left, right)]
	dates, goals = agreement.differences(*sides)
	return {
		"dates": asdict(dates),
		"goals": [asdict(goal) for goal in goals],
		"reviews": [side["reviews"] for side in sides],
		**words(sides),
	}


@frappe.whitelist()
@checked
def read(name: str) -> str:
	"""The version `name` (of KIM Plan Version) as HTML, as its plan was printed then.

	Raises frappe.PermissionError.
	"""
	from kim_app.inclusion import document

	version = frappe.get_doc(DOCTYPE, name)
	version.check_permission("read")
	written = frappe.get_doc(plan.DOCTYPE, version.plan)
	for field in SIGNED:
		written.set(field, version.get(field))
	written.version = version.number
	return document.html(written, json.loads(version.snapshot))


def words(sides: list[dict]) -> dict:
	"""What the codes in snapshots mean: `titles`, `scales`, `people`."""
	competences = {row.get("competence") for side in sides for row in side["goals"]} - {None, ""}
	known = [name for name in competences if frappe.db.exists("KIM Competence", name)]
	users = {row.get("staff") for side in sides for row in side["actions"]} - {None, ""}
	return {
		"titles": {name: texts.title(name) for name in known},
		"scales": {name: plan.scale_of(name) for name in known},
		"people": {user: plan.full_name(user) for user in users},
	}


def _side(name: str, which: str | int) -> dict:
	if which == CURRENT:
		return json.loads(json.dumps(snapshot(frappe.get_doc(plan.DOCTYPE, name)), default=str))
	stored = frappe.db.get_value(DOCTYPE, {"plan": name, "number": cint(which)}, "snapshot")
	if not stored:
		frappe.throw(
			_("Plan {0} has no version {1}. Choose another.").format(name, which), frappe.DoesNotExistError
		)
	return json.loads(stored)
