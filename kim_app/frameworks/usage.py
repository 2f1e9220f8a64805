"""What on the site uses a framework or a competence. May import frappe."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import frappe
from frappe import _

FRAMEWORK, COMPETENCE, CROSSWALK = "KIM Competence Framework", "KIM Competence", "KIM Competence Crosswalk"
# Named so many, so that a message stays readable.
EXAMPLES = 3


@dataclass(frozen=True)
class Use:
	"""`count` records of `doctype` refer to it; `examples` are names of some that the user may read."""

	doctype: str
	count: int
	examples: tuple[str, ...]


def uses(doctype: str, names: list[str], within: Collection[str] = ()) -> list[Use]:
	"""Every record that links to one of `names`, by DocType; links among those `names` and from records of
	the framework named in `within` are its own and do not count."""
	if not names:
		return []  # Frappe would find every record whose field is empty.
	found: dict[str, set[str]] = {}
	for holder, field, is_table, is_single in _links_to(doctype):
		if is_single:
			if frappe.db.get_single_value(holder, field) in names:
				found.setdefault(holder, set()).add(holder)
			continue
		fields = ["parenttype", "parent"] if is_table else ["name"]
		for row in frappe.get_all(holder, filters={field: ["in", names]}, fields=fields, limit=0):
			record = (row.parenttype, row.parent) if is_table else (holder, row.name)
			if record[1] not in names and record[1] not in within:
				found.setdefault(record[0], set()).add(record[1])
	return [
		Use(holder, len(records), tuple(_readable(holder, sorted(records))))
		for holder, records in sorted(found.items())
	]


def compared_with(framework: str) -> list[str]:
	"""The names of all competences with which those of `framework` (a name) compare themselves."""
	own = frappe.get_all(COMPETENCE, filters={"framework": framework}, pluck="name")
	filters = {"parenttype": COMPETENCE, "parent": ["in", own or [""]]}
	return frappe.get_all(CROSSWALK, filters=filters, pluck="competence", distinct=True)


def frameworks_of(competences: list[str], without: str) -> list[tuple[str, str, str | None]]:
	"""(competence, status of its framework, its organisation) of `competences`, those of the framework
	`without` left out."""
	found = frappe.get_all(
		COMPETENCE,
		filters={"name": ["in", competences or [""]], "framework": ["!=", without]},
		fields=["name", "framework"],
	)
	names = {row.framework for row in found}
	rows = frappe.get_all(
		FRAMEWORK, filters={"name": ["in", list(names) or [""]]}, fields=["name", "status", "organisation"]
	)
	frameworks = {row.name: row for row in rows}
	return [
		(row.name, frameworks[row.framework].status, frameworks[row.framework].organisation) for row in found
	]


def drop_foreign_crosswalks(competences: list[str]):
	"""Takes away the crosswalks by which competences of other organisations refer to these `competences` of a
	draft. An earlier KIM let them; they lead to what their writers may not read, and would keep the draft."""
	if not competences:
		return
	filters = {"parenttype": COMPETENCE, "competence": ["in", competences]}
	rows = frappe.get_all(CROSSWALK, filters=filters, fields=["name", "parent"])
	holders = [row.parent for row in rows]
	owners = {name: owner for name, _status, owner in frameworks_of([*competences, *holders], without="")}
	own = {owners.get(name) for name in competences}
	foreign = [row for row in rows if owners.get(row.parent) not in own]
	if foreign:
		frappe.db.delete(CROSSWALK, {"name": ["in", [row.name for row in foreign]]})
		for row in foreign:
			frappe.clear_document_cache(COMPETENCE, row.parent)


def sentence(found: list[Use]) -> str:
	"""'3 × Evidence (KIM-E-00001, …); 1 × …'"""
	parts = []
	for use in found:
		names = ", ".join(use.examples) + (", …" if use.examples and use.count > len(use.examples) else "")
		parts.append(f"{use.count} × {_(use.doctype)}" + (f" ({names})" if names else ""))
	return "; ".join(parts)


def _links_to(doctype: str) -> list[tuple[str, str, bool, bool]]:
	"""(DocType that holds the field, field, whether it is a table's row, whether it is a single)."""
	filters = {"fieldtype": "Link", "options": doctype}
	fields = frappe.get_all("DocField", filters=filters, fields=["parent as holder", "fieldname"])
	fields += frappe.get_all("Custom Field", filters=filters, fields=["dt as holder", "fieldname"])
	links = []
	for field in fields:
		meta = frappe.get_meta(field.holder)
		if not meta.get("is_virtual"):
			links.append((field.holder, field.fieldname, bool(meta.istable), bool(meta.issingle)))
	return links


def _readable(doctype: str, names: list[str]) -> list[str]:
	"""A few of `names` that the user may read: an identifier tells where somebody is a participant."""
	if not frappe.has_permission(doctype, "read"):
		return []
	if frappe.get_meta(doctype).issingle:
		return names
	return frappe.get_list(
		doctype, filters={"name": ["in", names]}, pluck="name", limit=EXAMPLES, order_by="name asc"
	)
