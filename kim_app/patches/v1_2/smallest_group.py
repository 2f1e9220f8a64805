"""The smallest group that a figure may show, on a site whose settings were stored before there was one."""

import frappe

from kim_app import disclosure


def execute():
	if not frappe.db.get_single_value("KIM Settings", "smallest_group"):
		frappe.db.set_single_value("KIM Settings", "smallest_group", disclosure.SMALLEST_GROUP)
