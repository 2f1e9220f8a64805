"""What the tests of plans and transfers share. For tests only."""

from __future__ import annotations

import frappe

from kim_app import roles
from kim_app.inclusion import plan
from kim_app.session import acting_as
from kim_app.testing import (
	KIMTestCase,
	bring_to_approval,
	make_centre,
	make_participant,
	make_staff,
	make_user,
	take_step,
)

PLAN_CENTRE, OTHER_PLAN_CENTRE = "Plan Test Centre", "Other Plan Test Centre"


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


class PlanTestCase(KIMTestCase):
	"""Two centres with their staff, a participant with a login, and a plan in whatever state a test needs."""

	@classmethod
	def set_up_site(cls):
		make_centre(PLAN_CENTRE)
		make_centre(OTHER_PLAN_CENTRE, "Other Test Organisation")
		cls.staff = make_staff(PLAN_CENTRE)
		cls.strangers = make_staff(
			OTHER_PLAN_CENTRE, (roles.CASE_WORKER, roles.SUPERVISOR, roles.COORDINATOR)
		)
		cls.case_worker, cls.supervisor = cls.staff[roles.CASE_WORKER], cls.staff[roles.SUPERVISOR]
		cls.login = make_user("ada@plan.example", roles.PARTICIPANT)
		with acting_as(cls.case_worker):
			cls.participant = make_participant(
				PLAN_CENTRE, user=cls.login, languages=[{"language": "fr", "mother_tongue": 1}]
			)

	def draft(self, **fields):
		with acting_as(self.case_worker):
			return make_plan(self.participant, **fields)

	def agreed(self):
		return bring_plan_to_agreed(self.draft().name, self.case_worker)

	def active(self, **fields):
		return make_active_plan(self.participant, self.staff, **fields)

	def validate(self):
		"""Level 3 of the competence that the plan's first goal aims at."""
		validation = bring_to_approval(self.participant, self.staff)
		return take_step(validation.name, "Approve", self.supervisor)

	def under_review(self, **changes):
		document = step_of_plan(self.active().name, "Start Review", self.case_worker)
		with acting_as(self.case_worker):
			document.append(
				"reviews",
				{
					"held_on": frappe.utils.today(),
					"took_part": "Ada, case worker",
					"outcome": "Goes well.",
					"next_review": frappe.utils.add_days(frappe.utils.today(), 90),
				},
			)
			document.update(changes)
			document.save()
		return document

	def state(self, name):
		return frappe.db.get_value(plan.DOCTYPE, name, "workflow_state")
