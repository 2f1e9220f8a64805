"""What a framework of KIM 1.0 did not say: kinds of competences, positions and pictograms of levels, when it
was published."""

import frappe
from frappe.utils import getdate

# KIM's own scale, by the codes of its levels.
PICTOGRAMS = {"0": "Not yet", "1": "With help", "2": "Alone", "3": "New place", "4": "Guides others"}


def execute():
	frappe.db.set_value("KIM Competence", {"is_group": 1}, "kind", "Area", update_modified=False)
	for framework in frappe.get_all(
		"KIM Competence Framework", fields=["name", "status", "language", "published_on", "creation"]
	):
		number_levels(framework.name)
		values = {}
		if not framework.language:
			values["language"] = "en"
		if framework.status != "Draft" and not framework.published_on:
			values["published_on"] = getdate(framework.creation)
		if values:
			frappe.db.set_value("KIM Competence Framework", framework.name, values, update_modified=False)


def number_levels(framework: str):
	levels = frappe.get_all(
		"KIM Competence Level",
		filters={"parent": framework, "parenttype": "KIM Competence Framework"},
		fields=["name", "code", "pictogram"],
		order_by="idx asc",
	)
	own_scale = [level.code for level in levels] == list(PICTOGRAMS)
	for position, level in enumerate(levels):
		values = {"position": position}
		if own_scale and not level.pictogram:
			values["pictogram"] = PICTOGRAMS[level.code]
		frappe.db.set_value("KIM Competence Level", level.name, values, update_modified=False)
