"""The courses that come with KIM: put on a site once, and left as they are from then on. May import frappe."""

from __future__ import annotations

import json
from pathlib import Path

import frappe
from frappe.utils import today

from kim_app.training import workflow

COURSES = Path(__file__).parents[1] / "data" / "courses"
DOCTYPE = "KIM Training Course"


def load():
	"""Puts the shipped courses that the site has not on it, published. Those that are there stay untouched."""
	for content in files():
		if frappe.db.exists(DOCTYPE, _name(content)):
			continue
		course = frappe.get_doc(
			{
				"doctype": DOCTYPE,
				**content,
				"languages": [{"language": language} for language in content["languages"]],
				"required_for": [{"role": role} for role in content["required_for"]],
				"translations": translations(content),
				"status": workflow.PUBLISHED,
				"published_on": today(),
			}
		)
		course.flags.shipped = True
		course.insert(ignore_permissions=True)


def add_translations():
	"""Gives the shipped courses on the site the languages that they have not yet; nothing else of them changes."""
	for content in files():
		name = _name(content)
		if not frappe.db.exists(DOCTYPE, {"name": name, "organisation": ["is", "not set"]}):
			continue
		course = frappe.get_doc(DOCTYPE, name)
		present = {row.language for row in course.translations}
		missing = [row for row in translations(content) if row["language"] not in present]
		if missing:
			course.extend("translations", missing)
			course.flags.shipped = course.flags.ignore_version = True
			course.save(ignore_permissions=True)


def translations(content: dict) -> list[dict]:
	"""The rows of a course's translations: of each language one for the course and one for each module."""
	rows = []
	for language, texts in content.get("translations", {}).items():
		modules = texts["modules"]
		rows.append({"language": language, **{key: text for key, text in texts.items() if key != "modules"}})
		rows += [{"language": language, "module_code": code, **module} for code, module in modules.items()]
	return rows


def files() -> list[dict]:
	"""The content of every shipped file, in the order of the files' names."""
	return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(COURSES.glob("*.json"))]


def _name(content: dict) -> str:
	return f"{content['course_code']}-{content['version']}"
