"""All texts of an app and all faults, from every file that holds any. Imports the readers of each kind of source."""

from __future__ import annotations

from pathlib import Path

from . import python_source, records, script_source, template_source
from .text import Fault, Text

READERS = {
	".py": python_source.read,
	".js": script_source.read,
	".html": template_source.read,
	".json": records.read,
}
# Tests speak to engineers; shipped frameworks and courses bring their own translations.
LEFT_OUT = ("tests", "data", "dist", "node_modules", "__pycache__", "patches")


def of(app: Path) -> tuple[list[Text], list[Fault]]:
	"""Take the folder of an app, give its texts and its faults, sorted by place."""
	found: list[Text | Fault] = []
	for path in sorted(app.rglob("*")):
		inside = path.relative_to(app)
		if path.suffix in READERS and not is_left_out(inside):
			found += READERS[path.suffix](str(inside), path.read_text(encoding="utf-8"))
	texts = sorted({each for each in found if isinstance(each, Text)})
	return texts, sorted({each for each in found if isinstance(each, Fault)})


def is_left_out(inside: Path) -> bool:
	"""Whether a file, by its path inside the app, holds nothing that a user reads."""
	return any(part in LEFT_OUT for part in inside.parts) or inside.name.startswith(("test_", "testing"))
