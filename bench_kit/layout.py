"""Where things lie in the trial bench, and how its small JSON files are read and written."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
KIT = Path(__file__).resolve().parent
APP = "kim_app"
TRIAL_SITE = "kim.localhost"
TEST_SITE = "kim-test.localhost"


@dataclass(frozen=True)
class Layout:
	"""The folders of one bench. `root` is the bench folder; nothing is made by naming it."""

	root: Path

	@property
	def env(self) -> Path:
		return self.root / "env"

	@property
	def python(self) -> Path:
		return self.env / "bin" / "python"

	@property
	def sites(self) -> Path:
		return self.root / "sites"

	@property
	def apps(self) -> Path:
		return self.root / "apps"

	@property
	def frappe(self) -> Path:
		return self.apps / "frappe"

	@property
	def assets(self) -> Path:
		return self.sites / "assets"

	@property
	def logs(self) -> Path:
		return self.root / "logs"

	@property
	def config(self) -> Path:
		return self.root / "config"

	@property
	def run(self) -> Path:
		"""Pid files, where bench keeps its own too."""
		return self.config / "pids"

	@property
	def stamps(self) -> Path:
		return self.config / "stamps"

	@property
	def downloads(self) -> Path:
		return self.root / "downloads"

	@property
	def common_config(self) -> Path:
		return self.sites / "common_site_config.json"


TRIAL_BENCH = Layout(REPOSITORY / ".bench")


def read_json(path: Path) -> dict:
	"""The object in the file, or {} if there is no such file."""
	try:
		return json.loads(path.read_text(encoding="utf-8"))
	except FileNotFoundError:
		return {}


def write_text(path: Path, text: str, mode: int = 0o644) -> None:
	"""Write a file whole or not at all: a reader, or the next run after a kill, never sees half of it."""
	path.parent.mkdir(parents=True, exist_ok=True)
	unfinished = path.with_name(f".{path.name}.{os.getpid()}")
	descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
	with os.fdopen(descriptor, "w", encoding="utf-8") as file:
		file.write(text)
	os.chmod(unfinished, mode)
	os.replace(unfinished, path)


def write_json(path: Path, content: dict, mode: int = 0o644) -> None:
	"""Write an object as a JSON file, whole or not at all."""
	write_text(path, json.dumps(content, indent=1, sort_keys=True) + "\n", mode)


def password(layout: Layout, name: str) -> str:
	"""The bench's password of that name ("mariadb", "site"): generated once, then always the same."""
	path = layout.config / "passwords.json"
	passwords = read_json(path)
	if name not in passwords:
		# The dots and letters keep it above what Frappe's password strength check asks for.
		passwords[name] = "kim." + secrets.token_urlsafe(12)
		write_json(path, passwords, mode=0o600)
	return passwords[name]
