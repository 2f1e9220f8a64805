"""Validations to measure with: one is brought to the supervisor step by step, the others are copies of it."""

from __future__ import annotations

import frappe

from kim_app import roles, testing
from kim_app.profile import update
from kim_app.session import acting_as

CENTRE, ORGANISATION = "Benchmark Centre", "Benchmark Organisation"
COMPETENCE = "KC-2018-DIG"
DOCTYPE = "KIM Validation"
# What a step writes, as it was before: the copies are put back to this between two measurements.
UNDECIDED = {
	"docstatus": 0,
	"workflow_state": "Pending Approval",
	"approver": None,
	"decided_on": None,
	"validated_level": None,
	"certificate_number": None,
	"valid_until": None,
	"validity": None,
}
TABLES = ("KIM Validation Evidence", "KIM Criterion Rating", "KIM Validation Step")


def make_people() -> dict[str, str]:
	"""The benchmark's centre and one person for each role."""
	testing.make_centre(CENTRE, ORGANISATION)
	return testing.make_staff(CENTRE)


def make_pending(count: int) -> tuple[dict[str, str], list[str]]:
	"""People, and the names of `count` validations that wait for the supervisor, committed."""
	staff = make_people()
	with acting_as(staff[roles.CASE_WORKER]):
		participant = testing.make_participant(CENTRE, "Measured")
	first = testing.bring_to_approval(participant, staff, COMPETENCE)
	evidence = frappe.get_doc("KIM Evidence", first.evidence[0].evidence)
	action = frappe.get_doc(
		"Workflow Action", {"reference_doctype": DOCTYPE, "reference_name": first.name, "status": "Open"}
	)
	names = [first.name]
	for number in range(1, count):
		person = copy(frappe.get_doc("KIM Participant", participant), family_name=f"Measured {number}")
		shown = copy(evidence, participant=person)
		case = frappe.copy_doc(first, ignore_no_copy=False)
		case.update({"participant": person, "open_key": f"{person}:{COMPETENCE}", "name": None})
		for row in case.evidence:
			row.evidence = shown
		# `copy_doc` leaves out what is filled in by KIM; a copy has it as the first has.
		for field in ("workflow_state", "waiting_since", "contributors", "case_worker", "assessor"):
			case.set(field, first.get(field))
		case.set("steps", [{**row.as_dict(), "name": None} for row in first.steps])
		names.append(store(case, owner=first.owner))
		copy(action, reference_name=names[-1])
	derive_profiles(names)
	frappe.db.commit()
	return staff, names


def copy(document, **values) -> str:
	made = frappe.copy_doc(document, ignore_no_copy=False)
	made.update(values)
	return store(made, owner=document.owner)


def store(document, owner: str) -> str:
	"""Writes the document as it is, past its controller; returns its name."""
	document.set_new_name()
	document.owner = document.modified_by = owner
	document.creation = document.modified = frappe.utils.now()
	document.db_insert()
	for row in document.get_all_children():
		row.parent, row.name = document.name, None
		row.set_new_name()
		row.creation = row.modified = document.creation
		row.db_insert()
	return document.name


def put_back(names: list[str]) -> None:
	"""Makes decided validations wait again, as if nobody had decided, and commits."""
	named = ["in", names]
	frappe.db.delete("KIM Validation Step", {"parent": named, "from_state": "Pending Approval"})
	frappe.db.delete("Version", {"ref_doctype": DOCTYPE, "docname": named})
	frappe.db.delete("Comment", {"reference_doctype": DOCTYPE, "reference_name": named})
	for table in TABLES:
		frappe.db.set_value(table, {"parent": named}, "docstatus", 0, update_modified=False)
	filters = {"reference_doctype": DOCTYPE, "reference_name": named, "workflow_state": "Pending Approval"}
	frappe.db.set_value(
		"Workflow Action", filters, {"status": "Open", "completed_by": None, "completed_by_role": None}
	)
	frappe.db.delete(
		"Workflow Action",
		{"reference_doctype": DOCTYPE, "reference_name": named, "workflow_state": ["!=", "Pending Approval"]},
	)
	participants = dict(
		frappe.get_all(DOCTYPE, filters={"name": named}, fields=["name", "participant"], as_list=True)
	)
	frappe.db.set_value(DOCTYPE, {"name": named}, UNDECIDED, update_modified=False)
	for name, participant in participants.items():
		key = f"{participant}:{COMPETENCE}"
		frappe.db.set_value(DOCTYPE, name, "open_key", key, update_modified=False)
	derive_profiles(names)
	frappe.db.commit()


def derive_profiles(names: list[str]) -> None:
	"""As on any site, what is claimed stands in the profiles before anything is decided."""
	participants = frappe.get_all(DOCTYPE, filters={"name": ["in", names]}, pluck="participant")
	update.refresh_many({(participant, COMPETENCE) for participant in participants})


def remove() -> None:
	"""Takes away everything that a benchmark made, and commits."""
	testing.remove_centres([CENTRE])
	frappe.db.commit()
