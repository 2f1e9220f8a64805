"""What gunicorn serves: Frappe, with the static files that nginx serves on a production bench.

Runs in the bench's environment, in its sites folder. `frappe.app.application` alone serves neither /assets nor
/files.
"""

import json
import os
import time
from pathlib import Path
from urllib.parse import parse_qs

import frappe.app
from frappe.middlewares import StaticDataMiddleware
from werkzeug.middleware.shared_data import SharedDataMiddleware

SITES = Path(os.environ.get("SITES_PATH", ".")).resolve()
DEFAULT_SITE = os.environ["KIM_DEFAULT_SITE"]
SECOND_PORT, _, SECOND_SITE = os.environ.get("KIM_SECOND_SITE", "").partition("=")


def site_of(host: str) -> str:
	"""The site that a Host header asks for: the one of that name, else (an IP address, localhost) its port's."""
	name, _, port = host.partition(":")
	if name and "/" not in name and (SITES / name / "site_config.json").is_file():
		return name
	return SECOND_SITE if SECOND_SITE and port == SECOND_PORT else DEFAULT_SITE


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


def silent_realtime(application):
	"""Answer the Desk's search for a realtime server with one that never says anything.

	Upstream's Desk cannot do without: refused, it fills the console with errors; told that there is none
	(`disable_async`), list views break. What matters is readable by polling. Speaks as much of Socket.IO's
	long polling as connecting takes (https://socket.io/docs/v4/socket-io-protocol).
	"""

	def answer(environ, start_response):
		if not environ.get("PATH_INFO", "").startswith("/socket.io/"):
			return application(environ, start_response)
		session = parse_qs(environ.get("QUERY_STRING", "")).get("sid", [None])[0]
		if environ["REQUEST_METHOD"] == "POST":
			body = "ok"
		elif session is None:
			# Two packets in one answer, so that no state has to be shared among gunicorn's processes: the session's
			# opening, and the consent to the one namespace that the Desk asks for, its site's.
			name = f"{time.monotonic_ns()}"
			limits = {
				"upgrades": [],
				"pingInterval": 600_000,
				"pingTimeout": 600_000,
				"maxPayload": 1_000_000,
			}
			opening = json.dumps({"sid": name, **limits})
			body = f'0{opening}\x1e40/{site_of(environ.get("HTTP_HOST", ""))},{{"sid":"{name}"}}'
		else:
			time.sleep(
				5
			)  # long enough to ask seldom, short enough not to hold the threads that pages left behind
			body = "6"
		start_response(
			"200 OK", [("Content-Type", "text/plain; charset=UTF-8"), ("Cache-Control", "no-store")]
		)
		return [body.encode()]

	return answer


application = name_site(frappe.app.application)
application = silent_realtime(application)
application = SiteFiles(application, {"/files": str(SITES)})
application = SharedDataMiddleware(application, {"/assets": str(SITES / "assets")})
