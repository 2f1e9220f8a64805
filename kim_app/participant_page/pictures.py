"""Photographs from a telephone: without the place and the device that they tell of, and upright. May import Pillow,
nothing of Frappe."""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

# Pictures in other formats are kept as they are.
FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
QUALITY = 88


def without_traces(ending: str, content: bytes) -> bytes:
	"""`content` of a picture called .`ending`, turned as it was held and without its notes about place, time and device;
	unchanged when it is no such picture or cannot be read."""
	kind = FORMATS.get(ending)
	if not kind:
		return content
	try:
		with Image.open(io.BytesIO(content)) as picture:
			# Many telephones put a second picture behind the first, which Pillow calls MPO.
			read_as = "JPEG" if picture.format == "MPO" else picture.format
			if read_as != kind or not (picture.getexif() or picture.info.get("xmp")):
				return content
			upright = ImageOps.exif_transpose(picture)
			bare = upright.copy()
			bare.info = {key: value for key, value in upright.info.items() if key == "icc_profile"}
			target = io.BytesIO()
			profile = bare.info.get("icc_profile")
			bare.save(
				target, kind, exif=b"", **({"icc_profile": profile} if profile else {}), **_quality(kind)
			)
	except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
		return content
	return target.getvalue()


def _quality(kind: str) -> dict:
	return {} if kind == "PNG" else {"quality": QUALITY}
