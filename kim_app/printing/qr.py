"""QR codes as pictures that every way of printing shows. May import pyqrcode and Pillow, which come with Frappe."""

from __future__ import annotations

import base64
import io

import pyqrcode
from PIL import Image

# Dots a module: printed at 3 cm this is finer than any phone needs.
SCALE, QUIET_ZONE = 8, 4


def image(text: str) -> str:
	"""A QR code of `text` as the address of a PNG picture that an <img> shows without asking any server."""
	code = pyqrcode.create(text, error="M", mode="binary", encoding="utf-8").code
	side = len(code) + 2 * QUIET_ZONE
	picture = Image.new("1", (side, side), 1)
	for row, modules in enumerate(code):
		for column, dark in enumerate(modules):
			if dark:
				picture.putpixel((column + QUIET_ZONE, row + QUIET_ZONE), 0)
	picture = picture.resize((side * SCALE, side * SCALE), Image.NEAREST)
	stored = io.BytesIO()
	picture.save(stored, "PNG", optimize=True)
	return "data:image/png;base64," + base64.b64encode(stored.getvalue()).decode()
