"""The public page /kim/confirm: whether a paper with a number is genuine and valid. See printing/confirm.py."""

import frappe
from frappe import _

from kim_app.inclusion import languages
from kim_app.printing import confirm

no_cache = 1
sitemap = 0


def get_context(context):
	typed = (frappe.form_dict.get("number") or "").strip()[:60]
	context.title = _("Is this document genuine and valid?")
	context.show_sidebar = False
	context.no_breadcrumbs = True
	context.typed = typed
	context.too_often = False
	context.paper = None
	context.direction = languages.direction(frappe.local.lang)
	if typed:
		try:
			context.paper = look_up(typed)
		except frappe.ValidationError:
			# frappe.rate_limiter says so by an error whose class differs between Frappe 15 and 16.
			frappe.clear_messages()
			context.too_often = True
	context.states, context.states_of_lines = confirm.states(), confirm.states_of_lines()
	return context


def look_up(number: str):
	"""Counts the question under this page's name, then answers it."""
	frappe.form_dict.cmd = "kim.confirm"
	frappe.form_dict.number = number
	try:
		return confirm.look_up(number=number)
	finally:
		frappe.form_dict.pop("cmd", None)
