"""Brings a notice to one person: to the bell in the Desk, and by e-mail where that is wanted. May import frappe.

Whether the person wants notices or e-mail at all is their own choice, in Frappe's Notification Settings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import frappe
from frappe import _
from frappe.desk.doctype.notification_settings.notification_settings import (
	is_email_notifications_enabled,
	is_notifications_enabled,
)
from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.utils import escape_html, get_url, get_url_to_form

from kim_app.session import in_language_of

MOST_LINES = 20


def tell(user: str | None, sentence: Callable[[], str], document: tuple[str, str]):
	"""Tells `user`, when they may still sign in, what `sentence` says in their language about `document` (DocType,
	name), as from the session's user. What was done stands, whether or not somebody can be told of it."""
	if not user or not frappe.db.get_value("User", user, "enabled"):
		return
	try:
		with in_language_of(user):
			deliver(user, sentence(), document=document, from_user=frappe.session.user)
	except Exception:
		frappe.log_error(title=f"No notice of {document[1]} could be sent")


def deliver(
	user: str,
	sentence: str,
	lines: Sequence[str] = (),
	document: tuple[str, str] | None = None,
	elsewhere: tuple[str, str] | None = None,
	from_user: str | None = None,
	total: int | None = None,
):
	"""Tells `user` (who may sign in) a plain `sentence`, in whatever language is being spoken.

	`lines`, of `total` there are, are listed below it in an e-mail; `document` (DocType, name) is what it is
	about, and a notice without one leads `elsewhere` (path, what is to be seen there). Must be told nothing
	that only the record's readers may know.
	"""
	if is_notifications_enabled(user):
		_ring(user, sentence, document, elsewhere, from_user)
	if _wants_email(user):
		_mail(user, sentence, lines, total or len(lines), document, elsewhere)


def _ring(user: str, sentence: str, document, elsewhere, from_user: str | None):
	doctype, name = document or (None, None)
	said = {"for_user": user, "subject": escape_html(sentence)}
	# Whoever has not read it yet is not told the same twice: the new notice takes the place of the old one.
	about = {"document_type": doctype or ["is", "not set"], "document_name": name or ["is", "not set"]}
	for unread in frappe.get_all("Notification Log", filters={**said, **about, "read": 0}, pluck="name"):
		frappe.db.delete("Notification Log", {"name": unread})
	notice = frappe.new_doc("Notification Log")
	notice.update(
		{**said, "type": "Alert", "from_user": from_user, "document_type": doctype, "document_name": name}
	)
	if elsewhere and not document and notice.meta.has_field("link"):
		notice.link = elsewhere[0]
	notice.insert(ignore_permissions=True)


def _wants_email(user: str) -> bool:
	wanted = (
		frappe.db.get_single_value("KIM Settings", "send_email")
		and is_email_notifications_enabled(user)
		and frappe.db.get_value("User", user, "email")
	)
	account = EmailAccount.find_outgoing() if wanted else None
	# Where e-mails are muted Frappe hands over an account that has no address to send from.
	return bool(account and getattr(account, "email_id", True))


def _mail(user: str, sentence: str, lines: Sequence[str], total: int, document, elsewhere):
	if document:
		address, label = get_url_to_form(*document), _("Open it in the Desk")
	else:
		address, label = (
			get_url(elsewhere[0] if elsewhere else "/app"),
			elsewhere[1] if elsewhere else _("Desk"),
		)
	shown = [f"<li>{escape_html(line)}</li>" for line in lines[:MOST_LINES]]
	if total > len(shown) > 0:
		shown.append("<li>{}</li>".format(_("and {0} more").format(total - len(shown))))
	frappe.sendmail(
		recipients=[frappe.db.get_value("User", user, "email")],
		subject=sentence,
		message="".join(
			[
				f"<p>{escape_html(sentence)}</p>",
				f"<ul>{''.join(shown)}</ul>" if shown else "",
				f'<p><a href="{escape_html(address)}">{escape_html(label)}</a></p>',
				"<p>{}</p>".format(
					escape_html(
						_("You can switch these e-mails off in the Desk, in your Notification Settings.")
					)
				),
			]
		),
	)
