"""Link fields and their titles, which Frappe answers without asking who may see the rows. May import frappe.

A page may ask for a search that ignores User Permissions; Frappe then leaves out every condition, KIM's
too, so that anybody with a role could list the participants of all centres. And the title of a link is
told to everybody who knows or guesses a name.
"""

from __future__ import annotations

import frappe
from frappe.desk import search

from kim_app import permissions


@frappe.whitelist()
def search_link(doctype, txt, ignore_user_permissions=False, **more):
	"""What a link field offers: see Frappe's method of this name."""
	return frappe.call(search.search_link, **_asked(doctype, txt, ignore_user_permissions, more))


@frappe.whitelist()
def search_widget(doctype, txt, ignore_user_permissions=False, **more):
	"""What the search of a link field finds: see Frappe's method of this name."""
	return frappe.call(search.search_widget, **_asked(doctype, txt, ignore_user_permissions, more))


def _asked(doctype, txt, ignore_user_permissions, more: dict) -> dict:
	"""The arguments for Frappe; what one of its versions does not know, `frappe.call` leaves out."""
	if doctype in permissions.QUERY_CONDITIONS:
		ignore_user_permissions = False
	return {**more, "doctype": doctype, "txt": txt, "ignore_user_permissions": ignore_user_permissions}


@frappe.whitelist()
def get_link_title(doctype, docname):
	"""The title of a record that the user may read, the name of every other."""
	if doctype in permissions.GUARDED and not frappe.has_permission(doctype, "read", doc=docname):
		return docname
	return search.get_link_title(doctype, docname)
