"""What the tests of plans and transfers share. For tests only."""

from __future__ import annotations

import frappe

from kim_app import roles
from kim_app.session import acting_as
from kim_app.testing import take_step


def make_plan(participant: str, **fields):
	"""A plan in the state Draft, drafted by the session's user: one goal for a competence, one of another
	kind, each with an action."""
	today = frappe.utils.today()
	half, end = frappe.utils.add_days(today, 60), frappe.utils.add_days(today, 120)
	return frappe.get_doc(
		{
			"doctype": "KIM Inclusion Plan",
			"participant": participant,
			"from_date": today,
			"to_date": end,
			"next_review": half,
			"goals": [
				{
					"goal_key": "computer",
					"area": "Digital",
					"title": "Use a computer at work",
					"competence": "KC-2018-DIG",
					"target_level": "3",
					"due": end,
				},
				{
					"goal_key": "flat",
					"area": "Housing",
					"title": "A flat of my own",
					"target": "A tenancy agreement is signed",
					"due": end,
				},
			],
			"actions": [
				{
					"action_key": "course",
					"goal_key": "computer",
					"what": "Attend the computer course",
					"due": half,
				},
				{
					"action_key": "search",
					"goal_key": "flat",
					"what": "Write to three landlords",
					"due": half,
				},
			],
			**fields,
		}
	).insert()


def step_of_plan(name: str, action: str, user: str, **fields):
	"""`user` fills in `fields` and takes the step `action` of the plan `name`; returns the document."""
	return take_step(name, action, user, doctype="KIM Inclusion Plan", **fields)


def attach_scan(doctype: str, name: str, user: str, content: str = "signed") -> str:
	"""A private file that `user` attached to a record; returns its address."""
	with acting_as(user):
		file = frappe.get_doc(
			{
				"doctype": "File",
				"file_name": f"{frappe.generate_hash(length=8)}.txt",
				"attached_to_doctype": doctype,
				"attached_to_name": name,
				"content": f"{content} {frappe.generate_hash(length=8)}",
				"is_private": 1,
			}
		).insert()
	return file.file_url


def bring_plan_to_agreed(name: str, case_worker: str):
	"""The plan `name`, proposed, and the participant's consent recorded by `case_worker`."""
	step_of_plan(name, "Propose", case_worker)
	scan = attach_scan("KIM Inclusion Plan", name, case_worker)
	return step_of_plan(name, "Record Consent", case_worker, signed_on=frappe.utils.today(), scan=scan)


def make_active_plan(participant: str, staff: dict[str, str], **fields):
	"""A plan in force, drafted by the case worker of `staff` and approved by the supervisor."""
	with acting_as(staff[roles.CASE_WORKER]):
		name = make_plan(participant, **fields).name
	bring_plan_to_agreed(name, staff[roles.CASE_WORKER])
	return step_of_plan(name, "Approve", staff[roles.SUPERVISOR])
