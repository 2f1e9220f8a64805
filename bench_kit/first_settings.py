"""What Frappe's setup wizard would ask for and write on a new site. Runs in the bench's environment.

python -m bench_kit.first_settings --site SITE
"""

import argparse

import frappe
from frappe.desk.page.setup_wizard import install_fixtures

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
	"""Write settings and lists, and commit; once more does no harm."""
	parser = argparse.ArgumentParser()
	parser.add_argument("--site", required=True)
	frappe.init(site=parser.parse_args().site)
	frappe.connect()
	settings = frappe.get_doc("System Settings")
	settings.update({name: value for name, value in SETTINGS.items() if settings.meta.has_field(name)})
	settings.flags.ignore_mandatory = True
	settings.save()
	# The lists that come with the wizard, such as Gender and Salutation.
	install_fixtures.install()
	# Its own was filled in before there were settings to take it from.
	frappe.db.set_value("User", "Administrator", "time_zone", SETTINGS["time_zone"])
	frappe.db.set_default("desktop:home_page", "workspace")
	# The package from which the trial bench takes Frappe brings a logo of its own.
	frappe.db.set_single_value("Navbar Settings", "app_logo", "/assets/kim_app/images/kim.svg")
	frappe.db.commit()
	frappe.clear_cache()
	frappe.destroy()


main()
