"""The sample data: two centres, one login per role, a real register brought in, cases on their way, and plans.

Run inside a bench, where Frappe is: `python -m bench_kit.demo --site SITE --password PASSWORD` with the
bench's `sites` as working folder. Whatever is there already stays, so it can be run again after it
was stopped halfway.
"""

from __future__ import annotations

import argparse

import frappe

from bench_kit import demo_cases, demo_green_paper, demo_places, demo_plans, demo_training
from bench_kit.demo_data import PARTICIPANT
from bench_kit.demo_records import acting_as


def load(password: str):
	"""Everything the trial site shows; commits as it goes."""
	demo_places.make_places()
	demo_places.make_people(password)
	demo_places.make_targets()
	frappe.db.commit()
	demo_cases.bring_in_register()
	frappe.db.commit()
	demo_cases.bring_cases_on()
	demo_cases.give_participant_a_login()
	with acting_as(PARTICIPANT):
		demo_cases.rate_themself()
	with acting_as("caseworker.wien@kim.example"):
		demo_places.make_viennese()
	frappe.db.commit()
	demo_training.load()
	frappe.db.commit()
	demo_green_paper.load()
	frappe.db.commit()
	demo_plans.load(acting_as)


def main():
	arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
	arguments.add_argument("--site", required=True)
	arguments.add_argument("--password", required=True)
	given = arguments.parse_args()

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
