"""The page /kim/green-paper: the published recommendations with current figures, for everybody on the staff."""

from urllib.parse import urlencode

import frappe
from frappe import _

from kim_app.green_paper import paper

no_cache = 1
sitemap = 0


def get_context(context):
	if frappe.session.user == "Guest":
		frappe.local.flags.redirect_location = "/login?redirect-to=/kim/green-paper"
		raise frappe.Redirect
	given = {field: frappe.form_dict.get(field) or None for field in ("topic", "audience", "country")}
	context.title = _("Green Paper")
	context.show_sidebar = False
	context.no_breadcrumbs = True
	context.paper = paper.compile_paper(**given)
	query = urlencode({field: value for field, value in given.items() if value})
	context.pdf = f"/api/method/kim_app.green_paper.paper.download?{query}"
	return context
