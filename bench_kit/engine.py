"""Gets Frappe from PyPI, checks it, and puts its names back.

PyPI's `criscostack` 1.0.0 is Frappe's develop branch of 5 August 2023 (15.0.0-dev) with names replaced. Nothing
of it is run, nor unpacked, before its SHA-256 is the one written here.
"""

import hashlib
import os
import re
import shutil
import tarfile
from pathlib import Path, PurePosixPath

from bench_kit.layout import KIT, Layout
from bench_kit.steps import Run, StepFailed

LOCK = KIT / "locks" / "engine.txt"
ARCHIVE = "criscostack-1.0.0.tar.gz"
SHA256 = "82f55713e9ee191d5a6c8eaba215ae3da4ab9ee20d8eaa27f501351ee6345478"

# The longer name stands before the one it begins with. `Criscostack` and `Crisco` are both `Frappe`.
NAMES = (
	("criscostack", "frappe"),
	("CRISCOSTACK", "FRAPPE"),
	("criscoerp", "erpnext"),
	("Criscoerp", "ERPNext"),
	("Criscostack", "Frappe"),
	("Crisco", "Frappe"),
)
_NAMES = dict(NAMES)
_PATTERN = re.compile("|".join(replaced for replaced, _original in NAMES))
_BYTES = {replaced.encode(): original.encode() for replaced, original in NAMES}
_BYTES_PATTERN = re.compile(b"|".join(replaced.encode() for replaced, _original in NAMES))


def original_name(text: str) -> str:
	"""A text or file name with Frappe's names put back."""
	return _PATTERN.sub(lambda found: _NAMES[found[0]], text)


def original_content(content: bytes) -> bytes:
	"""A file's content with Frappe's names put back; what is no text (an image, a font) is returned as it is."""
	if b"\0" in content:
		return content
	try:
		content.decode("utf-8")
	except UnicodeDecodeError:
		return content
	return _BYTES_PATTERN.sub(lambda found: _BYTES[found[0]], content)


def original_path(path: str) -> PurePosixPath | None:
	"""Where a member of the archive belongs below apps/frappe, or None for one that belongs nowhere.

	Raises StepFailed for a path that would leave the folder.
	"""
	parts = PurePosixPath(path).parts[1:]  # the archive's own folder
	if ".." in parts or path.startswith("/"):
		raise StepFailed(f"the archive holds a path that leaves its folder: {path}")
	if not parts or parts[-1] in (".DS_Store", "PKG-INFO"):
		return None
	# The one file whose name was not merely replaced: Frappe's, and bench's, name for it is bench_helper.
	parts = ["bench_helper.py" if part == "brik_helper.py" else original_name(part) for part in parts]
	return PurePosixPath(*parts)


def sha256_of(path: Path) -> str:
	"""SHA-256 of a file, as hexadecimal digits."""
	with path.open("rb") as file:
		return (
			hashlib.file_digest(file, "sha256").hexdigest()
			if hasattr(hashlib, "file_digest")
			else (hashlib.sha256(file.read()).hexdigest())
		)


def download(run: Run, layout: Layout) -> Path:
	"""The archive in the bench's downloads, fetched by pip if it is not there, its SHA-256 checked either way."""
	archive = layout.downloads / ARCHIVE
	if archive.exists() and sha256_of(archive) != SHA256:
		archive.unlink()
	if not archive.exists():
		layout.downloads.mkdir(parents=True, exist_ok=True)
		# pip compares the hash before it lets the package's own build back end describe it.
		run.command(
			layout.python, "-m", "pip", "download", "--disable-pip-version-check", "--no-deps", "--no-binary", ":all:",
			"--no-build-isolation", "--require-hashes", "-r", LOCK, "-d", layout.downloads,
		)  # fmt: skip
	if (found := sha256_of(archive)) != SHA256:
		archive.unlink()
		raise StepFailed(f"{ARCHIVE} has SHA-256 {found}, expected {SHA256}; it was removed")
	return archive


def unpack(archive: Path, target: Path) -> int:
	"""Write the archive's files below `target` with their names put back; returns how many.

	They are written beside it first and moved when all are there, so `target` is never half of Frappe.
	"""
	unfinished = target.with_name(f".{target.name}.unfinished")
	shutil.rmtree(unfinished, ignore_errors=True)
	count = 0
	with tarfile.open(archive) as members:
		for member in members:
			path = original_path(member.name)
			if path is None or not member.isfile():
				continue
			place = unfinished / path
			place.parent.mkdir(parents=True, exist_ok=True)
			place.write_bytes(original_content(members.extractfile(member).read()))
			count += 1
	_restore_version(unfinished / "pyproject.toml")
	shutil.rmtree(target, ignore_errors=True)
	target.parent.mkdir(parents=True, exist_ok=True)
	os.replace(unfinished, target)
	return count


def _restore_version(pyproject: Path) -> None:
	"""Let the version come from frappe/__init__.py, as in Frappe's own file, not from the renamed package's."""
	text = pyproject.read_text(encoding="utf-8")
	text, replaced = re.subn(r'^version = "1\.0\.0"$', 'dynamic = ["version"]', text, flags=re.MULTILINE)
	if replaced != 1:
		raise StepFailed("the engine's pyproject.toml is not the one that this kit knows")
	pyproject.write_text(text, encoding="utf-8")


def make(run: Run, layout: Layout) -> None:
	"""Step: apps/frappe from the package index."""
	count = unpack(download(run, layout), layout.frappe)
	run.say(f"{count} files in {layout.frappe}")
