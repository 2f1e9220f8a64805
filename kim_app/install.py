"""What a site gets when KIM is installed; see `uninstall` for what goes. May import frappe and babel.

Roles and the workflow come as fixtures. Languages and frameworks are loaded here, because what a
site has made of them since must not be overwritten at every migrate, as Frappe does with fixtures.
"""

from __future__ import annotations

import frappe
from babel import Locale

from kim_app.frameworks import shipped
from kim_app.training import shipped as courses

# Spoken by many who arrive, yet without a name of their own in the Unicode locale data.
MORE_LANGUAGES = {"prs": "Dari"}


def after_install():
	keep_unique_on_sqlite()
	load_languages()
	shipped.load()
	courses.load()
	if not frappe.db.get_single_value("KIM Settings", "default_framework"):
		settings = frappe.get_single("KIM Settings")
		settings.default_framework = "KC-2018"
		settings.least_evidence = 1
		settings.save(ignore_permissions=True)


def after_migrate():
	"""Languages, frameworks and translations that a newer KIM brings; what is there already stays as it is."""
	after_install()


def keep_unique_on_sqlite():
	"""What a form of KIM holds unique, held on SQLite too. An index is named after its field there, for the whole
	database, so Frappe 16 leaves it out where another form has a unique field of the same name."""
	if frappe.db.db_type != "sqlite":
		return
	unique = frappe.get_all(
		"DocField",
		filters={"unique": 1, "parenttype": "DocType", "parent": ["like", "KIM %"]},
		fields=["parent", "fieldname"],
	)
	for field in unique:
		name = f"unique_{frappe.scrub(field.parent)}_{field.fieldname}"
		frappe.db.add_unique(field.parent, [field.fieldname], constraint_name=name)


def load_languages():
	"""Every language of ISO 639 that the Unicode locale data names in English, by its code."""
	names = {code: name for code, name in Locale("en").languages.items() if code.isalpha() and len(code) <= 3}
	names |= MORE_LANGUAGES
	present = set(frappe.get_all("KIM Language", pluck="name"))
	now = frappe.utils.now()
	frappe.db.bulk_insert(
		"KIM Language",
		["name", "language_code", "language_name", "owner", "creation", "modified", "modified_by"],
		[
			(code, code, name, "Administrator", now, now, "Administrator")
			for code, name in sorted(names.items())
			if code not in present
		],
	)
