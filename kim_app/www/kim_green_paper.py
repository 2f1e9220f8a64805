"""The page /kim/green-paper: the published recommendations with current figures, for everybody on the staff."""

from urllib.parse import urlencode

import frappe
from frappe import _

from kim_app.green_paper import messages, paper, rules

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
	context.given = given
	context.choices = choices()
	# An address that somebody typed or that has grown old: the page says what is wrong with it.
	context.problems = [messages.text(breach) for breach in paper.problems(**given)]
	context.paper = None if context.problems else paper.compile_paper(**given)
	query = urlencode({field: value for field, value in given.items() if value})
	context.pdf = f"/api/method/kim_app.green_paper.paper.download?{query}"
	return context


def choices() -> list[tuple]:
	"""The filters of the page: (name, label, [(value, text)])."""
	meta = frappe.get_meta(paper.DOCTYPE)
	countries = sorted((_(name), name) for name in frappe.get_all("Country", pluck="name"))
	return [
		("topic", _("Topic"), [(topic, _(topic)) for topic in rules.TOPICS]),
		("audience", _("For"), [(field, _(meta.get_label(field))) for field in rules.AUDIENCES]),
		("country", _("Country"), [(name, text) for text, name in countries]),
	]
