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
	doctype: str = "KIM Validation",
):
	"""Tells `user` (who may sign in) a plain `sentence`, in whatever language is being spoken.

	`lines`, of `total` there are, are listed below it in an e-mail, `document` (of `doctype`) is what it is about; without one
	the notice leads to what waits for them. Must be told nothing that only the record's readers may know.
	"""
	if is_notifications_enabled(user):
		_ring(user, sentence, document and (doctype, document), from_user)
	if _wants_email(user):
		_mail(user, sentence, lines, total or len(lines), document and (doctype, document))


def _ring(user: str, sentence: str, document: tuple[str, str] | None, from_user: str | None):
	doctype, name = document or (None, None)
	notice = frappe.new_doc("Notification Log")
	notice.update(
		{
			"type": "Alert",
			"for_user": user,
			"from_user": from_user,
			"subject": escape_html(sentence),
			"document_type": doctype,
			"document_name": name,
		}
	)
	if not document and notice.meta.has_field("link"):
		notice.link = INBOX
	notice.insert(ignore_permissions=True)


def _wants_email(user: str) -> bool:
	return bool(
		frappe.db.get_single_value("KIM Settings", "send_email")
		and is_email_notifications_enabled(user)
		and frappe.db.get_value("User", user, "email")
		and EmailAccount.find_outgoing()
	)


def _mail(user: str, sentence: str, lines: Sequence[str], total: int, document: tuple[str, str] | None):
	address = get_url_to_form(*document) if document else get_url(INBOX)
	label = _("Open it in KIM") if document else _("See what waits for you")
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
