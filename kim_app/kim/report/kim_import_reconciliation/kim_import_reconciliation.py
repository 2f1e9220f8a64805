"""Import Reconciliation: lays out what `kim_app.measures.import_reconciliation` counts."""

from __future__ import annotations

from frappe import _

from kim_app.legacy_import import issue_kinds
from kim_app.measures import import_reconciliation as reconciliation
from kim_app.measures import layout
from kim_app.measures.layout import column

NUMBERS = ("rows_read", *reconciliation.OUTCOMES)


def execute(filters=None):
	filters = layout.asked(filters)
	found = reconciliation.imports(filters)
	data = []
	for entry in found:
		data.append(of_import(entry))
		data += [of_sheet(sheet) for sheet in entry.sheets]
		data += [of_form(entry, doctype) for doctype in sorted(entry.there)]
		data += reasons(entry)
	sums = {name: sum(entry.record[name] or 0 for entry in found) for name in NUMBERS}
	open_rows = sum(entry.unaccounted for entry in found)
	summary = [
		{"label": _("Rows read"), "value": sums["rows_read"], "datatype": "Int"},
		{
			"label": _("Became records"),
			"value": sums["rows_created"] + sums["rows_updated"],
			"datatype": "Int",
		},
		{"label": _("Known already"), "value": sums["rows_skipped"], "datatype": "Int"},
		{"label": _("Refused"), "value": sums["rows_rejected"], "datatype": "Int"},
		{
			"label": _("Not accounted for"),
			"value": open_rows,
			"datatype": "Int",
			"indicator": "Red" if open_rows else "Green",
		},
	]
	latest = found[:20][::-1]
	picture = layout.chart(
		"bar",
		[entry.record.name for entry in latest],
		{labels()[name]: [entry.record[name] for entry in latest] for name in reconciliation.OUTCOMES},
		barOptions={"stacked": 1},
	)
	return columns(), data, None, picture, summary, True


def labels() -> dict[str, str]:
	return {
		"rows_read": _("Rows read"),
		"rows_created": _("Created", context="KIM Legacy Import"),
		"rows_updated": _("Updated", context="KIM Legacy Import"),
		"rows_skipped": _("Known already"),
		"rows_rejected": _("Refused"),
	}


def of_import(entry: reconciliation.Import) -> dict:
	record = entry.record
	row = {
		"what": record.name,
		"centre": record.centre,
		"status": _(record.status),
		"on": record.creation,
		**{name: record[name] or 0 for name in NUMBERS},
		"open": entry.unaccounted,
		"there": sum(entry.there.values()),
		"reason": difference(entry),
		"indent": 0,
		"bold": 1,
	}
	layout.link(row, "what", layout.record(reconciliation.DOCTYPE, record.name))
	return row


def difference(entry: reconciliation.Import) -> str:
	"""Why there are more or fewer records now than rows that became one."""
	if not entry.loaded:
		return _("Not loaded yet.")
	if entry.unaccounted:
		return _("{0} rows have no outcome. Open the import to see where it stopped.").format(
			entry.unaccounted
		)
	made, there = entry.record.rows_created or 0, sum(entry.there.values())
	if entry.record.status == reconciliation.UNDONE:
		return (
			_("This import was undone. {0} of its records stay, because somebody went on with them.").format(
				there
			)
			if there
			else _("This import was undone: none of its records is left.")
		)
	if there < made:
		return _("{0} of the records made were deleted since, or you may not see them.").format(made - there)
	return _("Some rows became several records.") if there > made else ""


def of_sheet(sheet) -> dict:
	return {
		"what": sheet.sheet,
		**{name: sheet[name] or 0 for name in NUMBERS},
		"reason": sheet.note,
		"indent": 1,
	}


def of_form(entry: reconciliation.Import, doctype: str) -> dict:
	"""A line for each form, with the records of it that carry the import's name."""
	row = {"what": _(doctype), "there": entry.there[doctype], "indent": 1}
	return layout.link(row, "there", layout.records(doctype, {"legacy_import": entry.record.name}))


def reasons(entry: reconciliation.Import) -> list[dict]:
	"""A line for each kind of issue, with its number, the errors first."""
	found = []
	for severity in ("Error", "Warning"):
		for kind, number in entry.reasons[severity].most_common():
			row = {
				"what": _("Error") if severity == "Error" else _("Warning"),
				"issues": number,
				"reason": title_of(kind),
				"indent": 1,
			}
			asked = {"legacy_import": entry.record.name, "severity": severity, "kind": kind}
			layout.link(row, "issues", layout.records(reconciliation.ISSUE, asked))
			found.append(row)
	return found


def title_of(kind: str) -> str:
	known = issue_kinds.KINDS.get(kind)
	title = getattr(known, "title", None)
	return _(title) if title else kind.replace("-", " ").capitalize()


def columns() -> list[dict]:
	return [
		column("what", _("Import, sheet, reason"), width=190),
		column("reason", _("Reason"), width=380),
		column("issues", _("Issues"), "Int", 80),
		*[column(name, label, "Int", 95) for name, label in labels().items()],
		column("open", _("Not accounted for"), "Int", 140),
		column("there", _("Records now"), "Int", 110),
		column("centre", _("Centre"), width=150),
		column("status", _("Status"), width=110),
		column("on", _("On"), "Datetime", 160),
	]
