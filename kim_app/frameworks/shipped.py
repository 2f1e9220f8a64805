"""Puts the frameworks that come with KIM on a site, and completes them when a newer KIM knows more of
them. May import frappe.
"""

from __future__ import annotations

import frappe

from kim_app.frameworks import shipped_files
from kim_app.frameworks.exchange import store
from kim_app.frameworks.exchange.model import DRAFT


def load():
	"""Puts the shipped frameworks that the site has not on it, and adds to the others what it lacks.

	Crosswalks and earlier versions come last, when every framework they lead to is there.
	"""
	shipped = [
		(shipped_files.framework(content), content.get("status", DRAFT))
		for content in shipped_files.contents()
	]
	new = [entry for entry in shipped if not frappe.db.exists("KIM Competence Framework", entry[0].name)]
	for framework, _status in new:
		store.insert(framework, links=False)
	for framework, _status in shipped:
		store.complete(framework)
	for framework, status in new:
		store.set_status(framework.name, status)
