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
		if frappe.db.exists(DOCTYPE, f"{content['course_code']}-{content['version']}"):
			continue
		course = frappe.get_doc(
			{
				"doctype": DOCTYPE,
				**content,
				"languages": [{"language": language} for language in content["languages"]],
				"required_for": [{"role": role} for role in content["required_for"]],
				"status": workflow.PUBLISHED,
				"published_on": today(),
			}
		)
		course.flags.shipped = True
		course.insert(ignore_permissions=True)


def files() -> list[dict]:
	"""The content of every shipped file, in the order of the files' names."""
	return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(COURSES.glob("*.json"))]
