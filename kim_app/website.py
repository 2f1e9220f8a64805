"""What the participant's own pages share. May import frappe."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import frappe
from frappe import _

SCRIPTS = Path(__file__).parent / "public" / "js"
# __("A sentence") as scripts write what a person reads.
SAID = re.compile(r"""\b__\(\s*"((?:[^"\\]|\\.)+)\"""")


def sign_in_first(route: str):
	"""Sends a guest to the login, and from there to `route`."""
	if frappe.session.user == "Guest":
		frappe.local.flags.redirect_location = f"/login?redirect-to={route}"
		raise frappe.Redirect


def own_record():
	"""The participant whose login this is, or None. Asked with the user's own rights."""
	if not frappe.has_permission("KIM Participant", "read"):
		return None
	own = frappe.get_list(
		"KIM Participant",
		filters={"user": frappe.session.user},
		fields=["name", "full_name", "centre", "consent", "consent_date", "consent_withdrawn_on"],
		limit=1,
	)
	return own[0] if own else None


def words_of(folder: str, *values: str) -> dict[str, str]:
	"""{sentence: sentence in the user's language} of the scripts in public/js/`folder`, and of `values` that they
	show. The Desk brings the translations of every script along, a page of the website does not."""
	return {sentence: _(sentence) for sentence in (*_sentences(folder), *values)}


@lru_cache
def _sentences(folder: str) -> tuple[str, ...]:
	sources = (path.read_text(encoding="utf-8") for path in sorted((SCRIPTS / folder).glob("*.js")))
	return tuple(sorted({sentence for source in sources for sentence in SAID.findall(source)}))
