"""What every page under /kim begins with: whose it is, in which language, and the words its scripts say.
May import frappe.
"""

from __future__ import annotations

import frappe
from frappe import _

from kim_app.participant_page import languages
from kim_app.website import own_record, sign_in_first, words_of

# The scripts whose words every page needs.
SCRIPTS = "participant_page"


def begin(
	context, route: str, title: str, screen: str = "", scripts: tuple[str, ...] = (), values: tuple = ()
):
	"""Fills in `context` for the page at `route`, for the participant who is signed in; a guest goes to the login.

	`title` is a text of KIM's, still in English; `screen` names the script that the page runs (see
	public/js/participant_page), `scripts` the further folders of scripts it uses and `values` the words these show.
	Returns the participant's row (see `website.own_record`), None when the login is nobody's.
	"""
	sign_in_first(route)
	dress(context, route, title, screen, scripts, values)
	context.participant = own_record()
	return context.participant


def dress(
	context, route: str, title: str, screen: str = "", scripts: tuple[str, ...] = (), values: tuple = ()
):
	"""What a page needs that everybody may open, too."""
	languages.speak_as_asked()
	context.no_cache = 1
	context.route_of_page = route
	context.title = _(title)
	spoken = languages.users_language()
	# In a language that KIM does not speak the page is in English, and reads as English does.
	context.language = spoken if spoken in languages.CODES else "en"
	context.direction = languages.direction(context.language)
	context.languages = languages.LANGUAGES
	context.signed_in = frappe.session.user != "Guest"
	context.screen = screen
	context.words = {}
	for folder in (SCRIPTS, *scripts):
		context.words.update(words_of(folder))
	context.words.update((value, _(value)) for value in values)
	context.day = languages.day
	context.number = languages.number
	return context
