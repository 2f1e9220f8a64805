"""The sample data's register of Florence, brought in, and its cases on their way. May import frappe."""

from __future__ import annotations

import frappe
from frappe.model.workflow import apply_workflow

from bench_kit.demo_data import (
	CASE_WORKER,
	CASES,
	EVIDENCE,
	FLORENCE,
	FORKS,
	PARTICIPANT,
	REGISTER,
	SAMPLES,
	SELF_RATING,
	SUPERVISOR,
	WAY,
)
from bench_kit.demo_records import acting_as, insert
from kim_app.evidence import api as evidence_api
from kim_app.evidence.rules import SUPERSEDED, VERIFIED
from kim_app.legacy_import import api as import_api
from kim_app.legacy_import import jobs
from kim_app.self_assessment import api as self_assessment_api


def bring_in_register():
	"""The register of Florence, 2013: checked, approved by the supervisor, loaded."""
	if frappe.db.exists("KIM Legacy Import", {"centre": FLORENCE, "status": "Completed"}):
		return
	frappe.db.delete("KIM Legacy Import", {"centre": FLORENCE, "status": "Draft"})
	with acting_as(CASE_WORKER):
		legacy_import = frappe.get_doc({"doctype": "KIM Legacy Import", "centre": FLORENCE}).insert()
		file = frappe.get_doc(
			{
				"doctype": "File",
				"file_name": REGISTER,
				"attached_to_doctype": "KIM Legacy Import",
				"attached_to_name": legacy_import.name,
				"attached_to_field": "workbook",
				"is_private": 1,
				"content": (SAMPLES / REGISTER).read_bytes(),
			}
		).insert()
		legacy_import.workbook = file.file_url
		legacy_import.save()
		jobs.check_now(legacy_import.name)
	with acting_as(SUPERVISOR):
		import_api.approve(legacy_import.name)
		jobs.load_now(legacy_import.name)


def bring_cases_on():
	"""Takes the first of the register's open cases on their way, as the people concerned would."""
	# What the register left undecided: still open, or already taken on its way by an earlier run.
	filters = {"imported": 1, "centre": FLORENCE}
	open_cases = frappe.get_all("KIM Validation", filters={**filters, "docstatus": 0}, pluck="name")
	begun = frappe.get_all("KIM Validation Step", filters={"action": "Document"}, pluck="parent")
	begun = frappe.get_all("KIM Validation", filters={**filters, "name": ["in", begun or [""]]}, pluck="name")
	cases = sorted({*open_cases, *begun})
	goals = [goal for goal, count in CASES for _case in range(count)]
	for name, goal in zip(cases, goals, strict=False):
		if goal in FORKS:
			fork(name, goal)
		else:
			bring_to(name, goal)


def fork(name: str, goal: str):
	"""Leads a case to where its way forks, and off there with a reason. One that was there is left alone."""
	state, action, user, reason = FORKS[goal]
	if frappe.db.exists("KIM Validation Step", {"parent": name, "action": action}):
		return
	bring_to(name, state)
	validation = frappe.get_doc("KIM Validation", name)
	if validation.workflow_state != state:
		# Somebody who tries the site out has led it elsewhere since.
		return
	with acting_as(user):
		validation.reason = reason
		validation.save()
		apply_workflow(validation.as_dict(), action)


def bring_to(name: str, goal: str):
	for state, action, user in WAY:
		validation = frappe.get_doc("KIM Validation", name)
		if validation.workflow_state == goal:
			return
		if validation.workflow_state != state:
			continue
		with acting_as(user):
			if state == "Documentation":
				add_evidence(validation)
			elif state == "Assessment":
				assess(validation)
			apply_workflow(frappe.get_doc("KIM Validation", name).as_dict(), action)


def add_evidence(validation):
	code = validation.competence.rsplit("-", 1)[-1]
	title, kind, context = EVIDENCE[code]
	nationality = frappe.db.get_value("KIM Participant", validation.participant, "nationality")
	evidence = insert(
		"KIM Evidence",
		{"participant": validation.participant, "title": title},
		kind=kind,
		learning_context=context,
		learned_in=nationality,
		from_date="2010-02-01",
		to_date="2012-06-30",
		hours=400,
		competences=[{"competence": validation.competence}],
	)
	if evidence.name not in [row.evidence for row in validation.evidence]:
		validation.append("evidence", {"evidence": evidence.name})
		validation.save()


def assess(validation):
	for row in validation.evidence:
		# One piece of evidence may stand in several cases; once it is verified, nobody rates it again.
		if frappe.db.get_value("KIM Evidence", row.evidence, "status") in (VERIFIED, SUPERSEDED):
			continue
		yes = dict.fromkeys(("valid", "authentic", "current", "sufficient"), "Yes")
		evidence_api.rate(row.evidence, **yes, comment="Seen in the original, and talked through.")
	level = validation.claimed_level
	for row in validation.ratings:
		row.level = level
	validation.proposed_level = level
	validation.method = validation.method or "Interview"
	validation.rationale = "Interview of an hour with an interpreter; the evidence fits what was told."
	validation.save()


def give_participant_a_login():
	"""The participant of the first approved case can sign in and see it."""
	if frappe.db.exists("KIM Participant", {"user": PARTICIPANT}):
		return
	name = frappe.get_all(
		"KIM Validation",
		filters={"workflow_state": "Validated", "approver": SUPERVISOR},
		order_by="decided_on desc",
		limit=1,
		pluck="participant",
	)[0]
	participant = frappe.get_doc("KIM Participant", name)
	participant.user = PARTICIPANT
	participant.save()
	user = frappe.get_doc("User", PARTICIPANT)
	user.first_name, user.last_name = participant.given_name, participant.family_name
	user.save()


def rate_themself():
	"""The participant with a login answers every competence, once."""
	if frappe.get_list("KIM Self Assessment", filters={"status": "Finished"}, limit=1):
		return
	sheet = self_assessment_api.open_sheet(framework="KC-2018", second_language="it")["name"]
	for code, level in SELF_RATING.items():
		self_assessment_api.answer(sheet, f"KC-2018-{code}", level)
	self_assessment_api.finish(sheet)
