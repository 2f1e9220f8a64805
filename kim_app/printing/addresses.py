"""Where anybody can ask whether a paper with a number is genuine. May import frappe."""

from __future__ import annotations

from frappe.utils import get_url

PAGE = "/kim/confirm"


def confirmation_page() -> str:
	"""The public page that is asked for a number."""
	return get_url(PAGE)


def confirmation_address(number: str) -> str:
	"""The public page's answer for `number`, which a QR code leads to."""
	return get_url(f"{PAGE}?number={number}")
