"""The Debian packages a bench needs, and the Python that its environment is made with."""

import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench_kit.steps import Run, StepFailed

# mysqld and its tools lie there, and it is not on every user's PATH.
SYSTEM_FOLDERS = ("/usr/sbin", "/sbin")


@dataclass(frozen=True)
class Need:
	"""One thing that must be on the machine: any of these programs, and the package it comes in."""

	package: str
	programs: tuple[str, ...]


# The -core packages hold the programs alone: mariadb-server and redis-server would start daemons of the system.
NEEDS = (
	Need("mariadb-server-core", ("mariadbd",)),
	Need("mariadb-server-core", ("mariadb-install-db",)),
	Need("mariadb-client-core", ("mysql", "mariadb")),
	# Debian's redis-check-rdb is the server under another name; see services.redis_command.
	Need("redis-tools", ("redis-server", "redis-check-rdb")),
	Need("nodejs", ("node",)),
	Need("npm", ("npm",)),
)
TEST_NEEDS = (
	Need("chromium", ("chromium",)),
	# Without it, names in Arabic, Tigrinya or Ukrainian are boxes on the tests' screenshots.
	Need("fonts-noto-core", ("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",)),
)


def program(name: str) -> str | None:
	"""Full path of a program on PATH or in the system folders; a full path stands for itself if it exists."""
	if name.startswith("/"):
		return name if Path(name).exists() else None
	return shutil.which(name, path=os.pathsep.join((os.environ.get("PATH", ""), *SYSTEM_FOLDERS)))


def missing_packages(needs: tuple[Need, ...]) -> list[str]:
	"""Names of the Debian packages whose programs are not there, each once, in order."""
	missing = [need.package for need in needs if not any(program(name) for name in need.programs)]
	if not has_venv():
		missing.append("python3-venv")
	return list(dict.fromkeys(missing))


def has_venv() -> bool:
	"""Whether this Python can make virtual environments: Debian packs that apart."""
	return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def install_missing(run: Run, needs: tuple[Need, ...]) -> None:
	"""As root, install what is missing with apt; as anyone else, fail with the command to run."""
	missing = missing_packages(needs)
	if not missing:
		return
	if os.geteuid() != 0:
		raise StepFailed(
			"these Debian packages are missing; install them and run the same command again:\n"
			f"    sudo apt-get install --no-install-recommends {' '.join(missing)}"
		)
	if not program("apt-get"):
		raise StepFailed(
			f"these are missing, and there is no apt-get to install them with: {' '.join(missing)}"
		)
	quiet = {"DEBIAN_FRONTEND": "noninteractive"}
	run.command("apt-get", "update", env=quiet)
	run.command("apt-get", "install", "--yes", "--no-install-recommends", *missing, env=quiet)
	if still := missing_packages(needs):
		raise StepFailed(f"apt-get installed what it was asked for, but still missing: {' '.join(still)}")


def bench_python() -> str:
	"""The Python for the trial bench's environment: this one if it is 3.10 or 3.11, else one found on PATH."""
	if sys.version_info[:2] in ((3, 10), (3, 11)):
		return sys.executable
	for name in ("python3.11", "python3.10"):
		found = program(name)
		if (
			found
			and subprocess.run([found, "-c", "import venv, ensurepip"], capture_output=True).returncode == 0
		):
			return found
	raise StepFailed(
		"the pinned Frappe needs Python 3.10 or 3.11 with venv; this is "
		f"{sys.version.split()[0]} and no python3.11 or python3.10 is on PATH"
	)
