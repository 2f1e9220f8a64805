"""The same register of participants by KIM's import, by Frappe's Data Import, by django-import-export in bulk mode and by
plain INSERT, one after the other on one database, with one process each.

KIM's figure is from the file to the log of the last row: read, match, check, approve, load.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import frappe

from bench_kit.measure import cases, register
from kim_app.bulk_insert import other_rules

TITLE = "Bringing in a register of participants, 14 columns"
HEADS = ["way", "rows", "seconds", "rows a second", "against Data Import", "against INSERT", "megabytes"]
DJANGO = ("django>=5,<6", "django-import-export[xlsx]>=4,<5", "pymysql>=1.1,<2")
TABLE = "kim_measure_person"
INSERT_ROWS = 1_000


def measure(options) -> tuple[list[str], list[list[str]]]:
	"""Heads and rows of the table. Of several rounds the quickest counts: what else the machine does only slows."""
	begin_anew()
	ways = []
	with tempfile.TemporaryDirectory() as folder:
		workbook = Path(folder) / "register.xlsx"
		register.write(workbook, options.rows)
		ours = by_kim(workbook, options.rounds, options.rows, "KIM's import")
		ways.append(ours)
		plain = by_insert(options.rounds)
		begin_anew()
		ways.append(by_data_import(Path(folder), min(options.rows, options.data_import_rows)))
		if frappe.db.db_type == "mariadb":
			ways.append(by_django(workbook, options.rounds))
		ways.append(plain)
		if options.large_rows:
			large = Path(folder) / "large.xlsx"
			register.write(large, options.large_rows)
			ways.append(by_kim(large, 1, options.large_rows, "KIM's import, large"))
	data_import = next(way for way in ways if way["way"].startswith("Frappe's"))
	return HEADS, [_row(way, data_import, plain) for way in ways]


def _row(way: dict, data_import: dict, plain: dict) -> list:
	speed = way["rows"] / way["seconds"]
	return [
		way["way"],
		f"{way['rows']:,}",
		f"{way['seconds']:.2f}",
		f"{speed:,.0f}",
		f"{speed / (data_import['rows'] / data_import['seconds']):.1f} x",
		f"{speed / (plain['rows'] / plain['seconds']):.2f}",
		f"{way['megabytes']:.0f}" if "megabytes" in way else "",
	]


def begin_anew() -> None:
	"""No rows, and the descriptions of forms in the site's cache as on any site at work: to remove people empties it."""
	cases.remove()
	cases.make_people()
	frappe.db.commit()
	forms = frappe.get_all("DocType", {"module": "KIM"}, pluck="name")
	others = [form for form in other_rules.CONFIGURED if frappe.db.table_exists(form)]
	for form in (*forms, *others, "Country", "Gender", "Custom Field", "Workflow"):
		frappe.get_meta(form)


def by_kim(workbook: Path, rounds: int, rows: int, way: str) -> dict:
	"""The quickest of `rounds` runs, each in a process of its own. The last leaves its rows."""
	runs = []
	for number in range(rounds):
		if number or frappe.db.exists("KIM Participant", {"centre": cases.CENTRE}):
			begin_anew()
		said = subprocess.run(
			[sys.executable, "-m", "bench_kit.measure.import_once"]
			+ ["--site", frappe.local.site, "--centre", cases.CENTRE, str(workbook)],
			stdout=subprocess.PIPE,
			text=True,
			check=True,
		).stdout
		run = json.loads(said.splitlines()[-1])
		if (run["status"], run["rows_created"], run["rows_rejected"]) != ("Completed", rows, 0):
			raise SystemExit(f"KIM's import did not bring in all rows: {run}")
		print(
			f"  {way}: check {run['check']:.2f} s (processor {run['check_cpu']:.2f} s),"
			f" load {run['load']:.2f} s (processor {run['load_cpu']:.2f} s), {run['megabytes']:.0f} MB"
		)
		runs.append(run)
		frappe.db.rollback()
	best = min(runs, key=lambda run: run["check"] + run["load"])
	check = min(run["check"] for run in runs)
	return {
		"way": f"{way} (check alone {check:.2f} s)",
		"rows": rows,
		"seconds": best["check"] + best["load"],
		"megabytes": max(run["megabytes"] for run in runs),
	}


def by_insert(rounds: int) -> dict:
	"""The rows that KIM's import just wrote, all their columns, by INSERT statements of 1,000 rows each and one commit for
	each: nothing is read, checked or named."""
	rows = frappe.db.sql(
		"select * from `tabKIM Participant` where centre = %s order by name", cases.CENTRE, as_dict=True
	)
	columns = list(rows[0])
	values = [tuple(row.values()) for row in rows]
	names = ", ".join(f"`{column}`" for column in columns)
	place = f"({', '.join(['%s'] * len(columns))})"
	seconds = []
	for _round in range(rounds):
		frappe.db.delete("KIM Participant", {"centre": cases.CENTRE})
		frappe.db.commit()
		began = time.perf_counter()
		for start in range(0, len(values), INSERT_ROWS):
			batch = values[start : start + INSERT_ROWS]
			frappe.db.sql(
				f"insert into `tabKIM Participant` ({names}) values {', '.join([place] * len(batch))}",
				[value for row in batch for value in row],
			)
			frappe.db.commit()
		seconds.append(time.perf_counter() - began)
	return {"way": "plain INSERT, 1,000 rows a statement", "rows": len(values), "seconds": min(seconds)}


def by_data_import(folder: Path, rows: int) -> dict:
	"""Frappe's Data Import, in this process, as its worker runs it."""
	from frappe.core.doctype.data_import.importer import Importer

	path = folder / "data-import.xlsx"
	register.write_for_data_import(path, rows, cases.CENTRE)
	document = frappe.get_doc(
		{
			"doctype": "Data Import",
			"reference_doctype": "KIM Participant",
			"import_type": "Insert New Records",
			"mute_emails": 1,
		}
	).insert()
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": path.name,
			"content": path.read_bytes(),
			"is_private": 1,
			"attached_to_doctype": document.doctype,
			"attached_to_name": document.name,
		}
	).insert()
	document.db_set("import_file", file.file_url)
	frappe.db.commit()
	began = time.perf_counter()
	with contextlib.redirect_stdout(io.StringIO()):
		Importer("KIM Participant", data_import=document).import_data()
	frappe.db.commit()
	seconds = time.perf_counter() - began
	written = frappe.db.count("KIM Participant", {"centre": cases.CENTRE})
	frappe.db.delete("Data Import Log", {"data_import": document.name})
	frappe.delete_doc("Data Import", document.name, force=True)
	frappe.db.commit()
	if written != rows:
		raise SystemExit(f"Data Import brought in {written} of {rows} rows.")
	return {"way": "Frappe's Data Import", "rows": rows, "seconds": seconds}


def by_django(workbook: Path, rounds: int) -> dict:
	"""django-import-export in an environment of its own, on the site's database."""
	python = django_python()
	given = {
		"file": str(workbook),
		"table": TABLE,
		"heads": register.COLUMNS,
		"database": {
			"NAME": frappe.conf.db_name,
			"USER": frappe.conf.db_name,
			"PASSWORD": frappe.conf.db_password,
			"HOST": frappe.conf.db_host or "127.0.0.1",
			"PORT": str(frappe.conf.db_port or 3306),
		},
	}
	runs = []
	for _round in range(rounds):
		frappe.db.sql_ddl(f"drop table if exists `{TABLE}`")
		said = subprocess.run(
			[python, str(Path(__file__).with_name("django_once.py"))],
			input=json.dumps(given),
			stdout=subprocess.PIPE,
			text=True,
			check=True,
		).stdout
		runs.append(json.loads(said.splitlines()[-1]))
	best = min(runs, key=lambda run: run["seconds"])
	return {"way": "django-import-export, bulk mode", "rows": best["rows"], "seconds": best["seconds"]}


def django_python() -> Path:
	"""The Python of an environment with django-import-export, made beside the bench when it is not there."""
	folder = Path.cwd().parent / "measure-django"
	python = folder / "bin" / "python"
	if not (folder / "ready").exists():
		subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
		subprocess.run(
			[python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *DJANGO], check=True
		)
		(folder / "ready").touch()
	return python
