"""What gunicorn serves: Frappe, with the static files that nginx serves on a production bench.

Runs in the bench's environment, in its sites folder. `frappe.app.application` alone serves neither /assets nor
/files.
"""

import os
from pathlib import Path

import frappe.app
from frappe.middlewares import StaticDataMiddleware
from werkzeug.middleware.shared_data import SharedDataMiddleware

SITES = Path(os.environ.get("SITES_PATH", ".")).resolve()
DEFAULT_SITE = os.environ["KIM_DEFAULT_SITE"]


def site_of(host: str) -> str:
	"""The site that a Host header asks for: the one of that name, else (an IP address, localhost) the default."""
	name = host.partition(":")[0]
	if name and "/" not in name and (SITES / name / "site_config.json").is_file():
		return name
	return DEFAULT_SITE


class SiteFiles(StaticDataMiddleware):
	"""/files of the site that the host stands for, where Frappe's own class wants the site's exact name."""

	def __call__(self, environ, start_response):
		asked = environ.get("HTTP_HOST", "")
		return super().__call__({**environ, "HTTP_HOST": site_of(asked), "kim.host": asked}, start_response)


def name_site(application):
	"""Tell Frappe the site in the header that nginx sets for it, and give it back the host as it was asked for."""

	def named(environ, start_response):
		if "kim.host" in environ:
			environ["HTTP_HOST"] = environ.pop("kim.host")
		environ["HTTP_X_FRAPPE_SITE_NAME"] = site_of(environ.get("HTTP_HOST", ""))
		return application(environ, start_response)

	return named


application = name_site(frappe.app.application)
application = SiteFiles(application, {"/files": str(SITES)})
application = SharedDataMiddleware(application, {"/assets": str(SITES / "assets")})
