"""PDF files of KIM's print formats. May import frappe, and WeasyPrint where it is called for.

Frappe makes PDFs with wkhtmltopdf, or with Chromium where its newest versions are set up so. Neither is on
every machine: wkhtmltopdf is no longer made and leaves the distributions. WeasyPrint, which comes with Frappe, then
steps in, and sets Arabic, Tigrinya and the like right.
"""

from __future__ import annotations

import html as markup
import re
import shutil
import subprocess
import unicodedata
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import frappe
from frappe import _


def of_html(html: str) -> bytes:
	"""The PDF of a whole HTML page, in Frappe's way where it is there, by WeasyPrint otherwise.

	Raises frappe.ValidationError where neither works.
	"""
	if has_frappes_way():
		from frappe.utils.pdf import get_pdf

		return get_pdf(html)
	return by_weasyprint(html)


def with_page_numbers(html: str) -> bytes:
	"""The PDF of a whole HTML page whose contents name pages (`target-counter` of CSS): by WeasyPrint, which knows
	how, and in Frappe's way, without the numbers, where WeasyPrint does not work.

	Raises frappe.ValidationError where neither works.
	"""
	try:
		return by_weasyprint(html)
	except frappe.ValidationError:
		if not has_frappes_way():
			raise
		frappe.clear_messages()
		return of_html(html)


def has_frappes_way() -> bool:
	"""Whether the program is there by which Frappe makes PDFs."""
	return bool(shutil.which("wkhtmltopdf"))


def by_weasyprint(html: str) -> bytes:
	"""Raises frappe.ValidationError where WeasyPrint, or a library that it needs, is missing or does not fit, and
	where the server has no font for a script on the page: a name would be left blank."""
	check_fonts(html)
	try:
		from weasyprint import CSS, HTML

		page = HTML(string=html, base_url=frappe.utils.get_url(), url_fetcher=_from_disk)
		return page.write_pdf(stylesheets=[CSS(string=ON_PAPER)])
	except (ImportError, OSError, TypeError, AttributeError):
		frappe.log_error(title="WeasyPrint makes no PDF")
		frappe.throw(
			_("This server cannot make PDF files. Print the page and choose “Save as PDF” in your browser."),
			title=_("No PDF"),
		)


def check_fonts(html: str):
	"""Raises frappe.ValidationError when the page holds letters for which this server has no font."""
	lacking = without_font(markup.unescape(re.sub(r"<style.*?</style>|<[^>]*>", " ", html, flags=re.DOTALL)))
	if lacking:
		frappe.throw(
			_(
				"This server has no font for “{0}”, so the PDF would leave it blank. Print the page and choose “Save as PDF” in your browser, or ask your administrator to install a font for this script."
			).format(" ".join(lacking)),
			title=_("No PDF"),
		)


def without_font(text: str) -> list[str]:
	"""A letter of each script in `text` for which no font is installed; none where fontconfig cannot be asked."""
	samples = {}
	for letter in sorted(set(text)):
		if ord(letter) >= FIRST_RARE and unicodedata.category(letter)[0] == "L":
			samples.setdefault(unicodedata.name(letter, "").split()[0], letter)
	return [letter for letter in samples.values() if not _has_font(letter)]


# What stands before it (Latin, Greek, Cyrillic) is in every font.
FIRST_RARE = 0x0530


@lru_cache(maxsize=512)
def _has_font(letter: str) -> bool:
	if not shutil.which("fc-list"):
		return True
	asked = ["fc-list", f":charset={ord(letter):x}", "family"]
	found = subprocess.run(asked, capture_output=True, check=False, timeout=20)
	return bool(found.stdout.strip()) or found.returncode != 0


# What Frappe's page shows around a print on the screen.
ON_PAPER = """
	@page { size: A4; margin: 15mm; }
	.print-hide, .action-banner { display: none !important; }
	.print-format, .print-format-gutter { margin: 0 !important; padding: 0 !important; max-width: none !important;
		min-height: 0 !important; box-shadow: none !important; background: none !important; }
"""


def _from_disk(address: str, *args, **kwargs) -> dict:
	"""What a page may load while it is printed: what it holds itself, and the site's own styles and pictures, read
	from the disk, because a server that answers one request at a time would wait for itself. Nothing is asked
	of any server."""
	from weasyprint import default_url_fetcher

	if address.startswith("data:"):
		return default_url_fetcher(address, *args, **kwargs)
	assets = Path(frappe.local.sites_path, "assets").resolve()
	path = assets / unquote(urlsplit(address).path.removeprefix("/assets/")).lstrip("/")
	if urlsplit(address).path.startswith("/assets/") and ".." not in path.parts and path.is_file():
		return default_url_fetcher(path.resolve().as_uri(), *args, **kwargs)
	return {"string": b"", "mime_type": "text/css"}


@frappe.whitelist(allow_guest=True)
def download_pdf(doctype: str, name: str, format: str | None = None, **options):
	"""Takes the place of `frappe.utils.print_format.download_pdf` for KIM's own forms where the program that it
	needs is missing; everything else goes to Frappe.

	Raises for who may not print the document what this Frappe raises: frappe.PermissionError, or
	frappe.DoesNotExistError, which does not tell that there is one.
	"""
	from frappe.utils import print_format
	from frappe.www.printview import validate_print_permission

	if not doctype.startswith("KIM ") or has_frappes_way() or options.get("pdf_generator") == "chrome":
		return print_format.download_pdf(
			doctype, name, format, **_taken_by(print_format.download_pdf, options)
		)
	from frappe.translate import print_language

	document = frappe.get_doc(doctype, name)
	validate_print_permission(document)
	with print_language(options.get("language")):
		html = frappe.get_print(
			doctype,
			name,
			format,
			doc=document,
			letterhead=options.get("letterhead"),
			no_letterhead=frappe.utils.cint(options.get("no_letterhead")),
		)
	frappe.local.response.filename = f"{re.sub(r'[ /]', '-', name)}.pdf"
	frappe.local.response.filecontent = by_weasyprint(html)
	frappe.local.response.type = "pdf"


def _taken_by(function, options: dict) -> dict:
	import inspect

	return {key: value for key, value in options.items() if key in inspect.signature(function).parameters}
