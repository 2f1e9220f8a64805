"""The sample data's organisations, centres, logins, target profiles and the participants of Vienna. May import frappe."""

from __future__ import annotations

import json

import frappe
from frappe.utils.password import update_password

from bench_kit.demo_data import CENTRES, PEOPLE, SAMPLES, VIENNA, VIENNESE
from bench_kit.demo_records import country, insert
from kim_app.roles import PARTICIPANT as PARTICIPANT_ROLE

MODULE_PROFILE = "KIM only"


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
		if role != PARTICIPANT_ROLE:
			show_only_kim(user)
		update_password(user.name, password)
		if centre:
			insert("KIM Staff Member", {"user": email, "centre": centre})


def show_only_kim(user):
	"""Of the Desk's workspaces this person sees KIM's alone: the trial is of KIM, not of Frappe."""
	others = frappe.get_all("Module Def", filters={"name": ["!=", "KIM"]}, pluck="name")
	profile = insert(
		"Module Profile",
		{"module_profile_name": MODULE_PROFILE},
		block_modules=[{"module": module} for module in others],
	)
	if user.module_profile != profile.name:
		user.module_profile = profile.name
		user.save()


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
