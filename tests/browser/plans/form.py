"""The form of a plan, as functions of a page, and the names that its tests share."""

FORM = "/app/kim-inclusion-plan/{}"
DOCTYPE = "KIM Inclusion Plan"
DIGITAL, CITIZENSHIP = "KC-2018-DIG", "KC-2018-CIT"


def fill(dialog, name: str, text: str):
	"""Types into a field of a dialog and leaves it."""
	box = dialog.locator(f"[data-fieldname={name}]").locator("input, textarea").first
	box.fill(text)
	box.blur()


def cards(page):
	return page.locator(".kim-goal:visible")
