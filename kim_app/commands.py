"""KIM's commands of `bench`. May import click and frappe.

`bench --site SITE kim-import FILE...` is the form of a legacy import without the form: the same check, the same rule
that another than who uploads approves, the same load.
"""

import json
from pathlib import Path

import click
import frappe
from frappe.commands import get_site, pass_context

# What the command ends with, besides 0 and click's own 2 for what makes no sense.
FAILED, ROWS_REFUSED, WAITS = 1, 3, 4
COUNTS = ("rows_read", "rows_created", "rows_updated", "rows_skipped", "rows_rejected")
MOST_ISSUES_SHOWN = 50


@click.command("kim-import")
@click.argument(
	"files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--centre", help="The centre whose register it is; needed where the site has several.")
@click.option("--template", help="The KIM Import Template that says how the columns were matched before.")
@click.option("--framework", help="The competence framework whose codes stand in the file.")
@click.option("--check", "check_only", is_flag=True, help="Only check: nothing is brought in.")
@click.option(
	"--user", default="Administrator", show_default=True, help="Who uploads: the records are theirs."
)
@click.option("--approved-by", help="The supervisor who approves the import: another than who uploads.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and no progress.")
@pass_context
def kim_import(context, files, centre, template, framework, check_only, user, approved_by, as_json):
	"""Bring in a register from a spreadsheet, or from several that belong together.

	Ends with 0 when all rows are in (or would be), with 3 when some were refused, with 4 when the import waits for
	its approval, with 1 when it failed.
	"""
	from kim_app.legacy_import.upload import make_import

	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		frappe.set_user(user)
		fields = {"centre": centre or _only_centre(), "template": template, "framework": framework}
		name = make_import(files, fields)
		report = _run(name, check_only, approved_by, quiet=as_json)
	except (frappe.ValidationError, frappe.PermissionError) as error:
		frappe.db.rollback()
		raise click.ClickException(frappe.utils.strip_html(str(error))) from error
	finally:
		frappe.destroy()
	click.echo(json.dumps(report, default=str, ensure_ascii=False) if as_json else _in_words(report))
	raise SystemExit(_exit_code(report, check_only))


def _only_centre() -> str:
	centres = frappe.get_list("KIM Centre", filters={"disabled": 0}, pluck="name", limit=2)
	if len(centres) != 1:
		raise click.UsageError("Name the centre with --centre: there is not just one.")
	return centres[0]


def _run(name: str, check_only: bool, approved_by: str | None, quiet: bool) -> dict:
	"""Check, approve and load import `name` as far as it may go; return what became of it."""
	from kim_app.legacy_import import api, jobs
	from kim_app.session import acting_as

	if not quiet:
		click.echo("Checking ...")
	jobs.check_now(name)
	state = _state(name)
	if state["status"] == "Checked" and approved_by and not check_only:
		try:
			with acting_as(approved_by):
				api.approve(name)
		except api.NotNow as error:
			# It waits for somebody who looks at it in its form.
			frappe.db.rollback()
			click.echo(frappe.utils.strip_html(str(error)), err=True)
			return state
		frappe.db.commit()
		_load(name, jobs, quiet)
		state = _state(name)
	return state


def _load(name: str, jobs, quiet: bool) -> None:
	from kim_app.legacy_import.loading import chunks

	if quiet:
		jobs.load_now(name)
		return
	with click.progressbar(length=chunks.so_far(name).rows, label="Bringing in", show_pos=True) as bar:

		def commit() -> None:
			frappe.db.commit()
			bar.update(chunks.so_far(name).done - bar.pos)

		jobs.load_now(name, commit)


def _state(name: str) -> dict:
	state = frappe.db.get_value("KIM Legacy Import", name, ["name", "status", "error", *COUNTS], as_dict=True)
	state["sheets"] = frappe.get_all(
		"KIM Legacy Import Sheet",
		filters={"parent": name},
		fields=["sheet", "kind", "header_row", *COUNTS, "note"],
		order_by="idx asc",
	)
	state["issues"] = frappe.get_all(
		"KIM Import Issue",
		filters={"legacy_import": name},
		fields=["severity", "kind", "sheet", "row", "column", "cell", "value", "message"],
		order_by="idx asc",
	)
	return dict(state)


def _exit_code(report: dict, check_only: bool) -> int:
	if report["status"] == "Failed":
		return FAILED
	if report["status"] == "Checked" and not check_only:
		return WAITS
	return ROWS_REFUSED if report["rows_rejected"] else 0


def _in_words(report: dict) -> str:
	lines = [f"Import {report['name']}: {report['status']}."]
	if report["error"]:
		lines.append(report["error"])
	for sheet in report["sheets"]:
		counts = ", ".join(
			f"{sheet[field]} {field.removeprefix('rows_')}" for field in COUNTS if sheet[field]
		)
		lines.append(f"  {sheet['sheet']}: {sheet['note'] or ''} {counts}")
	issues = report["issues"]
	for issue in issues[:MOST_ISSUES_SHOWN]:
		place = ", ".join(filter(None, [issue["sheet"], issue["cell"]]))
		lines.append(f"  {issue['severity']}  {place}: {issue['message']}")
	if len(issues) > MOST_ISSUES_SHOWN:
		lines.append(f"  ... and {len(issues) - MOST_ISSUES_SHOWN} more: see the form, or --json.")
	if report["status"] == "Checked":
		lines.append(
			"Nothing is brought in yet: approve the import in its form, or name who approves with --approved-by."
		)
	return "\n".join(lines)


commands = [kim_import]
