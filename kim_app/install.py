"""What a site gets when KIM is installed and loses when it is removed. May import frappe and babel.

Roles and the workflow come as fixtures. Languages and frameworks are loaded here, because what a
site has made of them since must not be overwritten at every migrate, as Frappe does with fixtures.
"""

from __future__ import annotations

import json
from pathlib import Path

import frappe
from babel import Locale

from kim_app import roles
from kim_app.validation import workflow

FRAMEWORKS = Path(__file__).parent / "data" / "frameworks"
# Spoken by many who arrive, yet without a name of their own in the Unicode locale data.
MORE_LANGUAGES = {"prs": "Dari"}
# Actions that Frappe itself brings to every site; they stay when KIM goes.
FRAPPE_ACTIONS = ("Approve", "Reject", "Review")


def after_install():
	load_languages()
	load_frameworks()
	if not frappe.db.get_single_value("KIM Settings", "default_framework"):
		settings = frappe.get_single("KIM Settings")
		settings.default_framework = "KC-2018"
		settings.least_evidence = 1
		settings.save(ignore_permissions=True)


def after_migrate():
	"""Frameworks and languages that a newer KIM brings; what is there already stays as it is."""
	after_install()


def before_uninstall():
	"""Removes what Frappe would leave behind: it deletes KIM's forms, but not what the fixtures brought."""
	frappe.delete_doc("Workflow", "KIM Validation", ignore_missing=True, force=True)
	frappe.db.delete("Workflow Action", {"reference_doctype": ["like", "KIM %"]})
	for state in workflow.STATES:
		if not frappe.db.exists("Workflow Document State", {"state": state}):
			frappe.delete_doc("Workflow State", state, ignore_missing=True, force=True)
	for action in set(workflow.ACTIONS) - set(FRAPPE_ACTIONS):
		if not frappe.db.exists("Workflow Transition", {"action": action}):
			frappe.delete_doc("Workflow Action Master", action, ignore_missing=True, force=True)
	for role in roles.ALL:
		frappe.db.delete("Has Role", {"role": role})
		frappe.delete_doc("Role", role, ignore_missing=True, force=True)


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


def load_frameworks():
	"""The shipped frameworks that the site does not have yet."""
	for path in sorted(FRAMEWORKS.glob("*.json")):
		load_framework(json.loads(path.read_text(encoding="utf-8")))


def load_framework(framework: dict):
	"""Inserts one framework with its competences, unless a framework of that code and version exists.

	`framework` has the fields of KIM Competence Framework, and under `competences` those of KIM
	Competence, where `translations` is {language: {"title", "description", "criteria": {code: text}}}.
	"""
	name = f"{framework['framework_code']}-{framework['version']}"
	if frappe.db.exists("KIM Competence Framework", name):
		return
	competences = framework.pop("competences")
	frappe.get_doc({"doctype": "KIM Competence Framework", **framework}).insert(ignore_permissions=True)
	for competence in competences:
		translations = [
			row
			for language, texts in competence.pop("translations", {}).items()
			for row in translation_rows(language, texts)
		]
		frappe.get_doc(
			{"doctype": "KIM Competence", "framework": name, "translations": translations, **competence}
		).insert(ignore_permissions=True)


def translation_rows(language: str, texts: dict) -> list[dict]:
	"""The rows of KIM Competence Translation for one language: the competence first, then its criteria."""
	rows = [{"language": language, "title": texts["title"], "description": texts.get("description")}]
	return rows + [
		{"language": language, "criterion": code, "title": text}
		for code, text in texts.get("criteria", {}).items()
	]
