"""What the pages of frameworks and competences call. May import frappe."""

from __future__ import annotations

from collections import Counter

import frappe
from frappe import _

from kim_app import permissions
from kim_app.frameworks import crosswalks, rules
from kim_app.frameworks.exchange import store, stored
from kim_app.frameworks.exchange.model import AREA, DRAFT, KINDS, PUBLISHED, RETIRED, next_version

FRAMEWORK, COMPETENCE = "KIM Competence Framework", "KIM Competence"


@frappe.whitelist()
def overview(framework: str) -> dict:
	"""What the form of a framework shows beside its fields: the tree, the numbers, who may change it, and
	the organisations for which the user may make a version of it."""
	document = frappe.get_doc(FRAMEWORK, framework)
	document.check_permission("read")
	rows = frappe.get_all(
		COMPETENCE,
		filters={"framework": framework},
		fields=["name", "code", "title", "kind", "parent_kim_competence as parent"],
		order_by="lft asc",
	)
	criteria = Counter(
		frappe.get_all(
			"KIM Competence Criterion",
			filters={"parenttype": COMPETENCE, "parent": ["in", [row.name for row in rows] or [""]]},
			pluck="parent",
		)
	)
	depths: dict[str, int] = {}
	for row in rows:
		depths[row.name] = row.depth = depths.get(row.parent, -1) + 1
		row.criteria = criteria[row.name]
	return {
		"competences": rows,
		"counts": Counter(row.kind for row in rows),
		"may_change": bool(frappe.has_permission(FRAMEWORK, "write", doc=document)),
		"may_copy": bool(frappe.has_permission(FRAMEWORK, "create")),
		"may_export": bool(frappe.has_permission(FRAMEWORK, "export")),
		"organisations": _organisations(),
		"newer": frappe.get_list(
			FRAMEWORK, filters={"based_on": framework}, fields=["name", "status"], limit=0
		),
	}


@frappe.whitelist()
def organisations() -> list[str]:
	"""The organisations for which the user may make frameworks."""
	check_maker()
	return _organisations()


def _organisations() -> list[str]:
	scope = permissions.scope_of()
	if scope.everything or scope.sets_up:
		return frappe.get_all("KIM Organisation", pluck="name", order_by="name asc")
	return sorted(scope.whole_organisations)


def check_maker():
	"""Raises frappe.PermissionError for a user who may not make frameworks."""
	if not frappe.has_permission(FRAMEWORK, "create"):
		frappe.throw(_("Only coordinators make frameworks."), frappe.PermissionError)


def owner_of_new(organisation: str | None) -> str | None:
	"""The organisation that a framework made by the user will belong to: the one asked for, or their only one.

	Raises frappe.PermissionError for somebody else's, frappe.ValidationError when it is not clear which.
	"""
	scope = permissions.scope_of()
	own = scope.whole_organisations
	organisation = organisation or (next(iter(own)) if len(own) == 1 else None)
	if organisation in own or ((scope.everything or scope.sets_up) and not own):
		return organisation
	if organisation:
		frappe.throw(
			_("You do not oversee {0}. Choose your own organisation.").format(organisation),
			frappe.PermissionError,
		)
	frappe.throw(_("You oversee several organisations. Choose the one that the framework will belong to."))


@frappe.whitelist(methods=["POST"])
def new_version(framework: str, version: str, organisation: str | None = None) -> str:
	"""Copies `framework` with everything in it into a draft of the user's organisation; returns its name."""
	frappe.get_doc(FRAMEWORK, framework).check_permission("read")
	check_maker()
	owner = owner_of_new(organisation)
	version = str(version or "").strip()
	if not version:
		frappe.throw(_("Enter the new version, such as 2."))
	return store.insert(next_version(stored.read(framework), version), organisation=owner)


@frappe.whitelist(methods=["POST"])
def publish(framework: str):
	"""From now on competences of this draft can be validated, and nothing in it changes any more."""
	_lead_on(framework, PUBLISHED)


@frappe.whitelist(methods=["POST"])
def retire(framework: str):
	"""No new validation begins with this published framework; what was decided with it stands."""
	_lead_on(framework, RETIRED)


def _lead_on(framework: str, status: str):
	document = frappe.get_doc(FRAMEWORK, framework)
	document.check_permission("write")
	document.status = status
	document.save()


@frappe.whitelist()
def tree(doctype: str, parent: str = "", framework: str | None = None, is_root=False, **_filters) -> list:
	"""The nodes below `parent` in the tree of competences: at the root every framework, or `framework` alone
	when one is chosen."""
	if not frappe.has_permission(COMPETENCE, "read"):
		frappe.throw(_("You may not read competences."), frappe.PermissionError)
	if str(is_root).lower() in ("1", "true"):
		return _frameworks(framework)
	if frappe.db.exists(COMPETENCE, parent):
		return _nodes(frappe.db.get_value(COMPETENCE, parent, "framework"), parent)
	return _nodes(parent, None)


def _frameworks(framework: str | None) -> list:
	rows = frappe.get_list(
		FRAMEWORK,
		filters={"name": framework} if framework else None,
		fields=["name", "title", "status", "organisation"],
		order_by="status asc, name asc",
		limit=0,
	)
	return [
		{
			"value": row.name,
			"code": row.name,
			"title": row.title,
			"kind": "Framework",
			"status": row.status,
			"expandable": 1,
			"may_change": _may_change(row.name),
		}
		for row in rows
	]


def _nodes(framework: str, parent: str | None) -> list:
	rows = frappe.get_list(
		COMPETENCE,
		filters={"framework": framework, "parent_kim_competence": parent or ["is", "not set"]},
		fields=["name", "code", "title", "kind", "is_group"],
		order_by="lft asc",
		limit=0,
	)
	may_change = _may_change(framework)
	compared = crosswalks.of([row.name for row in rows])
	return [
		{
			"value": row.name,
			"code": row.code,
			"title": row.title,
			"kind": row.kind,
			"expandable": int(row.kind == AREA or bool(row.is_group)),
			"may_change": may_change,
			"takes": [kind for kind in KINDS if row.kind in rules.PART_OF[kind]],
			"framework": framework,
			"compared": compared.get(row.name, []),
		}
		for row in rows
	]


def _may_change(framework: str) -> bool:
	"""Whether the user may add to the framework now: it is a draft of theirs."""
	status = frappe.db.get_value(FRAMEWORK, framework, "status")
	return status == DRAFT and bool(frappe.has_permission(FRAMEWORK, "write", doc=framework))


@frappe.whitelist()
def standing(competence: str) -> dict:
	"""What the form of a competence shows beside its fields: its framework's status, whether the user may
	change it, and which competences compare themselves with it (read from this one's side)."""
	document = frappe.get_doc(COMPETENCE, competence)
	document.check_permission("read")
	return {
		"status": frappe.db.get_value(FRAMEWORK, document.framework, "status"),
		"may_change": bool(frappe.has_permission(COMPETENCE, "write", doc=document)),
		"compared": [row for row in crosswalks.of([competence]).get(competence, ()) if row["tells"]],
	}
