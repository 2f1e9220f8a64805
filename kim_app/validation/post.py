"""Brings a notice about validations to one person; see `kim_app.post`. May import frappe."""

from __future__ import annotations

from collections.abc import Sequence

from frappe import _

from kim_app import post

INBOX = "/app/kim-inbox"
MOST_LINES = post.MOST_LINES


def deliver(
	user: str,
	sentence: str,
	lines: Sequence[str] = (),
	document: str | None = None,
	from_user: str | None = None,
	total: int | None = None,
):
	"""Tells `user` (who may sign in) a plain `sentence` about the validation `document`; without one the notice
	leads to what waits for them. `lines`, of `total` there are, stand below it in an e-mail."""
	post.deliver(
		user,
		sentence,
		lines,
		document=("KIM Validation", document) if document else None,
		elsewhere=(INBOX, _("See what waits for you")),
		from_user=from_user,
		total=total,
	)
