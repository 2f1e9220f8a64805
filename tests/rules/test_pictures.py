"""A photograph that a participant sends tells nothing but what is on it. Needs no site."""

import io

import pytest
from PIL import Image

from kim_app.participant_page import pictures


def picture(kind: str, notes: bool = True) -> bytes:
	image = Image.new("RGB", (40, 20), (200, 120, 40))
	exif = image.getexif()
	if notes:
		exif[0x0112] = 6
		exif[0x010F] = "A telephone"
		exif.get_ifd(0x8825).update({1: "N", 2: (43.0, 46.0, 0.0)})
	target = io.BytesIO()
	image.save(target, kind, exif=exif)
	return target.getvalue()


@pytest.mark.parametrize(
	"ending, kind", [("jpg", "JPEG"), ("jpeg", "JPEG"), ("png", "PNG"), ("webp", "WEBP")]
)
def test_place_and_device_are_taken_off_and_it_stands_upright(ending, kind):
	bare = Image.open(io.BytesIO(pictures.without_traces(ending, picture(kind))))
	assert bare.format == kind
	assert not bare.getexif()
	assert bare.size == (20, 40)


def test_a_second_picture_behind_the_first_hides_no_place():
	target = io.BytesIO()
	first = Image.open(io.BytesIO(picture("JPEG")))
	first.save(target, "MPO", save_all=True, append_images=[first.copy()], exif=first.getexif())
	assert Image.open(io.BytesIO(target.getvalue())).format == "MPO"
	bare = Image.open(io.BytesIO(pictures.without_traces("jpg", target.getvalue())))
	assert (bare.format, bare.size) == ("JPEG", (20, 40))
	assert not bare.getexif()


def test_a_picture_without_notes_stays_as_it_is():
	content = picture("JPEG", notes=False)
	assert pictures.without_traces("jpg", content) == content


@pytest.mark.parametrize(
	"ending, content", [("pdf", b"%PDF-1.7"), ("jpg", b"no picture"), ("heic", picture("JPEG"))]
)
def test_what_is_no_such_picture_stays_as_it_is(ending, content):
	assert pictures.without_traces(ending, content) == content
