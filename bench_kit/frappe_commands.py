"""Runs Frappe's own commands on a bench: the work of `bench`, which is not needed for it."""

import os
import subprocess

from bench_kit.layout import Layout
from bench_kit.steps import Run


def frappe_command(layout: Layout, *arguments) -> list:
	"""The command line for a Frappe command; it is to be run in the sites folder."""
	return [layout.python, "-m", "frappe.utils.bench_helper", "frappe", *arguments]


def run_frappe(run: Run, layout: Layout, *arguments, env: dict | None = None) -> None:
	"""Run a Frappe command within a step, its output in the step's log."""
	run.command(*frappe_command(layout, *arguments), cwd=layout.sites, env=env)


def ask_frappe(layout: Layout, *arguments) -> str:
	"""Run a Frappe command and return what it prints."""
	command = [str(word) for word in frappe_command(layout, *arguments)]
	return subprocess.run(command, cwd=layout.sites, capture_output=True, text=True, check=True).stdout


def become_frappe(layout: Layout, arguments: list[str]) -> None:
	"""Replace ./kim by a Frappe command in this terminal. Does not return."""
	command = [str(word) for word in frappe_command(layout, *arguments)]
	os.chdir(layout.sites)
	os.execv(command[0], command)
