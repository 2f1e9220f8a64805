"""The sample data's inclusion plans: one in each state, and a case that shall go to the other centre.

Run by `bench_kit.demo`, inside a bench. Each plan is led on its way by the people concerned, as they would do it;
a participant who has a plan already gets no other, so it can be run again.
"""

from __future__ import annotations

import io

from bench_kit.demo_data import CASE_WORKER, FLORENCE, PARTICIPANT, SUPERVISOR, VIENNA
from bench_kit.demo_plans_data import AFTER_REVIEW, DISCONTINUED, HANDOVER, OF_LOGIN, PLANS, RETURNED, REVIEW

DOCTYPE = "KIM Inclusion Plan"


def load(acting_as):
	"""A plan for the participant with a login, one for each of the next ones, and a transfer. `acting_as` is
	`bench_kit.demo`'s."""
	import frappe

	own = frappe.db.get_value("KIM Participant", {"user": PARTICIPANT})
	# The register brings plans of its own, as drafts.
	planned = frappe.get_all(DOCTYPE, filters={"legacy_import": ["is", "set"]}, pluck="participant")
	others = frappe.get_all(
		"KIM Participant",
		filters={"centre": FLORENCE, "name": ["not in", [own, *planned]]},
		order_by="name asc",
		pluck="name",
	)
	make(own, "Active", OF_LOGIN, acting_as)
	for (state, contents), participant in zip(PLANS.items(), others, strict=False):
		make(participant, state, contents, acting_as)
	ask_for_transfer(others[len(PLANS)], acting_as)


def make(participant: str, state: str, contents: dict, acting_as):
	"""The plan of `participant`, brought to `state`."""
	import frappe

	if frappe.db.exists(DOCTYPE, {"participant": participant}):
		return
	with acting_as(CASE_WORKER):
		name = (
			frappe.get_doc({"doctype": DOCTYPE, "participant": participant, **rows(contents)}).insert().name
		)
	for walk in WAYS[state]:
		walk(name, acting_as)
	frappe.db.commit()


def rows(contents: dict) -> dict:
	"""`contents` with every day, given as days from today, as a date."""
	from frappe.utils import add_days, today

	def dated(row: dict) -> dict:
		return {
			field: add_days(today(), value)
			if field in ("due", "from_date", "to_date", "next_review")
			else value
			for field, value in row.items()
		}

	return {
		field: [dated(row) for row in value] if isinstance(value, list) else value
		for field, value in dated(contents).items()
	}


def step(name: str, action: str, user: str, acting_as, **fields):
	"""`user` fills in `fields` and takes the step `action`."""
	import frappe
	from frappe.model.workflow import apply_workflow

	with acting_as(user):
		plan = frappe.get_doc(DOCTYPE, name)
		if fields:
			plan.update(fields)
			plan.save()
		apply_workflow(plan.as_dict(), action)


def propose(name: str, acting_as):
	step(name, "Propose", CASE_WORKER, acting_as)


def agree(name: str, acting_as):
	"""The participant signs on their page when they have a login, else on paper."""
	import frappe
	from frappe.utils import today

	from kim_app.inclusion import agreement, participant

	plan = frappe.get_doc(DOCTYPE, name)
	if login := frappe.db.get_value("KIM Participant", plan.participant, "user"):
		with acting_as(login):
			participant.agree(name, plan.participant_name, 1, agreement.digest(plan.as_dict()))
		return
	with acting_as(CASE_WORKER):
		scan = attach_scan(DOCTYPE, name)
	step(name, "Record Consent", CASE_WORKER, acting_as, signed_on=today(), scan=scan)


def approve(name: str, acting_as):
	step(name, "Approve", SUPERVISOR, acting_as)


def give_back(name: str, acting_as):
	step(name, "Return for Changes", SUPERVISOR, acting_as, reason=RETURNED)


def start_review(name: str, acting_as):
	step(name, "Start Review", CASE_WORKER, acting_as)


def record_review(name: str, acting_as):
	"""The review that is held now, written into the plan."""
	import frappe
	from frappe.utils import add_days, today

	with acting_as(CASE_WORKER):
		plan = frappe.get_doc(DOCTYPE, name)
		plan.append("reviews", {**REVIEW, "held_on": today(), "next_review": add_days(today(), 45)})
		plan.save()


def change_in_review(name: str, acting_as):
	"""What came out of the review of the plan that is in force a second time."""
	import frappe

	with acting_as(CASE_WORKER):
		plan = frappe.get_doc(DOCTYPE, name)
		plan.goals[-1].update(rows(AFTER_REVIEW["goal"]))
		plan.append("actions", {**rows(AFTER_REVIEW["action"]), "goal_key": plan.goals[-1].goal_key})
		plan.save()


def reach_all(name: str, acting_as):
	"""Everything is done, and the goals are reached."""
	import frappe

	with acting_as(CASE_WORKER):
		plan = frappe.get_doc(DOCTYPE, name)
		for row in plan.actions:
			row.status = "Done"
		for goal in plan.goals:
			goal.status = "Achieved"
		plan.save()


def complete(name: str, acting_as):
	step(name, "Complete", CASE_WORKER, acting_as)


def discontinue(name: str, acting_as):
	step(name, "Discontinue", CASE_WORKER, acting_as, reason=DISCONTINUED)


ACTIVE = (propose, agree, approve)
REVIEWED = (*ACTIVE, start_review, record_review)
WAYS = {
	"Draft": (propose, agree, give_back),
	"Proposed": (propose,),
	"Agreed": (propose, agree),
	"Active": (*REVIEWED, change_in_review, *ACTIVE),
	"Under Review": REVIEWED,
	"Completed": (*REVIEWED, reach_all, complete),
	"Discontinued": (*REVIEWED, discontinue),
}


def attach_scan(doctype: str, name: str) -> str:
	"""A signed sheet of paper, as a scanner would bring it: a private file of the record. Returns its address."""
	import frappe
	from PIL import Image, ImageDraw

	sheet = Image.new("L", (620, 877), 250)
	pen = ImageDraw.Draw(sheet)
	pen.text((60, 60), f"{name}: signed on paper", fill=40)
	pen.line([(80, 700), (150, 660), (180, 720), (240, 650), (300, 705)], fill=60, width=3)
	content = io.BytesIO()
	sheet.save(content, "PNG")
	return (
		frappe.get_doc(
			{
				"doctype": "File",
				"file_name": f"signed-{name}.png",
				"attached_to_doctype": doctype,
				"attached_to_name": name,
				"content": content.getvalue(),
				"is_private": 1,
			}
		)
		.insert()
		.file_url
	)


def ask_for_transfer(participant: str, acting_as):
	"""A case that shall go to Vienna: the participant consented on paper, the receiving centre has not answered."""
	import frappe
	from frappe.utils import today

	from kim_app.transfer import handover

	if frappe.db.exists("KIM Transfer", {"participant": participant}):
		return
	with acting_as(CASE_WORKER):
		transfer = frappe.get_doc(
			{"doctype": "KIM Transfer", "participant": participant, "to_centre": VIENNA, **HANDOVER}
		).insert()
		transfer.update({"consent_on": today(), "consent_scan": attach_scan("KIM Transfer", transfer.name)})
		transfer.save()
		handover.record_consent(transfer.name)
	frappe.db.commit()
