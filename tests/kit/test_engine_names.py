"""Frappe's names are put back in contents, file names and folders, and in nothing that is no text."""

import io
import tarfile
from pathlib import PurePosixPath

import pytest

from bench_kit import engine
from bench_kit.steps import StepFailed


@pytest.mark.parametrize(
	("renamed", "original"),
	[
		("import criscostack", "import frappe"),
		("CRISCOSTACK_SITE", "FRAPPE_SITE"),
		("Criscostack Technologies", "Frappe Technologies"),
		("CriscoTestCase", "FrappeTestCase"),
		("criscoerp", "erpnext"),
		("Criscoerp", "ERPNext"),
		("crisp scones", "crisp scones"),
	],
)
def test_a_replaced_name_becomes_the_original_one(renamed, original):
	assert engine.original_name(renamed) == original
	assert engine.original_content(renamed.encode()) == original.encode()


def test_an_image_that_happens_to_hold_a_name_is_left_alone():
	image = b"\x89PNG\r\n\x1a\n\x00criscostack"
	assert engine.original_content(image) == image
	latin = "Größe criscostack".encode("latin-1")
	assert engine.original_content(latin) == latin


@pytest.mark.parametrize(
	("member", "place"),
	[
		("criscostack-1.0.0/criscostack/hooks.py", "frappe/hooks.py"),
		("criscostack-1.0.0/criscostack/utils/brik_helper.py", "frappe/utils/bench_helper.py"),
		(
			"criscostack-1.0.0/criscostack/public/images/criscostack-favicon.svg",
			"frappe/public/images/frappe-favicon.svg",
		),
		("criscostack-1.0.0/pyproject.toml", "pyproject.toml"),
	],
)
def test_a_member_of_the_archive_finds_its_place(member, place):
	assert engine.original_path(member) == PurePosixPath(place)


@pytest.mark.parametrize(
	"member", ["criscostack-1.0.0/.DS_Store", "criscostack-1.0.0/PKG-INFO", "criscostack-1.0.0"]
)
def test_what_is_no_part_of_frappe_is_left_out(member):
	assert engine.original_path(member) is None


@pytest.mark.parametrize("member", ["criscostack-1.0.0/../../evil", "/etc/passwd"])
def test_a_path_that_leaves_the_folder_is_refused(member):
	with pytest.raises(StepFailed, match="leaves its folder"):
		engine.original_path(member)


def archive_of(folder, files):
	archive = folder / "engine.tar.gz"
	with tarfile.open(archive, "w:gz") as members:
		for name, content in files.items():
			member = tarfile.TarInfo(f"criscostack-1.0.0/{name}")
			member.size = len(content)
			members.addfile(member, io.BytesIO(content))
	return archive


FILES = {
	"pyproject.toml": b'[project]\nname = "criscostack"\nversion = "1.0.0"\n',
	"criscostack/__init__.py": b'__version__ = "15.0.0-dev"\n',
}


def test_unpacking_replaces_what_an_earlier_run_left_half_done(tmp_path):
	target = tmp_path / "apps" / "frappe"
	half = tmp_path / "apps" / ".frappe.unfinished"
	for folder in (target, half):
		folder.mkdir(parents=True)
		(folder / "left_over.py").write_text("half")
	assert engine.unpack(archive_of(tmp_path, FILES), target) == 2
	assert not (target / "left_over.py").exists()
	assert not half.exists()
	assert (target / "frappe" / "__init__.py").read_text() == '__version__ = "15.0.0-dev"\n'
	assert (target / "pyproject.toml").read_text() == '[project]\nname = "frappe"\ndynamic = ["version"]\n'


def test_another_package_than_the_known_one_is_refused(tmp_path):
	files = {**FILES, "pyproject.toml": b'[project]\nversion = "2.0.0"\n'}
	with pytest.raises(StepFailed, match=r"pyproject\.toml"):
		engine.unpack(archive_of(tmp_path, files), tmp_path / "frappe")
	assert not (tmp_path / "frappe").exists()
