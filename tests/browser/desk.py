"""What a person does in the Desk, as functions of a page. The Desk keeps every page it has shown in the
document, hidden, so everything here looks only at what is visible."""


def status(page, text: str):
	"""The indicator beside a form's title, when it says exactly `text`."""
	return page.locator(".title-area .indicator-pill:visible").get_by_text(text, exact=True)


def save(page):
	page.locator(".standard-actions .primary-action:visible").click()


def take(page, action: str):
	"""Takes a workflow action from the menu Actions."""
	page.locator(".actions-btn-group > button:visible").click()
	page.locator(".actions-btn-group .dropdown-menu:visible").get_by_text(action, exact=True).click()


def press(page, button: str):
	"""Presses a form's own button."""
	page.locator(".page-actions:visible").get_by_role("button", name=button, exact=True).click()


def field(page, name: str):
	"""The control of the field `name` in the form on show."""
	return page.locator(f".form-layout:visible .frappe-control[data-fieldname={name}]").first


def write(page, name: str, text: str):
	"""Types into a field and leaves it, as the Desk takes a value over only then."""
	box = field(page, name).locator("input, textarea").first
	box.fill(text)
	box.press("Tab")


def choose(page, name: str, value: str):
	"""Chooses `value` in a select field."""
	field(page, name).locator("select").select_option(value)


def pick(page, name: str, text: str):
	"""Chooses in a link field what its list offers for `text`."""
	box = field(page, name).locator("input")
	box.click()
	box.fill(text)
	field(page, name).locator("[role=option], .awesomplete li").filter(has_text=text).first.click()
