"""First step: a file becomes a `Workbook` of plain cells.

Imports python-calamine, charset-normalizer and `tables`; no frappe. Formulas are never evaluated and
macros never run: calamine gives the values that the spreadsheet program stored.
"""

import csv
import io
import zipfile
from itertools import pairwise
from pathlib import PurePath
from typing import Any

from charset_normalizer import from_bytes
from python_calamine import CalamineError, CalamineWorkbook

from .tables import Sheet, Workbook

SPREADSHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
TEXT_TABLES = (".csv", ".tsv", ".txt")
DELIMITERS = (";", ",", "\t", "|")
MOST_UNPACKED_BYTES = 1_000_000_000
MOST_CELLS = 40_000_000
# Letters beyond ASCII that the six languages use, often and seldom. A wrong encoding yields others.
OFTEN = set("àáäåçèéíìñóòöùúüßÅÄÖÜÉ’")
SELDOM = set("âæêëîïôøœûýÿºª°ÀÁÂÆÇÈÊËÌÍÎÏÑÒÓÔØŒÙÚÛÝ‘“”«»–—…€¿¡")
WESTERN_ENCODINGS = ("cp1252", "mac_roman", "cp850")


class UnreadableFile(Exception):
	"""The file cannot be read as a workbook: the kind of `unreadable` and the words for its sentence."""

	def __init__(self, kind: str, **words: Any):
		super().__init__(kind)
		self.kind = kind
		self.words = words


def read(content: bytes, file_name: str) -> Workbook:
	"""Take a file's bytes and name, return its sheets as lists of rows of cells.

	A cell is a str, float, bool, date, datetime, time or timedelta; an empty one is "". Raises
	UnreadableFile.
	"""
	suffix = PurePath(file_name).suffix.lower()
	if suffix in TEXT_TABLES:
		sheets = [_read_text(content, PurePath(file_name).stem)]
	elif suffix in SPREADSHEETS:
		sheets = _read_spreadsheet(content)
	else:
		endings = ", ".join((*SPREADSHEETS, *TEXT_TABLES))
		raise UnreadableFile("no-spreadsheet", file_name=file_name, endings=endings)
	return Workbook(file=file_name, sheets=sheets)


def _read_spreadsheet(content: bytes) -> list[Sheet]:
	_refuse_bomb(content)
	try:
		book = CalamineWorkbook.from_filelike(io.BytesIO(content))
		return [Sheet(name=name, grid=_grid(book.get_sheet_by_name(name))) for name in book.sheet_names]
	except UnreadableFile:
		raise
	# A broken file can make the reader fail in many ways, and all mean the same to who attached it.
	except (CalamineError, OSError, ValueError, KeyError, OverflowError) as error:
		if "password" in str(error).lower():
			raise UnreadableFile("password") from error
		raise UnreadableFile("broken-spreadsheet", reason=error) from error


def _grid(sheet) -> list[list]:
	if sheet.total_height * sheet.total_width > MOST_CELLS:
		raise UnreadableFile(
			"sheet-too-large", sheet=sheet.name, rows=sheet.total_height, columns=sheet.total_width
		)
	# With the empty area above and left kept, grid[0][0] is A1 and every row has its own number.
	return sheet.to_python(skip_empty_area=False)


def _refuse_bomb(content: bytes) -> None:
	if not content.startswith(b"PK"):
		return
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as archive:
			unpacked = sum(entry.file_size for entry in archive.infolist())
	except zipfile.BadZipFile as error:
		raise UnreadableFile("damaged") from error
	if unpacked > MOST_UNPACKED_BYTES:
		raise UnreadableFile("unpacks-too-large", megabytes=unpacked // 1_000_000)


def _read_text(content: bytes, name: str) -> Sheet:
	text = _decode(content)
	if "\0" in text:
		raise UnreadableFile("binary-code")
	try:
		rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
	except csv.Error as error:
		raise UnreadableFile("broken-csv", reason=error) from error
	return Sheet(name=name, grid=rows)


def _decode(content: bytes) -> str:
	if content.startswith((b"\xff\xfe", b"\xfe\xff")):
		return content.decode("utf-16", errors="replace")
	try:
		return content.decode("utf-8-sig")
	except UnicodeDecodeError:
		pass
	# One-byte encodings cannot be told apart by validity: the one that yields the letters of KIM's
	# languages is taken, and only when none does, the statistics of charset-normalizer decide.
	shares = {encoding: _western_share(content, encoding) for encoding in WESTERN_ENCODINGS}
	best = max(shares, key=shares.get)
	if shares[best] > 0.6:
		return content.decode(best, errors="replace")
	guess = from_bytes(content).best()
	if guess is None:
		raise UnreadableFile("unknown-encoding")
	return str(guess)


def _western_share(content: bytes, encoding: str) -> float:
	"""Weigh the letters an encoding yields: 1 if all are common ones, 0 if none is of the languages."""
	text = content[:200_000].decode(encoding, errors="replace")
	foreign = [
		# A capital behind a small letter is no spelling of any of them: "ZoÇ".
		0 if letter.isupper() and before.islower() else 2 * (letter in OFTEN) + (letter in SELDOM)
		for before, letter in pairwise(" " + text)
		if ord(letter) > 127
	]
	return sum(foreign) / (2 * len(foreign)) if foreign else 1.0


def _delimiter(text: str) -> str:
	"""Take the sign that parts the first lines into the most cells, equally many in most lines."""
	lines = text[:100_000].splitlines()[:60]

	def evenness(delimiter: str) -> tuple[int, int]:
		widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
		widest = max(widths, default=1)
		return (widths.count(widest) if widest > 1 else 0, widest)

	return max(DELIMITERS, key=evenness)
