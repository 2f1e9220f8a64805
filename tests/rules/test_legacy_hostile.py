"""Broken and hostile files: each a clear word within ten seconds and 500 MB, or read with its texts as texts."""

import io
import os
import re
import resource
import struct
import time
import zipfile
import zlib
from contextlib import contextmanager
from datetime import date

import openpyxl
import pytest
from openpyxl.comments import Comment

from kim_app.legacy_import import kinds, read_apart
from kim_app.legacy_import.check import check
from kim_app.legacy_import.findings import findings
from kim_app.legacy_import.mark_workbook import Mark, Words, mark
from kim_app.legacy_import.match import match
from kim_app.legacy_import.normalise import normalise
from kim_app.legacy_import.read import UnreadableFile, read
from kim_app.legacy_import.tables import Reference, Workbook

PEOPLE = ["N. tessera", "Cognome", "Nome", "Sesso", "Data di nascita"]
REFERENCE = Reference(
	countries={"it": "Italy"},
	languages={"it": "it"},
	genders=frozenset({"Male", "Female"}),
	competences={},
	levels=(),
	today=date(2026, 1, 1),
)
MOST_SECONDS, MOST_MEGABYTES = 10, 500
WORDS = Words(title="Found", sheets=("Sheet",), issues=("Issue",), advice="Correct it.")
SHEET = "xl/worksheets/sheet1.xml"


@contextmanager
def within_limits():
	"""Seconds of processor time, because the machine that tests has other work. The reader's memory is held
	down by the system, whatever the file asks for."""
	before = _processor_time()
	yield
	assert _processor_time() - before < MOST_SECONDS
	assert read_apart.MOST_MEMORY < MOST_MEGABYTES * 1_000_000


def _processor_time() -> float:
	readers = resource.getrusage(resource.RUSAGE_CHILDREN)
	return readers.ru_utime + readers.ru_stime + time.process_time()


def workbook(*rows: list, name: str = "Utenti") -> bytes:
	book = openpyxl.Workbook()
	book.active.title = name
	for row in rows:
		book.active.append(row)
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def with_part(content: bytes, part: str, change) -> bytes:
	"""The workbook with one of its parts changed."""
	stream = io.BytesIO()
	with (
		zipfile.ZipFile(io.BytesIO(content)) as old,
		zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
	):
		for entry in old.namelist():
			text = old.read(entry)
			new.writestr(entry, change(text) if entry == part else text)
	return stream.getvalue()


def checked(content: bytes, name: str = "register.xlsx") -> Workbook:
	return check(normalise(match(read(content, name))), REFERENCE)


def refusal(content: bytes, name: str = "register.xlsx") -> str:
	with within_limits(), pytest.raises(UnreadableFile) as refused:
		read(content, name)
	return refused.value.kind


def test_a_zip_bomb_is_not_opened():
	bomb = with_part(workbook(["a"]), SHEET, lambda _text: b" " * 700_000_000)
	assert refusal(bomb) == "unpacks-too-large"


def test_a_zip_bomb_that_lies_about_its_size_is_stopped():
	content = bytearray(
		with_part(
			workbook(["a"]),
			SHEET,
			lambda text: text.replace(b"<sheetData", b" " * 300_000_000 + b"<sheetData", 1),
		)
	)
	size = struct.pack("<I", len(zlib.decompress(zlib.compress(b"x"))))
	with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
		true = struct.pack("<I", archive.getinfo(SHEET).file_size)
	assert refusal(bytes(content).replace(true, size)) in ("broken-spreadsheet", "takes-too-long", "damaged")


def test_entities_are_not_expanded():
	entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol" * 10}">' for n in range(10))
	bomb = with_part(
		workbook(["a"]),
		"xl/workbook.xml",
		lambda text: f"<!DOCTYPE x [{entities}]>".encode() + text.replace(b'name="Utenti"', b'name="&l9;"'),
	)
	with within_limits():
		try:
			names = [sheet.name for sheet in read(bomb, "register.xlsx").sheets]
			assert all(len(name) < 100 for name in names)
		except UnreadableFile as refused:
			assert refused.kind == "broken-spreadsheet"


@pytest.mark.parametrize("last", ["XFD1048576", "XFD3", "Z1048576"])
def test_a_sheet_that_claims_all_columns_or_rows_is_read_or_refused_and_stops_nobody(last):
	book = openpyxl.Workbook()
	book.active["A1"], book.active[last] = "N. tessera", "x"
	stream = io.BytesIO()
	book.save(stream)
	if last == "XFD3":
		with within_limits():
			assert read(stream.getvalue(), "register.xlsx").sheets[0].grid[2][-1] == "x"
	else:
		assert refusal(stream.getvalue()) in ("claims-too-much", "sheet-too-large")


def test_a_password_is_told():
	# What a protected workbook is: an OLE file whose directory names the encrypted package.
	content = (
		b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
		+ b"\0" * 1500
		+ "EncryptedPackage".encode("utf-16-le")
		+ b"\0" * 500
	)
	assert refusal(content) == "password"


def test_a_truncated_file_is_told():
	content = workbook(PEOPLE, ["1", "Rossi", "Ada", "F", ""])
	assert refusal(content[: len(content) // 2]) == "damaged"


def test_a_picture_with_a_spreadsheets_name_is_told():
	for name in ("register.xlsx", "register.xls", "register.ods", "register.xlsb"):
		assert refusal(b"\x89PNG\r\n\x1a\n" + os.urandom(3000), name) == "broken-spreadsheet"


def test_a_formula_gives_its_stored_value_and_is_not_evaluated():
	content = workbook(PEOPLE, ["1", "Rossi", "Ada", "F", "=1+1"], ["2", "Verdi", "Ugo", "M", ""])
	content = with_part(
		content, SHEET, lambda text: re.sub(rb"(<f>1\+1</f>)<v ?/?>(</v>)?", rb"\1<v>33593</v>", text)
	)
	row = checked(content).sheets[0].rows[0]
	assert row.values["date_of_birth"].isoformat() == "1991-12-21"


def test_links_to_other_files_are_not_followed_and_not_written():
	content = workbook(PEOPLE, ["1", "Rossi", "Ada", "F", "='[http://evil.example/a.xlsx]S'!A1"])
	assert checked(content).sheets[0].kind == kinds.PARTICIPANT
	assert b"evil.example" not in unzipped(mark(content, "register.xlsx", [], [], WORDS))


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1", "-1+1", "@sum(A1)", "=cmd|' /C calc'!A0"])
@pytest.mark.parametrize("name", ["register.xlsx", "register.csv"])
def test_a_text_that_looks_like_a_formula_stays_a_text_in_every_file_written(text, name):
	if name.endswith("csv"):
		content = f'{";".join(PEOPLE)}\n1;"{text.replace(chr(34), chr(34) * 2)}";Ada;F;\n'.encode()
	else:
		book = openpyxl.Workbook()
		book.active.append(PEOPLE)
		book.active.append(["1", "", "Ada", "F", ""])
		book.active["B2"].value = text
		book.active["B2"].data_type = "s"
		stream = io.BytesIO()
		book.save(stream)
		content = stream.getvalue()
	found = checked(content, name)
	assert found.sheets[0].rows[0].values["family_name"] == text
	marks = [Mark(found.sheets[0].name, 2, "Cognome", "B2", text, text)]
	written = mark(content, name, marks, [(found.sheets[0].name, text, 1, 1)], WORDS)
	assert b"<f>" not in unzipped(written)
	sheet = openpyxl.load_workbook(io.BytesIO(written)).worksheets[1]
	assert (sheet["B2"].value, sheet["B2"].data_type, sheet["B2"].quotePrefix) == (text, "s", True)


@pytest.mark.parametrize("name", ["用户" * 100, "سجل" * 80, "a" * 255, "😀" * 120])
def test_a_sheets_name_of_255_characters_in_any_script_is_kept(name):
	name = name[:255]
	content = with_part(
		workbook(PEOPLE, ["1", "", "Ada", "F", ""]),
		"xl/workbook.xml",
		lambda text: text.replace(b'name="Utenti"', f'name="{name}"'.encode()),
	)
	found = checked(content)
	assert [issue.sheet for issue in found.issues] == [name]
	assert findings(found)[0]["sheets"] == [name]
	marks = [Mark(name, 2, "Cognome", "B2", "", "Fill it in.")]
	written = openpyxl.load_workbook(io.BytesIO(mark(content, "register.xlsx", marks, [], WORDS)))
	assert written.worksheets[1]["B2"].comment.text == "Fill it in."


def test_nul_bytes_in_a_cell_are_no_part_of_a_name():
	content = f"{';'.join(PEOPLE)}\n1;Ros\0si;Ada;F;\n".encode()
	assert refusal(content, "register.csv") == "binary-code"
	found = checked(workbook(PEOPLE, ["1", "Ros_x0000_si", "Ada", "F", ""]))
	assert "\0" not in found.sheets[0].rows[0].values["family_name"]


def test_a_text_table_with_too_many_cells_is_told(monkeypatch):
	monkeypatch.setattr("kim_app.legacy_import.read.MOST_CELLS", 9)
	assert refusal(b"a;b\n" * 5, "register.csv") == "sheet-too-large"


def test_a_header_used_twice_is_matched_once_and_told():
	found = checked(workbook([*PEOPLE, "Cognome"], ["1", "Rossi", "Ada", "F", "", "Verdi"]))
	assert [(issue.kind, issue.cell) for issue in found.issues] == [("unmatched-column", "F1")]
	assert found.sheets[0].rows[0].values["family_name"] == "Rossi"


def test_a_merged_area_over_the_whole_sheet_does_not_stop_the_marking():
	content = with_part(
		workbook(PEOPLE, ["1", "", "Ada", "F", ""]),
		SHEET,
		lambda text: text.replace(
			b"</sheetData>",
			b'</sheetData><mergeCells count="1"><mergeCell ref="A5:XFD1048576"/></mergeCells>',
		),
	)
	started = time.process_time()
	written = mark(
		content, "register.xlsx", [Mark("Utenti", 2, "Cognome", "B2", "", "Fill it in.")], [], WORDS
	)
	assert time.process_time() - started < MOST_SECONDS
	assert openpyxl.load_workbook(io.BytesIO(written))["Utenti"]["B2"].comment.text == "Fill it in."


def test_the_marked_workbook_keeps_its_looks_and_is_read_again_without_its_summary():
	book = openpyxl.Workbook()
	book.active.title = "Utenti"
	book.active.append(PEOPLE)
	book.active.append(["1", "", "Ada", "F", ""])
	book.active["A1"].font = openpyxl.styles.Font(bold=True)
	book.active["C2"].comment = Comment("own", "Ada")
	stream = io.BytesIO()
	book.save(stream)
	marks = [Mark("Utenti", 2, "Cognome", "B2", "", "Fill it in.")]
	content = mark(stream.getvalue(), "register.xlsx", marks, [("Utenti", "Participants", 1, 1)], WORDS)
	written = openpyxl.load_workbook(io.BytesIO(content))
	assert written.sheetnames == ["KIM", "Utenti"]
	sheet = written["Utenti"]
	assert sheet["A1"].font.bold
	assert sheet["C2"].comment.text == "own"
	assert sheet["B2"].fill.fgColor.rgb.endswith("F8B4B4")
	assert [(table.name, table.kind) for table in checked(content).sheets] == [
		("KIM", kinds.LEFT_OUT),
		("Utenti", kinds.PARTICIPANT),
	]


def unzipped(content: bytes) -> bytes:
	with zipfile.ZipFile(io.BytesIO(content)) as archive:
		return b"".join(archive.read(entry) for entry in archive.namelist())
