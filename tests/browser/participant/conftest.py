"""A participant with a login, something of every kind on record, and axe to look at their pages."""

import secrets

import pytest
from axe_playwright_python.sync_playwright import Axe

from kim_app import roles

from ..conftest import CENTRE, PASSWORD

PHONE = {"width": 390, "height": 844}
# 200% of a telephone's width, and what WCAG 2.1 asks of reflow (1.4.10).
NARROW = {"width": 320, "height": 640}
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


@pytest.fixture
def own(site, staff):
	"""(login, participant) of somebody whose name is written in Arabic, with a case worker."""
	from frappe.utils.password import update_password

	from kim_app import testing

	site.db.rollback()
	user = testing.make_user(f"own{secrets.token_hex(3)}@browser.example", roles.PARTICIPANT)
	update_password(user, PASSWORD)
	with testing.acting_as(staff[roles.CASE_WORKER]):
		name = testing.make_participant(
			CENTRE,
			"الحداد",
			given_name="ريما",
			user=user,
			consent=1,
			phone="+39 055 123456",
			languages=[{"language": "ar", "mother_tongue": 1}],
		)
	site.db.commit()
	yield user, name
	site.db.rollback()
	site.db.delete("Notification Log", {"from_user": user})
	site.db.set_value("KIM Participant", name, "user", None)
	site.delete_doc("User", user, force=True, ignore_permissions=True)
	site.db.commit()


@pytest.fixture
def page(visit, own):
	"""The participant's browser, on a telephone."""
	visitor = visit(own[0])
	visitor.page.set_viewport_size(PHONE)
	visitor.page.visitor = visitor
	return visitor.page


def violations(page, but: tuple[str, ...] = ()) -> list[str]:
	"""What axe finds on the page by the rules of WCAG 2.1 A and AA, one line for each place; `but` are parts of the
	page that are not KIM's."""
	looked_at = {"exclude": [[part] for part in but]} if but else None
	found = Axe().run(page, context=looked_at, options=RULES).response["violations"]
	return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


def sticks_out(page) -> int:
	"""By how many pixels the page is wider than the screen."""
	return page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")


def speak(page, name: str):
	"""Chooses a language in the menu of the page."""
	before = page.evaluate("() => document.documentElement.lang")
	page.locator(".kim-language-choice summary").click()
	page.locator(".kim-language-choice").get_by_role("link", name=name, exact=True).click()
	page.wait_for_function("(before) => document.documentElement.lang !== before", arg=before)
