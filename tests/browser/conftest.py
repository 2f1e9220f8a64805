"""A browser, signed in as whoever a test needs, on the test site that `./kim test` serves.

A failing test keeps a picture of every page it had open, in the bench's logs/screenshots.
"""

import os
import secrets
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

PASSWORD = "Kim-browser-" + secrets.token_hex(6)
CENTRE, OTHER_CENTRE = "Browser Test Centre", "Other Browser Test Centre"
# As root, Chromium runs only without its sandbox; the rest keeps it from calling home.
CHROMIUM = (
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
	report = (yield).get_result()
	if report.when == "call" and report.failed:
		folder = Path(os.environ["KIM_BENCH"]) / "logs" / "screenshots"
		folder.mkdir(parents=True, exist_ok=True)
		for number, page in enumerate(getattr(item, "open_pages", [])):
			picture = folder / f"{item.name}-{number}.png"
			page.screenshot(path=str(picture))
			report.sections.append(("screenshot", str(picture)))


@pytest.fixture(scope="session")
def centre(site):
	"""Two centres with one person per role each; everything of theirs is removed in the end."""
	from frappe.utils.password import update_password

	from kim_app import testing

	remove_all(site)
	staff = {}
	for name in (CENTRE, OTHER_CENTRE):
		testing.make_centre(name, f"{name} Organisation")
		staff[name] = testing.make_staff(name)
		for user in staff[name].values():
			update_password(user, PASSWORD)
	site.db.commit()
	yield staff
	site.db.rollback()
	remove_all(site)


def remove_all(site):
	"""Takes away what earlier runs made, decided validations too, which no form lets anybody delete."""
	from kim_app import testing

	testing.remove_centres([CENTRE, OTHER_CENTRE])
	site.db.commit()


@pytest.fixture
def staff(centre):
	"""{role: e-mail address} of the centre under test."""
	return centre[CENTRE]


@pytest.fixture(scope="session")
def chromium():
	with sync_playwright() as playwright:
		browser = playwright.chromium.launch(
			executable_path=os.environ.get("KIM_CHROMIUM", "/usr/bin/chromium"), args=list(CHROMIUM)
		)
		yield browser
		browser.close()


def _realtime(text: str) -> bool:
	"""Whether a fault only says that the realtime server is absent, as it is where nobody started one."""
	return "socket.io" in text


class Visitor:
	"""Somebody signed in with a browser. `page` is what they see, `faults` what went wrong unseen."""

	def __init__(self, chromium, user: str | None):
		self.context = chromium.new_context(
			base_url=os.environ["KIM_URL"], viewport={"width": 1360, "height": 900}, locale="en-GB"
		)
		# The Desk of 16.0.0-dev takes forms from its cache without their tables.
		self.context.add_init_script("localStorage.clear()")
		self.page = self.context.new_page()
		self.page.set_default_timeout(20_000)
		self.faults = []
		self.page.on("console", self._console)
		self.page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))
		self.page.on("response", self._response)
		if user:
			answer = self.sign_in(user)
			if "database is locked" in answer.text():
				# SQLite lets one write at a time; a person presses the button again.
				answer = self.sign_in(user)
			assert answer.ok, answer.text()

	def sign_in(self, user: str):
		return self.context.request.post("/api/method/login", form={"usr": user, "pwd": PASSWORD})

	def _console(self, message):
		if message.type == "error" and not _realtime(message.text + message.location.get("url", "")):
			self.faults.append(f"console: {message.text} ({message.location.get('url')})")

	def _response(self, response):
		if response.status >= 400 and not _realtime(response.url):
			self.faults.append(f"{response.status} {response.url}")

	def open(self, path: str):
		self.page.goto(path)
		# Not "networkidle": where the realtime server is absent, the Desk never stops asking for it.
		self.page.wait_for_function(
			"""() => document.readyState === "complete" && (!location.pathname.startsWith("/app")
				|| (document.body.dataset.ajaxState === "complete" && !frappe.request.ajax_count))"""
		)
		return self.page

	def call(self, method: str, path: str, **kwargs):
		"""A request of theirs outside the page, with the token that the Desk would send."""
		if self.page.url == "about:blank":
			self.open("/app")
		token = self.page.evaluate("() => window.frappe && frappe.csrf_token")
		headers = {"X-Frappe-CSRF-Token": token or "", "Accept": "application/json"}
		return self.context.request.fetch(path, method=method, headers=headers, **kwargs)


@pytest.fixture
def visit(request, chromium):
	"""`visit(user)` signs somebody in; `visit(None)` stays a guest."""
	visitors = []
	request.node.open_pages = []

	def sign_in(user):
		visitor = Visitor(chromium, user)
		visitors.append(visitor)
		request.node.open_pages.append(visitor.page)
		return visitor

	yield sign_in
	for visitor in visitors:
		visitor.context.close()


def make_pending(site, people):
	"""A validation that waits for the supervisor, committed so that the web server sees it."""
	from kim_app import testing

	site.db.rollback()
	participant = testing.make_participant(CENTRE, "Okafor " + secrets.token_hex(3))
	validation = testing.bring_to_approval(participant, people)
	site.db.commit()
	return validation


@pytest.fixture
def pending(site, staff):
	return make_pending(site, staff)


@pytest.fixture(scope="module")
def untouched(site, centre):
	"""A pending validation for tests that must all leave it as it is."""
	return make_pending(site, centre[CENTRE])


@pytest.fixture
def stored(site):
	"""`stored(doctype, name, field)` is what the database holds now."""

	def read(doctype, name, field):
		site.db.rollback()
		value = site.db.get_value(doctype, name, field)
		# SQLite lets nobody write who still looks at what was there before another wrote.
		site.db.rollback()
		return value

	return read


@pytest.fixture
def unasked(site):
	"""Nobody has asked the confirmation page yet, nor will have after the test: its limit counts all tests together."""

	def forget():
		cache = site.cache()
		for key in list(cache.scan_iter("*rl:kim.confirm:*")):
			cache.delete(key)

	forget()
	yield
	forget()
