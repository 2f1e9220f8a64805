"""First step: a file becomes a `Workbook` of plain cells.

Imports charset-normalizer and `tables`; no frappe. Spreadsheets are read by `read_apart` in a process of its
own. Formulas are never evaluated and macros never run: the reader gives the values that the spreadsheet
program stored.
"""

import csv
import io
import pickle
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path, PurePath
from typing import Any

from charset_normalizer import from_bytes

from .tables import Sheet, Workbook

SPREADSHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
TEXT_TABLES = (".csv", ".tsv", ".txt")
DELIMITERS = (";", ",", "\t", "|")
MOST_UNPACKED_BYTES = 600_000_000
MOST_UNPACKED_TIMES = 300
MOST_CELLS = 12_000_000
# Registers repeat themselves: so many different texts are remembered to keep each only once.
MOST_WORDS = 20_000
READER = Path(__file__).with_name("read_apart.py")
# A machine with other work to do still reads a megabyte of a workbook in this time.
SECONDS, SECONDS_PER_MEGABYTE = 6, 2
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
	with begin(content, file_name) as rest:
		return rest()


@contextmanager
def begin(content: bytes, file_name: str) -> Iterator[Callable[[], Workbook]]:
	"""Begin to read; what is given returns the workbook as `read` does. A spreadsheet is read by a process of its
	own, so other things can be done meanwhile."""
	suffix = PurePath(file_name).suffix.lower()
	if suffix in TEXT_TABLES:
		yield lambda: _workbook([_read_text(content, PurePath(file_name).stem)], file_name)
	elif suffix in SPREADSHEETS:
		epoch = _look_into(content)
		with _reading_apart(content) as sheets:
			yield lambda: _workbook(sheets(), file_name, epoch)
	else:
		endings = ", ".join((*SPREADSHEETS, *TEXT_TABLES))
		raise UnreadableFile("no-spreadsheet", file_name=file_name, endings=endings)


def _workbook(sheets: list[Sheet], file_name: str, epoch: int = 1900) -> Workbook:
	for sheet in sheets:
		sheet.file, sheet.epoch = file_name, epoch
	return Workbook(file=file_name, sheets=sheets)


def _look_into(content: bytes) -> int:
	"""Refuse a zip that unpacks too large; return the year from which a workbook counts its days."""
	if content.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in content:
		raise UnreadableFile("password")
	if not content.startswith(b"PK"):
		return 1900
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as archive:
			entries = archive.infolist()
			unpacked = sum(entry.file_size for entry in entries)
			if unpacked > MOST_UNPACKED_BYTES or unpacked > MOST_UNPACKED_TIMES * max(len(content), 100_000):
				raise UnreadableFile("unpacks-too-large", megabytes=unpacked // 1_000_000)
			if "xl/workbook.xml" not in archive.namelist():
				return 1900
			with archive.open("xl/workbook.xml") as stream:
				return 1904 if re.search(rb"date1904=.(?:1|true)", stream.read(100_000)) else 1900
	except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
		raise UnreadableFile("damaged") from error


@contextmanager
def _reading_apart(content: bytes) -> Iterator[Callable[[], list[Sheet]]]:
	seconds = SECONDS + SECONDS_PER_MEGABYTE * len(content) // 1_000_000
	with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as told:
		given.write(content)
		given.seek(0)
		reader = subprocess.Popen(
			[sys.executable, "-I", str(READER), str(seconds)],
			stdin=given,
			stdout=subprocess.PIPE,
			stderr=told,
		)

		def sheets() -> list[Sheet]:
			try:
				return _sheets(reader.stdout)
			# It ended before its last word: stopped by its limits, or by the file.
			except (EOFError, pickle.UnpicklingError) as error:
				reader.wait()
				told.seek(0)
				raise _stopped(reader.returncode, told.read(2000).decode(errors="replace")) from error

		with reader:
			try:
				yield sheets
			finally:
				reader.kill()


def _sheets(stream) -> list[Sheet]:
	sheets: list[Sheet] = []
	while True:
		message = pickle.load(stream)
		if message[0] == "sheet":
			sheets.append(Sheet(name=message[1]))
		elif message[0] == "rows":
			sheets[-1].grid += message[1]
		elif message[0] == "refused":
			raise UnreadableFile(message[1], **message[2])
		else:
			return sheets


def _stopped(exit_code: int, told: str) -> UnreadableFile:
	if "memory allocation" in told or "MemoryError" in told:
		return UnreadableFile("claims-too-much")
	if exit_code in (-24, -9):
		return UnreadableFile("takes-too-long")
	return UnreadableFile("broken-spreadsheet", reason=f"the reader stopped ({exit_code})")


def _read_text(content: bytes, name: str) -> Sheet:
	text = _decode(content)
	if "\0" in text:
		raise UnreadableFile("binary-code")
	# What Excel writes to tell itself the delimiter, and does not show.
	told = re.match(r"sep=(.)\r?\n", text)
	if told:
		text = text[told.end() :]
	delimiter = told[1] if told else _delimiter(text)
	same: dict[str, str] = {}
	try:
		rows, cells = [], 0
		for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
			if len(same) > MOST_WORDS:
				same = {}
			cells += len(row)
			if cells > MOST_CELLS:
				raise UnreadableFile("sheet-too-large", sheet=name, rows=len(rows), columns=len(row))
			rows.append([same.setdefault(cell, cell) for cell in row])
	except csv.Error as error:
		raise UnreadableFile("broken-csv", reason=error) from error
	return Sheet(name=name, grid=rows)


def _decode(content: bytes) -> str:
	if content.startswith((b"\xff\xfe", b"\xfe\xff")):
		return content.decode("utf-16", errors="replace")
	if encoding := _wide(content):
		return content.decode(encoding, errors="replace")
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


def _wide(content: bytes) -> str:
	"""Text in UTF-16 without its mark has a NUL in nearly every second byte."""
	head = content[:2000]
	half = len(head) // 2
	if half and head[1::2].count(0) > 0.6 * half:
		return "utf-16-le"
	return "utf-16-be" if half and head[::2].count(0) > 0.6 * half else ""


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
