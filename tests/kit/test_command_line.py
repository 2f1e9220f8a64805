"""What ./kim takes and refuses, and what it says where it cannot go on."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from bench_kit import existing, system
from bench_kit.command_line import alone, parse
from bench_kit.layout import write_json
from bench_kit.steps import Run, StepFailed

REPOSITORY = Path(__file__).resolve().parents[2]


def test_what_follows_test_goes_to_pytest():
	assert parse(["test", "-k", "port", "tests/kit"]).rest == ["-k", "port", "tests/kit"]
	assert parse(["test", "--", "--lf"]).rest == ["--lf"]
	assert parse(["test"]).rest == []


def test_what_follows_bench_goes_to_bench_untouched():
	assert parse(["bench", "--site", "x", "migrate", "--help"]).rest == ["--site", "x", "migrate", "--help"]


@pytest.mark.parametrize(
	("arguments", "message"),
	[
		(["up", "--bench", "/b"], "belong together"),
		(["test", "--site", "s"], "belong together"),
		(["up", "--bench", "/b", "--site", "s", "--frappe", "version-15"], "trial bench"),
		(["up", "--quickly"], "unknown arguments"),
		(["fly"], "invalid choice"),
		([], "required"),
	],
)
def test_what_makes_no_sense_is_refused(arguments, message, capsys):
	with pytest.raises(SystemExit) as refusal:
		parse(arguments)
	assert refusal.value.code == 2
	assert message in capsys.readouterr().err


def test_of_two_commands_at_once_the_second_says_so(layout):
	with alone(layout):
		with pytest.raises(StepFailed, match=f"another ./kim works on this bench: pid {os.getpid()}"):
			with alone(layout):
				pass
	with alone(layout):
		pass


def test_the_lock_goes_with_its_holder(layout):
	layout.config.mkdir(parents=True)
	holder = "import fcntl, sys; fcntl.flock(open(sys.argv[1], 'a+'), fcntl.LOCK_EX); sys.exit(0)"
	subprocess.run([sys.executable, "-c", holder, layout.config / "kim.lock"], check=True)
	with alone(layout):
		with (layout.config / "kim.lock").open() as lock, pytest.raises(BlockingIOError):
			fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


NOTHING = (system.Need("no-such-package", ("no-such-program",)),)


def test_missing_packages_are_named_once():
	assert system.missing_packages((*NOTHING, *NOTHING)) == ["no-such-package"]
	assert system.missing_packages((system.Need("coreutils", ("no-such-program", "ls")),)) == []


def test_whoever_is_not_root_is_told_the_command(layout):
	"""In a process of another user where this one is root; as it is anywhere else."""
	script = (
		f"import sys, os; sys.path.insert(0, {str(REPOSITORY)!r})\n"
		"import bench_kit.system as s\n"
		"if os.geteuid() == 0: os.setuid(65534)\n"
		"s.install_missing(None, (s.Need('no-such-package', ('no-such-program',)),))\n"
	)
	answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
	assert answer.returncode != 0
	assert "sudo apt-get install --no-install-recommends no-such-package" in answer.stderr


@pytest.fixture
def bench_of_others(tmp_path):
	root = tmp_path / "bench"
	for folder in ("apps/frappe/frappe", "env/bin", "sites/kim.site"):
		(root / folder).mkdir(parents=True)
	(root / "apps/frappe/frappe/__init__.py").write_text('__version__ = "15.55.0"\n')
	(root / "env/bin/python").symlink_to(sys.executable)
	(root / "sites/apps.txt").write_text("frappe\n")
	write_json(root / "sites/kim.site/site_config.json", {"db_type": "sqlite"})
	write_json(
		root / "sites/common_site_config.json",
		{"redis_cache": "redis://127.0.0.1:1", "redis_queue": "redis://127.0.0.1:1"},
	)
	return root


def test_a_folder_that_is_no_bench_is_refused(layout, tmp_path):
	with pytest.raises(StepFailed, match="is no bench: there is no env/bin/python"):
		existing.open_bench(str(tmp_path), "kim.site", layout)


def test_a_site_that_is_not_there_is_refused(layout, bench_of_others):
	with pytest.raises(StepFailed, match="there is no site other.site"):
		existing.open_bench(str(bench_of_others), "other.site", layout)


def test_an_old_frappe_is_refused(layout, bench_of_others):
	(bench_of_others / "apps/frappe/frappe/__init__.py").write_text('__version__ = "14.1.0"\n')
	with pytest.raises(StepFailed, match="KIM runs on Frappe 15 and 16"):
		existing.open_bench(str(bench_of_others), "kim.site", layout)


def test_a_bench_whose_redis_is_silent_is_named_with_its_address(layout, bench_of_others):
	with pytest.raises(StepFailed, match=r"Redis cache \(127\.0\.0\.1:1\), Redis queue") as refusal:
		existing.open_bench(str(bench_of_others), "kim.site", layout)
	assert "database" not in str(refusal.value)


def test_a_site_that_does_not_allow_tests_is_not_tested(layout, bench_of_others):
	there = existing.Existing(existing.Layout(bench_of_others), "kim.site", layout)
	with pytest.raises(StepFailed, match="set-config allow_tests true"):
		existing.check_tests_allowed(there)


def test_another_copy_of_the_app_on_that_bench_is_not_mistaken_for_this_one(layout, bench_of_others):
	(bench_of_others / "apps/kim_app").mkdir()
	there = existing.Existing(existing.Layout(bench_of_others), "kim.site", layout)
	with tempfile.NamedTemporaryFile() as log, pytest.raises(StepFailed, match="another copy"):
		existing.link_app(Run(Path(log.name), None, layout.run / "x.pid"), there)
	shutil.rmtree(bench_of_others)
