"""Settings of a new site that Frappe's setup wizard would ask for. Runs in the bench's environment.

python -m bench_kit.first_settings --site SITE
"""

import argparse

import frappe

SETTINGS = {
	"language": "en",
	"country": "Italy",
	"time_zone": "Europe/Rome",
	"date_format": "yyyy-mm-dd",
	"enable_scheduler": 1,
	"setup_complete": 1,
	"enable_telemetry": 0,
	"disable_system_update_notification": 1,
	"disable_change_log_notification": 1,
}


def main() -> None:
	"""Write the settings and commit."""
	parser = argparse.ArgumentParser()
	parser.add_argument("--site", required=True)
	frappe.init(site=parser.parse_args().site)
	frappe.connect()
	fields = {field.fieldname for field in frappe.get_meta("System Settings").fields}
	for name, value in SETTINGS.items():
		if name in fields:
			frappe.db.set_single_value("System Settings", name, value)
	# Its own was filled in before there were settings to take it from.
	frappe.db.set_value("User", "Administrator", "time_zone", SETTINGS["time_zone"])
	frappe.db.set_default("desktop:home_page", "workspace")
	frappe.db.commit()
	frappe.clear_cache()
	frappe.destroy()


main()
