"""The public page /kim/confirm: whether a certificate with a number is valid. See training/confirm.py."""

import frappe
from frappe import _

from kim_app.training import confirm

no_cache = 1
sitemap = 0


def get_context(context):
	typed = (frappe.form_dict.get("number") or "").strip()[:60]
	context.title = _("Is this certificate valid?")
	context.show_sidebar = False
	context.no_breadcrumbs = True
	context.typed = typed
	context.too_often = False
	context.certificate = None
	if typed:
		try:
			context.certificate = look_up(typed)
		except frappe.ValidationError:
			# frappe.rate_limiter says so by an error whose class differs between Frappe 15 and 16.
			frappe.clear_messages()
			context.too_often = True
	context.states = confirm.states()
	return context


def look_up(number: str):
	"""Counts the question under this page's name, then answers it."""
	frappe.form_dict.cmd = "kim.confirm"
	frappe.form_dict.number = number
	try:
		return confirm.look_up(number=number)
	finally:
		frappe.form_dict.pop("cmd", None)
