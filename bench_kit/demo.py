"""The sample data: two centres, one login per role, a real register brought in, cases on their way, and plans.

Run inside a bench, where Frappe is: `python -m bench_kit.demo --site SITE --password PASSWORD` with the
bench's `sites` as working folder. Whatever is there already stays, so it can be run again after it
was stopped halfway.
"""

from __future__ import annotations

import argparse
import json
from contextlib import contextmanager

from bench_kit import demo_plans
from bench_kit.demo_data import (
	CASE_WORKER,
	CASES,
	CENTRES,
	EVIDENCE,
	FLORENCE,
	FORKS,
	PARTICIPANT,
	PEOPLE,
	REGISTER,
	SAMPLES,
	SELF_RATING,
	SUPERVISOR,
	VIENNA,
	VIENNESE,
	WAY,
)


def load(password: str):
	"""Everything the trial site shows; commits as it goes."""
	import frappe

	make_places()
	make_people(password)
	make_targets()
	frappe.db.commit()
	bring_in_register()
	frappe.db.commit()
	bring_cases_on()
	give_participant_a_login()
	with acting_as(PARTICIPANT):
		rate_themself()
	with acting_as("caseworker.wien@kim.example"):
		make_viennese()
	frappe.db.commit()
	demo_plans.load(acting_as)


@contextmanager
def acting_as(user: str):
	import frappe

	frappe.set_user(user)
	try:
		yield
	finally:
		frappe.set_user("Administrator")


def insert(doctype: str, key: dict, **fields):
	"""The document that `key` finds, made with `fields` when there is none."""
	import frappe

	if name := frappe.db.exists(doctype, key):
		return frappe.get_doc(doctype, name)
	return frappe.get_doc({"doctype": doctype, **key, **fields}).insert()


def country(code: str) -> str:
	import frappe

	return frappe.db.get_value("Country", {"code": code})


def make_places():
	for centre, organisation, code, city, language in CENTRES:
		insert("KIM Organisation", {"organisation_name": organisation}, country=country(code))
		insert(
			"KIM Centre",
			{"centre_name": centre},
			organisation=organisation,
			country=country(code),
			city=city,
			language=language,
		)


def make_people(password: str):
	from frappe.utils.password import update_password

	# Frappe makes the first person of a site its System Manager, whatever role was meant.
	insert(
		"User",
		{"email": "manager@kim.example"},
		first_name="Site Manager",
		send_welcome_email=0,
		roles=[{"role": "System Manager"}],
	)
	for role, email, first_name, last_name, centre in PEOPLE:
		user = insert(
			"User",
			{"email": email},
			first_name=first_name or "Participant",
			last_name=last_name,
			send_welcome_email=0,
		)
		user.add_roles(role)
		update_password(user.name, password)
		if centre:
			insert("KIM Staff Member", {"user": email, "centre": centre})


def make_targets():
	"""What participants get ready for: samples/target-profiles.json."""
	for target in json.loads((SAMPLES / "target-profiles.json").read_text(encoding="utf-8")):
		insert(
			"KIM Target Profile",
			{"title": target["title"], "organisation": target["organisation"]},
			kind=target["kind"],
			status="Published",
			country=country(target["country"]),
			description=target["description"],
			levels=[
				{"competence": competence, "level": level} for competence, level in target["levels"].items()
			],
		)


def bring_in_register():
	"""The register of Florence, 2013: checked, approved by the supervisor, loaded."""
	import frappe

	from kim_app.legacy_import import api, jobs

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
		api.approve(legacy_import.name)
		jobs.load_now(legacy_import.name)


def bring_cases_on():
	"""Takes the first of the register's open cases on their way, as the people concerned would."""
	import frappe

	# What the register left undecided: still open, or already taken on its way by an earlier run.
	filters = {"imported": 1, "centre": FLORENCE}
	open_cases = frappe.get_all("KIM Validation", filters={**filters, "docstatus": 0}, pluck="name")
	begun = frappe.get_all("KIM Validation Step", filters={"action": "Document"}, pluck="parent")
	begun = frappe.get_all("KIM Validation", filters={**filters, "name": ["in", begun or [""]]}, pluck="name")
	cases = iter(sorted({*open_cases, *begun}))
	for goal, count in CASES:
		for _case in range(count):
			name = next(cases)
			if goal in FORKS:
				fork(name, goal)
			else:
				bring_to(name, goal)


def fork(name: str, goal: str):
	"""Leads a case to where its way forks, and off there with a reason. One that was there is left alone."""
	import frappe
	from frappe.model.workflow import apply_workflow

	state, action, user, reason = FORKS[goal]
	if frappe.db.exists("KIM Validation Step", {"parent": name, "action": action}):
		return
	bring_to(name, state)
	with acting_as(user):
		validation = frappe.get_doc("KIM Validation", name)
		validation.reason = reason
		validation.save()
		apply_workflow(validation.as_dict(), action)


def bring_to(name: str, goal: str):
	import frappe
	from frappe.model.workflow import apply_workflow

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
	import frappe

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
	from kim_app.evidence import api

	for row in validation.evidence:
		yes = dict.fromkeys(("valid", "authentic", "current", "sufficient"), "Yes")
		api.rate(row.evidence, **yes, comment="Seen in the original, and talked through.")
	level = validation.claimed_level
	for row in validation.ratings:
		row.level = level
	validation.proposed_level = level
	validation.method = validation.method or "Interview"
	validation.rationale = "Interview of an hour with an interpreter; the evidence fits what was told."
	validation.save()


def give_participant_a_login():
	"""The participant of the first approved case can sign in and see it."""
	import frappe

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
	import frappe

	from kim_app.self_assessment import api

	if frappe.get_list("KIM Self Assessment", filters={"status": "Finished"}, limit=1):
		return
	sheet = api.open_sheet(framework="KC-2018", second_language="it")["name"]
	for code, level in SELF_RATING.items():
		api.answer(sheet, f"KC-2018-{code}", level)
	api.finish(sheet)


def make_viennese():
	for family_name, given_name, gender, code, born in VIENNESE:
		insert(
			"KIM Participant",
			{"family_name": family_name, "centre": VIENNA},
			given_name=given_name,
			gender=gender,
			nationality=country(code),
			date_of_birth=born,
			consent=1,
		)


def main():
	arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
	arguments.add_argument("--site", required=True)
	arguments.add_argument("--password", required=True)
	given = arguments.parse_args()

	import frappe

	frappe.init(site=given.site, sites_path=".")
	frappe.connect()
	try:
		frappe.set_user("Administrator")
		frappe.flags.mute_emails = True
		load(given.password)
	finally:
		frappe.destroy()


if __name__ == "__main__":
	main()
