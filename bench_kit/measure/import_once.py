"""Brings one register in by KIM's import, from the file to the last row's log, and prints what it took as JSON.

A process of its own for each run, so that the memory it took can be told:
`python -m bench_kit.measure.import_once --site SITE --centre CENTRE FILE`.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from pathlib import Path

import frappe

from kim_app import roles
from kim_app.session import acting_as
from kim_app.testing import make_staff

LARGEST_BYTES = 500_000_000


def main() -> None:
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--site", required=True)
	parser.add_argument("--centre", required=True)
	parser.add_argument("file", type=Path)
	options = parser.parse_args()
	frappe.init(site=options.site, sites_path=".")
	frappe.connect()
	frappe.set_user("Administrator")
	# The large register is larger than what a site takes unless its settings say so; only this process is told.
	frappe.local.conf.max_file_size = LARGEST_BYTES
	try:
		print(json.dumps(bring_in(options.centre, options.file)))
	finally:
		frappe.destroy()


def bring_in(centre: str, path: Path) -> dict:
	"""Seconds for check and load, rows created and refused, megabytes at most."""
	from kim_app.legacy_import import api, jobs
	from kim_app.legacy_import.upload import make_import

	staff = make_staff(centre, (roles.CASE_WORKER, roles.SUPERVISOR))
	with acting_as(staff[roles.CASE_WORKER]):
		name = make_import([path], {"centre": centre})
	began, busy = time.perf_counter(), time.process_time()
	jobs.check_now(name)
	checked, busy_checked = time.perf_counter(), time.process_time()
	with acting_as(staff[roles.SUPERVISOR]):
		api.approve(name)
	jobs.load_now(name)
	loaded, busy_loaded = time.perf_counter(), time.process_time()
	state = frappe.db.get_value(
		"KIM Legacy Import", name, ["status", "error", "rows_created", "rows_rejected"], as_dict=True
	)
	return {
		"check": checked - began,
		"load": loaded - checked,
		"check_cpu": busy_checked - busy,
		"load_cpu": busy_loaded - busy_checked,
		**state,
		"megabytes": sum(
			resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
		)
		/ 1024,
	}


if __name__ == "__main__":
	main()
