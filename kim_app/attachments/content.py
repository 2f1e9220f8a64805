"""What a file is, read from its bytes: a name can say anything. May import `filetype`, nothing of Frappe."""

from __future__ import annotations

import io
import re
import zipfile

import filetype

# A file that a browser or a computer runs when it is opened, whatever somebody put on the list of allowed types.
ACTIVE = (
	"bat", "cmd", "com", "dll", "docm", "exe", "hta", "htm", "html", "jar", "js", "lnk", "mht", "mhtml", "mjs",
	"msi", "php", "ps1", "scr", "sh", "svg", "svgz", "swf", "vbs", "wasm", "xht", "xhtml", "xlsm", "xml", "xsl",
)  # fmt: skip
# Endings that name the same kind of file.
SAME = {"jpeg": "jpg", "tiff": "tif", "heif": "heic"}
# ISO base media files differ in their brand alone, and recorders are careless with it.
STILL_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
MEDIA = ("mp4", "m4a")
TEXT = ("txt", "csv", "md")
MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|img|\?xml|\?php)", re.I)
# The part that only this kind of document has, and parts in which it would carry a program.
OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
OPEN_DOCUMENTS = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
MACROS = re.compile(r"(^|/)(vbaProject\.bin|Basic/.+|Scripts/.+)$", re.I)


def ending_of(name: str) -> str:
	"""The ending of a file's name in small letters and without its dot; empty when it has none."""
	_stem, dot, ending = (name or "").rpartition(".")
	return ending.strip().lower() if dot else ""


def kind_of(content: bytes) -> str | None:
	"""What `content` is, as the usual ending of such files; None when nothing is known of it.

	`macro` is an office document that carries a program, `markup` a page or picture that may carry scripts,
	`text` plain text in any script.
	"""
	if not content:
		return None
	if content[4:8] == b"ftyp":
		return "heic" if content[8:12] in STILL_BRANDS else "mp4"
	if content.startswith(b"PK\x03\x04"):
		return _kind_of_zip(content)
	# At the beginning whatever follows, for a file can be two things at once; further on only where nothing
	# else is recognised, because pictures and PDFs carry notes about themselves as XML.
	if MARKUP.match(content[:200].lstrip(b"\xef\xbb\xbf \t\r\n")):
		return "markup"
	if guessed := filetype.guess_extension(content[:8192]):
		return guessed
	if MARKUP.search(content[:1500]):
		return "markup"
	# Some programs put a line of their own before a PDF; readers look for its mark in the first 1024 bytes.
	if b"%PDF-" in content[:1024]:
		return "pdf"
	return "text" if _is_text(content) else None


def fits(ending: str, kind: str | None) -> bool:
	"""Whether a file that is called `ending` may be a `kind`."""
	ending = SAME.get(ending, ending)
	if kind in ("macro", "markup", "exe", "elf"):
		return False
	if ending in TEXT:
		return kind == "text"
	if ending in MEDIA:
		return kind in MEDIA
	if ending == kind:
		return True
	# A type that somebody allowed and nobody here can recognise.
	return filetype.get_type(ext=ending) is None and ending not in (*OFFICE_PARTS, *OPEN_DOCUMENTS)


def _kind_of_zip(content: bytes) -> str:
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as archive:
			names = archive.namelist()
			if any(MACROS.search(name) for name in names):
				return "macro"
			for kind, part in OFFICE_PARTS.items():
				if part in names:
					return kind
			if "mimetype" in names:
				with archive.open("mimetype") as member:
					stated = member.read(200).decode("ascii", "replace").strip()
				for kind, word in OPEN_DOCUMENTS.items():
					if stated == f"application/vnd.oasis.opendocument.{word}":
						return kind
	except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
		pass
	return "zip"


def _is_text(content: bytes) -> bool:
	"""Text in UTF-8, UTF-16 with its mark, or one of the older tables of a script, all without control characters."""
	if content.startswith((b"\xff\xfe", b"\xfe\xff")):
		return True
	return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", content)
