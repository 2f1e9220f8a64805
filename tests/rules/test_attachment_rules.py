"""Which files a person's record takes: told by their bytes and not by their names."""

import io
import zipfile

import pytest

from kim_app.attachments import content, rules

ALLOWED = rules.limits()


def zipped(**parts: str) -> bytes:
	stream = io.BytesIO()
	with zipfile.ZipFile(stream, "w") as archive:
		for name, text in parts.items():
			archive.writestr(name.replace("__", "/"), text)
	return stream.getvalue()


def office(part: str, *more: str) -> bytes:
	stream = io.BytesIO()
	with zipfile.ZipFile(stream, "w") as archive:
		for name in ("[Content_Types].xml", part, *more):
			archive.writestr(name, "<x/>")
	return stream.getvalue()


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"
DOCX = office("word/document.xml")
GOOD = {
	"diploma.pdf": PDF,
	"Diploma.PDF": b"\n" + PDF,
	"described.pdf": PDF + b"\n<?xml version='1.0'?><svg>",
	"scan.jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
	"scan.jpeg": b"\xff\xd8\xff\xe1\0\x10Exif\0",
	"screen.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
	"photo.webp": b"RIFF\x24\0\0\0WEBPVP8 ",
	"photo.heic": b"\0\0\0\x18ftypheix\0\0\0\0mif1heic",
	"scan.tif": b"II*\0\x08\0\0\0\0\0\0\0",
	"letter.docx": DOCX,
	"table.xlsx": office("xl/workbook.xml"),
	"letter.odt": zipped(mimetype="application/vnd.oasis.opendocument.text"),
	"table.ods": zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
	"talk.mp3": b"ID3\x04\0\0\0\0\0\x23TSSE",
	"talk.m4a": b"\0\0\0\x1cftypM4A \0\0\0\0",
	"recorder.m4a": b"\0\0\0\x18ftypmp42\0\0\0\0",
	"film.mp4": b"\0\0\0\x18ftypisom\0\0\0\0",
	"story.txt": "ሰላም፣ شهادة, Grüße\n".encode(),
	"older.txt": "شهادة".encode("windows-1256"),
	"windows.txt": "Bericht".encode("utf-16"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_is_what_its_name_says_is_taken(name):
	assert rules.file(name, GOOD[name], ALLOWED) == []


@pytest.mark.parametrize(
	"name, body, kind",
	[
		("diploma.pdf", b"MZ\x90\0\x03\0\0\0\x04\0" + b"\0" * 60, "exe"),
		("diploma.pdf", b"MZ\x90\0\x03\0\0\0\x04\0\n%PDF-1.7", "exe"),
		("diploma.pdf", b"\x7fELF\x02\x01\x01\0" + b"\0" * 60, "elf"),
		("diploma.pdf", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "markup"),
		("photo.png", b"\xef\xbb\xbf<?xml version='1.0'?><svg onload='alert(1)'/>", "markup"),
		("story.txt", b"Hello\n<script>alert(1)</script>", "markup"),
		("diploma.pdf", b"<!DOCTYPE html><p>%PDF-1.7", "markup"),
		("letter.docx", zipped(readme="no letter"), "zip"),
		("letter.docx", office("xl/workbook.xml"), "xlsx"),
		("photo.jpg", PDF, "pdf"),
		("photo.heic", b"\0\0\0\x18ftypisom", "mp4"),
		("story.txt", b"\0\x01\x02\x03", None),
	],
)
def test_a_file_that_is_something_else_than_its_name_says_is_refused(name, body, kind):
	ending = content.ending_of(name)
	assert [breach.kind for breach in rules.file(name, body, ALLOWED)] == ["not-what-it-says"]
	assert rules.file(name, body, ALLOWED)[0].values == {"name": name, "ending": ending, "kind": kind}


@pytest.mark.parametrize("name", ["x.exe", "x.svg", "x.html", "x", "x.pdf.exe", ".pdf.", "x.docm", ""])
def test_an_ending_that_is_not_on_the_list_is_refused(name):
	(breach,) = rules.file(name, PDF, ALLOWED)
	assert breach.kind == "type-not-taken"
	assert "pdf" in breach.values["types"]


def test_nobody_can_allow_what_carries_scripts():
	allowed = rules.limits("pdf, svg, html")
	for name in ("x.svg", "x.html"):
		(breach,) = rules.file(name, b"<svg/>", allowed)
		assert breach.values["types"] == ("pdf",)


def test_a_document_with_macros_is_refused_under_any_name():
	for name, body in (
		("letter.docx", office("word/document.xml", "word/vbaProject.bin")),
		("letter.odt", zipped(mimetype="application/vnd.oasis.opendocument.text", Basic__Standard="x")),
	):
		assert [breach.kind for breach in rules.file(name, body, ALLOWED)] == ["macros"]


def test_the_size_is_asked_first_and_named_with_the_most():
	assert rules.file("a.pdf", PDF + b"0" * (ALLOWED.largest - len(PDF)), ALLOWED) == []
	(breach,) = rules.file("a.exe", b"0" * (ALLOWED.largest + 600_000), ALLOWED)
	assert (breach.kind, breach.values["size"], breach.values["largest"]) == ("too-large", "10.6", "10")


def test_an_empty_file_is_refused():
	assert [breach.kind for breach in rules.file("a.pdf", b"", ALLOWED)] == ["empty"]


def test_the_list_of_endings_is_read_as_people_write_it():
	assert rules.limits(" .PDF; jpg,\nPng ,pdf", 2) == rules.Limits(("pdf", "jpg", "png"), 2 * 1024 * 1024)
	assert rules.limits("", None) == ALLOWED


def test_an_ending_that_an_organisation_adds_is_checked_as_far_as_it_is_known():
	allowed = rules.limits("gif, dwf, csv")
	assert rules.file("plan.dwf", b"(DWF V06.00)\0\x01", allowed) == []
	assert rules.file("plan.gif", b"GIF89a\x01\0\x01\0", allowed) == []
	assert rules.file("list.csv", b"a,b\n1,2\n", allowed) == []
	assert rules.file("plan.gif", PDF, allowed)
	assert rules.file("plan.dwf", b"MZ\x90\0\x03\0\0\0\x04\0", allowed)


def test_a_broken_archive_is_an_archive_and_no_error():
	assert content.kind_of(b"PK\x03\x04broken") == "zip"
